"""What may be uploaded, through every door of the admin."""

import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import UploadedFile

from core.models import PortalDocument
from core.secrecy import mark_in_name, mark_in_text
from tests.factories.files import archive, docx, odt, pdf

DOORS = ("single", "multiple", "chooser")
SECRET = "Tài liệu có bí mật nhà nước"


def upload(client: Client, name: str, content: bytes, door: str = "multiple") -> str:
    """Offer a file; the messages of the refusal, or nothing when it was taken."""
    file = SimpleUploadedFile(name, content)
    if door == "multiple":
        answer = client.post(
            reverse("wagtaildocs:add_multiple"), {"title": name, "files[]": file},
            headers={"x-requested-with": "XMLHttpRequest"},
        )  # fmt: skip
        assert answer.status_code == 200
        return str(answer.json().get("error_message", ""))
    prefix = "document-chooser-upload-" if door == "chooser" else ""
    url = reverse("wagtaildocs_chooser:create" if door == "chooser" else "wagtaildocs:add")
    answer = client.post(url, {f"{prefix}title": "Tệp", f"{prefix}file": file, f"{prefix}tags": ""})
    assert answer.status_code in {200, 302}
    if door == "chooser":
        data = answer.json()
        return "" if data["step"] == "chosen" else str(data["htmlFragment"])
    return "" if answer.status_code == 302 else answer.content.decode()


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def stored(media: Path) -> list[str]:
    return [path.name for path in media.rglob("*") if path.is_file()]


def assert_nothing_kept(media: Path) -> None:
    assert not PortalDocument.objects.exists()
    assert not UploadedFile.objects.exists()
    assert not stored(media)


@pytest.mark.parametrize("door", DOORS)
def test_a_plain_document_is_taken(admin_client: Client, media: Path, door: str) -> None:
    assert upload(admin_client, "Kế hoạch Đình Hả.PDF", pdf(["KẾ HOẠCH"]), door) == ""
    document = PortalDocument.objects.get()
    assert document.filename.startswith("ke-hoach-dinh-ha")
    assert document.filename.endswith(".pdf")
    assert len(stored(media)) == 1


@pytest.mark.parametrize("door", DOORS)
def test_a_stamped_document_is_refused(admin_client: Client, media: Path, door: str) -> None:
    error = upload(admin_client, "ke-hoach.pdf", pdf(["ỦY BAN NHÂN DÂN", "MẬT", "x"]), door)
    assert "MẬT" in error
    assert_nothing_kept(media)


@pytest.mark.parametrize(
    "name",
    [
        "Kế hoạch MẬT.pdf", "MẬT_ke hoach.pdf", "kế hoạch (tối mật).pdf", "TUYỆT MẬT.pdf",
        "tuyệt-mật 12.pdf", "toi-mat-ke-hoach.pdf", "TUYET MAT.pdf", "ke hoach toi_mat.pdf",
        unicodedata.normalize("NFD", "Kế hoạch MẬT.pdf"),
        unicodedata.normalize("NFD", "Kế hoạch tối mật.pdf"),
    ],
)  # fmt: skip
def test_a_stamp_in_the_name(admin_client: Client, media: Path, name: str) -> None:
    assert upload(admin_client, name, pdf())
    assert_nothing_kept(media)


@pytest.mark.parametrize(
    "text",
    ["Mật ong hoa vải", "bảo mật thông tin", "mật độ dân số", "bí mật nhà nước", "Đường mật mía",
     "khoai lang mật", "chuối-mật", "buổi gặp thân mật", "mật khẩu", "Tôi mặt trời", "toi-mau",
     "mat-ong", "bao-mat", "Quan hệ mật thiết"],
)  # fmt: skip
def test_words_that_are_no_stamp(text: str) -> None:
    assert mark_in_name(text) == ""
    assert mark_in_name(unicodedata.normalize("NFD", text)) == ""


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("ỦY BAN\nMẬT\nSố: 12", "MẬT"), ("  [ TỐI  MẬT ]  \nx", "TỐI  MẬT"), ("Độ mật: Mật", "Mật"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT\nx"), "TUYỆT MẬT"),
        ("Giá mật ong năm nay tăng.", ""), ("Chăm sóc\nđường mật\nvà gan", ""), ("Bảo mật", ""),
    ],
)  # fmt: skip
def test_a_stamp_stands_alone_on_its_line(text: str, mark: str) -> None:
    assert mark_in_text(text) == mark


def test_many_empty_lines_take_no_time() -> None:
    start = time.process_time()
    assert mark_in_text("\n" * 300_000 + "." * 300_000) == ""
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf(["x"], {"/Keywords": "Tài liệu tối mật"})),
        ("a.docx", docx(["Nội dung"], header=["TUYỆT MẬT"])),
        ("a.docx", docx(["ỦY BAN", "TỐI MẬT", "x"])),
        ("a.odt", odt(["MẬT"])),
        ("a.txt", "ỦY BAN\nMẬT\n".encode()),
        ("a.pdf", pdf([unicodedata.normalize("NFD", "TỐI MẬT")])),
    ],
)
def test_a_stamp_inside(admin_client: Client, media: Path, name: str, content: bytes) -> None:
    error = upload(admin_client, name, content)
    assert "MẬT" in error
    assert_nothing_kept(media)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mat-ong.docx", docx(["Mật ong hoa vải", "Bảo mật thông tin"])),
        ("Mật ong hoa vải.pdf", pdf(["Giá mật ong", "Mật độ dân số"])),
        ("so-lieu.csv", "xã,mật độ\nA,12\n".encode()),
        ("bai.mp3", b"ID3\x03\x00" + b"\x00" * 64),
    ],
)
def test_harmless_files_are_taken(admin_client: Client, name: str, content: bytes) -> None:
    assert upload(admin_client, name, content) == ""


