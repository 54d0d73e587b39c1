"""What the values of facets are called, in every language."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import translation

from catalog.contributions import all_contributions
from catalog.schemas import schema_of
from core.kinds import all_kinds
from core.sitewide import remembered

Labels = dict[str, dict[str, str]]

#: Facets whose values are codes of records, by name rather than by import.
RECORDS = {
    "topic": "core.Topic",
    "locality": "core.Locality",
    "issuer": "core.Agency",
    "category": "products.OcopCategory",
}


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


class FacetLabels:
    """Of one answer: records are asked for once in it, and only where it shows their names."""

    def __init__(self) -> None:
        self._found = choice_labels()

    def of(self, name: str) -> Labels:
        """``{value: {language: label}}`` of a facet; empty when its values need no label."""
        if name in RECORDS and name not in self._found:
            self._found[name] = remembered(f"labels|{name}", lambda: _of_records(name))
        return self._found.get(name, {})

    def label(self, name: str, value: str, language: str) -> str | None:
        """In the language, else in the source's, else None: a number needs none."""
        label = self.of(name).get(value, {})
        return label.get(language) or label.get(settings.LANGUAGE_CODE)


def _of_records(name: str) -> Labels:
    rows = apps.get_model(RECORDS[name])._default_manager.values_list("code", "name")
    return {code: dict(text) for code, text in rows}
