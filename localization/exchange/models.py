"""What went out to be translated, and what came back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import Translation


class FileFormat(models.TextChoices):
    XLIFF = "xliff", _("XLIFF 1.2 (agencies, CAT programs)")
    PO = "po", _("PO (gettext, Poedit)")


class Scope(models.TextChoices):
    OPEN = "open", _("only texts without a translation")
    UNCHECKED = "unchecked", _("texts without a translation, and unchecked ones of a machine")
    ALL = "all", _("all texts, with the translations there are")


class JobState(models.TextChoices):
    OUT = "out", _("out")
    BACK = "back", _("back")
    CLOSED = "closed", _("closed")


class ExchangeJob(models.Model):
    """Pages that go to a translator outside in one parcel, in one language."""

    title = models.CharField(_("title"), max_length=200)
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))
    file_format = models.CharField(
        _("format"), max_length=10, choices=FileFormat.choices, default=FileFormat.XLIFF
    )
    is_split = models.BooleanField(
        _("one file a page, in a ZIP"),
        default=False,
        help_text=_("Otherwise all pages are in one file."),
    )
    scope = models.CharField(
        _("which texts"), max_length=10, choices=Scope.choices, default=Scope.OPEN
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("To whom, until when. Not in the file.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.OUT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("made by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)
    translations = models.ManyToManyField(Translation, related_name="+", verbose_name=_("pages"))

    class Meta:
        verbose_name = _("job for translators outside")
        verbose_name_plural = _("jobs for translators outside")
        default_permissions = ("add", "change", "view")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("translation_jobs:inspect", args=[self.pk])


class ExchangeReturn(models.Model):
    """A file that came back, read but perhaps not applied yet.

    ``entries`` are `localization.exchange.incoming.Entry` as dicts; the file itself is not kept.
    ``counts`` says how many texts there were of each kind of `localization.exchange.report.Kind`
    when it was applied.
    """

    job = models.ForeignKey(ExchangeJob, models.CASCADE, related_name="returns")
    file_name = models.CharField(max_length=255)
    entries: Any = models.JSONField()
    counts: Any = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("translation_jobs:returned", args=[self.pk])
