"""What building an item gives to the refresh."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from catalog.canonical import fit

_MOMENTS = ("date", "end_date", "published_at", "updated_at", "expires_at", "recheck_at")
_TEXTS = ("url", "title", "summary", "sort_title", "exact_text", "folded_text")
_EARLIEST = datetime.datetime(2, 1, 1, tzinfo=datetime.UTC)
_LATEST = datetime.datetime(9998, 12, 31, tzinfo=datetime.UTC)


@dataclass
class Built:
    """One item as it should be in the catalog.

    ``payload`` and ``card`` hold only what JSON holds; every moment in them is RFC 3339 with the
    offset of Viet Nam. ``rev``, ``digest`` and ``changed_at`` are added by the refresh.
    ``facets``: ``{(name, value)}``. ``dependencies``: keys of `catalog.identity.dependency_key`.
    ``touches``: ``group:`` keys of pages that show this item without naming it, by a relation that
    is stored here. ``tree_path``, ``source_path``: where a page is in Wagtail's tree.
    All moments are aware, of the years 2 to 9998; ``recheck_at`` is the first at which the payload
    may change by itself.
    """

    kind: str
    locale: str
    url: str
    title: str
    payload: dict[str, Any]
    card: dict[str, Any]
    summary: str = ""
    sort_title: str = ""
    translation_key: uuid.UUID | None = None
    parent: uuid.UUID | None = None
    section: uuid.UUID | None = None
    date: datetime.datetime | None = None
    end_date: datetime.datetime | None = None
    published_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_featured: bool = False
    expires_at: datetime.datetime | None = None
    recheck_at: datetime.datetime | None = None
    exact_text: str = ""
    folded_text: str = ""
    facets: set[tuple[str, str]] = field(default_factory=set)
    dependencies: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)
    tree_path: str = ""
    source_path: str = ""

    def __post_init__(self) -> None:
        for name in _MOMENTS:
            setattr(self, name, _storable(getattr(self, name)))
        for name in _TEXTS:
            setattr(self, name, fit(getattr(self, name)))


def _storable(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Within what every database can hold and every time zone can say."""
    return None if moment is None else min(max(moment, _EARLIEST), _LATEST)
