"""What the templates of places are given besides the page."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.references import public_reference
from core.images import attach_covers
from core.maps import map_data
from core.templatetags.portal import day
from places.selectors import marker_of, markers_of, nearby

if TYPE_CHECKING:
    from places.models import PlacePage

Facts = list[tuple[str, Any]]


def place_context(page: "PlacePage") -> dict[str, Any]:
    """Template context of every place: visitors' facts, what is near, and all that on a map."""
    near = nearby(page)
    attach_covers(near)
    facts = [
        (_("Address"), page.address),
        (_("How to get there"), page.directions),
        (_("Opening hours"), page.opening),
        (_("Entrance fee"), page.fees),
        (_("Accessibility"), page.accessibility),
    ]
    context: dict[str, Any] = {"facts": given(facts), "markers": [], "nearby": near}
    if page.has_position:
        markers = [marker_of(page, is_linked=False), *markers_of(near)]
        context |= {"markers": markers, "map_data": map_data(markers)}
    return context


def given(facts: Facts) -> Facts:
    """Without those that are empty."""
    return [fact for fact in facts if fact[1]]


def relic_facts(page: Any) -> Facts:
    """Rank, decision, period and worship of a RelicPage."""
    decision = page.decision_number
    if decision and page.decision_date:
        decision = f"{decision}, {day(page.decision_date)}"
    facts = [
        (_("Rank"), page.get_rank_display()),
        (_("Decision"), decision),
        (pgettext("relic", "Type"), page.get_relic_type_display()),
        (_("Period"), page.period),
        (_("Worship"), page.worship),
    ]
    return given(facts)


def festival_of(page: Any) -> dict[str, Any]:
    """``{page, date}`` of a relic's festival as visitors may see it; empty without one.

    The date is the first day of the next occurrence as the event itself reckons it, None when it
    is over. Asked for by name, since this room does not know the events room: whatever page offers
    ``next_occurrence(today)`` with a ``first_day`` will do.
    """
    shown = public_reference(page, "festival")
    if shown is None:
        return {}
    ask = getattr(shown, "next_occurrence", None)
    upcoming = ask(timezone.localdate()) if callable(ask) else None
    return {"page": shown, "date": getattr(upcoming, "first_day", None)}
