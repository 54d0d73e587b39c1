"""The words that public items are classified by, with their labels in every language."""

from typing import Any

from django.conf import settings
from django.db.models import Count

from api import kinds
from catalog.labels import FacetLabels, in_all_languages
from catalog.models import CatalogFacet, CatalogItem
from core.models import Agency, Locality, Topic

#: Facets by which the interface finds things, and which say nothing to people.
INTERNAL = ("ancestor",)


def counts(rows: Any, names: list[str], language: str) -> dict[str, list[dict[str, Any]]]:
    """``{facet: [{value, label, count}]}`` over these rows, the most frequent first; one query.

    ``label`` is in the language, else in the source's, else null: a number needs none.
    """
    found = (
        CatalogFacet.objects.filter(name__in=names, item__in=rows.values("pk"))
        .values_list("name", "value")
        .annotate(count=Count("pk"))
    )
    counted: dict[str, dict[str, int]] = {name: {} for name in names}
    for name, value, count in found:
        counted[name][value] = count
    return labelled(counted, language)


def labelled(counted: dict[str, dict[str, int]], language: str) -> dict[str, list[dict[str, Any]]]:
    """``{facet: {value: count}}`` in the form of `counts`."""
    labels = FacetLabels()
    return {
        name: [
            {"value": value, "label": labels.label(name, value, language), "count": count}
            for value, count in sorted(values.items(), key=lambda one: (-one[1], one[0]))
        ]
        for name, values in counted.items()
    }


def document() -> dict[str, Any]:
    """All vocabularies, of values that occur in public items and no others."""
    public = CatalogItem.objects.public()
    used = (
        CatalogFacet.objects.filter(item__in=public.values("pk"))
        .exclude(name__in=INTERNAL)
        .values_list("name", "value")
        .annotate(count=Count("pk"))
        .order_by("name", "value")
    )
    labels = FacetLabels()
    facets: dict[str, list[dict[str, Any]]] = {}
    for name, value, count in used:
        label = labels.of(name).get(value)
        facets.setdefault(name, []).append({"value": value, "label": label, "count": count})
    return {
        "kinds": [_kind(code) for code in kinds.codes()],
        "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES],
        "facets": [{"name": name, "values": values} for name, values in facets.items()],
        "topics": _records(Topic, facets, "topic"),
        "localities": _records(Locality, facets, "locality"),
        "agencies": _records(Agency, facets, "issuer"),
    }


def _kind(code: str) -> dict[str, Any]:
    address = f"/api/v1/{kinds.list_name(code)}" if kinds.has_list(code) else None
    return {"code": code, "label": in_all_languages(kinds.label(code)), "list": address}


def _records(model: Any, facets: dict[str, Any], name: str) -> list[dict[str, Any]]:
    codes = [entry["value"] for entry in facets.get(name, [])]
    rows = model.objects.filter(code__in=codes).values_list("code", "name", "parent__code")
    used = set(codes)
    return [
        {"code": code, "name": dict(text), "parent": parent if parent in used else None}
        for code, text, parent in rows
    ]
