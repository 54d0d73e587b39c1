"""What the catalog holds of events."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import Field

from catalog.building.metadata import given
from catalog.page_schema import Facets, PageSchema
from catalog.schemas import Choice, Link, Moment, Shape, moment_text
from core.vietnamese.dates import day_after
from events.choices import EventKind, Recurrence
from events.recurrence import Occurrence

if TYPE_CHECKING:
    from catalog.building import Build


class OccurrenceData(Shape):
    """One time that it takes place. Days are those of the event's own time zone."""

    start: Moment
    end: Moment | None = Field(description="Null where it is not known.")
    first_day: datetime.date
    last_day: datetime.date


class LunarDay(Shape):
    """First day in the Vietnamese lunar calendar."""

    day: int
    month: int
    text: str


class EventData(Shape):
    kind: Choice
    start: Moment | None = Field(description="Of the first time it takes place.")
    end: Moment | None = Field(description="Of the first time it takes place.")
    is_all_day: bool = Field(description="Only the days count, not the times.")
    time_zone: str = Field(description="IANA name, such as Asia/Ho_Chi_Minh.")
    recurrence: Choice
    lunar: LunarDay | None
    occurrence: OccurrenceData | None = Field(
        description="Going on or next; else the only one there was; null while no day is known."
    )
    when: str = Field(description="That occurrence in words.")
    is_over: bool
    venue: str
    place: Link | None
    organiser: str
    stand: str
    businesses: list[Link]
    products: list[Link]
    results: str
    calendar_url: str = Field(description="The event as iCalendar.")


class EventSchema(PageSchema[EventData]):
    Data = EventData
    facet_choices = {"event_kind": EventKind, "recurrence": Recurrence}
    prefetches: ClassVar[tuple[str, ...]] = ("place", "businesses", "products")

    def data(self, page: Any, build: "Build") -> EventData:
        coming = page.next_occurrence(build.today)
        if coming:
            build.recheck_after(coming.last_day)
        return EventData(
            kind=build.choice(page.kind, EventKind),
            start=page.start,
            end=page.end,
            is_all_day=page.is_all_day,
            time_zone=page.time_zone,
            recurrence=build.choice(page.recurrence, Recurrence),
            lunar=_lunar(page),
            occurrence=_occurrence(coming or (page.schedule and page.schedule.first)),
            when=page.when,
            is_over=page.start is not None and coming is None,
            venue=page.venue,
            place=build.link(page.place),
            organiser=page.organiser,
            stand=page.stand,
            businesses=build.links(page.businesses.all()),
            products=build.links(page.products.all()),
            results=page.results,
            calendar_url=f"{build.url}ics/",
        )

    def facts(self, data: EventData) -> dict[str, Any]:
        names = {"kind", "occurrence", "when", "is_all_day", "time_zone", "is_over", "venue"}
        return data.model_dump(mode="json", include=names)

    def status(self, data: dict[str, Any]) -> str:
        return _("Ended") if data["is_over"] else ""

    def facets(self, page: Any, data: EventData, build: "Build") -> Facets:
        return [("event_kind", page.kind), ("recurrence", page.recurrence)]

    def date(self, page: Any, data: EventData) -> datetime.datetime | None:
        return data.occurrence.start if data.occurrence else super().date(page, data)

    def end_date(self, page: Any, data: EventData) -> datetime.datetime | None:
        """Its end, or that of its last day where no time says when it ends."""
        shown = data.occurrence
        if shown is None:
            return None
        if shown.end and shown.end > shown.start and not data.is_all_day:
            return shown.end
        over = day_after(shown.last_day)
        return datetime.datetime.combine(over, datetime.time.min, shown.start.tzinfo)

    def json_ld(self, page: Any, data: EventData, build: "Build") -> dict[str, Any]:
        start, end = _schema_org_dates(data)
        place = given({
            "@type": "Place", "name": data.venue or (data.place.title if data.place else ""),
            "url": data.place.url if data.place else None, "address": data.venue,
        })  # fmt: skip
        return given(
            {
                "@type": "Event",
                "startDate": start,
                "endDate": end,
                "eventStatus": "https://schema.org/EventScheduled",
                "location": place if "name" in place else None,
                "organizer": {"@type": "Organization", "name": data.organiser}
                if data.organiser
                else None,
            }
        )

    def dublin_core(self, page: Any, data: EventData, build: "Build") -> dict[str, str | list[str]]:
        return {"date": moment_text(data.occurrence.start)} if data.occurrence else {}

    def search_text(self, page: Any, data: EventData) -> list[str]:
        return [data.venue, data.organiser, data.kind.label, data.results]


def _occurrence(one: Occurrence | None) -> OccurrenceData | None:
    if one is None:
        return None
    return OccurrenceData(
        start=one.start, end=one.end, first_day=one.first_day, last_day=one.last_day
    )


def _schema_org_dates(data: EventData) -> tuple[str | None, str | None]:
    """Begin and end: days only where only days count, else on the clock of the event."""
    shown = data.occurrence
    if shown is None:
        return None, None
    if data.is_all_day:
        return shown.first_day.isoformat(), shown.last_day.isoformat()
    return shown.start.isoformat(), shown.end.isoformat() if shown.end else None


def _lunar(page: Any) -> LunarDay | None:
    if not (page.lunar_day and page.lunar_month):
        return None
    return LunarDay(day=page.lunar_day, month=page.lunar_month, text=page.lunar_date)
