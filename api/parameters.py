"""Query parameters: declared, checked as strictly as they are documented, and named on error."""

import datetime
import re
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop as _
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import BeforeValidator, Field, WithJsonSchema

from api import kinds
from api.problems import INVALID_PARAMETER, REPEATED_PARAMETER, UNKNOWN_PARAMETER, Problem
from core.vietnamese.dates import VIETNAM

Operation = Callable[..., HttpResponseBase]

_UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
# A plus sign that nobody encoded arrives as a space.
_MOMENT = r"^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+ -]\d{2}:\d{2})$"
_FRACTION = r"(\.[0-9]{1,15})?"
_LATITUDE = rf"-?(90(\.0{{1,15}})?|[0-8]?[0-9]{_FRACTION})"
_LONGITUDE = rf"-?(180(\.0{{1,15}})?|(1[0-7]|[0-9])?[0-9]{_FRACTION})"
_BOX = f"^{_LONGITUDE},{_LATITUDE},{_LONGITUDE},{_LATITUDE}$"
_POINT = f"^{_LATITUDE},{_LONGITUDE}$"
_CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
# Moments outside have no place in every database's calendar and nothing to select.
_FIRST = datetime.datetime(1000, 1, 1, tzinfo=VIETNAM)
_LAST = datetime.datetime(9000, 1, 1, tzinfo=VIETNAM)


def _matching(pattern: str, text: Any) -> str:
    if not isinstance(text, str) or not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError("form")
    return text


def _whole(text: Any) -> Any:
    return int(_matching(r"^\d{1,9}$", text)) if isinstance(text, str) else text


def _uuid(text: Any) -> UUID:
    return UUID(_matching(_UUID, text))


def _day(text: Any) -> datetime.date:
    # The year 0 of RFC 3339 is before any other; Python has none.
    return datetime.date.fromisoformat(_matching(_DAY, text).replace("0000-", "0001-", 1))


def _moment(text: Any) -> datetime.datetime:
    _matching(_MOMENT, text)
    day, clock, _fraction, offset = re.fullmatch(_MOMENT, text, re.ASCII).groups()  # type: ignore[union-attr]
    clock = clock.replace(":60", ":59")  # a leap second
    offset = offset.upper().replace(" ", "+")
    moment = datetime.datetime.fromisoformat(f"{_day(day)}T{clock}{offset}")
    try:
        return min(max(moment, _FIRST), _LAST)
    except OverflowError:
        return _FIRST if moment.year < _FIRST.year else _LAST


def _box(text: Any) -> tuple[float, ...]:
    """West may be greater than east: the box then crosses the antimeridian (RFC 7946)."""
    west, south, east, north = map(float, _matching(_BOX, text).split(","))
    return west, min(south, north), east, max(south, north)


def _point(text: Any) -> tuple[float, ...]:
    return tuple(map(float, _matching(_POINT, text).split(",")))


def _one_of(values: list[str], text: Any) -> str:
    if text not in values:
        raise ValueError("choice")
    return text


def _shown(kind: str = "string", **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **more})


def one_of(values: list[str]) -> Any:
    """A text out of a closed list that is known when the portal starts."""
    return Annotated[str, BeforeValidator(lambda text: _one_of(values, text)), _shown(enum=values)]


def whole(minimum: int, maximum: int) -> Any:
    return Annotated[
        int,
        BeforeValidator(_whole),
        Field(ge=minimum, le=maximum),
        _shown("integer", minimum=minimum, maximum=maximum),
    ]


ItemId = Annotated[UUID, BeforeValidator(_uuid), _shown(format="uuid")]
Day = Annotated[datetime.date, BeforeValidator(_day), _shown(format="date")]
Moment = Annotated[datetime.datetime, BeforeValidator(_moment), _shown(format="date-time")]
Box = Annotated[tuple[float, ...], BeforeValidator(_box), _shown(pattern=_BOX)]
Point = Annotated[tuple[float, ...], BeforeValidator(_point), _shown(pattern=_POINT)]
Code = Annotated[str, Field(pattern=_CODE)]
FacetValue = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}:[A-Za-z0-9][A-Za-z0-9._-]{0,119}$")]
FacetNames = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}(,[a-z][a-z_]{0,39}){0,9}$")]
Cursor = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,3000}$")]
LocaleCode: Any = one_of([code for code, _name in settings.LANGUAGES])
KindCode: Any = one_of(kinds.codes())
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Parameters(Schema):
    """Base of all sets of query parameters."""


