"""The way of a proposal: đề xuất → đã duyệt → đã gửi → đã đăng, or trả lại.

Every step is one transaction under a lock, so that two officers never both take it.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from catalog.visibility import is_public, public_pages
from core.kinds import kind_of
from desk.models import NationalProposal, NationalProposalStep, ProposalState

State = ProposalState


class NotPossible(Exception):  # noqa: N818 - it is an answer to the officer, in words.
    """Why a step cannot be taken; the text is shown to the officer."""


def open_proposal(page: Page) -> NationalProposal | None:
    """The one that is still on its way or was returned."""
    return NationalProposal.objects.filter(page=page).exclude(state=State.PUBLISHED).first()


def latest_proposal(page: Page) -> NationalProposal | None:
    return NationalProposal.objects.filter(page=page).order_by("-pk").first()


def is_proposable(page: Page) -> bool:
    """Whether pages like this are proposed at all: listed kinds, in the source language."""
    kind = kind_of(page.specific_class)
    return bool(
        kind
        and kind.is_listed
        and page.alias_of_id is None
        and page.locale.language_code == settings.LANGUAGE_CODE
    )


def why_not(page: Page) -> str:
    """Why this page cannot be proposed now; empty when it can."""
    if not is_proposable(page):
        return _("Only single pages in the source language are proposed; translations go along.")
    if not is_public(page):
        return _("Only a page that is published and open to everybody can be proposed.")
    proposal = open_proposal(page)
    if proposal and proposal.state != State.RETURNED:
        return _("This page is in the queue already: %(state)s.") % {
            "state": proposal.get_state_display()
        }
    return ""


@transaction.atomic
def propose(page: Page, by: Any, note: str = "") -> NationalProposal:
    """Put a page into the queue, or a returned one again; NotPossible says why not."""
    Page.objects.select_for_update().get(pk=page.pk)  # Of two who propose at once, one is second.
    if reason := why_not(page):
        raise NotPossible(reason)
    if proposal := open_proposal(page):
        return advance(proposal, State.PROPOSED, by, note)
    proposal = NationalProposal.objects.create(page=page, proposed_by=by, note=note)
    _note_step(proposal, by, note)
    return proposal


@transaction.atomic
def advance(proposal: NationalProposal, state: State, by: Any, text: str = "") -> NationalProposal:
    """Take the next step; NotPossible says why not.

    ``text``: the reason of a return, the address of what is published there, else a note.
    """
    proposal = NationalProposal.objects.select_for_update().get(pk=proposal.pk)
    if state not in proposal.next_states:
        raise NotPossible(
            _("“%(title)s” is %(state)s: this step is not possible.")
            % {"title": proposal.page.title, "state": proposal.get_state_display()}
        )
    if state in {State.APPROVED, State.SENT} and not is_public(proposal.page):
        raise NotPossible(_("The page is not public any more. Return the proposal instead."))
    if state in {State.RETURNED, State.PUBLISHED} and not text:
        raise NotPossible(_("Something is missing: a reason, or the address there."))
    proposal.state, proposal.changed_at = state, timezone.now()
    if state == State.PROPOSED:
        proposal.proposed_by, proposal.proposed_at = by, proposal.changed_at
        proposal.note = text
    proposal.reason = text if state == State.RETURNED else ""
    proposal.published_url = text if state == State.PUBLISHED else ""
    proposal.save()
    _note_step(proposal, by, text)
    return proposal


def _note_step(proposal: NationalProposal, by: Any, text: str) -> None:
    NationalProposalStep.objects.create(
        proposal=proposal, state=proposal.state, by=by, at=proposal.changed_at, text=text
    )


def languages_of(pages: list[Page]) -> dict[int, list[str]]:
    """Codes of the languages in which each page is public, the source first, by its id."""
    order = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    keys = {page.translation_key: page.pk for page in pages}
    found: dict[int, list[str]] = {page.pk: [] for page in pages}
    versions = public_pages(Page.objects.filter(translation_key__in=keys))
    for key, code in versions.values_list("translation_key", "locale__language_code"):
        found[keys[key]].append(code)
    return {pk: sorted(codes, key=order.index) for pk, codes in found.items()}
