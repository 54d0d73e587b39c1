"""Official documents: validity, relations from both ends, issuer and files."""

import datetime
import json
from collections.abc import Iterator

import pytest
import time_machine

from documents.models import DocumentIndexPage, DocumentRelation
from tests.factories.building import built
from tests.factories.documents import attach_file, make_document, make_document_index, relate
from tests.factories.records import make_agency
from tests.factories.tree import Tree, restrict, translate

Day = datetime.date


@pytest.fixture
def index(tree: Tree) -> DocumentIndexPage:
    return make_document_index(tree.home)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel("2026-03-05T12:00:00+07:00", tick=False):
        yield


def midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T00:00:00+07:00")


def test_a_document_is_dated_by_its_day_of_issue(index: DocumentIndexPage) -> None:
    item = built(make_document(index, number="149/KH-UBND", issued_on=Day(2025, 1, 1)))
    assert item.date == midnight("2025-01-01")
    assert ("year", "2025") in item.facets
    assert item.payload["dublin_core"]["date"] == "2025-01-01"
    assert "149khubnd" in item.exact_text
    assert "149/kh-ubnd" in item.exact_text
    assert item.card["facts"]["number"] == "149/KH-UBND"


def test_without_a_day_of_issue_it_has_that_of_its_publication(index: DocumentIndexPage) -> None:
    page = make_document(index)
    page.save_revision().publish()
    page.refresh_from_db()
    assert built(page).date == page.first_published_at


@pytest.mark.parametrize(
    ("effective", "expires", "state", "recheck"),
    [
        (None, None, "unknown", None),
        (Day(2026, 1, 1), None, "in_force", None),
        (Day(2026, 4, 1), None, "not_yet", "2026-04-01"),
        (Day(2026, 1, 1), Day(2026, 5, 1), "in_force", "2026-05-01"),
        (Day(2026, 1, 1), Day(2026, 3, 5), "expired", None),
    ],
)
def test_validity_is_that_of_the_day(
    index: DocumentIndexPage, effective: Day | None, expires: Day | None, state: str,
    recheck: str | None,
) -> None:  # fmt: skip
    page = make_document(index, effective_on=effective, expires_on=expires)
    item = built(page)
    assert item.payload["data"]["validity"]["code"] == state
    assert ("validity", state) in item.facets
    assert item.recheck_at == (midnight(recheck) if recheck else None)


def test_a_document_replaces_another_from_the_day_it_takes_effect(
    index: DocumentIndexPage,
) -> None:
    old = make_document(index, effective_on=Day(2020, 1, 1))
    new = make_document(index, effective_on=Day(2026, 4, 1))
    relate(new, "replaces", old)
    item = built(old)
    assert item.payload["data"]["validity"]["code"] == "in_force"
    assert item.recheck_at == midnight("2026-04-01")
    with time_machine.travel("2026-04-01T00:00:00+07:00", tick=False):
        assert built(old).payload["data"]["validity"]["code"] == "expired"


def test_relations_are_read_from_both_ends(index: DocumentIndexPage) -> None:
    plan, law = make_document(index, "Kế hoạch"), make_document(index, "Luật")
    relate(plan, "implements", law)
    own = built(plan)
    theirs = built(law)
    assert [(r["kind"], r["is_inverse"]) for r in own.payload["data"]["relations"]] == [
        ("implements", False)
    ]
    (inverse,) = theirs.payload["data"]["relations"]
    assert (inverse["kind"], inverse["is_inverse"]) == ("implements", True)
    assert [link["title"] for link in inverse["documents"]] == ["Kế hoạch"]
    assert own.touches == {f"group:{law.translation_key}"}
    assert f"group:{plan.translation_key}" in theirs.dependencies
    assert theirs.touches == set()


def test_a_document_that_is_not_public_is_in_no_relation(index: DocumentIndexPage) -> None:
    hidden, law = make_document(index, "Bản kín"), make_document(index, "Luật")
    relate(hidden, "replaces", law)
    relate(law, "cites", hidden)
    restrict(hidden)
    item = built(law)
    assert item.payload["data"]["relations"] == []
    assert item.payload["data"]["validity"]["code"] != "expired"
    assert "Bản kín" not in json.dumps(item.payload, ensure_ascii=False)
    assert f"group:{hidden.translation_key}" in item.dependencies


def test_relations_in_english_name_each_document_once(index: DocumentIndexPage) -> None:
    plan, law = make_document(index, "Kế hoạch"), make_document(index, "Luật")
    relate(plan, "implements", law)
    translate(plan, title="Plan", slug="plan")
    english = translate(law, title="Law", slug="law")
    assert DocumentRelation.objects.count() == 2
    (relation,) = built(english).payload["data"]["relations"]
    assert [link["title"] for link in relation["documents"]] == ["Plan"]


def test_the_issuer_is_named_with_what_followed_it(index: DocumentIndexPage) -> None:
    old = make_agency("huyen", "UBND huyện", valid_to=Day(2025, 6, 30))
    middle = make_agency("giua", "UBND giữa", valid_to=Day(2026, 1, 1))
    new = make_agency("xa", "UBND xã")
    old.successors.add(middle)
    middle.successors.add(new)
    item = built(make_document(index, issuer=old))
    data = item.payload["data"]
    assert data["issuer"]["name"]["value"] == "UBND huyện"
    assert [agency["code"] for agency in data["issuer_today"]] == ["xa"]
    assert ("issuer", "huyen") in item.facets
    keys = {f"record:core.agency:{agency.pk}" for agency in (old, middle, new)}
    assert keys <= item.dependencies


def test_files_have_a_label_with_its_language(index: DocumentIndexPage) -> None:
    page = make_document(index, kind="decision", number="1/QĐ")
    attach_file(page, "Quyết định", "quyet-dinh.pdf", language="vi")
    attach_file(page, "Phụ lục", "phu-luc.pdf", label={"vi": "Phụ lục 1", "en": "Annex 1"})
    item = built(page)
    files = item.payload["data"]["files"]
    assert [one["label"]["value"] for one in files] == ["Quyết định", "Phụ lục 1"]
    assert files[0]["file"]["type"] == "application/pdf"
    assert item.payload["json_ld"]["@type"] == "Legislation"
    assert item.payload["dublin_core"]["format"] == ["application/pdf"]
