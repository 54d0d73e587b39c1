"""From a row of the catalog to the document that every engine is given."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from catalog.models import CatalogFacet, CatalogItem
from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.tokens import folded, tokens
from search.engines.base import Document, Prepared

#: Changes with what is written below or how an engine keeps it: then every index is made anew.
FORM = 2
#: Keys of an item's data by which people ask for it as they do by its title.
_NUMBERS = ("number", "as_printed")
_NAMES = (*_NUMBERS, "product_code", "gtin", "registration_number")


def documents_of(rows: Iterable[CatalogItem]) -> list[Document]:
    """Documents of live rows; one query."""
    rows = list(rows)
    facets: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    held = CatalogFacet.objects.filter(item__in=[row.pk for row in rows])
    for item, name, value in held.values_list("item_id", "name", "value"):
        facets[item].append((name, value))
    return [_document(row, facets[row.pk]) for row in rows]


def _document(row: CatalogItem, facets: list[tuple[str, str]]) -> Document:
    own = [("kind", row.kind), *facets]
    if row.section:
        own.append(("section", str(row.section)))
    title, summary, text = tokens(row.title), tokens(row.summary), tokens(row.exact_text)
    lead = title + summary
    return Document(
        id=row.pk, stamp=row.stamp, kind=row.kind, language=row.locale,
        title=prepared(title + _known_as(row)),
        summary=prepared(summary),
        # The catalog's text begins with title and summary.
        body=prepared(text[len(lead) :] if text[: len(lead)] == lead else text),
        title_length=len(title), facets=tuple(own), date=row.date, expires_at=row.expires_at,
    )  # fmt: skip


def prepared(words: list[str]) -> Prepared:
    return Prepared(" ".join(words), " ".join(folded(word) for word in words))


def _known_as(row: CatalogItem) -> list[str]:
    """Tokens of its numbers and codes, a document's number also as one word."""
    payload: dict[str, Any] = json.loads(row.payload or "{}")
    data = payload.get("data") or {}
    found: list[str] = []
    for name in _NAMES:
        if value := data.get(name):
            found += tokens(str(value))
            if name in _NUMBERS:
                found += tokens(document_number_key(str(value)))
    return found
