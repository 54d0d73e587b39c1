"""How the state of a page in a language is shown, and what one can do about it with one click."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.language_names import language_name
from localization.models import State, TranslationState
from localization.screens.access import Access


@dataclass(frozen=True)
class Action:
    """A link, or with ``is_post`` a button that does it at once."""

    label: str
    url: str
    icon: str
    is_post: bool = False


@dataclass
class Cell:
    state: TranslationState
    language: str
    label: str
    details: list[str]
    actions: list[Action] = field(default_factory=list)


def cell(state: TranslationState, access: Access) -> Cell:
    """``state`` with its page and language fetched."""
    return Cell(
        state, language_name(state.locale.language_code), state.get_state_display(), details(state),
        actions(state, access),
    )  # fmt: skip


def details(state: TranslationState) -> list[str]:
    """Numbers, dates and names behind the word."""
    found = []
    if state.state == State.OUTDATED and state.since:
        found.append(
            ngettext(
                "since %(date)s, %(number)s change", "since %(date)s, %(number)s changes",
                state.changes,
            )
            % {"date": _day(state.since), "number": state.changes}
        )  # fmt: skip
    if state.done < state.total:
        found.append(_("%(done)s of %(total)s texts") % {"done": state.done, "total": state.total})
    if state.unchecked:
        found.append(
            ngettext("%(number)s text by machine", "%(number)s texts by machine", state.unchecked)
            % {"number": state.unchecked}
        )
    if state.is_prepared:
        found.append(_("from a draft of the original"))
    if state.is_locked:
        name = (
            state.locked_by.get_full_name() or state.locked_by.get_username()
            if state.locked_by
            else ""
        )
        found.append(_("locked by %(name)s") % {"name": name} if name else _("locked"))
    return found


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT")


def actions(state: TranslationState, access: Access) -> list[Action]:
    page = state.page
    found = []
    if state.state in {State.MISSING, State.UNPUBLISHED} and not state.is_prepared:
        may_begin = state.state == State.MISSING and access.may_begin(state)
        if may_begin:
            found.append(_action(state, "begin", _("Translate"), "edit", is_post=True))
        return found
    if page is None or not access.may("change_page", page):
        return found
    if state.state == State.OUTDATED:
        found.append(_action(state, "changes", _("See what changed"), "view"))
    if state.state == State.WITHDRAWN and access.may("publish_page", page):
        url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        found.append(Action(_("Withdraw too"), url, "download"))
    if _is_publishable(state) and access.may("publish_page", page):
        found.append(_action(state, "publish", _("Publish"), "upload", is_post=True))
    if state.is_prepared and access.may("publish_page", state.source):
        url = reverse("translations:joint", args=[state.source_id])
        found.append(Action(_("Publish together"), url, "upload"))
    found.append(Action(_("Open"), reverse("wagtailadmin_pages:edit", args=[page.pk]), "edit"))
    return found


def _is_publishable(state: TranslationState) -> bool:
    """Whether all its texts are there and visitors do not read them yet."""
    is_finished = state.total > 0 and state.done == state.total and not state.is_prepared
    is_public = state.page is not None and state.page.live
    is_waiting = state.state in {State.READY, State.MACHINE} and not is_public
    return is_finished and (is_waiting or state.state == State.OUTDATED)


def _action(
    state: TranslationState, name: str, label: str, icon: str, *, is_post: bool = False
) -> Action:
    return Action(label, reverse(f"translations:{name}", args=[state.pk]), icon, is_post)
