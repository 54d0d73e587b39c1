"""Other people's files: each is kept ready to be shown, or refused with the reason in words."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from core.drawing import draw, filters_of, lacking
from core.models import PortalImage
from core.pictures import gate
from tests.factories.core import make_user
from tests.factories.files import halves, located_exif, saved

pytestmark = pytest.mark.django_db
pillow_heif.register_heif_opener()

SECRET = b"SN-0001"  # In the EXIF of `located_exif`, and put behind the end of pictures.
RED = Image.new("RGB", (64, 32), (200, 40, 30))
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def turned(image_format: str, orientation: int = 6) -> bytes:
    return saved(halves(), image_format, exif=located_exif(orientation))


def moving(image_format: str, **options: Any) -> bytes:
    frames = {"save_all": True, "append_images": [RED], "duration": 100}
    return saved(halves(), image_format, **(frames | options))


def in_mode(mode: str, image_format: str = "PNG", **options: Any) -> bytes:
    picture = (
        halves().convert("L").convert(mode) if mode.startswith("I") else halves().convert(mode)
    )
    return saved(picture, image_format, **options)


def sized_png(width: int, height: int) -> bytes:
    """The head of a PNG says so; nothing else of it is read."""
    content = bytearray(saved(halves(), "PNG"))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


def sized_gif(width: int, height: int, frames: int) -> bytes:
    """Small frames on a large screen: each is as large as the screen once it is decoded."""
    first, *others = (Image.effect_noise((8, 8), 20 + n) for n in range(frames))
    content = saved(first, "GIF", save_all=True, append_images=others, duration=40)
    return content[:6] + struct.pack("<HH", width, height) + content[10:]


def with_text() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add(b"prVt", SECRET, after_idat=True)
    return saved(halves(), "PNG", pnginfo=notes)


def with_segment(marker: int, data: bytes) -> bytes:
    plain = saved(halves(), "JPEG")
    return plain[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data + plain[2:]


def with_chunk() -> bytes:
    plain = saved(halves(), "WEBP")
    body = plain[8:] + b"JUNK" + struct.pack("<I", 8) + SECRET + b"\x00"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def phone_burst() -> bytes:
    out = BytesIO()
    heif = pillow_heif.from_pillow(halves())
    heif.add_from_pillow(RED)
    heif.save(out, quality=60)
    return out.getvalue()


KEPT: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.jpg", lambda: saved(halves(), "JPEG"), "jpg 64x32"),
    ("anh.JPEG", lambda: saved(halves(), "JPEG", progressive=True), "jpg 64x32"),
    ("tai-ve.jfif", lambda: saved(halves(), "JPEG"), "jpg 64x32"),
    ("a.jpe", lambda: in_mode("L", "JPEG"), "jpg 64x32"),
    ("in.jpg", lambda: in_mode("CMYK", "JPEG"), "jpg 64x32"),
    ("mau.jpg", lambda: saved(halves(), "JPEG", icc_profile=PROFILE), "jpg 64x32"),
    ("mau-hong.jpg", lambda: saved(halves(), "JPEG", icc_profile=b"khong phai"), "jpg 64x32"),
    ("dien-thoai.jpg", lambda: turned("JPEG", 6), "jpg 32x64"),
    ("nguoc.jpg", lambda: turned("JPEG", 3), "jpg 64x32"),
    ("vi-tri.jpg", lambda: turned("JPEG", 1), "jpg 64x32"),
    ("hai.jpg", lambda: saved(halves(), "MPO", save_all=True, append_images=[RED],
                              exif=located_exif(6)), "jpg 32x64"),
    ("ghi-chu.jpg", lambda: with_segment(0xFE, SECRET), "jpg 64x32"),
    ("photoshop.jpg", lambda: with_segment(0xED, b"Photoshop 3.0\x00" + SECRET), "jpg 64x32"),
    ("xem-truoc.jpg", lambda: with_segment(0xE0, b"JFXX\x00" + SECRET), "jpg 64x32"),
    ("mpf.jpg", lambda: with_segment(0xE2, b"MPF\x00" + SECRET), "jpg 64x32"),
    ("duoi.jpg", lambda: saved(halves(), "JPEG") + b"PK\x03\x04" + SECRET, "jpg 64x32"),
    ("duoi-giau.jpg", lambda: saved(halves(), "JPEG") + SECRET + b"\xff\xd9", "jpg 64x32"),
    ("chuyen-dong.jpg", lambda: saved(halves(), "JPEG") + b"\x00\x00\x00\x18ftypmp42" + SECRET,
     "jpg 64x32"),
    ("a.png", lambda: saved(halves(), "PNG"), "png 64x32"),
    ("trong-suot.png", lambda: in_mode("RGBA"), "png 64x32"),
    ("bang-mau.png", lambda: in_mode("P", transparency=0), "png 64x32"),
    ("xam.png", lambda: in_mode("L"), "png 64x32"),
    ("xam-mo.png", lambda: in_mode("LA"), "png 64x32"),
    ("den-trang.png", lambda: in_mode("1"), "png 64x32"),
    ("xam-16-bit.png", lambda: in_mode("I;16"), "png 64x32"),
    ("ghi-chu.png", with_text, "png 64x32"),
    ("exif.png", lambda: turned("PNG", 8), "png 32x64"),
    ("duoi.png", lambda: saved(halves(), "PNG") + SECRET, "png 64x32"),
    ("dong.apng", lambda: moving("PNG"), "png 64x32"),
    ("a.webp", lambda: saved(halves(), "WEBP"), "webp 64x32"),
    ("khong-mat.webp", lambda: saved(halves(), "WEBP", lossless=True, exif=located_exif(1)),
     "webp 64x32"),
    ("ngang.webp", lambda: turned("WEBP", 6), "webp 32x64"),
    ("la.webp", with_chunk, "webp 64x32"),
    ("duoi.webp", lambda: saved(halves(), "WEBP") + SECRET, "webp 64x32"),
    ("dong.webp", lambda: moving("WEBP"), "webp 64x32"),
    ("a.avif", lambda: saved(halves(), "AVIF"), "avif 64x32"),
    ("vi-tri.avif", lambda: turned("AVIF", 6), "avif 32x64"),
    ("duoi.avif", lambda: saved(halves(), "AVIF") + SECRET, "avif 64x32"),
    ("dong.avif", lambda: moving("AVIF"), "avif 64x32"),
    ("a.gif", lambda: saved(halves(), "GIF"), "gif 64x32"),
    ("dong.gif", lambda: moving("GIF", comment=SECRET), "gif 64x32"),
    ("duoi.gif", lambda: saved(halves(), "GIF") + SECRET, "gif 64x32"),
    ("IMG_0001.HEIC", lambda: saved(halves(), "HEIF"), "jpg 64x32"),
    ("ngang.heic", lambda: turned("HEIF", 1), "jpg 64x32"),
    ("mo.heif", lambda: in_mode("RGBA", "HEIF"), "jpg 64x32"),
    ("lien-tiep.heic", phone_burst, "jpg 64x32"),
    # Misnamed: the content says what it is.
    ("zalo.jpg", lambda: saved(halves(), "WEBP"), "webp 64x32"),
    ("iphone.jpg", lambda: saved(halves(), "HEIF"), "jpg 64x32"),
    ("a.png", lambda: saved(halves(), "JPEG"), "jpg 64x32"),
    ("a.gif", lambda: saved(halves(), "PNG"), "png 64x32"),
    ("image", lambda: saved(halves(), "JPEG"), "jpg 64x32"),
    ("a.html", lambda: saved(halves(), "PNG"), "png 64x32"),
    # Strange sizes: what a format cannot hold is drawn in the others.
    ("cham.png", lambda: saved(halves((2, 2)), "PNG"), "png 2x2"),
    ("diem.png", lambda: saved(Image.new("RGB", (1, 1)), "PNG"), "png 1x1"),
    ("do-hoa.jpg", lambda: saved(Image.new("RGB", (40, 26_000)), "JPEG"), "jpg 40x26000"),
    ("vach.png", lambda: saved(Image.new("1", (26_000, 3)), "PNG"), "png 26000x3"),
]  # fmt: skip
REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("to.png", lambda: sized_png(9_000, 9_000), "81 triệu điểm ảnh"),
    ("bom.png", lambda: sized_png(20_000, 20_000), "40 triệu điểm ảnh"),
    ("dai.png", lambda: sized_png(40_000, 10), "40.000"),
    ("bom.gif", lambda: sized_gif(2_000, 2_000, 11), "11 khung hình"),
    ("cut.jpg", lambda: saved(halves((640, 480)), "JPEG")[:-2000], "bị hỏng"),
    ("cut.png", lambda: saved(Image.effect_noise((64, 64), 90), "PNG")[:2000], "bị hỏng"),
    ("cut.heic", lambda: saved(halves((64, 64)), "HEIF")[:-200], "bị hỏng"),
    ("cut.avif", lambda: saved(halves((64, 64)), "AVIF")[:-100], "bị hỏng"),
    ("dau.jpg", lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 50, "bị hỏng"),
    ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "không phải"),
    ("a.jpg", lambda: b"<html><script>alert(1)</script></html>", "không phải"),
    ("a.png", lambda: b"MZ\x90\x00" + b"\x00" * 100, "không phải"),
    ("a.png", lambda: saved(halves(), "TIFF"), "không phải"),
    ("a.jpg", lambda: saved(halves(), "BMP"), "không phải"),
    ("a.jpg", lambda: b"%PDF-1.7\n", "không phải"),
    ("a.heic", lambda: b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40, "không phải"),
    ("MẬT.jpg", lambda: saved(halves(), "JPEG"), "MẬT"),
]  # fmt: skip


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same judgement as in a process of its own, without starting one for each file."""

    def judged(content: bytes) -> gate.Verdict:
        try:
            return gate.Verdict(*gate.cleaned(content))
        except ValidationError as error:
            return gate.Verdict(error=error)

    monkeypatch.setattr(gate, "_judged_apart", judged)


@pytest.mark.parametrize(("name", "make", "expected"), [*KEPT, *REFUSED])
def test_a_file_is_kept_ready_to_be_shown_or_refused_in_words(
    in_this_process: None, name: str, make: Callable[[], bytes], expected: str
) -> None:
    form = get_image_form(PortalImage)(
        {"title": "Ảnh", "licence": "own", "collection": Collection.get_first_root_node().pk},
        {"file": SimpleUploadedFile(name, make())},
        user=make_user("bientap", is_superuser=True),
    )
    if (name, make, expected) in REFUSED:
        assert list(form.errors) == ["file"]
        (reason,) = form.errors["file"]
        assert expected in reason
        return
    assert not form.errors
    image = form.save()
    extension = image.filename.rpartition(".")[2]
    assert f"{extension} {image.width}x{image.height}" == expected
    with image.open_file() as file:
        assert SECRET not in file.read()
    slots = ("admin", "figure", "portrait")
    draw(image, slots)
    assert not image.drawing_error
    assert filters_of(image, slots)
    assert not lacking(image, filters_of(image, slots))
