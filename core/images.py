"""Pictures: which sizes the templates use, and what an upload must not carry."""

from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from PIL import ImageOps

FORMATS = "format-{avif,webp,jpeg}"
# Every slot in which templates show a picture: rendition specification and the `sizes` attribute.
# Renditions are made when content is loaded or published, so that a visitor's GET never draws one.
PICTURE_SPECS: dict[str, tuple[str, str]] = {
    "card": (f"fill-{{480x320,960x640}}|{FORMATS}", "(min-width: 60rem) 22rem, 92vw"),
    "figure": (f"width-{{640,1200}}|{FORMATS}", "(min-width: 60rem) 46rem, 94vw"),
    "hero": (f"fill-{{800x450,1600x900}}|{FORMATS}", "100vw"),
    "portrait": (f"fill-{{200x240}}|{FORMATS}", "200px"),
    "emblem": ("max-{160x160}|format-{png}", "80px"),
}


def without_metadata(content: bytes) -> bytes | None:
    """Return the picture without EXIF, GPS and comments, turned upright; None if it has none.

    Positions and camera serial numbers of a photographer are personal data (Law 91/2025/QH15).
    """
    with PillowImage.open(BytesIO(content)) as picture:
        carried = {"exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"} & set(picture.info)
        text_chunks = getattr(picture, "text", None)
        if not (carried or text_chunks or dict(picture.getexif())):
            return None
        image_format = picture.format or "PNG"
        upright = ImageOps.exif_transpose(picture)
        options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
        if image_format in {"JPEG", "WEBP", "AVIF"}:
            options["quality"] = 92
        clean = PillowImage.new(upright.mode, upright.size)
        clean.putdata(list(upright.getdata())) if upright.mode == "P" else clean.paste(upright)
        if upright.mode == "P":
            clean.putpalette(upright.getpalette() or [])
        out = BytesIO()
        clean.save(out, format=image_format, **{k: v for k, v in options.items() if v})
        return out.getvalue()


def strip_file(file: Any) -> None:
    """Replace an uncommitted image file's content by its metadata-free form, in place."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    clean = without_metadata(content)
    if clean is not None:
        name = file.name
        file.file = ContentFile(clean, name=name)



def attach_covers(pages: list[Any]) -> None:
    """Give pages of any kind their cover with its renditions; two queries, however many pages."""
    wanted = {page.cover_id for page in pages if getattr(page, "cover_id", None)}
    model = apps.get_model("core.PortalImage")
    covers = model.objects.prefetch_related("renditions").in_bulk(wanted) if wanted else {}
    for page in pages:
        if getattr(page, "cover_id", None):
            page.cover = covers.get(page.cover_id)
