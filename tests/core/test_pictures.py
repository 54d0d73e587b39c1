"""Pictures lose their metadata, stand upright, and stay what they were otherwise."""

import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms, PngImagePlugin
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.utils import find_image_duplicates
from wagtail.models import Collection, UploadedFile
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from core.models import PortalImage
from core.pictures.gate import limits
from core.pictures.preparing import prepared
from tests.factories.core import make_user
from tests.factories.files import halves, located_exif, saved

GREEN, RED = (30, 160, 60), (200, 40, 30)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def without_metadata(content: bytes) -> bytes | None:
    """What is kept of it; None for a picture that is kept as it is."""
    kept, _extension = prepared(content, limits())
    return None if kept == content else kept


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def near(one: Any, other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=False))


def carries(picture: Image.Image) -> set[str]:
    info = {"exif", "xmp", "comment", "photoshop"} & set(picture.info)
    text = set(getattr(picture, "text", {}))
    return info | text | {str(tag) for tag in dict(picture.getexif())}


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "AVIF", "PNG"])
def test_position_and_camera_are_taken_out(image_format: str) -> None:
    original = saved(halves(), image_format, exif=located_exif(), icc_profile=PROFILE)
    assert b"SN-0001" in original
    clean = without_metadata(original)
    picture = opened(clean)
    assert picture.format == image_format
    assert not carries(picture)
    assert b"SN-0001" not in (clean or b"")
    assert picture.info["icc_profile"] == PROFILE
    assert near(picture.convert("RGB").getpixel((8, 16)), GREEN)
    assert near(picture.convert("RGB").getpixel((56, 16)), RED)


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "AVIF", "PNG"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_picture_stands_upright(image_format: str, orientation: int) -> None:
    original = saved(halves(), image_format, exif=located_exif(orientation))
    picture = opened(without_metadata(original)).convert("RGB")
    if orientation == 3:
        assert picture.size == (64, 32)
        assert near(picture.getpixel((8, 16)), RED)
    else:
        assert picture.size == (32, 64)
        top = GREEN if orientation == 6 else RED
        assert near(picture.getpixel((16, 8)), top)


def test_texts_of_a_png_go() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Nguyễn Văn A")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>21.0,106.0</x:xmpmeta>")
    clean = without_metadata(saved(halves(), "PNG", pnginfo=notes))
    assert not carries(opened(clean))
    assert b"xmpmeta" not in (clean or b"")


def test_segments_that_no_library_reads_go() -> None:
    plain = saved(halves(), "JPEG")
    secret = b"\xff\xed\x00\x0aPOSITION"
    assert without_metadata(plain) is None
    assert b"POSITION" not in (without_metadata(plain[:2] + secret + plain[2:]) or b"POSITION")
    assert b"POSITION" not in (without_metadata(plain + b"POSITION") or b"POSITION")


def test_a_second_picture_behind_the_first_goes() -> None:
    """Cameras and phones write MPO: a JPEG with a further one, which has its own EXIF."""
    out = BytesIO()
    halves().save(out, format="MPO", save_all=True, append_images=[halves()], exif=located_exif(6))
    clean = without_metadata(out.getvalue())
    picture = opened(clean)
    assert picture.format == "JPEG"
    assert picture.size == (32, 64)
    assert not carries(picture)


def test_a_palette_and_its_transparency_survive() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "A")
    picture = Image.new("P", (64, 32), 0)
    picture.putpalette([*GREEN, *RED, 0, 0, 0])
    picture.paste(1, (32, 0, 64, 32))
    picture.putpixel((0, 0), 2)
    clean = opened(without_metadata(saved(picture, "PNG", pnginfo=notes, transparency=2)))
    assert clean.mode == "P"
    shown = clean.convert("RGBA")
    assert shown.getpixel((0, 0))[3] == 0
    assert near(shown.getpixel((8, 16)), (*GREEN, 255))
    assert near(shown.getpixel((56, 16)), (*RED, 255))


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "1"])
def test_other_modes_keep_their_pixels(mode: str) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "A")
    picture = halves().convert("L").convert(mode) if mode != "RGBA" else halves().convert("RGBA")
    if mode == "RGBA":
        picture.putalpha(90)
    clean = opened(without_metadata(saved(picture, "PNG", pnginfo=notes)))
    assert clean.tobytes() == opened(saved(picture, "PNG")).tobytes()


