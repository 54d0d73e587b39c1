"""Pictures: which sizes the templates use, and what an upload must not carry."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.apps import apps
from PIL import Image as PillowImage
from PIL import ImageOps, ImageSequence, JpegImagePlugin

from core.sitewide import remembered_each

FORMATS = "format-{avif,webp,jpeg}"
# Every slot in which templates show a picture: rendition specification, and the `sizes` attribute
# where there is more than one size. The smaller one is what a cheap phone's 720 pixels hold.
# Renditions are made when content is loaded or published, so that a visitor's GET never draws one.
PICTURE_SPECS: dict[str, tuple[str, str]] = {
    "card": (f"fill-{{720x480,1080x720}}|{FORMATS}", "(min-width: 60rem) 22rem, 92vw"),
    "figure": (f"width-{{720,1200}}|{FORMATS}", "(min-width: 60rem) 46rem, 94vw"),
    "hero": (f"fill-{{800x450,1600x900}}|{FORMATS}", "100vw"),
    "portrait": (f"fill-{{200x240}}|{FORMATS}", ""),
    "emblem": ("max-{160x160}|format-{webp,png}", ""),
}


# What belongs to the picture itself; everything else that a file carries is taken out.
_OWN_INFO = {"transparency", "icc_profile", "background", "duration", "loop"}
_OWN_SEGMENTS = {"APP0", "APP2", "APP14"}  # JFIF, colour profile, Adobe's colour transform.
_METADATA = {"exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp", "Raw profile type exif"}


def without_metadata(content: bytes) -> bytes | None:
    """Return the picture without EXIF, GPS and comments, turned upright; None if it has none.

    Positions and camera serial numbers of a photographer are personal data (Law 91/2025/QH15).
    Raises whatever Pillow raises when the picture is damaged.
    """
    with PillowImage.open(BytesIO(content)) as picture:
        picture.load()
        if not _carries_metadata(picture, content):
            return None
        out = BytesIO()
        # A camera's "MPO" is a JPEG with further pictures behind it.
        image_format = "JPEG" if picture.format == "MPO" else picture.format or "PNG"
        options = _same_quality(picture, content, image_format)
        if image_format != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            first, *others = [_bare(frame.copy()) for frame in ImageSequence.Iterator(picture)]
            options |= {"save_all": True, "append_images": others}
            options |= {k: picture.info[k] for k in ("duration", "loop") if k in picture.info}
        else:
            first = _bare(ImageOps.exif_transpose(picture))
        first.save(out, format=image_format, **options)
        return out.getvalue()


def _carries_metadata(picture: Any, content: bytes) -> bool:
    if picture.format in {"JPEG", "MPO"}:
        segments = {name for name, _data in getattr(picture, "applist", [])}
        trailing = not content.rstrip(b"\x00").endswith(b"\xff\xd9")
        return bool(segments - _OWN_SEGMENTS) or trailing or picture.format == "MPO"
    return bool(
        _METADATA & set(picture.info)
        or getattr(picture, "text", None)
        or getattr(picture, "private_chunks", None)
        or dict(picture.getexif())
    )


def _bare(picture: Any) -> Any:
    picture.info = {key: value for key, value in picture.info.items() if key in _OWN_INFO}
    return picture


def _same_quality(picture: Any, content: bytes, image_format: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if picture.info.get("icc_profile"):
        options["icc_profile"] = picture.info["icc_profile"]
    if image_format == "JPEG":
        options["qtables"] = picture.quantization
        options["subsampling"] = JpegImagePlugin.get_sampling(picture)
    elif image_format == "WEBP":
        options |= {"lossless": True} if b"VP8L" in content else {"quality": 92}
    elif image_format == "AVIF":
        options["quality"] = 92
    return options


def pictures(ids: Iterable[int]) -> dict[int, Any]:
    """Pictures with their renditions; two queries for those that no page has shown yet."""

    def asked(missing: list[int]) -> dict[int, Any]:
        model = apps.get_model("core.PortalImage")
        found: dict[int, Any] = model.objects.prefetch_related("renditions").in_bulk(missing)
        return found

    return remembered_each("picture", ids, asked)


def attach_covers(pages: list[Any]) -> None:
    """Give pages of any kind their cover with its renditions, by `pictures`."""
    covers = pictures({page.cover_id for page in pages if getattr(page, "cover_id", None)})
    for page in pages:
        if getattr(page, "cover_id", None):
            page.cover = covers.get(page.cover_id)
