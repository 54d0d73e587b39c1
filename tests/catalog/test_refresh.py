"""How often the refresh looks at an item, and that it never looks once too seldom."""

import uuid
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import refresh as module
from catalog.maintenance import reconcile
from catalog.models import CatalogItem, DirtyMark
from catalog.refresh import refresh
from catalog.sources import build_all
from tests.factories.core import Portal, make_section, make_standard_page, translate


def test_a_first_build_looks_at_every_item_once(bilingual: Portal) -> None:
    section = make_section(bilingual.home, "Kinh tế")
    for number in range(5):
        translate(make_standard_page(section, f"Bài {number}"), f"Text {number}")
    marked = DirtyMark.objects.values("target").distinct().count()
    report = refresh()
    assert report.changed == CatalogItem.objects.count() > 10
    assert report.looked_at <= marked
    assert refresh().looked_at == 0


def test_another_title_reaches_those_who_name_the_page(bilingual: Portal) -> None:
    section = make_section(bilingual.home, "Kinh tế")
    page = make_standard_page(section, "Bài")
    refresh()
    section.title = "Kinh tế mới"
    section.save_revision().publish()
    report = refresh()
    assert (report.looked_at, report.changed) == (2, 2)
    assert "Kinh tế mới" in CatalogItem.objects.get(page_id=page.pk).payload


def test_a_change_while_a_chunk_is_read_reaches_what_was_read_before(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = make_section(bilingual.home, "Kinh tế")
    page = make_standard_page(section, "Bài")
    sources = {f"page:{page.pk}", f"page:{section.pk}"}

    def build(targets: Iterable[str], namespace: Any) -> Any:
        if not sources <= set(targets):
            return build_all(targets, namespace)
        before = build_all(set(targets) - {f"page:{section.pk}"}, namespace)
        section.title = "Kinh tế mới"
        section.save_revision().publish()
        return before | build_all([f"page:{section.pk}"], namespace)

    monkeypatch.setattr(module, "build_all", build)
    report = refresh()
    assert report.looked_at > CatalogItem.objects.count()
    monkeypatch.undo()
    assert "Kinh tế mới" in CatalogItem.objects.get(page_id=page.pk).payload
    assert reconcile().differences == 0


def test_links_in_texts_are_looked_up_for_the_whole_batch(bilingual: Portal) -> None:
    sources = []
    for number in range(8):
        other = make_standard_page(bilingual.home, f"Đích {number}")
        text = f'<p><a linktype="page" id="{other.pk}">đây</a></p>'
        page = make_standard_page(bilingual.home, f"Bài {number}", body=[("text", text)])
        sources.append(f"page:{page.pk}")
    namespace = uuid.uuid4()

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            built = build_all(sources[:count], namespace)
        assert all(item and "/dich-" in item.payload["body"]["html"] for item in built.values())
        return len(captured)

    queries(1)  # Content types and the like are looked up once for all.
    assert queries(8) == queries(4)
