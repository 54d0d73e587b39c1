"""On the dashboard: how many pages wait for a translation, for whoever can do something."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from core.language_names import language_in_sentence
from localization.models import State, TranslationState
from localization.screens.access import Access
from localization.states.refresh import refresh

_SHOWN = (
    State.OUTDATED, State.WITHDRAWN, State.READY, State.MACHINE, State.IN_PROGRESS, State.MISSING,
)  # fmt: skip


class TranslationsPanel(Component):
    name = "translations"
    template_name = "localization/admin/dashboard.html"
    order = 230

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["lines"] = lines(self.user)
        context["grid_url"] = reverse("translations:index")
        return context


def lines(user: Any) -> list[dict[str, Any]]:
    """``{text, url, is_urgent}``, the urgent ones first; nothing for who edits no page."""
    refresh()
    rows = (
        Access(user)
        .visible(TranslationState.objects.filter(state__in=_SHOWN))
        .order_by()
        .values("state", "locale__language_code")
        .annotate(number=Count("pk", distinct=True))
    )
    numbers = {(row["state"], row["locale__language_code"]): row["number"] for row in rows}
    found = []
    for state in _SHOWN:
        for code in sorted({code for _state, code in numbers}):
            if number := numbers.get((state, code), 0):
                query = urlencode({"state": state, "language": code})
                found.append({
                    "text": _sentence(state, number, code),
                    "url": f"{reverse('translations:index')}?{query}",
                    "is_urgent": state in {State.OUTDATED, State.WITHDRAWN},
                })  # fmt: skip
    return found


def _sentence(state: State, number: int, code: str) -> str:
    sentence = {
        State.OUTDATED: ngettext(
            "%(number)s translation into %(language)s is out of date",
            "%(number)s translations into %(language)s are out of date", number),
        State.WITHDRAWN: ngettext(
            "%(number)s page in %(language)s is public though its original was withdrawn",
            "%(number)s pages in %(language)s are public though their originals were withdrawn",
            number),
        State.READY: ngettext(
            "%(number)s translation into %(language)s is ready to publish",
            "%(number)s translations into %(language)s are ready to publish", number),
        State.MACHINE: ngettext(
            "%(number)s machine translation into %(language)s waits to be checked",
            "%(number)s machine translations into %(language)s wait to be checked", number),
        State.IN_PROGRESS: ngettext(
            "%(number)s page is being translated into %(language)s",
            "%(number)s pages are being translated into %(language)s", number),
        State.MISSING: ngettext(
            "%(number)s page needs a version in %(language)s",
            "%(number)s pages need a version in %(language)s", number),
    }[state]  # fmt: skip
    return sentence % {"number": number, "language": language_in_sentence(code)}
