"""News and people: sources, clarifications, officers of today, no private contact."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from catalog.models import CatalogItem
from catalog.refresh import refresh
from core.models import Agency, Officer, Post
from home.models import StandardPage
from tests.factories.building import built
from tests.factories.core import make_agency, make_image
from tests.factories.documents import make_document, make_document_index
from tests.factories.news import make_news, make_news_index
from tests.factories.records import make_officer
from tests.factories.tree import Tree, make_page

Day = datetime.date


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel("2026-03-05T12:00:00+07:00", tick=False):
        yield


def midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T00:00:00+07:00")


@pytest.fixture
def agency(db: None) -> Agency:
    return make_agency()


def officer(agency: Agency, name: str, **fields: Any) -> Officer:
    post, _created = Post.objects.get_or_create(
        code="chu-tich", defaults={"name": {"vi": "Chủ tịch"}, "agency": agency}
    )
    code = f"ct-{Officer.objects.count()}"
    return Officer.objects.create(full_name=name, post=post, code=code, **fields)


def page_of(tree: Tree, agency: Agency) -> StandardPage:
    body = [("people", {"title": "Lãnh đạo", "agency": agency})]
    return make_page(StandardPage, tree.home, title="Lãnh đạo", slug="lanh-dao", body=body)


def names(page: StandardPage) -> list[str]:
    return [one["name"] for one in built(page).payload["body"]["blocks"][0]["value"]["officers"]]


def test_officers_are_those_of_today(tree: Tree, agency: Agency) -> None:
    before = officer(agency, "Người Trước", valid_to=Day(2026, 3, 4))
    present = officer(agency, "Người Nay", valid_from=Day(2026, 3, 5), valid_to=Day(2026, 3, 31))
    after = officer(agency, "Người Sau", valid_from=Day(2026, 4, 1))
    page = page_of(tree, agency)
    item = built(page)
    assert names(page) == ["Người Nay"]
    assert "Người Nay" in item.payload["body"]["html"]
    assert item.recheck_at == midnight("2026-04-01")
    wanted = {f"record:core.officer:{one.pk}" for one in (present, after)}
    wanted |= {f"record:core.post:{present.post_id}", f"record:core.agency:{agency.pk}"}
    assert wanted <= item.dependencies
    assert f"record:core.officer:{before.pk}" not in item.dependencies
    with time_machine.travel("2026-04-01T00:00:00+07:00", tick=False):
        assert names(page) == ["Người Sau"]


@pytest.mark.parametrize("agreed", [True, False])
def test_a_portrait_appears_with_consent_only(tree: Tree, agency: Agency, agreed: bool) -> None:
    portrait = make_image("Chân dung")
    officer(agency, "Người Nay", portrait=portrait, portrait_consent=agreed)
    item = built(page_of(tree, agency))
    told = json.dumps(item.payload)
    assert ("chan-dung" in told) is agreed
    assert ("<img" in item.payload["body"]["html"]) is agreed


def test_an_agency_without_officers(tree: Tree, agency: Agency) -> None:
    assert names(page_of(tree, agency)) == []


def test_a_post_without_officer_is_watched(tree: Tree, agency: Agency) -> None:
    post = Post.objects.create(code="pct", name={"vi": "Phó Chủ tịch"}, agency=agency)
    assert f"record:core.post:{post.pk}" in built(page_of(tree, agency)).dependencies


def test_a_new_officer_appears_by_himself(tree: Tree, agency: Agency) -> None:
    post = Post.objects.create(code="pct", name={"vi": "Phó Chủ tịch"}, agency=agency)
    page = page_of(tree, agency)
    refresh()
    Officer.objects.create(full_name="Người Mới", post=post, code="moi")
    refresh()
    assert "Người Mới" in CatalogItem.objects.get(page_id=page.pk).payload
    Post.objects.create(code="cvp", name={"vi": "Chánh Văn phòng"}, agency=agency)
    refresh()
    targets = CatalogItem.objects.get(page_id=page.pk).dependencies.values_list("target", flat=True)
    assert len([target for target in targets if target.startswith("record:core.post:")]) == 2


def test_republished_news_names_its_source(tree: Tree) -> None:
    news = make_news(
        make_news_index(tree.home), is_republished=True, source_name="Báo Mẫu",
        source_url="https://bao.example/1", source_permission="Theo thỏa thuận", author="Lê A",
    )  # fmt: skip
    item = built(news)
    assert item.payload["data"]["source"]["url"] == "https://bao.example/1"
    assert item.payload["dublin_core"]["source"] == "Báo Mẫu; https://bao.example/1"
    assert item.payload["dublin_core"]["creator"] == "Lê A"
    assert item.card["facts"]["source"] == "Báo Mẫu"


def test_a_source_is_nothing_where_nothing_is_republished(tree: Tree) -> None:
    news = make_news(make_news_index(tree.home), source_name="Nháp")
    assert built(news).payload["data"]["source"] is None


def test_a_clarification_has_claim_facts_and_statement(tree: Tree) -> None:
    spokesperson = make_officer("pnn", "Phạm Văn B")
    news = make_news(
        make_news_index(tree.home), kind="clarification", claim="Có dịch",
        facts="<p>Không <script>x</script>có</p>", statement="<p>Bác bỏ</p>",
        spokesperson=spokesperson,
    )  # fmt: skip
    item = built(news)
    told = item.payload["data"]["clarification"]
    assert told == {"claim": "Có dịch", "facts": "<p>Không có</p>", "statement": "<p>Bác bỏ</p>"}
    assert item.payload["data"]["spokesperson"]["phone"] == "0204 3 888 888"
    assert item.payload["json_ld"]["@type"] == "ClaimReview"
    assert ("news_kind", "clarification") in item.facets
    assert "có dịch" in item.exact_text
    assert f"record:core.officer:{spokesperson.pk}" in item.dependencies


def test_news_names_the_documents_it_reports_on(tree: Tree) -> None:
    document = make_document(make_document_index(tree.home), "Kế hoạch 149")
    news = make_news(make_news_index(tree.home))
    news.documents.add(document)
    news.save()
    item = built(news)
    assert [link["title"] for link in item.payload["data"]["documents"]] == ["Kế hoạch 149"]
    assert f"group:{document.translation_key}" in item.dependencies
