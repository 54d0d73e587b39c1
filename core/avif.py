"""AVIF at a quicker setting than Pillow's own.

An editor waits for the renditions of a picture when a page is published. At speed 8 libavif needs a
fifth of the time that it needs at Pillow's 6, for files a seventh larger and half of the JPEG.
Neither Willow nor Wagtail has a setting for it (Willow 1.12, Wagtail 8.0).
"""

from typing import Any, BinaryIO

from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

SPEED = 8


def save_as_avif(
    image: Any,
    f: BinaryIO,
    quality: int = 80,
    lossless: bool = False,
    apply_optimizers: bool = True,
) -> AvifImageFile:
    """Willow's operation of this name, with ``SPEED``."""
    options: dict[str, Any] = {"quality": quality}
    if lossless:
        options = {"quality": 100, "subsampling": "4:4:4"}
    if image.image.mode == "CMYK" and image.get_icc_profile():
        image = image.transform_colorspace_to_srgb()
    if profile := image.get_icc_profile():
        options["icc_profile"] = profile
    image.image.save(f, "AVIF", speed=SPEED, **options)
    return AvifImageFile(f)


def install() -> None:
    # Willow finds the method of its class before any operation registered later.
    PillowImage.save_as_avif = save_as_avif