def test_a_cmyk_photograph_keeps_its_colours() -> None:
    picture = halves().convert("CMYK")
    clean = opened(without_metadata(saved(picture, "JPEG", exif=located_exif())))
    assert clean.mode == "CMYK"
    assert near(clean.getpixel((8, 16)), picture.getpixel((8, 16)))


def test_a_jpeg_loses_next_to_nothing() -> None:
    picture = Image.effect_mandelbrot((96, 64), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    original = saved(picture, "JPEG", quality=80, exif=located_exif())
    before, after = opened(original), opened(without_metadata(original))
    worst = max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True))
    assert worst <= 12


def test_an_animation_keeps_its_frames() -> None:
    frames = [halves(), Image.new("RGB", (64, 32), RED)]
    original = saved(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[100, 300], loop=0,
        comment=b"taken at 21.0,106.0",
    )  # fmt: skip
    clean = without_metadata(original)
    assert b"21.0,106.0" not in (clean or b"21.0,106.0")
    picture = opened(clean)
    assert picture.n_frames == 2
    picture.seek(1)
    assert near(picture.convert("RGB").getpixel((8, 16)), RED)


def test_a_clean_picture_is_not_touched() -> None:
    for image_format in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        assert without_metadata(saved(halves(), image_format)) is None


# Through the admin.


def offer(client: Client, name: str, content: bytes, title: str = "Ảnh", **given: Any) -> Any:
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": title, "files[]": SimpleUploadedFile(name, content), **given},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    return answer.json()


