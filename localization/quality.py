"""Advice for editors on the translations of their pages."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.language_names import language_name
from core.quality.findings import Finding, Topic
from localization.models import State, TranslationState
from localization.states.refresh import refresh

_SAID = (State.MISSING, State.IN_PROGRESS, State.OUTDATED, State.MACHINE)


def on_translations(pages: Sequence[Any]) -> dict[int, list[Finding]]:
    """For source pages: in which languages the translation is wanting.

    One query, once the states are up to date.
    """
    refresh()
    found: dict[int, list[Finding]] = defaultdict(list)
    states = TranslationState.objects.filter(source__in=[p.pk for p in pages], state__in=_SAID)
    for state in states.select_related("locale"):
        values = {
            "language": language_name(state.locale.language_code),
            "state": state.get_state_display(),
        }
        text = _("%(language)s: %(state)s.") % values
        found[state.source_id].append(Finding(Topic.TRANSLATION, text))
    return found
