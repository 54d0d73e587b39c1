"""Files for translators outside: out, back, and whatever may have happened to them meanwhile."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from bs4.dammit import EntitySubstitution
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home.models import StandardPage
from localization.exchange.inline import XLIFF, fill, html_of
from localization.models import ExchangeJob, ExchangeReturn, GlossaryTerm
from tests.factories.core import Portal, make_stand_in, make_standard_page, make_user

BODY = [
    ("text", '<h2>Chùa</h2><p>Một <b>đoạn</b> có <a href="https://a.example/">liên kết</a></p>')
]
TRANSLATOR = "Biên dịch, hiệu đính"


@dataclass
class Office:
    """A translator's browser, and pages in both trees that nobody has translated."""

    portal: Portal
    client: Client
    pages: list[StandardPage]

    def send(self, **values: Any) -> ExchangeJob:
        data = {
            "title": "Đợt 1", "file_format": "xliff", "scope": "open", "note": "",
            "pages": [str(page.pk) for page in self.pages], **values,
        }  # fmt: skip
        answer = self.client.post(reverse("translation_jobs:add") + "?locale=en", data)
        assert answer.status_code == 302, answer.context["form"].errors
        assert "/jobs/" in answer.url, answer.url
        return ExchangeJob.objects.latest("pk")

    def file(self, job: ExchangeJob) -> bytes:
        answer = self.client.get(reverse("translation_jobs:download", args=[job.pk]))
        assert answer.status_code == 200
        return answer.content

    def back(self, job: ExchangeJob, content: bytes, name: str = "back.xlf") -> Any:
        """POST of the file; the answer is the report, or the job's page with the error."""
        data = {"file": SimpleUploadedFile(name, content)}
        return self.client.post(job.get_absolute_url(), data, follow=True)

    def take_in(self, **values: str) -> Any:
        return self.client.post(
            ExchangeReturn.objects.latest("pk").get_absolute_url(), values, follow=True
        )


@pytest.fixture
def office(roles: Portal) -> Office:
    pages = [
        make_standard_page(roles.home, title, body=BODY, summary="Tóm tắt")
        for title in ("Giới thiệu", "Liên hệ")
    ]
    for page in pages:
        make_stand_in(page)
    client = Client()
    client.force_login(make_user("dich", TRANSLATOR))
    return Office(roles, client, pages)


def translated(content: bytes, change: Any = None) -> bytes:
    """The XLIFF file as an agency gives it back: every target is its source between brackets."""
    root = etree.fromstring(content)
    for unit in root.iter(f"{{{XLIFF}}}trans-unit"):
        source = unit.find(f"{{{XLIFF}}}source")
        target = etree.fromstring(etree.tostring(source))
        target.tag = f"{{{XLIFF}}}target"
        slug = "".join(source.itertext())
        target.text = f"en-{slug}" if re.fullmatch("[a-z-]+", slug) else f"[{target.text or ''}"
        for old in unit.findall(f"{{{XLIFF}}}target"):
            unit.remove(old)
        source.addnext(target)
        if change:
            change(unit, source, target)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def kinds(answer: Any) -> dict[str, int]:
    return {str(group["kind"]): group["number"] for group in answer.context["groups"]}


