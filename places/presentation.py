"""What the templates of places are given besides the page."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from catalog.references import public_references
from core.images import attach_covers
from core.maps import map_data
from core.templatetags.portal import day
from places.selectors import marker_of, nearby

if TYPE_CHECKING:
    from places.models import PlacePage

Facts = list[tuple[str, Any]]


def place_context(page: "PlacePage") -> dict[str, Any]:
    """Template context of every place: visitors' facts, its point, and what is near."""
    near = nearby(page)
    attach_covers([place for place, _distance in near])
    context: dict[str, Any] = {
        "facts": [
            (_("Address"), page.address),
            (_("How to get there"), page.directions),
            (_("Opening hours"), page.opening),
            (_("Entrance fee"), page.fees),
            (_("Accessibility"), page.accessibility),
        ],
        "markers": [],
        "nearby": near,
    }
    if page.has_position:
        markers = [marker_of(page)]
        context |= {"markers": markers, "map_data": map_data(markers)}
    return context


def relic_facts(page: Any) -> Facts:
    """Rank, decision, period and worship of a RelicPage."""
    decision = page.decision_number
    if decision and page.decision_date:
        decision = f"{decision}, {day(page.decision_date)}"
    return [
        (_("Rank"), page.get_rank_display()),
        (_("Decision"), decision),
        (_("Type"), page.get_relic_type_display()),
        (_("Period"), page.period),
        (_("Worship"), page.worship),
    ]


def festival_of(page: Any) -> dict[str, Any]:
    """``{page, date}`` of a relic's festival as visitors may see it; empty without one.

    The date is the next one as the event itself reckons it (``next_occurrence``, a date or a
    datetime, or None when it is over); this room does not know the events room.
    """
    shown = public_references(page, [page.festival]) if page.festival else []
    if not shown:
        return {}
    next_occurrence = getattr(shown[0], "next_occurrence", None)
    date = next_occurrence() if callable(next_occurrence) else next_occurrence
    return {"page": shown[0], "date": date}
