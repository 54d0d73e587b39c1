"""What others may ask about official documents: public ones only, newest first."""

import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from catalog.listing import listed
from core.images import attach_covers
from core.models import Agency
from core.sitewide import remembered
from documents.validity import with_replacement

if TYPE_CHECKING:
    from documents.models import OfficialDocumentPage

RELATED_COUNT = 12
_LONGEST_SUCCESSION = 10  # A guard against a circle in the records.


def _public_documents(language_code: str) -> PageQuerySet[Any]:
    # By name: documents.models asks here for what its pages show.
    pages = apps.get_model("documents.OfficialDocumentPage").objects.all()
    shown = with_replacement(listed(pages, language_code), timezone.localdate())
    return (
        shown.defer_streamfields()
        .select_related("locale", "issuer")
        .order_by(F("issued_on").desc(nulls_last=True), "-pk")
    )


def documents_below(page: Page) -> PageQuerySet[Any]:
    """Public documents under an index page with issuer and ``is_replaced``, newest first."""
    return _public_documents(page.locale.language_code).descendant_of(page)


def latest_documents(language_code: str, count: int) -> "list[OfficialDocumentPage]":
    """The ``count`` documents issued last in this language; those without a date come last."""
    found = list(_public_documents(language_code)[:count])
    attach_covers(found)
    return found


def is_replaced(document: "OfficialDocumentPage", day: datetime.date) -> bool:
    """Whether a public document in effect on this day replaces it; one query."""
    same = type(document).objects.filter(pk=document.pk)
    row = with_replacement(same, day).values("is_replaced").first()
    return bool(row and row["is_replaced"])


def present_successors(agency: Agency | None, day: datetime.date) -> list[Agency]:
    """The agencies that hold today what this one held; empty when it still exists."""
    if agency is None:
        return []
    return present(remembered(f"succession|{agency.pk}", lambda: succession(agency)), day)


def present(agencies: list[Agency], day: datetime.date) -> list[Agency]:
    """Those that still exist on this day."""
    return [agency for agency in agencies if agency.valid_to is None or agency.valid_to >= day]


def succession(agency: Agency) -> list[Agency]:
    """All that came after this agency, the nearest first.

    One query for each step of the succession, a bounded number.
    """
    front = [agency]
    found: dict[int, Agency] = {}
    for _step in range(_LONGEST_SUCCESSION):
        following = Agency.objects.filter(predecessors__in=front).distinct()
        front = [new for new in following if new.pk not in found and new.pk != agency.pk]
        found |= {new.pk: new for new in front}
        if not front:
            break
    return list(found.values())


def news_about(document: "OfficialDocumentPage", count: int = RELATED_COUNT) -> list[Any]:
    """Public pages that refer to this document through ``news_pages``, in its language.

    The room that holds the reference is not named here: its model comes from the relation.
    """
    relation = document._meta.get_field("news_pages")
    key = f"{relation.field.name}__translation_key"
    pages = relation.related_model._default_manager
    about = pages.filter(**{key: document.translation_key}).values("pk")
    shown = listed(pages.filter(pk__in=about), document.locale.language_code)
    ordered = shown.defer_streamfields().select_related("locale").order_by("-date", "-pk")
    found = list(ordered[:count])
    attach_covers(found)
    return found