def test_out_and_back(office: Office) -> None:
    GlossaryTerm.objects.create(code="chua", name={"vi": "chùa", "en": "pagoda"})
    office.client.get(reverse("translation_jobs:add"))
    job = office.send()
    assert job.translations.count() == 2
    assert not Page.objects.filter(locale=office.portal.en, live=True, depth__gt=2).exists()
    content = office.file(job)
    assert b'version="1.2"' in content
    text = content.decode()
    assert "chùa = pagoda" in text
    assert '<g id="a1" ctype="link">liên kết</g>' in text
    assert 'resname="Tóm tắt"' in text
    shown = office.back(job, translated(content))
    assert kinds(shown) == {"new": text.count("<trans-unit")}
    assert StringTranslation.objects.count() == 0
    office.take_in()
    row = StringTranslation.objects.get(
        translation_of__data__contains="đoạn", context__object_id=office.pages[0].translation_key
    )
    assert row.data == '[Một <b>đoạn</b> có <a id="a1">liên kết</a>'
    assert row.translation_type == "manual"
    assert row.last_translated_by.username == "dich"
    translation = job.translations.first()
    assert translation is not None
    assert translation.get_status_display() in ("Up to date", "Đã cập nhật")
    job.refresh_from_db()
    assert job.state == "back"
    again = office.take_in()
    assert "đã" in " ".join(str(m) for m in again.context["messages"])
    assert kinds(office.back(job, translated(content))) == {"same": text.count("<trans-unit")}


def test_po_in_a_zip(office: Office) -> None:
    job = office.send(file_format="po", is_split="on")
    with zipfile.ZipFile(io.BytesIO(office.file(job))) as archive:
        names = archive.namelist()
        files = {name: archive.read(name).decode() for name in names}
    assert names == ["001-gioi-thieu.po", "002-lien-he.po"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            filled = re.sub(r'msgid "(Tóm tắt)"\nmsgstr ""', r'msgid "\1"\nmsgstr "Summary"', text)
            archive.writestr(name, filled)
        archive.writestr("__MACOSX/._001-gioi-thieu.po", b"\0")
    assert kinds(office.back(job, packed.getvalue(), "back.zip"))["new"] == 2
    office.take_in()
    assert set(StringTranslation.objects.values_list("data", flat=True)) == {"Summary"}


def test_what_does_not_fit_is_reported_and_the_rest_is_taken(office: Office) -> None:
    job = office.send()
    content = office.file(job)
    page = office.pages[0]
    page.summary = "Tóm tắt mới"
    page.save_revision().publish()
    Translation.objects.get(source__object_id=page.translation_key).source.update_from_db()

    def spoil(unit: Any, source: Any, target: Any) -> None:
        words = "".join(source.itertext())
        own = unit.getparent().getparent().get("original") == str(first.uuid)
        if words == "Giới thiệu":
            target.text = "x" * 300
        elif words.startswith("Một") and own:
            target.remove(target[1])  # The link.
        elif words == "Chùa" and own:
            target.text = None
        elif words == "Chùa":
            unit.set("id", "0" * 32 + "." + "0" * 32)
        elif words == "Liên hệ":
            etree.SubElement(target, f"{{{XLIFF}}}ph", id="1")
        elif words == "Tóm tắt" and not own:
            target.set("state", "needs-translation")

    first = Translation.objects.get(source__object_id=page.translation_key)
    shown = office.back(job, translated(content, spoil))
    assert kinds(shown) == {
        "broken": 3, "source_changed": 1, "unknown": 1, "unfinished": 1, "empty": 1, "new": 3,
    }  # fmt: skip
    report = shown.content.decode()
    assert "chỉ được 255" in report
    assert "a1" in report
    exported = office.client.get(shown.redirect_chain[-1][0] + "?export=csv").content.decode()
    assert exported.count("\r\n") == 11
    office.take_in()
    assert StringTranslation.objects.count() == 3


def test_newer_work_here_is_kept_unless_asked(office: Office) -> None:
    job = office.send()
    content = translated(office.file(job))
    segment = job.translations.first().source.stringsegment_set.get(string__data="Tóm tắt")  # type: ignore[union-attr]
    own = StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=office.portal.en,
        data="Ours", translation_type="manual",
    )  # fmt: skip
    assert kinds(office.back(job, content))["newer"] == 1
    office.take_in()
    own.refresh_from_db()
    assert own.data == "Ours"
    office.back(job, content)
    office.take_in(overwrites="on")
    own.refresh_from_db()
    assert own.data == "[Tóm tắt"


