"""In force or not: one rule, in Python for a page and in SQL for the facet."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from documents.choices import Validity
from documents.models import DocumentIndexPage, OfficialDocumentPage
from documents.validity import validity_of
from tests.factories.documents import make_document, relate
from tests.factories.tree import Tree, restrict, translate

D = datetime.date
TODAY = D(2026, 6, 15)
BEFORE, AFTER = D(2026, 6, 14), D(2026, 6, 16)


@dataclass
class Dates:
    effective_on: datetime.date | None = None
    expires_on: datetime.date | None = None
    is_replaced: bool = False


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        (Dates(), Validity.UNKNOWN),
        (Dates(expires_on=AFTER), Validity.UNKNOWN),
        (Dates(effective_on=TODAY), Validity.IN_FORCE),
        (Dates(effective_on=BEFORE, expires_on=AFTER), Validity.IN_FORCE),
        (Dates(effective_on=AFTER), Validity.NOT_YET),
        (Dates(effective_on=BEFORE, expires_on=TODAY), Validity.EXPIRED),
        (Dates(expires_on=BEFORE), Validity.EXPIRED),
        (Dates(effective_on=BEFORE, is_replaced=True), Validity.EXPIRED),
        (Dates(is_replaced=True), Validity.EXPIRED),
    ],
)
def test_state_of_a_day(dates: Dates, state: Validity) -> None:
    assert validity_of(dates, TODAY) == state


def state(page: OfficialDocumentPage) -> Validity:
    return OfficialDocumentPage.objects.get(pk=page.pk).validity


@pytest.fixture
def today() -> Any:
    # Half past midnight in Viet Nam: still the day before in UTC.
    with time_machine.travel("2026-06-15T00:30:00+07:00", tick=False):
        assert timezone.localdate() == TODAY
        yield TODAY


@pytest.mark.usefixtures("today")
def test_facet_and_page_agree_on_every_combination(
    client: Client, index: DocumentIndexPage
) -> None:
    days = (None, BEFORE, TODAY, AFTER)
    for effective in days:
        for expires in days:
            if not (effective and expires and expires < effective):
                make_document(index, effective_on=effective, expires_on=expires)
    for number, effective in enumerate(days):
        old = make_document(index, effective_on=BEFORE)
        new = make_document(index, effective_on=effective, number=f"{number}/NQ")
        relate(new, "replaces", old)
    seen = 0
    for wanted in Validity:
        response = client.get("/van-ban/", {"validity": wanted.value})
        found = {page.pk for page in response.context["items"]}
        by_rule = {p.pk for p in OfficialDocumentPage.objects.all() if p.validity == wanted}
        assert found == by_rule, wanted
        seen += len(found)
    assert seen == OfficialDocumentPage.objects.count()


@pytest.mark.usefixtures("today")
def test_replaced_only_by_what_is_public_and_in_effect(index: DocumentIndexPage) -> None:
    old = make_document(index, effective_on=D(2020, 1, 1))
    new = make_document(index, effective_on=AFTER)
    relate(new, "replaces", old)
    assert state(old) == Validity.IN_FORCE
    new.effective_on = TODAY
    new.live = False
    new.save()
    assert state(old) == Validity.IN_FORCE
    new.live = True
    new.save()
    assert state(old) == Validity.EXPIRED
    restrict(new)
    assert state(old) == Validity.IN_FORCE


@pytest.mark.usefixtures("today")
def test_an_amendment_does_not_end_a_document(index: DocumentIndexPage) -> None:
    old = make_document(index, effective_on=BEFORE)
    relate(make_document(index, effective_on=BEFORE), "amends", old)
    assert state(old) == Validity.IN_FORCE


@pytest.mark.usefixtures("today")
def test_the_translation_of_a_replaced_document_is_replaced(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    old = make_document(index, "Cũ", effective_on=BEFORE)
    relate(make_document(index, "Mới", effective_on=BEFORE), "replaces", old)
    translate(index, title="Documents", slug="documents")
    english = translate(old, title="Old", slug="old")
    assert state(english) == Validity.EXPIRED
    response = client.get("/en/documents/", {"validity": "expired"})
    assert [page.title for page in response.context["items"]] == ["Old"]
