"""What the scripts of the admin need to know about the page that they are on."""

from typing import Any

from django import template

from core.unsaved.session import configuration

register = template.Library()


@register.simple_tag(takes_context=True)
def unsaved_configuration(context: Any) -> dict[str, Any]:
    return configuration(context["request"])
