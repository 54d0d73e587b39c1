"""What the public interface tells of proposals, and that it tells nothing else."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from catalog import contributions
from catalog.building import Directory
from catalog.models import CatalogItem, CatalogState
from catalog.refresh import refresh
from desk.models import NationalProposal
from news.models import NewsPage
from tests.desk.conftest import OFFICE, THERE, Desk, get, proposed, tell
from tests.factories.core import translate

pytestmark = pytest.mark.django_db
SECRETS = ("GHI-CHÚ-MẬT", "LÝ-DO-RIÊNG")
OFFERED = {"proposed_for": "vietnam-vn"}


def titles(**query: Any) -> set[str]:
    return {item["title"] for item in get("content", **query)["items"]}


def item_of(page: Any) -> Any:
    refresh()
    row = CatalogItem.objects.get(source=f"page:{page.pk}")
    return get(f"content/{row.pk}")


def english(desk: Desk) -> NewsPage:
    return NewsPage.objects.get(title="Early lychees")


def test_only_what_was_approved_is_offered(desk: Desk) -> None:
    ways = {
        "Đề xuất": (), "Duyệt": ("approve",), "Gửi": ("approve", "send"),
        "Đăng": ("approve", "send", "publish"), "Trả lại": ("return",),
        "Duyệt rồi trả lại": ("approve", "return"),
        "Gửi rồi trả lại": ("approve", "send", "return"),
    }  # fmt: skip
    for title, way in ways.items():
        proposed(desk, *way, page=desk.news(title))
    assert titles(**OFFERED) == {"Duyệt", "Gửi", "Đăng"}
    assert titles(**OFFERED, locale="en") == set()
    assert titles(facet="national_portal:approved") == {"Duyệt"}
    assert titles(facet="national_portal:sent") == {"Gửi"}
    assert titles(facet="national_portal:published") == {"Đăng"}
    assert titles(facet="national_portal:proposed") == set()
    assert titles(facet="national_portal:returned") == set()


def test_labels_of_the_facet(desk: Desk) -> None:
    proposed(desk, "approve")
    counts = get("content", facets="national_portal")["facets"]["national_portal"]
    assert counts == [{"value": "approved", "label": "đã duyệt", "count": 2}]
    counts = get("content", facets="national_portal", locale="en")["facets"]["national_portal"]
    assert counts == [{"value": "approved", "label": "approved", "count": 1}]
    vocabulary = {f["name"]: f["values"] for f in get("vocabularies")["facets"]}
    assert [value["value"] for value in vocabulary["national_portal"]] == ["approved"]


def test_the_page_and_its_translation_follow_every_step(desk: Desk) -> None:
    assert item_of(desk.page)["national_portal"] is None
    proposal = proposed(desk)
    revision = item_of(desk.page)["rev"]
    assert item_of(desk.page)["national_portal"] is None
    office = desk.client(OFFICE)
    for step, state, text in (
        ("approve", "approved", ""), ("send", "sent", ""), ("publish", "published", THERE),
    ):  # fmt: skip
        tell(office, step, proposal.pk, text)
        for page in (desk.page, english(desk)):
            found = item_of(page)["national_portal"]
            assert (found["state"], found["url"]) == (state, text or None)
            assert found["since"].endswith("+07:00")
    assert item_of(desk.page)["rev"] == revision + 3
    assert titles(**OFFERED) == {"Vải sớm vào vụ", "Early lychees"}
    assert titles(**OFFERED, locale="en") == {"Early lychees"}


def test_the_list_of_everything_is_the_sync_log_too(desk: Desk) -> None:
    proposed(desk, "approve")
    answer = get("sync")
    found = {i["data"]["title"]: i["data"] for i in answer["items"] if i["op"] == "upsert"}
    assert found["Vải sớm vào vụ"]["national_portal"]["state"] == "approved"
    assert found["Early lychees"] == item_of(english(desk))
    cursor = answer["next_cursor"]
    tell(desk.client(OFFICE), "return", desk.proposal.pk, "Chưa nên")
    changed = get("sync", cursor=cursor)["items"]
    assert {i["data"]["title"]: i["data"]["national_portal"] for i in changed} == {
        "Vải sớm vào vụ": None, "Early lychees": None,
    }  # fmt: skip


def test_a_proposal_alone_changes_nothing_public(desk: Desk) -> None:
    before = get("sync")["next_cursor"]
    proposed(desk, "return")
    assert get("sync", cursor=before)["items"] == []


def test_a_translation_made_later_is_offered_as_well(desk: Desk) -> None:
    page = desk.news("Tin sau")
    proposed(desk, "approve", page=page)
    assert titles(**OFFERED) == {"Tin sau"}
    translate(page, "Later")
    assert titles(**OFFERED) == {"Tin sau", "Later"}


def test_a_second_proposal_counts_once_it_is_approved(desk: Desk) -> None:
    proposed(desk, "approve", "send", "publish")
    proposed(desk)
    assert item_of(desk.page)["national_portal"]["url"] == THERE
    tell(desk.client(OFFICE), "approve", desk.proposal.pk)
    assert item_of(desk.page)["national_portal"]["state"] == "approved"


def test_deleting_the_source_withdraws_the_translation_from_the_list(desk: Desk) -> None:
    proposed(desk, "approve")
    assert titles(**OFFERED) == {"Vải sớm vào vụ", "Early lychees"}
    version = english(desk)
    NewsPage.objects.get(pk=desk.page.pk).delete()
    assert NewsPage.objects.filter(pk=version.pk, live=False).exists()
    assert titles(**OFFERED) == set()
    assert titles() == {"Tin tức", "News", "Trang chủ", "Home"}


def test_a_withdrawn_page_is_offered_no_more(desk: Desk) -> None:
    proposed(desk, "approve")
    desk.page.unpublish()
    assert titles(**OFFERED, locale="vi") == set()


PUBLIC_PATHS = (
    "content?view=full", "content?proposed_for=vietnam-vn&view=full", "sync", "sync/status",
    "vocabularies", "search?q=vai", "openapi.json", "content?facets=national_portal",
)  # fmt: skip
OTHER_PATHS = (
    "/sitemap.xml", "/sitemap-vi-1.xml", "/feeds/vi/news.rss", "/feeds/vi/news.json", "/",
    "/tin-tuc/", "/tin-tuc/vai-som-vao-vu/", "/en/news/early-lychees/",
)  # fmt: skip


@pytest.mark.parametrize("way", [(), ("approve",), ("return",), ("approve", "send", "publish")])
def test_notes_and_reasons_stay_in_the_office(desk: Desk, way: tuple[str, ...]) -> None:
    proposal = proposed(desk, *way, note=SECRETS[0])
    NationalProposal.objects.filter(reason__gt="").update(reason=SECRETS[1])
    proposal.steps.update(text=SECRETS[1])
    name = proposal.proposed_by.username
    visitor = Client()
    for path in [f"/api/v1/{path}" for path in PUBLIC_PATHS] + list(OTHER_PATHS):
        answer = visitor.get(path, follow=True)
        assert answer.status_code == 200, path
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode() + json.dumps(dict(answer.headers))
        for secret in (*SECRETS, name, "returned", '"proposed"'):
            if path.endswith("openapi.json") and secret in {"returned", '"proposed"'}:
                continue  # The words of its descriptions.
            assert secret not in text, (path, secret)
    assert CatalogItem.objects.public().count() > 0
    for row in CatalogItem.objects.all():
        for secret in SECRETS:
            assert secret not in f"{row.payload}{row.card}{row.exact_text}{row.folded_text}"


def test_parameters_are_strict(desk: Desk) -> None:
    answer = Client().get("/api/v1/content", {"proposed_for": "somewhere"})
    assert answer.status_code == 400


def test_nothing_is_forgotten_by_marks(desk: Desk) -> None:
    """Building everything anew finds no difference."""
    proposed(desk, "approve", "send", "publish")
    refresh()
    before = dict(CatalogItem.objects.values_list("source", "digest"))
    call_command("catalog", "rebuild")
    assert dict(CatalogItem.objects.values_list("source", "digest")) == before


def test_one_query_for_a_batch(desk: Desk) -> None:
    for number in range(4):
        proposed(desk, "approve", page=desk.news(f"Tin {number}"))
    refresh()
    pages = list(Page.objects.filter(title__startswith="Tin ").specific())
    directory = Directory(CatalogState.objects.get(pk=1).namespace)
    with CaptureQueriesContext(connection) as captured:
        directory.prepare(pages)
        for page in pages:
            directory.prepare([page])
    asked = [q for q in captured.captured_queries if "desk_nationalproposal" in q["sql"]]
    assert len(asked) == 1


def test_a_key_has_one_owner() -> None:
    with pytest.raises(ValueError, match="national_portal"):
        contributions.register(contributions.all_contributions()[0])
