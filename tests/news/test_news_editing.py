"""What the editor's form and every other way of publishing demand of a news item."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.test.utils.form_data import rich_text

from news.models import NewsIndexPage, NewsPage
from tests.editing import errors_of, log_in, page_form, post_new_page
from tests.factories.news import make_news
from tests.factories.records import make_topic


def news_form(**values: Any) -> dict[str, Any]:
    empty = rich_text("")
    data = {
        "title": "Tin mới", "slug": "tin-moi", "kind": "brief", "date": "2026-03-05 08:00",
        "facts": empty, "statement": empty,
    }  # fmt: skip
    return page_form(**{**data, **values})


SOURCE = {
    "is_republished": "on",
    "source_name": "Báo",
    "source_url": "https://bao.example.vn/",
    "source_permission": "Thỏa thuận",
}
CLARIFICATION = {
    "kind": "clarification",
    "claim": "Tin đồn",
    "facts": rich_text("<p>Sự thật</p>"),
    "statement": rich_text("<p>Khẳng định</p>"),
}


@pytest.fixture
def post(client: Client, index: NewsIndexPage) -> Any:
    log_in(client)

    def send(publish: bool = True, **values: Any) -> dict[str, list[str]]:
        response = post_new_page(
            client, index, "news/newspage", news_form(**values), publish=publish
        )
        return errors_of(response)

    return send


def test_a_plain_item_is_published(post: Any) -> None:
    assert post() == {}
    assert NewsPage.objects.get().live


@pytest.mark.parametrize("missing", ["source_name", "source_url", "source_permission"])
def test_a_republished_item_needs_its_source(post: Any, missing: str) -> None:
    assert list(post(**{**SOURCE, missing: ""})) == [missing]
    assert not NewsPage.objects.exists()
    assert post(**SOURCE) == {}


@pytest.mark.parametrize("missing", ["claim", "facts", "statement"])
def test_a_clarification_needs_claim_facts_and_statement(post: Any, missing: str) -> None:
    blank = "  " if missing == "claim" else rich_text("<p> </p>")
    assert list(post(**{**CLARIFICATION, missing: blank})) == [missing]
    assert post(**CLARIFICATION) == {}


def test_a_reserved_topic_is_for_republished_items(post: Any) -> None:
    reserved = make_topic("T19", "Tình hình quốc tế", republished_only=True)
    errors = post(topics=[reserved.pk])
    assert list(errors) == ["topics"]
    assert "Tình hình quốc tế" in errors["topics"][0]
    assert post(topics=[reserved.pk], **SOURCE) == {}
    assert list(NewsPage.objects.get().topics.all()) == [reserved]


def test_a_draft_may_be_incomplete(post: Any) -> None:
    assert post(publish=False, kind="clarification", is_republished="on") == {}
    assert not NewsPage.objects.get().live


def test_an_incomplete_draft_cannot_go_live_by_another_way(index: NewsIndexPage) -> None:
    page = make_news(index, kind="clarification", live=False)
    with pytest.raises(ValidationError) as refused:
        page.save_revision(clean=False).publish()
    assert set(refused.value.message_dict) == {"claim", "facts", "statement"}
    page.refresh_from_db()
    assert not page.live


def test_an_import_is_held_to_the_topic_rule(index: NewsIndexPage) -> None:
    reserved = make_topic("T22", republished_only=True)
    with pytest.raises(ValidationError) as refused:
        make_news(index, topics=[reserved])
    assert "topics" in refused.value.message_dict


def test_a_form_posted_back_untouched_has_no_changes(client: Client, index: NewsIndexPage) -> None:
    """Else whoever only reads and approves would make a revision nobody has approved."""
    page = make_news(index, "Tin cũ", summary="Tóm tắt")
    log_in(client)
    form = client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    date = form["date"].value().strftime("%d/%m/%Y %H:%M")
    bound = type(form)(news_form(title=page.title, slug=page.slug, date=date), instance=page)
    assert "date" not in bound.changed_data
