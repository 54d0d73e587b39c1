"""Measures for people."""

from decimal import Decimal

from django.utils.translation import get_language

from core.vietnamese.numbers import format_quantity


def hectares(area: Decimal | None) -> str:
    """``1,5 ha``, in English ``1.5 ha``; empty for None."""
    if area is None:
        return ""
    return format_quantity(area, "ha", language=get_language() or "vi")
