"""The one gate for documents: files as people have them, and what becomes of each."""

import os
import random
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.forms import get_document_form
from wagtail.models import ModelLogEntry, UploadedFile

from core.files import child
from core.files.reading import read
from core.models import PortalDocument
from core.publishing import NO_STAMP
from tests.core import upload_cases as cases
from tests.factories.files import docx, halves, odt, pdf, saved, xlsx

DAMAGES = int(os.environ.get("FILE_DAMAGES", "120"))

TABLE = [
    *((cases.STAMP, extension, content) for extension, content in cases.STAMPS),
    *(("", extension, content) for extension, content in cases.HARMLESS),
    *cases.REFUSED,
]


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def officer(admin_user: User) -> User:
    return admin_user


def form_of(extension: str, content: bytes, officer: User, **data: str) -> Any:
    file = SimpleUploadedFile(f"tep.{extension}", content)
    data = {"title": "Tệp", "tags": "", **data}
    return get_document_form(PortalDocument)(data, {"file": file}, user=officer)


@pytest.mark.parametrize(
    ("answer", "extension", "content"),
    TABLE,
    ids=[f"{answer or 'taken'}-{extension}-{n}" for n, (answer, extension, _) in enumerate(TABLE)],
)
def test_what_becomes_of_a_file(answer: str, extension: str, content: bytes, officer: User) -> None:
    form = form_of(extension, content, officer)
    if not answer:
        assert form.is_valid(), form.errors
        return
    assert not form.is_valid()
    assert list(form.errors) == ["file"]
    (reason,) = form.errors["file"]  # One, and a true one.
    assert answer in reason


@pytest.mark.parametrize(("extension", "content"), cases.ASKED_ABOUT)
def test_an_officer_is_asked_about_a_scan(extension: str, content: bytes, officer: User) -> None:
    form = form_of(extension, content, officer)
    assert not form.is_valid()
    assert "bản quét" in form.errors["confirms_no_stamp"][0]
    answered = form_of(extension, content, officer, confirms_no_stamp="on")
    assert answered.is_valid()
    document = answered.save()
    entry = ModelLogEntry.objects.get(action=NO_STAMP)
    assert (entry.object_id, entry.user) == (str(document.pk), officer)


def test_a_scan_among_several_files_waits_for_the_answer(admin_client: Client) -> None:
    scan = SimpleUploadedFile("quet.pdf", cases.scanned_pdf())
    answer = admin_client.post(
        reverse("wagtaildocs:add_multiple"), {"title": "Bản quét", "files[]": scan},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()  # fmt: skip
    assert "confirms_no_stamp" in answer["form"]
    assert not PortalDocument.objects.exists()
    waiting = UploadedFile.objects.get()
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk])
    prefix = f"uploaded-document-{waiting.pk}"
    title = {f"{prefix}-title": "Bản quét", f"{prefix}-tags": ""}
    assert not admin_client.post(url, title).json()["success"]
    assert admin_client.post(url, title | {f"{prefix}-confirms_no_stamp": "on"}).json()["success"]
    assert PortalDocument.objects.get().title == "Bản quét"
    assert ModelLogEntry.objects.filter(action=NO_STAMP).exists()


def kept_of(extension: str, content: bytes, officer: User) -> bytes:
    form = form_of(extension, content, officer)
    assert form.is_valid(), form.errors
    with form.save().open_file() as stored:
        return bytes(stored.read())


