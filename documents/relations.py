"""How a document stands to others, read from both ends."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.functional import Promise

from catalog.references import public_references
from documents.choices import INVERSE_LABELS, RelationKind
from documents.validity import is_in_effect

if TYPE_CHECKING:
    from documents.models import OfficialDocumentPage


@dataclass(frozen=True)
class RelationGroup:
    """Documents that stand in one relation to the document shown, under its heading."""

    kind: str
    is_inverse: bool
    label: str | Promise
    documents: list[Any]


def related_documents(document: "OfficialDocumentPage") -> list[RelationGroup]:
    """Public documents by relation, its own relations first; a constant number of queries.

    Rows are copied to translations but always point at source pages, so both ends are matched by
    translation key and shown in the language of ``document``.
    """
    model = apps.get_model("documents.DocumentRelation")
    key = document.translation_key
    every = model.objects.order_by().values("pk")
    own = every.filter(page_id=document.pk, target__isnull=False)
    inverse = every.filter(target__translation_key=key, page__alias_of__isnull=True)
    rows = model.objects.filter(pk__in=own.union(inverse)).select_related("page", "target")
    rows = rows.defer("page__body", "target__body")
    rows = rows.order_by("page__path", "sort_order", "pk")  # As the database likes is no order.
    ends = [(row.kind, False, row.target) for row in rows if row.page_id == document.pk]
    ends += [(row.kind, True, row.page) for row in rows if row.target.translation_key == key]
    shown = {p.translation_key: p for p in public_references(document, [end[2] for end in ends])}
    shown.pop(key, None)
    groups = []
    for is_inverse in (False, True):
        for kind in RelationKind:
            keys = [
                end.translation_key
                for end_kind, end_is_inverse, end in ends
                if (end_kind, end_is_inverse) == (kind, is_inverse)
            ]
            pages = [shown[key] for key in dict.fromkeys(keys) if key in shown]
            if pages:
                label = INVERSE_LABELS[kind] if is_inverse else kind.label
                groups.append(RelationGroup(kind.value, is_inverse, label, pages))
    return groups


def is_replaced_by(groups: list[RelationGroup], day: datetime.date) -> bool:
    """Whether a document among those related to one replaces it on this day."""
    replacing = [g for g in groups if g.is_inverse and g.kind == RelationKind.REPLACES]
    return any(is_in_effect(document, day) for group in replacing for document in group.documents)
