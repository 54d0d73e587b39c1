"""What the office proposes to the national portal for external information, Vietnam.vn."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("sent")
    PUBLISHED = "published", _("published there")
    RETURNED = "returned", _("returned")


#: What may follow on what. What is published there may only be proposed anew, as another proposal.
NEXT: dict[str, tuple[ProposalState, ...]] = {
    ProposalState.PROPOSED: (ProposalState.APPROVED, ProposalState.RETURNED),
    ProposalState.APPROVED: (ProposalState.SENT, ProposalState.RETURNED),
    ProposalState.SENT: (ProposalState.PUBLISHED, ProposalState.RETURNED),
    ProposalState.RETURNED: (ProposalState.PROPOSED,),
    ProposalState.PUBLISHED: (),
}


class NationalProposal(models.Model):
    """A page on its way to the national portal, with all its languages.

    Only made and moved by `desk.proposals`. ``note``, ``reason`` and who did it are never public.
    """

    # The page in the source language.
    page = models.ForeignKey(
        Page, models.CASCADE, related_name="national_proposals", verbose_name=_("page")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    note = models.TextField(_("note"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    published_url = models.URLField(_("address there"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("proposed by"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)

    class Meta:
        verbose_name = _("proposal to Vietnam.vn")
        verbose_name_plural = _("proposals to Vietnam.vn")
        default_permissions = ("add", "change", "view")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=~models.Q(state="published"), name="one_open_proposal"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | ~models.Q(published_url=""),
                name="published_proposal_has_url",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(reason=""),
                name="returned_proposal_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "page"], name="proposal_by_state")]

    def __str__(self) -> str:
        return self.page.title

    def get_absolute_url(self) -> str:
        return reverse("national_proposals:inspect", args=[self.pk])

    @property
    def next_states(self) -> tuple[ProposalState, ...]:
        return NEXT[self.state]


class NationalProposalStep(models.Model):
    """One line of a proposal's history."""

    proposal = models.ForeignKey(NationalProposal, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=ProposalState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The note, the reason or the address there, as it was given then.
    text = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at} {self.state}"