class ListParameters(Parameters):
    locale: LocaleCode | None = Field(None, description=_("Items in this language only."))
    section: ItemId | None = Field(None, description=_("Id of the section: its whole content."))
    below: ItemId | None = Field(None, description=_("Id of a page: everything below it."))
    topic: Code | None = Field(None, description=_("Code of a topic."))
    locality: Code | None = Field(None, description=_("Code of a locality."))
    facet: list[FacetValue] = Field(
        default_factory=list,
        max_length=10,
        description=_("Any facet as name:value; may be repeated, and all must hold."),
    )
    date_from: Day | None = Field(None, description=_("First day, in Viet Nam."))
    date_to: Day | None = Field(None, description=_("Last day, in Viet Nam."))
    updated_since: Moment | None = Field(None, description=_("RFC 3339 moment with its offset."))
    bbox: Box | None = Field(
        None, description=_("minlon,minlat,maxlon,maxlat in degrees (WGS 84).")
    )
    near: Point | None = Field(
        None, description=_("lat,lon in degrees: the nearest first, unless order is given.")
    )
    radius: whole(1, 500) = Field(10, description=_("Kilometres around near."))  # type: ignore[valid-type]
    featured: Literal["true"] | None = Field(None, description=_("What is chosen for export only."))
    proposed_for: Literal["vietnam-vn"] | None = Field(
        None, description=_("Approved for, sent to or published by the national portal.")
    )
    facets: FacetNames | None = Field(
        None, description=_("Names of facets to count, separated by commas; two more queries.")
    )
    view: Literal["card", "full"] = Field("card", description=_("Cards, or items in full."))
    order: Literal["-date", "date", "title", "-title", "-updated", "updated"] | None = Field(
        None, description=_("-date (newest first) unless near is given.")
    )
    limit: whole(1, 100) = Field(20, description=_("Items a page."))  # type: ignore[valid-type]
    cursor: Cursor | None = Field(None, description=_("next of the page before."))


class ContentParameters(ListParameters):
    type: list[KindCode] = Field(  # type: ignore[valid-type]
        default_factory=list,
        max_length=40,
        description=_("Kind; may be repeated. Without it all but pictures and files."),
    )


class SearchParameters(ContentParameters):
    q: Words = Field(description=_("Words that must all occur; diacritics are not needed."))
    order: Literal["title", "-title", "-date", "date", "-updated", "updated"] | None = Field(
        None, description=_("The best first, or with near the nearest, unless it is given.")
    )


class SuggestParameters(Parameters):
    q: Words = Field(description=_("The beginning of what is looked for."))
    locale: LocaleCode | None = Field(None, description=_("Items in this language only."))
    limit: whole(1, 50) = Field(8, description=_("Suggestions at most."))  # type: ignore[valid-type]


def strict(run: Operation) -> Operation:
    """For the operations of ninja: 400 for what is not declared, before anything is read."""
    declared: set[str] = set()
    repeatable: set[str] = set()
    for model in run.__self__.models:  # type: ignore[attr-defined]
        if model.__ninja_param_source__ == "query":
            declared |= set(model.__ninja_flatten_map__)
            repeatable |= set(model.__ninja_collection_fields__)

    @wraps(run)
    def checked(request: HttpRequest, **path: Any) -> HttpResponseBase:
        for name, values in request.GET.lists():
            if name not in declared:
                raise Problem(
                    UNKNOWN_PARAMETER, _("There is no parameter “%(name)s” here."),
                    parameter=name[:100], name=name[:100],
                )  # fmt: skip
            if len(values) > 1 and name not in repeatable:
                raise Problem(REPEATED_PARAMETER, parameter=name)
        return run(request, **path)

    return checked


_REASONS = {
    "missing": _("It must be given."),
    "less_than_equal": _("It must be at most %(le)s."),
    "greater_than_equal": _("It must be at least %(ge)s."),
    "literal_error": _("It must be one of: %(expected)s."),
    "too_long": _("It may be repeated at most %(max_length)s times."),
    "string_too_long": _("It may have at most %(max_length)s characters."),
}


def invalid(error: ValidationError) -> Problem:
    """The first parameter that does not fit, and why."""
    first = error.errors[0]
    names = [part for part in first["loc"] if isinstance(part, str)]
    reason = _REASONS.get(first["type"], INVALID_PARAMETER.explanation)
    context = {"le": "", "ge": "", "expected": "", "max_length": "", **first.get("ctx", {})}
    return Problem(INVALID_PARAMETER, reason, parameter=names[-1], **context)
