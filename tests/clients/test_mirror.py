"""The copy follows the portal, whatever editors do."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from portal_mirror import Mirror, Portal, WrongFileError, canonical
from wagtail.models import Page, PageViewRestriction

from catalog.models import CatalogItem
from tests.factories.core import Portal as Site
from tests.factories.core import make_image, make_section, make_standard_page, translate
from tests.factories.news import make_news, make_news_index


def titles(mirror: Mirror, **which: str) -> set[str]:
    return {item["title"] for item in mirror.items(**which) if "title" in item}


def restore_backup_without(page: Page) -> None:
    """As from before the page was made: the log knows nothing of it, not even that it is gone."""
    page.delete()
    call_command("catalog", "refresh")
    CatalogItem.objects.filter(state=CatalogItem.State.GONE).delete()
    call_command("catalog", "new-epoch")


def assert_exact(mirror: Mirror) -> None:
    """By the portal's totals, and by what each item's own address and page answer."""
    audit = mirror.audit()
    assert audit.is_exact, audit
    visitor = Client()
    for item in mirror.items():
        assert canonical(mirror.portal.item(item["id"]).body) == canonical(item)
        if item["type"] not in {"image", "file"}:
            path = item["url"].removeprefix("http://localhost")
            assert visitor.get(path).status_code == 200, path


def test_the_first_reading_holds_everything_public(site: Site, mirror: Mirror) -> None:
    make_standard_page(site.home, "Giới thiệu", cover=make_image("Vườn vải"))
    make_standard_page(site.home, "Bản nháp", live=False)
    mirror.pull()
    assert titles(mirror) == {"Trang chủ", "Home", "Giới thiệu"}
    assert [item["alt"]["vi"] for item in mirror.items("image")] == ["Vườn vải nhìn từ trên cao"]
    assert_exact(mirror)


def test_it_follows_what_editors_do(site: Site, mirror: Mirror) -> None:
    section = make_section(site.home, "Biển đảo")
    page = make_standard_page(site.home, "Giới thiệu")
    withdrawn = make_standard_page(site.home, "Rút xuống")
    deleted = make_standard_page(section, "Xóa đi")
    make_standard_page(section, "Ở lại")
    mirror.pull()

    page.title = "Giới thiệu xã"
    page.save_revision().publish()
    withdrawn.unpublish()
    deleted.delete()
    make_standard_page(site.home, "Trang mới")
    translate(page, "About")
    mirror.pull()
    kept = {"Trang chủ", "Home", "Biển đảo", "Ở lại", "Giới thiệu xã", "Trang mới", "About"}
    assert titles(mirror) == kept
    assert_exact(mirror)

    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=section.pk), pos="last-child")
    mirror.pull()
    moved = next(item for item in mirror.items() if item["title"] == "Giới thiệu xã")
    assert moved["url"].endswith("/bien-dao/gioi-thieu/")
    assert_exact(mirror)

    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=section.pk), restriction_type=PageViewRestriction.LOGIN
    )
    mirror.pull()
    # The translation moved with its original, and is as private.
    assert titles(mirror) == {"Trang chủ", "Home", "Trang mới"}
    assert_exact(mirror)


@pytest.mark.parametrize("limit", [1, 3])
def test_pages_of_any_size_give_the_same_copy(
    site: Site, portal: Portal, mirror: Mirror, tmp_path: Any, limit: int
) -> None:
    for number in range(6):
        make_standard_page(site.home, f"Trang {number}")
    mirror.pull()
    with Mirror(tmp_path / "small.db", portal, limit=limit) as small:
        small.pull()
        assert list(small.items()) == list(mirror.items())
        assert small.cursor == mirror.cursor


def test_reading_again_from_the_start_changes_nothing(site: Site, mirror: Mirror) -> None:
    make_standard_page(site.home, "Giới thiệu")
    mirror.pull()
    before = list(mirror.items())
    page = mirror.portal.sync()
    assert page
    for _again in range(2):
        with mirror.store.transaction():
            mirror.store.apply(page.items, generation=1)
    assert list(mirror.items()) == before


def test_nothing_new_costs_no_body(site: Site, mirror: Mirror) -> None:
    mirror.pull()
    mirror.pull()
    page = mirror.portal.sync(mirror.cursor)
    assert page
    assert mirror.portal.sync(mirror.cursor, etag=page.etag) is None
    make_standard_page(site.home, "Giới thiệu")
    mirror.pull()
    assert "Giới thiệu" in titles(mirror)


def test_filters_select_and_are_kept(site: Site, portal: Portal, tmp_path: Any) -> None:
    index = make_news_index(site.home)
    first = make_news(index, "Vải vào vụ")
    make_standard_page(site.home, "Giới thiệu", cover=make_image("Vườn vải"))
    english = translate(first, "Lychees")
    path = tmp_path / "news.db"
    with Mirror(path, portal, types=["news"], locale="en") as mirror:
        mirror.pull()
        assert titles(mirror) == {"Lychees"}
        assert mirror.audit().is_exact
        english.unpublish()
        mirror.pull()
        assert len(mirror) == 0
        assert mirror.audit().is_exact
    with pytest.raises(WrongFileError, match="another selection"):
        Mirror(path, portal, types=["news"], locale="vi")
    with Mirror(tmp_path / "two.db", portal, types=["news", "page"]) as mirror:
        mirror.pull()
        assert titles(mirror) == {"Vải vào vụ", "Giới thiệu"}
        assert mirror.audit().is_exact


def test_a_new_epoch_is_read_anew_and_nothing_lost_meanwhile(site: Site, mirror: Mirror) -> None:
    pages = [make_standard_page(site.home, f"Trang {number}") for number in range(4)]
    mirror.pull()
    restore_backup_without(pages[0])
    mirror.limit = 1
    held = []
    mirror.pull(lambda progress: held.append((progress.held, progress.forgotten)))
    assert held[0] == (6, 0)
    assert held[-1] == (5, 1)
    assert {count for count, _ in held[:-1]} == {6}
    assert titles(mirror) == {"Trang chủ", "Home", "Trang 1", "Trang 2", "Trang 3"}
    assert_exact(mirror)


def test_a_new_epoch_in_the_middle_of_a_reading(site: Site, mirror: Mirror) -> None:
    gone = make_standard_page(site.home, "Trang cũ")
    for number in range(4):
        make_standard_page(site.home, f"Trang {number}")
    mirror.pull()
    call_command("catalog", "new-epoch")
    mirror.limit = 2
    steps: list[Any] = []

    def meanwhile(progress: Any) -> None:
        steps.append(progress)
        if len(steps) == 1:
            restore_backup_without(gone)

    mirror.pull(meanwhile)
    assert [step.forgotten for step in steps if not step.has_more] == [1]
    assert "Trang cũ" not in titles(mirror)
    assert_exact(mirror)


def test_a_webhook_says_whether_there_is_something_to_pull(site: Site, mirror: Mirror) -> None:
    assert mirror.is_behind({"epoch": "?", "max_seq": 0})
    mirror.pull()
    status = mirror.portal.status()
    hint = {"epoch": status.epoch, "max_seq": status.max_seq, "ids": [], "types": []}
    assert not mirror.is_behind(hint)
    assert mirror.is_behind({**hint, "max_seq": status.max_seq + 1})
    assert mirror.is_behind({**hint, "epoch": "another"})
