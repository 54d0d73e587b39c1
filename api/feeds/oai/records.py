"""The rows of the catalog as records: live ones, and tombstones of those that are gone."""

import datetime
import json
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone

from api.feeds.entries import without_controls
from api.feeds.oai.arguments import OAIError, Selection
from catalog.models import MEDIA_KINDS, CatalogItem
from core.kinds import all_kinds

PAGE = 100
_URN = "urn:uuid:"
_KIND, _LANGUAGE = "kind.", "language."
#: Elements of Dublin Core in the order of their schema.
ELEMENTS = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type",
    "format", "identifier", "source", "language", "relation", "coverage", "rights",
)  # fmt: skip


def all_sets() -> list[tuple[str, str]]:
    """``(setSpec, setName)``: the languages and the kinds."""
    languages = [(f"{_LANGUAGE}{code}", name) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES]
    kinds = [(f"{_KIND}{kind.code}", str(kind.label_plural)) for kind in all_kinds()]
    return [*languages, *sorted(kinds)]


def all_rows() -> QuerySet[CatalogItem]:
    return CatalogItem.objects.exclude(kind__in=MEDIA_KINDS)


def earliest() -> datetime.datetime:
    found = all_rows().aggregate(earliest=Min("changed_at"))["earliest"]
    return found or timezone.now()


def selected(selection: Selection) -> QuerySet[CatalogItem]:
    """In the order of change: what changes while it is read is met again at the end."""
    rows = all_rows()
    if selection.since:
        rows = rows.filter(changed_at__gte=selection.since)
    if selection.before:
        rows = rows.filter(changed_at__lt=selection.before)
    spec = selection.set_spec
    if spec.startswith(_KIND):
        rows = rows.filter(kind=spec.removeprefix(_KIND))
    elif spec.startswith(_LANGUAGE):
        rows = rows.filter(locale=spec.removeprefix(_LANGUAGE))
    elif spec:
        rows = rows.none()
    return rows.order_by("seq")


def page_of(selection: Selection) -> tuple[list[CatalogItem], Selection | None, int]:
    """Rows of a page, where it goes on (None at the end), and how many there are in all."""
    rows = selected(selection)
    found = list(rows.filter(seq__gt=selection.seq)[: PAGE + 1])
    if not found:
        raise OAIError("noRecordsMatch", "No record matches.")
    page = found[:PAGE]
    shown = selection.shown + len(page)
    if len(found) <= PAGE:
        return page, None, shown
    rest = Selection(selection.since, selection.before, selection.set_spec, page[-1].seq, shown)
    return page, rest, rows.count()


def row_of(identifier: str) -> CatalogItem:
    try:
        found = all_rows().filter(pk=uuid.UUID(identifier.removeprefix(_URN))).first()
    except ValueError:
        found = None
    if found is None or identifier != identifier_of(found):
        raise OAIError("idDoesNotExist", "There is no such record.")
    return found


def identifier_of(row: CatalogItem) -> str:
    return f"{_URN}{row.id}"


def sets_of(row: CatalogItem) -> list[str]:
    return [f"{_LANGUAGE}{row.locale}", f"{_KIND}{row.kind}"]


def is_deleted(row: CatalogItem) -> bool:
    """Also between an expiry and the refresh that notes it."""
    expired = row.expires_at is not None and row.expires_at <= timezone.now()
    return row.state != CatalogItem.State.LIVE or expired


def dublin_core(row: CatalogItem) -> Iterator[tuple[str, str]]:
    """``(element, text)`` of a live row, as its payload says it."""
    given = without_controls(json.loads(row.payload))["dublin_core"]
    for element in ELEMENTS:
        values = given.get(element) or []
        for value in [values] if isinstance(values, str) else values:
            yield element, value