def upload(client: Client, name: str, content: bytes) -> PortalImage:
    """Offer the picture, then fill in the form that the portal answers with."""
    offered = offer(client, name, content)
    assert offered["success"]
    prefix = f"image-{offered['image_id']}"
    answer = client.post(
        reverse("wagtailimages:edit_multiple", args=[offered["image_id"]]),
        {f"{prefix}-title": "Đình", f"{prefix}-licence": "own", f"{prefix}-tags": "",
         f"{prefix}-alt_vi": "Đình nhìn từ sân"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )  # fmt: skip
    assert answer.json()["success"]
    return PortalImage.objects.latest("pk")


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize("door", ["multiple", "single", "chooser"])
def test_an_uploaded_photograph_is_clean_and_measured_upright(
    admin_client: Client, media: Path, door: str
) -> None:
    content = saved(halves(), "JPEG", exif=located_exif(6))
    file = SimpleUploadedFile("Ảnh Đình.JPG", content)
    if door == "multiple":
        upload(admin_client, "Ảnh Đình.JPG", content)
    else:
        prefix = "image-chooser-upload-" if door == "chooser" else ""
        url = "wagtailimages_chooser:create" if door == "chooser" else "wagtailimages:add"
        data = {"title": "Đình", "file": file, "licence": "own", "tags": ""}
        admin_client.post(reverse(url), {f"{prefix}{name}": v for name, v in data.items()})
    image = PortalImage.objects.get()
    assert (image.width, image.height) == (32, 64)
    assert image.filename.startswith("anh-dinh")
    assert image.alt == ({"vi": "Đình nhìn từ sân"} if door == "multiple" else {})
    assert image.file_size == image.file.size
    for path in files(media):
        assert b"SN-0001" not in path.read_bytes()


def test_a_large_photograph_is_clean_too(admin_client: Client, settings: Any, media: Path) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100  # Uploads go through a temporary file.
    image = upload(admin_client, "a.jpg", saved(halves(), "JPEG", exif=located_exif(6)))
    assert (image.width, image.height) == (32, 64)
    assert not any(b"SN-0001" in path.read_bytes() for path in files(media))


def test_many_pictures_are_in_the_library_at_once(admin_client: Client, media: Path) -> None:
    """With what is given once for all of them; nothing waits for a form to be filled in."""
    folder = Collection.get_first_root_node().add_child(name="Lễ hội")
    given = {
        "collection": folder.pk, "licence": "CC BY 4.0",
        "credit_vi": "Nguyễn Văn A", "credit_en": "",
    }  # fmt: skip
    assert "data-given-once" in admin_client.get(reverse("wagtailimages:add_multiple")).text
    for name in ("IMG 1", "IMG 2"):
        assert offer(admin_client, f"{name}.jpg", saved(halves(), "JPEG"), name, **given)["success"]
    rows = PortalImage.objects.values_list("title", "collection", "licence", "credit__vi")
    assert set(rows) == {(n, folder.pk, "CC BY 4.0", "Nguyễn Văn A") for n in ("IMG 1", "IMG 2")}
    assert not UploadedFile.objects.exists()
    refused = offer(
        admin_client, "IMG 3.jpg", saved(halves(), "JPEG"), **(given | {"licence": "không có"})
    )
    assert refused["error_message"]
    assert not UploadedFile.objects.exists()


def test_files_that_nobody_waits_for_are_cleared(admin_client: Client, media: Path) -> None:
    """Of an older release, or of the upload of documents."""
    for name, age in (("cu.jpg", 2), ("moi.jpg", 0)):
        row = UploadedFile.objects.create(file=ContentFile(b"x", name=name))
        then = time.time() - 86_400 * age
        os.utime(row.file.path, (then, then))
    offer(admin_client, "a.jpg", saved(halves(), "JPEG"))
    assert UploadedFile.objects.get().file.name.endswith("moi.jpg")
    assert not list(media.rglob("cu.jpg"))


def test_an_imported_photograph_is_clean_and_measured_upright(db: None, media: Path) -> None:
    content = saved(halves(), "JPEG", exif=located_exif(6))
    image = PortalImage.objects.create(title="x", file=ImageFile(BytesIO(content), name="a.jpg"))
    image.refresh_from_db()
    assert (image.width, image.height) == (32, 64)
    assert not any(b"SN-0001" in path.read_bytes() for path in files(media))


def test_the_same_photograph_twice_is_noticed(admin_client: Client) -> None:
    content = saved(halves(), "JPEG", exif=located_exif(6))
    one = upload(admin_client, "a.jpg", content)
    other = upload(admin_client, "b.jpg", content)
    assert other in find_image_duplicates(one, other.uploaded_by_user, policy_registry.get(one))


def test_an_officers_own_picture_passes_the_same_gate(db: None, media: Path) -> None:
    """It is served to everybody who knows its address."""
    content = saved(halves(), "JPEG", exif=located_exif(6))
    profile = UserProfile.get_for_user(make_user("bientap"))
    for name, file in (("a.jpg", content), ("b.jpg", SVG)):
        upload = {"avatar": SimpleUploadedFile(name, file)}
        form = AvatarPreferencesForm({}, upload, instance=profile)
        if form.is_valid():
            form.save()
    assert [path.suffix for path in files(media)] == [".jpg"]
    assert b"SN-0001" not in files(media)[0].read_bytes()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG), ("a.png", SVG), ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"MZ\x90\x00" + b"\x00" * 100), ("a.png", saved(halves(), "TIFF")),
        ("a.jpg", saved(halves((640, 480)), "JPEG", exif=located_exif())[:-2000]),
        ("a.png", saved(Image.effect_noise((64, 64), 90), "PNG")[:2000]),
        ("TUYỆT MẬT.jpg", saved(halves(), "JPEG")),
    ],
)  # fmt: skip
def test_no_picture_no_upload(admin_client: Client, media: Path, name: str, content: bytes) -> None:
    answer = offer(admin_client, name, content)
    assert not answer["success"]
    assert answer["error_message"]
    assert not PortalImage.objects.exists()
    assert not UploadedFile.objects.exists()
    assert not files(media)


def test_an_animated_gif_is_taken(admin_client: Client) -> None:
    frames = [halves(), Image.new("RGB", (64, 32), RED)]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert offer(admin_client, "a.gif", content)["success"]


def test_another_file_for_a_picture_is_stripped(admin_client: Client, media: Path) -> None:
    image = upload(admin_client, "a.png", saved(halves(), "PNG"))
    content = saved(halves(), "JPEG", exif=located_exif(6))
    answer = admin_client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "x", "licence": "own", "tags": "",
         "file": SimpleUploadedFile("b.jpg", content)},
    )  # fmt: skip
    assert answer.status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == (32, 64)
    assert not any(b"SN-0001" in path.read_bytes() for path in files(media))
