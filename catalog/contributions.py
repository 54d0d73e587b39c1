"""What rooms above the catalog add to the record of pages that are not theirs.

A page does not know what the office does with it. The room that does registers here, when it is
ready, how to look it up; whenever that changes, it marks the pages (`catalog.marks.mark`).
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Choices

Keys = set[uuid.UUID]


@dataclass(frozen=True)
class Addition:
    """To one page in all its languages. ``value`` holds only what JSON holds; all of it public."""

    value: Any
    facets: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Contribution:
    """One key of the payload.

    name: the key, declared in `catalog.schemas.Item`; None is put there for pages without addition.
    look_up: from the translation keys of a batch to the additions there are, in one query.
    facet_choices: closed lists of its facets, as in `catalog.page_schema.PageSchema`.
    """

    name: str
    look_up: Callable[[Keys], dict[uuid.UUID, Addition]]
    facet_choices: dict[str, type[Choices]] = field(default_factory=dict)


_by_name: dict[str, Contribution] = {}


def register(contribution: Contribution) -> None:
    """ValueError when two rooms want the same key."""
    if contribution.name in _by_name:
        raise ValueError(f"Contribution {contribution.name!r} is registered already.")
    _by_name[contribution.name] = contribution


def all_contributions() -> list[Contribution]:
    return list(_by_name.values())


@dataclass
class Additions:
    """All that is added to one page: a part of its payload, and facets."""

    payload: dict[str, Any] = field(default_factory=dict)
    facets: set[tuple[str, str]] = field(default_factory=set)


def gather(keys: Keys) -> dict[uuid.UUID, Additions]:
    """What is added to each of these pages; one query a contribution."""
    found = {key: Additions() for key in keys}
    for contribution in all_contributions():
        additions = contribution.look_up(keys) if keys else {}
        for key, page in found.items():
            addition = additions.get(key)
            page.payload[contribution.name] = addition.value if addition else None
            page.facets |= addition.facets if addition else set()
    return found
