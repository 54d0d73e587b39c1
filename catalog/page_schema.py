"""What a kind of page says about itself: each vertical has one subclass for each of its kinds."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db.models import Choices

from catalog.schemas import NoData, Shape

if TYPE_CHECKING:
    from catalog.building.build import Build

D = TypeVar("D", bound=Shape)
Facets = Iterable[tuple[str, str]]


class PageSchema(Generic[D]):
    """Everything is asked through ``build``, which notes what the answer depends on.

    ``page`` is specific; the language of the page is active. ``data`` comes first, the other
    methods are given its result, so that nothing is looked up twice.
    """

    Data: ClassVar[type[Shape]] = NoData
    #: Closed lists of the kind's facets: name of the facet to its values and their labels.
    facet_choices: ClassVar[dict[str, type[Choices]]] = {}
    #: Blocks of this kind's own: class of the block to what makes HTML of its resolved value.
    block_html: ClassVar[dict[type, Any]] = {}

    #: Relations that ``data`` reads: fetched for a batch at once. See `prefetch_related_objects`.
    prefetches: ClassVar[tuple[str, ...]] = ()

    def data(self, page: Any, build: "Build") -> D:
        """The kind's fields."""
        return self.Data()  # type: ignore[return-value]

    def facts(self, data: D) -> dict[str, Any]:
        """The few facts a card shows; only what JSON holds."""
        return {}

    def facets(self, page: Any, data: D, build: "Build") -> Facets:
        """What lists can be filtered by besides what all kinds have in common."""
        return ()

    def date(self, page: Any, data: D) -> datetime.datetime | None:
        """What lists are ordered by."""
        return page.first_published_at or page.last_published_at

    def end_date(self, page: Any, data: D) -> datetime.datetime | None:
        """When it is over; None for what does not end."""
        return None

    def position(self, page: Any, data: D) -> tuple[float, float] | None:
        """Latitude and longitude, WGS 84 degrees."""
        latitude, longitude = getattr(page, "latitude", None), getattr(page, "longitude", None)
        if latitude is None or longitude is None:
            return None
        return float(latitude), float(longitude)

    def is_featured(self, page: Any, data: D) -> bool:
        return False

    def touches(self, page: Any) -> set[str]:
        """Dependency keys of pages that show this one by a reference which is stored here."""
        return set()

    def dublin_core(self, page: Any, data: D, build: "Build") -> dict[str, str | list[str]]:
        """What the kind adds to, or says better than, the metadata of any page."""
        return {}

    def json_ld(self, page: Any, data: D, build: "Build") -> dict[str, Any]:
        """The kind's ``@type`` and properties in terms of schema.org; empty values are dropped."""
        return {"@type": "WebPage"}

    def status(self, data: dict[str, Any]) -> str:
        """What has to be said wherever the item is named, such as that it has expired; may be "".

        ``data`` is the JSON of a stored payload, whose language is active.
        """
        return ""

    def search_text(self, page: Any, data: D) -> list[str]:
        """What the page can be found by besides title, summary and body."""
        return []


class ListSchema(PageSchema[NoData]):
    """A page that lists others: the list itself is not part of it, it changes without the page."""

    def json_ld(self, page: Any, data: NoData, build: "Build") -> dict[str, Any]:
        return {"@type": "CollectionPage"}
