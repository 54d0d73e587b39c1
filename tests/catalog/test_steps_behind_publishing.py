"""Each step behind a publish goes on without the one page that it cannot take in."""

import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from catalog.models import CatalogItem
from catalog.refresh import refresh
from core.models import SetAside
from core.set_aside import Step
from delivery import share_cards
from localization.states import basis
from localization.states import refresh as states
from localization.trees import mending
from search import indexing
from search.engines import database_engine
from search.indexing import catch_up
from tests.factories.core import Portal, make_standard_page
from tests.factories.news import make_news, make_news_index

pytestmark = pytest.mark.sets_aside


def failing(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, is_bad: Any) -> None:
    """A function of this module raises where its first argument is, or holds, what is bad."""
    right = getattr(module, name)

    def wrong(first: Any, *args: Any, **kwargs: Any) -> Any:
        if is_bad(first):
            raise OverflowError("date value out of range")
        return right(first, *args, **kwargs)

    monkeypatch.setattr(module, name, wrong)


def set_aside(step: Step) -> set[str]:
    return set(SetAside.objects.filter(step=step).values_list("target", flat=True))


def test_a_search_index_finds_all_others(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = make_standard_page(bilingual.home, "Chữ hỏng")
    make_standard_page(bilingual.home, "Chữ lành")
    with monkeypatch.context() as broken:
        failing(
            broken, indexing, "documents_of", lambda rows: "Chữ hỏng" in [r.title for r in rows]
        )
        refresh()
        assert Client().get("/tim-kiem/?q=chu").status_code == 200
    found = Client().get("/api/v1/search?q=ch%E1%BB%AF").json()
    titles = {item["title"] for item in found["items"]}
    assert "Chữ lành" in titles
    assert "Chữ hỏng" not in titles
    assert set_aside(Step.SEARCH) == {f"page:{bad.pk}"}
    bad.title = "Chữ đã sửa"
    bad.save_revision().publish()
    refresh()
    catch_up(database_engine())
    assert not SetAside.objects.exists()


def test_translation_states_and_trees_of_all_others_follow(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    states.refresh()
    bad = make_standard_page(bilingual.home, "Bài hỏng")
    good = make_standard_page(bilingual.home, "Bài lành")
    failing(monkeypatch, states, "compute", lambda keys: bad.translation_key in keys)
    failing(monkeypatch, mending, "mend", lambda keys: bad.translation_key in keys)
    Page.objects.get(pk=bad.pk).save()
    Page.objects.get(pk=good.pk).save()
    states.refresh()
    with pytest.raises(CommandError, match="1 difference"):
        call_command("localization", "check", "--fix", verbosity=0)
    assert set_aside(Step.STATES) == set_aside(Step.TREES) == {f"group:{bad.translation_key}"}
    monkeypatch.undo()
    Page.objects.get(pk=bad.pk).save()
    states.refresh()
    call_command("localization", "check", "--fix", verbosity=0)
    assert not SetAside.objects.exists()


def test_a_page_that_cannot_be_compared_is_published(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_standard_page(bilingual.home, "Bài")
    failing(monkeypatch, basis, "source_published", lambda source: source.pk == page.pk)
    page.title = "Bài mới"
    page.save_revision().publish()
    assert Page.objects.get(pk=page.pk).title == "Bài mới"
    assert set_aside(Step.VALIDITY) == {f"group:{page.translation_key}"}


def test_the_schedule_goes_on_after_a_page_that_fails(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = timezone.now() - datetime.timedelta(hours=1)
    pages = [make_standard_page(bilingual.home, f"Bài {number}") for number in range(2)]
    for page in pages:
        page.title += " mới"
        revision = page.save_revision()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=before)
    ends = make_standard_page(bilingual.home, "Hết hạn")
    Page.objects.filter(pk=ends.pk).update(expire_at=before)
    failing(monkeypatch, basis, "publish_prepared", lambda source: source.pk == pages[0].pk)
    call_command("publish_scheduled", verbosity=0)
    titles = Page.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk")
    assert list(titles.values_list("title", flat=True)) == ["Bài 0", "Bài 1 mới"]
    assert not Page.objects.get(pk=ends.pk).live
    assert set_aside(Step.SCHEDULE) == {f"page:{pages[0].pk}"}
    monkeypatch.undo()
    call_command("publish_scheduled", verbosity=0)
    assert titles[0].title == "Bài 0 mới"
    assert not SetAside.objects.exists()


def test_a_card_to_share_that_cannot_be_drawn_is_named(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_standard_page(bilingual.home, "Bài hỏng")
    make_standard_page(bilingual.home, "Bài lành")
    refresh()
    items = CatalogItem.objects.public().filter(kind="page")
    failing(monkeypatch, share_cards, "png", lambda card: card.title == "Bài hỏng")
    assert share_cards.draw(items.values_list("pk", flat=True)) == 1
    assert set_aside(Step.CARDS) == {items.get(title="Bài hỏng").source}


def test_a_list_leaves_out_the_page_that_it_cannot_draw(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_news_index(bilingual.home)
    pages = [make_news(index, f"Bài {number}") for number in range(3)]
    from core.templatetags import portal

    failing(monkeypatch, portal, "remembered", lambda name: name.startswith(f"card|{pages[1].pk}|"))
    answer = Client().get(index.url)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Bài 0" in text
    assert "Bài 2" in text
    assert set_aside(Step.PAGES) == {f"page:{pages[1].pk}"}


def test_a_withdrawn_page_that_cannot_be_drawn_is_not_found(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalog import sources

    page = make_standard_page(bilingual.home, "Bài hỏng")
    failing(monkeypatch, sources, "build_page", lambda one: one.pk == page.pk)
    refresh()
    failing(monkeypatch, type(page), "get_context", lambda one: one.pk == page.pk)
    assert Client(raise_request_exception=False).get(page.url).status_code == 404
