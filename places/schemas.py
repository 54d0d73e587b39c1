"""What the catalog holds of places, relics and pages of history."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from catalog.building.metadata import given
from catalog.page_schema import Facets, PageSchema
from catalog.schemas import Choice, Link, Number, Shape
from places.choices import PlaceKind, RelicRank, RelicType

if TYPE_CHECKING:
    from catalog.building import Build


class VisitData(Shape):
    """What a visitor must know before coming."""

    latitude: Number | None = Field(description="Degrees north, WGS 84.")
    longitude: Number | None = Field(description="Degrees east, WGS 84.")
    address: str
    directions: str
    opening: str = Field(description="Opening hours in words.")
    fees: str
    accessibility: str


class PlaceData(VisitData):
    place_kind: Choice
    best_season: str


class RelicData(VisitData):
    rank: Choice
    relic_type: Choice
    decision_number: str
    decision_date: datetime.date | None
    period: str
    worship: str = Field(description="Who is worshipped there.")
    festival: Link | None


class HistoryData(Shape):
    period: str


def _visit(page: Any) -> dict[str, Any]:
    return {name: getattr(page, name) for name in VisitData.model_fields}


def _on_the_map(data: VisitData) -> dict[str, Any]:
    geo = None
    if data.latitude is not None and data.longitude is not None:
        geo = {
            "@type": "GeoCoordinates", "latitude": data.latitude, "longitude": data.longitude,
        }  # fmt: skip
    return {"geo": geo, "address": data.address}


class PlaceSchema(PageSchema[PlaceData]):
    Data = PlaceData
    facet_choices = {"place_kind": PlaceKind}

    def data(self, page: Any, build: "Build") -> PlaceData:
        return PlaceData(
            **_visit(page),
            place_kind=build.choice(page.place_kind, PlaceKind),
            best_season=page.best_season,
        )

    def facts(self, data: PlaceData) -> dict[str, Any]:
        return {"place_kind": data.place_kind.model_dump(), "address": data.address}

    def facets(self, page: Any, data: PlaceData, build: "Build") -> Facets:
        return [("place_kind", page.place_kind)]

    def json_ld(self, page: Any, data: PlaceData, build: "Build") -> dict[str, Any]:
        return given({"@type": "TouristAttraction", **_on_the_map(data)})

    def search_text(self, page: Any, data: PlaceData) -> list[str]:
        return [data.address, data.place_kind.label, data.best_season]


class RelicSchema(PageSchema[RelicData]):
    Data = RelicData
    facet_choices = {"rank": RelicRank, "relic_type": RelicType}
    prefetches: ClassVar[tuple[str, ...]] = ("festival",)

    def data(self, page: Any, build: "Build") -> RelicData:
        return RelicData(
            **_visit(page),
            rank=build.choice(page.rank, RelicRank),
            relic_type=build.choice(page.relic_type, RelicType),
            decision_number=page.decision_number,
            decision_date=page.decision_date,
            period=page.period,
            worship=page.worship,
            festival=build.link(page.festival),
        )

    def facts(self, data: RelicData) -> dict[str, Any]:
        return {"rank": data.rank.model_dump(), "address": data.address}

    def facets(self, page: Any, data: RelicData, build: "Build") -> Facets:
        return [("rank", page.rank), ("relic_type", page.relic_type)]

    def json_ld(self, page: Any, data: RelicData, build: "Build") -> dict[str, Any]:
        return given({"@type": "LandmarksOrHistoricalBuildings", **_on_the_map(data)})

    def search_text(self, page: Any, data: RelicData) -> list[str]:
        words = [data.address, data.decision_number, data.period, data.worship]
        return [*words, data.rank.label, data.relic_type.label]


class HistorySchema(PageSchema[HistoryData]):
    Data = HistoryData

    def data(self, page: Any, build: "Build") -> HistoryData:
        return HistoryData(period=page.period)

    def facts(self, data: HistoryData) -> dict[str, Any]:
        return {"period": data.period}

    def json_ld(self, page: Any, data: HistoryData, build: "Build") -> dict[str, Any]:
        return given({"@type": "Article", "temporalCoverage": data.period})

    def search_text(self, page: Any, data: HistoryData) -> list[str]:
        return [data.period]
