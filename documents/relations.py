"""How a document stands to others, read from both ends."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.functional import Promise

from catalog.references import public_references
from documents.choices import INVERSE_LABELS, RelationKind

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
    own = model.objects.filter(page_id=document.pk).select_related("target__locale")
    inverse = model.objects.filter(
        target__translation_key=document.translation_key, page__alias_of__isnull=True
    ).select_related("page__locale")
    ends = [(relation.kind, False, relation.target) for relation in own]
    ends += [(relation.kind, True, relation.page) for relation in inverse]
    shown = {p.translation_key: p for p in public_references(document, [end[2] for end in ends])}
    shown.pop(document.translation_key, None)
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