HTML = b"<!DOCTYPE html><html><body>x</body></html>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML), ("a.txt", HTML), ("a.txt", b"\xef\xbb\xbf  <html>"),
        ("a.csv", b"a,b\n1,<script>alert(1)</script>\n"), ("a.txt", "<html>".encode("utf-16")),
        ("a.txt", b"<!-- x -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 100), ("a.txt", b"#!/bin/sh\nrm x\n"),
        ("a.docx", b"\x7fELF" + b"\x00" * 100), ("a.txt", b"\xcf\xfa\xed\xfe" + b"\x00" * 99),
        ("a.html", HTML), ("a.svg", b"<svg/>"), ("a.exe", b"MZ\x90"), ("a", pdf()),
        ("a.pdf", docx(["x"])), ("a.docx", pdf()), ("a.mp3", pdf()), ("a.mp4", pdf()),
        ("a.docx", archive({"AndroidManifest.xml": "x", "classes.dex": "x"})),
        ("a.xlsx", docx(["x"])), ("a.vtt", b"1\n00:00"), ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", docx(["x"], **{"word/vbaProject.bin": b"x"})),
    ],
)  # fmt: skip
def test_a_disguise_is_refused(
    admin_client: Client, media: Path, name: str, content: bytes
) -> None:
    assert upload(admin_client, name, content)
    assert_nothing_kept(media)


@pytest.mark.parametrize(
    "content",
    [
        pdf()[:200], b"%PDF-1.7\n" + b"\x00\xff" * 500, b"%PDF-1.4\n%%EOF",
        pdf(["x"], password="khoa"), pdf().replace(b"/Pages", b"/Pagez"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("door", DOORS)
def test_a_broken_pdf_is_named(
    admin_client: Client, media: Path, content: bytes, door: str
) -> None:
    assert "PDF" in upload(admin_client, "a.pdf", content, door)
    assert_nothing_kept(media)


def test_a_page_that_is_a_large_drawing_is_taken(admin_client: Client) -> None:
    start = time.process_time()
    drawing = pdf(["dòng kẻ trên bản đồ" * 5] * 9_000)
    assert upload(admin_client, "quy-hoach.pdf", drawing) == ""
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "content",
    [
        docx(["x"], **{"word/header2.xml": b"\n" * 50_000_000}),
        docx(["x"], **{f"word/media/{n}.png": b"" for n in range(6_000)}),
        archive(
            {"ppt/presentation.xml": ""}
            | {f"ppt/slides/slide{n}.xml": b" " * 2_000_000 for n in range(25)}
        ),
    ],
)  # fmt: skip
def test_a_zip_bomb_is_refused_quickly(admin_client: Client, media: Path, content: bytes) -> None:
    extension = "pptx" if b"ppt/presentation" in content else "docx"
    start = time.process_time()
    assert upload(admin_client, f"a.{extension}", content)
    assert time.process_time() - start < 10
    assert_nothing_kept(media)


def test_a_locked_archive_is_refused(admin_client: Client, media: Path) -> None:
    content = bytearray(docx(["x"]))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):  # The flag "encrypted" of every entry.
        at = content.find(start)
        while at >= 0:
            content[at + (6 if start == b"PK\x03\x04" else 8)] |= 1
            at = content.find(start, at + 4)
    assert upload(admin_client, "a.docx", bytes(content))
    assert_nothing_kept(media)


def test_too_large_a_file_is_refused(admin_client: Client, media: Path, settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    assert upload(admin_client, "a.txt", b"a" * 1001)
    assert_nothing_kept(media)


@pytest.mark.parametrize("door", DOORS)
def test_the_refusal_is_a_sentence_in_vietnamese(admin_client: Client, door: str) -> None:
    error = upload(admin_client, "MẬT.pdf", pdf(), door)
    assert "Tệp này có đóng dấu" in error
    assert "không được lưu" in error


def test_another_file_for_a_document_is_checked_too(admin_client: Client) -> None:
    upload(admin_client, "a.pdf", pdf())
    document = PortalDocument.objects.get()
    answer = admin_client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "x", "tags": "", "file": SimpleUploadedFile("b.pdf", pdf(["MẬT"]))},
    )
    assert answer.status_code == 200
    document.refresh_from_db()
    assert document.filename == "a.pdf"


def test_a_title_can_be_changed_without_the_file(admin_client: Client) -> None:
    upload(admin_client, "a.pdf", pdf())
    document = PortalDocument.objects.get()
    url = reverse("wagtaildocs:edit", args=[document.pk])
    assert admin_client.post(url, {"title": "Kế hoạch", "tags": ""}).status_code == 302
    document.refresh_from_db()
    assert document.title == "Kế hoạch"