def test_half_a_file_is_never_written(office: Office, monkeypatch: Any) -> None:
    job = office.send()
    office.back(job, translated(office.file(job)))
    real, calls = StringTranslation.save, iter(range(100))

    def failing(self: Any, *args: Any, **kwargs: Any) -> None:
        if next(calls) == 3:
            raise RuntimeError
        real(self, *args, **kwargs)

    monkeypatch.setattr(StringTranslation, "save", failing)
    with pytest.raises(RuntimeError):
        office.take_in()
    assert StringTranslation.objects.count() == 0
    assert ExchangeReturn.objects.get().applied_at is None


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="x">
<body><trans-unit id="1"><source>&b;</source><target>&f;</target></trans-unit></body></file>
</xliff>"""


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.po", b"0" * (60 * 1024 * 1024))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlf", BOMB, "khai báo kiểu tài liệu"),
        ("a.xlf", BOMB.decode().encode("utf-16"), "khai báo kiểu tài liệu"),
        ("a.zip", zip_bomb(), "quá nhiều"),
        ("a.zip", b"PK\x03\x04broken", "Không mở được"),
        ("a.po", b"\xff\xfe\x00", "UTF-8"),
        ("a.xlf", b"<xliff", "XLIFF"),
        ("a.xlf", b"<html/>", "không phải XLIFF"),
        (
            "a.xlf",
            b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
            "XLIFF 2",
        ),
        ("a.xlf", b'<xliff version="1.2"/>', "không có"),
        ("a.docx", b"x", ".xliff"),
        ("a.po", b"x" * (11 * 1024 * 1024), "10 MB"),
    ],
)
def test_bad_files_are_refused_with_a_sentence(
    office: Office, name: str, content: bytes, said: str
) -> None:
    job = office.send()
    answer = office.back(job, content, name)
    assert answer.status_code == 200
    assert said in " ".join(answer.context["form"].errors["file"])
    assert not ExchangeReturn.objects.exists()


def test_only_pages_of_the_job_and_of_the_officer(office: Office) -> None:
    job = office.send()
    both = translated(office.file(job))
    job.translations.remove(job.translations.last())  # type: ignore[arg-type]
    assert set(kinds(office.back(job, both))) == {"new", "foreign"}
    editor = Client()
    editor.force_login(make_user("bien-tap", "Biên tập viên"))
    assert editor.get(reverse("translation_jobs:index")).status_code == 302
    assert editor.get(reverse("translation_jobs:download", args=[job.pk])).status_code == 302
    reporter = Client()
    user = make_user("van-phong", "Văn phòng")
    reporter.force_login(user)
    user.groups.first().page_permissions.all().delete()
    assert set(kinds(reporter.get(ExchangeReturn.objects.get().get_absolute_url()))) == {
        "forbidden", "foreign",
    }  # fmt: skip


def test_the_report_costs_the_same_for_more_pages(office: Office) -> None:
    costs = []
    for titles in ((), ("Ba", "Bốn")):
        for title in titles:
            page = make_standard_page(office.portal.home, title, body=BODY, summary="Tóm tắt")
            make_stand_in(page)
            office.pages.append(page)
        job = office.send(title="Đợt nữa")
        url = office.back(job, translated(office.file(job))).redirect_chain[-1][0]
        with CaptureQueriesContext(connection) as captured:
            assert office.client.get(url).status_code == 200
        costs.append(len(captured))
    assert costs[1] <= costs[0]


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tagged = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "i", "em"]), inner)
    return st.lists(tagged | inner, min_size=1, max_size=3).map("".join)


# Never blank: the parser of segments makes one space of a run of them.
words = st.text("aạ &<>\"'").map(lambda text: EntitySubstitution.substitute_xml(f"x{text}"))


@given(st.recursive(words, _nested, max_leaves=6))
def test_tags_come_back_as_they_went(html: str) -> None:
    node = etree.Element(f"{{{XLIFF}}}source")
    fill(node, html)
    assert html_of(etree.fromstring(etree.tostring(node))) == html
