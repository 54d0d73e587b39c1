"""What results can be narrowed by, as links with counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.labels import RECORDS, FacetLabels
from catalog.models import CatalogItem
from core.kinds import all_kinds
from core.sitewide import remembered, remembered_each

#: In the order of the page.
NAMES: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "section": _("Section"),
    "topic": _("Topic"),
    "year": _("Year"),
    "category": _("OCOP group"),
    "stars": _("OCOP stars"),
    "locality": _("Locality"),
}
MOST_OPTIONS = 12
_VALUE = re.compile(r"[\w.-]{1,120}")


@dataclass(frozen=True)
class Option:
    """``query``: the query string that chooses it, or takes the choice back."""

    label: str
    query: str
    count: int = 0


@dataclass(frozen=True)
class Group:
    label: str | Promise
    options: list[Option]


def chosen(params: QueryDict) -> dict[str, str]:
    """Facets in the address; whatever cannot be a value is left out."""
    found = {name: params.get(name, "") for name in NAMES}
    return {name: value for name, value in found.items() if _VALUE.fullmatch(value)}


def with_choice(params: QueryDict, name: str, value: str | None) -> str:
    """The query string with another choice, from the first page on."""
    changed = params.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value is not None:
        changed[name] = value
    return f"?{changed.urlencode()}"


def offered(
    counted: Mapping[str, Mapping[str, int]], params: QueryDict, language: str
) -> tuple[list[Group], list[Option]]:
    """Groups that can still narrow the results, and the choices that were made."""
    made = chosen(params)
    labels = _Labels(counted, made, language)
    groups = []
    for name, label in NAMES.items():
        values = labels.of_group(name, counted.get(name, {}))
        if name not in made and len(values) > 1:
            options = [
                Option(labels.of(name, value), with_choice(params, name, value), count)
                for value, count in values[:MOST_OPTIONS]
            ]
            groups.append(Group(label, options))
    taken = [
        Option(labels.of(name, value), with_choice(params, name, None))
        for name, value in made.items()
    ]
    return groups, taken


class _Labels:
    """What values are called in one language; looked up at once."""

    def __init__(
        self, counted: Mapping[str, Mapping[str, int]], made: Mapping[str, str], language: str
    ) -> None:
        self.language = language
        self.facets = FacetLabels()
        self.kinds = {kind.code: str(kind.label_plural) for kind in all_kinds()}
        ids = [one for one in (*counted.get("section", {}), made.get("section", "")) if _is_id(one)]
        self.sections = remembered_each("section", ids, _titles)
        self.groups = remembered("ocop groups", _ocop_groups) if counted.get("category") else set()

    def of_group(self, name: str, values: Mapping[str, int]) -> list[tuple[str, int]]:
        """Of the OCOP list its groups alone; years the latest first, others the most frequent."""
        if name == "year":
            return sorted(values.items(), reverse=True)
        rows = [(v, n) for v, n in values.items() if name != "category" or v in self.groups]
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    def of(self, name: str, value: str) -> str:
        if name == "kind":
            label = self.kinds.get(value, value)
            return label[:1].upper() + label[1:]
        if name == "section":
            return self.sections.get(value, value)
        if name == "stars" and value.isdecimal():
            return ngettext("%(n)s star", "%(n)s stars", int(value)) % {"n": value}
        return self.facets.label(name, value, self.language) or value


def _titles(ids: list[str]) -> dict[str, str]:
    rows = CatalogItem.objects.public().filter(pk__in=ids)
    found = {str(pk): title for pk, title in rows.values_list("pk", "title")}
    return {one: found[one] for one in ids if one in found}


def _ocop_groups() -> set[str]:
    model: Any = apps.get_model(RECORDS["category"])
    return set(model.objects.filter(parent=None).values_list("code", flat=True))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
