"""A dump is a package: loading it into an empty portal gives the same portal."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Locale, Page

from core.models import Agency, Menu, PortalDocument, PortalImage
from home.content.fields import record_models

pytestmark = pytest.mark.django_db


def dump(folder: Path) -> dict[str, bytes]:
    call_command("dump_content", str(folder), stdout=StringIO())
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def empty() -> None:
    """The database as on the first day; rows keep no number of before."""
    Menu.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        Page.objects.get(pk=page.pk).delete()
    for _ in range(4):
        for model in record_models().values():
            for record in model._default_manager.all():
                try:
                    record.delete()
                except Exception:
                    continue
    PortalImage.objects.all().delete()
    PortalDocument.objects.all().delete()
    Collection.objects.filter(depth=2).delete()
    assert not Agency.objects.exists()
    root = Page.get_first_root_node()
    root.add_child(instance=Page(title="Welcome", slug="welcome", locale=Locale.get_default()))


def test_dump_load_dump_is_the_same_to_the_byte(loaded, tmp_path):
    first = dump(tmp_path / "one" / "village")
    empty()
    call_command("load_content", str(tmp_path / "one" / "village"), stdout=StringIO())
    second = dump(tmp_path / "two" / "village")
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name


def test_a_dump_holds_everything_that_is_public(loaded, tmp_path):
    files = dump(tmp_path / "village")
    assert "pages/gioi-thieu/lich-su.en.md" in files
    assert "pages/le-hoi.en.md" not in files  # A stand-in is no translation.
    assert "records/topics.csv" in files
    assert files["pictures/dot.png"] == (loaded.folder / "pictures/dot.png").read_bytes()
    assert "[lịch sử](page:/gioi-thieu/lich-su)" in files["pages/_index.vi.md"].decode()


def test_a_draft_is_left_out(loaded, tmp_path, page_at):
    page_at("le-hoi").unpublish()
    assert "pages/le-hoi.vi.md" not in dump(tmp_path / "village")


def test_a_page_made_in_the_portal_keeps_its_identity(loaded, tmp_path, page_at):
    made = type(page_at("lich-su"))(title="Mới làm", slug="moi-lam")
    page_at("gioi-thieu").add_child(instance=made)
    text = dump(tmp_path / "village")["pages/gioi-thieu/moi-lam.vi.md"].decode()
    assert f"id: {made.translation_key}" in text


def test_a_full_folder_is_not_written_over(loaded, tmp_path):
    (tmp_path / "x").write_text("x")
    with pytest.raises(CommandError, match="is not empty"):
        dump(tmp_path)
