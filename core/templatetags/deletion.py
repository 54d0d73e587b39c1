"""For the admin's screens that ask whether something is to be deleted."""

from typing import Any

from django import template
from django.db.models import Model

from core.deletion import places_of as find_places

register = template.Library()


@register.inclusion_tag("core/places.html", takes_context=True)
def places_of(context: dict[str, Any], thing: Model) -> dict[str, Any]:
    """Where it is used, and what becomes of each place."""
    return {"places": find_places(thing, context["request"].user)}
