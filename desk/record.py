"""What the public record tells of proposals: approved ones, without notes, reasons and names."""

import uuid
from typing import Any

from wagtail.models import Page

from catalog.contributions import Addition, Contribution, Keys
from catalog.identity import source_key
from catalog.marks import Scope, mark
from catalog.schemas import moment_text
from desk.models import NationalProposal, ProposalState

#: Before, and after a refusal, nobody outside is to know of a proposal.
PUBLIC = (ProposalState.APPROVED, ProposalState.SENT, ProposalState.PUBLISHED)


def _look_up(keys: Keys) -> dict[uuid.UUID, Addition]:
    """By translation key; of several proposals of a page the latest one counts."""
    rows = (
        NationalProposal.objects.filter(page__translation_key__in=keys, state__in=PUBLIC)
        .order_by("pk")
        .values_list("page__translation_key", "state", "published_url", "changed_at")
    )
    return {
        key: Addition(
            {"state": state, "url": url or None, "since": moment_text(since)},
            frozenset({("national_portal", state)}),
        )
        for key, state, url, since in rows
    }


NATIONAL_PORTAL = Contribution("national_portal", _look_up, {"national_portal": ProposalState})


def mark_versions(sender: Any, instance: NationalProposal, **kwargs: Any) -> None:
    """The page is to be built anew in all its languages."""
    key = Page.objects.filter(pk=instance.page_id).values("translation_key")
    versions = Page.objects.filter(translation_key__in=key, alias_of__isnull=True)
    mark(*((Scope.ITEM, source_key(page)) for page in versions))
