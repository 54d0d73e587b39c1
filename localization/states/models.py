"""What is known of each page's translations; the texts themselves are wagtail-localize's."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Revision


class State(models.TextChoices):
    """How a page stands in a language, from the officer's point of view."""

    MISSING = "missing", _("not translated")
    IN_PROGRESS = "in_progress", _("being translated")
    READY = "ready", _("ready to publish")
    MACHINE = "machine", _("machine translation, unchecked")
    UP_TO_DATE = "up_to_date", _("up to date")
    OUTDATED = "outdated", _("out of date")
    WITHDRAWN = "withdrawn", _("original withdrawn")
    UNPUBLISHED = "unpublished", _("original not published")


class TranslationBasis(models.Model):
    """What the published translation of a page was made from. Cannot be computed again.

    ``made_from``, ``published`` and ``draft_made_from`` are lists of ``[path, text]``
    (`localization.states.pieces`): what the public translation says in other words, what the
    source says in public now, and what the translation's draft was put together from.
    """

    source = models.ForeignKey(Page, models.CASCADE, related_name="translation_bases")
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    made_from = models.JSONField(null=True)
    published = models.JSONField(null=True)
    changes = models.PositiveIntegerField(default=0)
    # When the source first said something else in public; None: the translation is valid.
    differs_since = models.DateTimeField(null=True)
    draft_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    draft_made_from = models.JSONField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "locale"], name="one_basis_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.locale_id}"


class PreparedDraft(models.Model):
    """A draft of the source that is being translated before it is public."""

    source = models.OneToOneField(Page, models.CASCADE, related_name="prepared_draft")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    # Whether its finished translations are published with it, whoever publishes it and when.
    is_joint = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source_id} {self.revision_id}"


class TranslationState(models.Model):
    """One row per source page and target language, for officers; `localization.states.refresh`.

    Everything here is computed from other rows and may be thrown away. ``total``, ``done`` and
    ``unchecked`` count texts of the source as translators see it now.
    """

    source = models.ForeignKey(
        Page, models.CASCADE, related_name="translation_states", verbose_name=_("page")
    )
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))
    # The page in that language, a stand-in included.
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="own_translation_state")
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.MISSING
    )
    total = models.PositiveIntegerField(_("texts"), default=0)
    done = models.PositiveIntegerField(_("translated"), default=0)
    unchecked = models.PositiveIntegerField(_("by machine"), default=0)
    changes = models.PositiveIntegerField(_("changed"), default=0)
    since = models.DateTimeField(_("out of date since"), null=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("locked by"),
    )  # fmt: skip
    is_locked = models.BooleanField(default=False)
    # Translators see a draft of the source that is not public yet.
    is_prepared = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "locale"], name="one_state_a_language")
        ]
        indexes = [models.Index(fields=["locale", "state"], name="translation_by_state")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.locale_id} {self.state}"


class TranslationMark(models.Model):
    """Something about the pages of this translation key changed: their states are to be computed.

    Written in the transaction of the change, taken in before states are read.
    """

    key = models.UUIDField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.key)
