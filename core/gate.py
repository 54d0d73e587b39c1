"""The gate below all doors: whatever makes a page public asks the same, or is refused.

A form, a list, an approval, an interface, a command, a clock, a load: all of them end in one of
Wagtail's actions, and that is where it stands (`install`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from core.orientation import missing_orientation, runs_of, topics_of
from core.publishing import is_confirmed, reasons_not_to_publish

#: Log action: published on a ground other than somebody's confirmation; ``data["ground"]``.
WITHOUT_CONFIRMATION = "portal.publish_without_confirmation"
#: Log action: the appointed time came, and something stood against it; ``data["reasons"]``.
REFUSED = "portal.refuse_scheduled"
_BY_THE_CLOCK = "wagtail.publish.scheduled"


class Ground(models.TextChoices):
    """Why a version may be public for which nobody has ticked the confirmation."""

    PACKAGE = "package", gettext_lazy("content of a package that was loaded")
    GENERATED = "generated", gettext_lazy("illustrative content that was generated")
    SETUP = "setup", gettext_lazy("set-up of the portal")
    TRANSLATION = "translation", gettext_lazy("translation of a page that is public")
    SHARED = "shared", gettext_lazy("facts taken over from the original")
    ALIAS = "alias", gettext_lazy("a public page shown at a second place")


# Here there is no officer who could mend a picture, and half of it would be worse than all.
_ASKS_NOTHING = {Ground.GENERATED, Ground.SETUP, Ground.SHARED}
#: What rooms above know: functions that give the ground of a page, or None.
more_grounds: list[Callable[[Page], Ground | None]] = []
_given: ContextVar[Ground | None] = ContextVar("ground of what is published", default=None)


class NotPublishableError(ValidationError):
    """Sentences for whoever wanted to publish ``page``, each naming what to do."""

    def __init__(self, page: Page, reasons: list[str]) -> None:
        super().__init__({NON_FIELD_ERRORS: reasons})
        self.page = page


@contextmanager
def published_on(ground: Ground | None) -> Iterator[None]:
    """What is published inside needs no confirmation; the log of each page names the ground."""
    token = _given.set(ground)
    try:
        yield
    finally:
        _given.reset(token)


def why_not(revision: Revision) -> list[str]:
    """Sentences for the officer; empty when this version of a page may be published as it is."""
    _ground, reasons = _asked(revision.as_object(), revision)
    return reasons


def _asked(page: Page, revision: Revision) -> tuple[Ground | None, list[str]]:
    """On what ground a version is published, None if an officer confirmed it; what is against."""
    ground = _given.get()
    if ground in _ASKS_NOTHING:
        return ground, []
    reasons = reasons_not_to_publish(page)
    if ground is None and not is_confirmed(revision):
        ground = next((found for find in more_grounds if (found := find(page))), None)
        if ground is None:
            reasons.append(
                _("Nobody has confirmed this version. Open the page and publish it there.")
            )
    if ground is None:
        reasons += missing_orientation(topics_of(page), runs_of(revision))
    return ground, reasons


def _publish(action: Any, execute: Callable[[], Any]) -> Any:
    page, revision = action.object, action.revision
    ground, reasons = _asked(page, revision)
    if reasons and action.log_action == _BY_THE_CLOCK:
        return _note_refusal(page, revision, reasons)
    if reasons:
        raise NotPublishableError(page, reasons)
    if ground is not None:
        _log_ground(page, ground, action.user, revision)
    return execute()


def _log_ground(page: Page, ground: Ground, user: Any, revision: Any = None) -> None:
    data = {"ground": str(ground)}
    log(page, WITHOUT_CONFIRMATION, user=user, revision=revision, data=data)


def _note_refusal(page: Page, revision: Revision, reasons: list[str]) -> None:
    """Once, though the clock tries again each time; the others of its round go on."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=REFUSED, revision=revision.pk)
    last = entries.order_by("-timestamp").first()
    if last is None or last.data.get("reasons") != reasons:
        log(page, REFUSED, revision=revision, data={"reasons": reasons})


def _copy(action: Any, execute: Callable[[], Any]) -> Any:
    """A copy is another page: whoever makes it public confirms it there."""
    ground = _given.get()
    is_published = action.keep_live and any(page.live for page in _taken(action))
    if is_published and ground is None:
        reason = _("A copy begins as a draft. Copy without publishing, then publish the copy.")
        raise NotPublishableError(action.page, [reason])
    copy = execute()
    if is_published and ground is not None:
        _log_ground(copy, ground, action.user)
    return copy


def _alias(action: Any, execute: Callable[[], Any]) -> Any:
    """Beside its original it shows the same; in another language a visitor reads a notice."""
    is_stand_in = action.update_locale and action.update_locale.pk != action.page.locale_id
    shown = [] if is_stand_in else [page.specific for page in _taken(action) if page.live]
    for page in shown:
        if reasons := reasons_not_to_publish(page):
            raise NotPublishableError(page, reasons)
    alias = execute()
    if shown:
        _log_ground(alias, _given.get() or Ground.ALIAS, action.user)
    return alias


def _taken(action: Any) -> list[Page]:
    """The pages that are copied or shown a second time."""
    page: Page = action.page
    return list(page.get_descendants(inclusive=True)) if action.recursive else [page]


def install() -> None:
    """Stand before these actions, whoever runs them and from wherever they were imported."""
    _stand_before(PublishPageRevisionAction, _publish)
    _stand_before(CopyPageAction, _copy)
    _stand_before(CreatePageAliasAction, _alias)


def _stand_before(action: Any, gate: Callable[[Any, Callable[[], Any]], Any]) -> None:
    execute = action.execute

    @wraps(execute)
    def guarded(self: Any, skip_permission_checks: bool = False) -> Any:
        self.check(skip_permission_checks=skip_permission_checks)
        return gate(self, partial(execute, self, skip_permission_checks=True))

    action.execute = guarded
