"""What the values of facets are called, in every language."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from catalog.contributions import all_contributions
from catalog.schemas import schema_of
from core.kinds import all_kinds

Labels = dict[str, dict[str, str]]

#: Facets whose values are codes of records, by name rather than by import.
RECORDS = {
    "topic": "core.Topic",
    "locality": "core.Locality",
    "issuer": "core.Agency",
    "category": "products.OcopCategory",
}
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
        rows = apps.get_model(RECORDS[name])._default_manager.values_list("code", "name")
        found = {code: dict(text) for code, text in rows}
        caches["api"].set(key, found, SECONDS)
    return found


def labels_of(name: str, closed: dict[str, Labels]) -> Labels:
    return record_labels(name) if name in RECORDS else closed.get(name, {})


def facet_label(name: str, value: str, language: str, closed: dict[str, Labels]) -> str | None:
    """In the language, else in the source's, else None: a number needs none."""
    label = labels_of(name, closed).get(value, {})
    return label.get(language) or label.get(settings.LANGUAGE_CODE)
