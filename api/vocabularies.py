"""The words that public items are classified by, with their labels in every language."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, Model
from django.utils import translation

from api import kinds
from catalog.contributions import all_contributions
from catalog.models import CatalogFacet, CatalogItem
from catalog.schemas import schema_of
from core.kinds import all_kinds
from core.models import Agency, Locality, Topic

Labels = dict[str, dict[str, str]]

#: Facets whose values are codes of records.
RECORDS: dict[str, type[Model]] = {"topic": Topic, "locality": Locality, "issuer": Agency}
#: Facets by which the interface finds things, and which say nothing to people.
INTERNAL = ("ancestor",)
SECONDS = 60


def in_all_languages(text: Any) -> dict[str, str]:
    """A lazily translated text by language code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(text)
    return found


def choice_labels() -> dict[str, Labels]:
    """``{facet: {value: {language: label}}}`` of the closed lists that are declared."""
    found: dict[str, Labels] = {}
    declared = [schema_of(kind).facet_choices for kind in all_kinds()]
    declared += [contribution.facet_choices for contribution in all_contributions()]
    for facet_choices in declared:
        for name, choices in facet_choices.items():
            words = found.setdefault(name, {})
            words |= {str(value): in_all_languages(label) for value, label in choices.choices}
    return found


def record_labels(name: str) -> Labels:
    """The same of records; asked once a minute."""
    key = f"labels:{name}"
    found: Labels | None = caches["api"].get(key)
    if found is None:
        rows = RECORDS[name]._default_manager.values_list("code", "name")
        found = {code: dict(text) for code, text in rows}
        caches["api"].set(key, found, SECONDS)
    return found


def labels_of(name: str, closed: dict[str, Labels]) -> Labels:
    return record_labels(name) if name in RECORDS else closed.get(name, {})


def counts(rows: Any, names: list[str], language: str) -> dict[str, list[dict[str, Any]]]:
    """``{facet: [{value, label, count}]}`` over these rows, the most frequent first; one query.

    ``label`` is in the language, else in the source's, else null: a number needs none.
    """
    found = (
        CatalogFacet.objects.filter(name__in=names, item__in=rows.values("pk"))
        .values_list("name", "value")
        .annotate(count=Count("pk"))
        .order_by("name", "-count", "value")
    )
    closed = choice_labels()
    result: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for name, value, count in found:
        label = labels_of(name, closed).get(value, {})
        shown = label.get(language) or label.get(settings.LANGUAGE_CODE)
        result[name].append({"value": value, "label": shown, "count": count})
    return result


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
    closed = choice_labels()
    facets: dict[str, list[dict[str, Any]]] = {}
    for name, value, count in used:
        label = labels_of(name, closed).get(value)
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