def uncompressed(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as opened:
        out = BytesIO()
        opened.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize("content", cases.CLEANED_PDFS)
def test_a_pdf_is_kept_without_programs_files_and_author(content: bytes, officer: User) -> None:
    kept = kept_of("pdf", content, officer)
    bare = uncompressed(kept)
    for marker in (cases.MARKER, "EMBEDDED", "/JavaScript", "/Launch"):
        assert marker.encode() not in bare
    assert read("pdf", BytesIO(kept)).clean is None
    assert len(pikepdf.open(BytesIO(kept)).pages) == 1


def test_title_and_accessibility_of_a_cleaned_pdf_stay(officer: User) -> None:
    with pikepdf.open(BytesIO(pdf(["KẾ HOẠCH phát triển"], {"/Title": "Kế hoạch"}))) as made:
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = ["Nguyễn Văn An"]
            metadata["dc:title"] = "Kế hoạch"
            metadata["pdfuaid:part"] = "1"
        out = BytesIO()
        made.save(out)
    kept = pikepdf.open(BytesIO(kept_of("pdf", out.getvalue(), officer)))
    metadata = kept.open_metadata()
    assert "dc:creator" not in metadata
    assert (metadata["dc:title"], metadata["pdfuaid:part"]) == ("Kế hoạch", "1")
    assert kept.docinfo["/Title"] == "Kế hoạch"


def test_a_signed_pdf_is_kept_as_it_is(officer: User) -> None:
    """A signature covers every byte, and names its signer anyway."""
    content = cases.signed_pdf()
    assert kept_of("pdf", content, officer) == content


def damaged(content: bytes, dice: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(dice.choice([1, 1, 3, 20])):
        at = dice.randrange(len(broken) or 1)
        kind = dice.randrange(4)
        if kind == 0:
            broken[at : at + 1] = dice.randbytes(1)
        elif kind == 1:
            del broken[at : at + dice.choice([1, 5, 100])]
        elif kind == 2:
            broken[at:at] = dice.randbytes(dice.choice([1, 4, 50]))
        else:
            del broken[at + 1 :]
    return bytes(broken)


def test_whatever_is_damaged_gets_an_answer(officer: User) -> None:
    """`make test-nightly` tries 3,000 damages."""
    picture = {"word/media/a.png": saved(halves(), "PNG")}
    whole = [
        ("docx", docx(["Kế hoạch", "Mật ong"], **picture)), ("odt", odt(["Kế hoạch"])),
        ("xlsx", xlsx(cases.INLINE.format("Mật ong"))), ("pdf", pdf(["KẾ HOẠCH"])),
        ("rtf", cases.rtf(r"K\u7871? ho\u7841?ch")), ("pdf", cases.scanned_pdf()),
        ("mp4", cases.box(b"wide") + cases.box(b"moov")), ("txt", "Kế hoạch".encode("utf-16")),
    ]  # fmt: skip
    refused = 0
    for seed in range(DAMAGES):
        dice = random.Random(seed)
        extension, content = whole[seed % len(whole)]
        form = form_of(extension, damaged(content, dice), officer)
        if not form.is_valid():
            refused += 1
            assert set(form.errors) <= {"file", "confirms_no_stamp"}, seed
            assert all(len(reasons) == 1 for reasons in form.errors.values()), seed
    assert refused > DAMAGES / 4


@pytest.mark.parametrize("size", [100, 10_000_000])
def test_a_process_of_its_own_reads_the_same(size: int, settings: Any, officer: User) -> None:
    settings.FILES_IN_CHILD = True
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = size  # In a temporary file, and in memory.
    author = {"/Author": "Nguyễn Văn An"}
    content = pdf(["KẾ HOẠCH phát triển du lịch"], author)
    uploaded: Any = SimpleUploadedFile("a.pdf", content)
    if size < len(content):
        uploaded = TemporaryUploadedFile("a.pdf", "application/pdf", len(content), None)
        uploaded.write(content)
    data = {"title": "Tệp", "tags": ""}
    form = get_document_form(PortalDocument)(data, {"file": uploaded}, user=officer)
    assert form.is_valid(), form.errors
    with form.save().open_file() as stored:
        assert pikepdf.open(BytesIO(stored.read())).docinfo.keys() == {"/Producer"}
    assert read("pdf", BytesIO(content)).mark == ""


@pytest.mark.parametrize("end", ["time", "crash"])
def test_a_file_that_takes_too_much_is_refused(
    end: str, settings: Any, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*args: Any, **kwargs: Any) -> Any:
        if end == "time":
            raise subprocess.TimeoutExpired("python", 60)
        return subprocess.CompletedProcess(args, -24, b"")

    settings.FILES_IN_CHILD = True
    monkeypatch.setattr(child.subprocess, "run", run)
    form = form_of("pdf", pdf(), officer)
    assert not form.is_valid()
    assert "quá lớn" in form.errors["file"][0]
