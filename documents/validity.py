"""Whether a document is in force: computed from its dates and from what replaces it."""

import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from wagtail.query import PageQuerySet

from catalog.visibility import public_pages
from documents.choices import RelationKind, Validity


class Dated(Protocol):
    effective_on: datetime.date | None
    expires_on: datetime.date | None
    is_replaced: bool


class Issued(Protocol):
    effective_on: datetime.date | None
    issued_on: datetime.date | None


def validity_of(document: Dated, day: datetime.date) -> Validity:
    """State on this day. ``expires_on`` is the first day without force, as documents put it.

    Without a date of effect nothing is claimed: the plan and many letters print none.
    """
    if document.is_replaced or (document.expires_on and document.expires_on <= day):
        return Validity.EXPIRED
    if document.effective_on is None:
        return Validity.UNKNOWN
    return Validity.NOT_YET if document.effective_on > day else Validity.IN_FORCE


def is_in_effect(document: Issued, day: datetime.date) -> bool:
    """Whether it already replaces others: from its date of effect, else from its issue."""
    begins = document.effective_on or document.issued_on
    return begins is None or begins <= day


def with_replacement(documents: PageQuerySet[Any], day: datetime.date) -> PageQuerySet[Any]:
    """Annotate ``is_replaced``: a public document that replaces this one is in effect on ``day``.

    References are stored on the source language's pages, hence the look-up by translation key. The
    same rule as `is_in_effect`.
    """
    pages = apps.get_model("documents.OfficialDocumentPage")
    in_effect = Q(effective_on__lte=day) | Q(effective_on__isnull=True) & (
        Q(issued_on__lte=day) | Q(issued_on__isnull=True)
    )
    replacing = apps.get_model("documents.DocumentRelation").objects.filter(
        kind=RelationKind.REPLACES,
        target__translation_key=OuterRef("translation_key"),
        page__in=public_pages(pages.objects.filter(in_effect)).values("pk"),
    )
    return documents.annotate(is_replaced=Exists(replacing))


def in_state(state: str, day: datetime.date) -> Q:
    """Condition on documents with ``is_replaced`` annotated; the same rule as `validity_of`."""
    expired = Q(is_replaced=True) | Q(expires_on__lte=day)
    conditions = {
        Validity.EXPIRED: expired,
        Validity.UNKNOWN: ~expired & Q(effective_on__isnull=True),
        Validity.NOT_YET: ~expired & Q(effective_on__gt=day),
        Validity.IN_FORCE: ~expired & Q(effective_on__lte=day),
    }
    return conditions[Validity(state)]
