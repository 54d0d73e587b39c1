"""Forms of official documents, how they relate, and whether they are in force."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(models.TextChoices):
    """Forms of Decree 30/2020/ND-CP, of Party documents, and international instruments."""

    LAW = "law", _("Law")
    RESOLUTION = "resolution", _("Resolution")
    CONCLUSION = "conclusion", _("Conclusion")
    DIRECTIVE = "directive", _("Directive")
    DECREE = "decree", _("Decree")
    CIRCULAR = "circular", _("Circular")
    DECISION = "decision", _("Decision")
    PLAN = "plan", _("Plan")
    REGULATION = "regulation", _("Regulation")
    OFFICIAL_LETTER = "official_letter", _("Official letter")
    AGREEMENT = "agreement", _("Agreement")
    PROGRAMME = "programme", _("Programme")
    STRATEGY = "strategy", _("Strategy")
    TREATY = "treaty", _("Treaty")
    REPORT = "report", _("Report")
    NOTICE = "notice", _("Notice")
    OTHER = "other", _("Other")


class RelationKind(models.TextChoices):
    """What a document does to another; read from the document that bears the relation."""

    BASIS = "basis", _("Based on")
    IMPLEMENTS = "implements", _("Implements")
    AMENDS = "amends", _("Amends")
    REPLACES = "replaces", _("Replaces")
    GUIDES = "guides", _("Gives guidance on")
    CITES = "cites", _("Cites")


# The same relations read from the other end.
INVERSE_LABELS = {
    RelationKind.BASIS: _("Basis of"),
    RelationKind.IMPLEMENTS: _("Implemented by"),
    RelationKind.AMENDS: _("Amended by"),
    RelationKind.REPLACES: _("Replaced by"),
    RelationKind.GUIDES: _("Guidance given by"),
    RelationKind.CITES: _("Cited by"),
}


class Validity(models.TextChoices):
    IN_FORCE = "in_force", pgettext_lazy("official document", "In force")
    NOT_YET = "not_yet", _("Not yet in force")
    EXPIRED = "expired", _("No longer in force")
    UNKNOWN = "unknown", _("Validity not stated")
