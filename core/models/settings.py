"""Who speaks on this portal: what templates show about one commune is here, as data."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Site

from core import plausible
from core.maps import Ground
from core.sitewide import remembered
from core.translated import TranslatedTextField
from core.vietnamese.dates import local_date

if TYPE_CHECKING:
    from core.models.records import Officer


class NoticeLevel(models.TextChoices):
    INFORMATION = "information", pgettext_lazy("notice", "Information")
    MAINTENANCE = "maintenance", pgettext_lazy("notice", "Maintenance")
    ALERT = "alert", pgettext_lazy("notice", "Emergency alert")


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting, ClusterableModel):
    name = TranslatedTextField(_("name of the portal"), blank=True)
    tagline = TranslatedTextField(_("tagline"), blank=True)
    agency = models.ForeignKey(
        "core.Agency", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("portal", "agency in charge"),
    )  # fmt: skip
    locality = models.ForeignKey(
        "core.Locality", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("locality"),
    )  # fmt: skip
    emblem = models.ForeignKey(
        "core.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("emblem"),
    )  # fmt: skip
    responsible = models.ForeignKey(
        "core.Officer", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("responsible for content"),
    )  # fmt: skip
    address = TranslatedTextField(_("address"), blank=True)
    phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    email = models.EmailField(_("office e-mail"), blank=True)
    notice = TranslatedTextField(
        _("standing notice"),
        blank=True,
        multiline=True,
        help_text=_(
            "Shown under the header of every page: a merger of units, a storm, maintenance."
        ),
    )
    notice_level = models.CharField(
        _("level of the notice"),
        max_length=12,
        choices=NoticeLevel.choices,
        default=NoticeLevel.INFORMATION,
    )
    notice_from = models.DateTimeField(
        _("notice shown from"), validators=[plausible.TERM], null=True, blank=True
    )
    notice_until = models.DateTimeField(
        _("notice shown until"), validators=[plausible.TERM], null=True, blank=True,
        help_text=_("Empty: until someone takes it away. Hanoi time."),
    )  # fmt: skip
    parent_portal_name = TranslatedTextField(_("portal of the higher level"), blank=True)
    parent_portal_url = models.URLField(_("its address"), blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline"), FieldPanel("emblem")],
                        heading=_("Identity")),
        FieldRowPanel([FieldPanel("agency"), FieldPanel("locality")]),
        MultiFieldPanel(
            [
                FieldPanel("responsible"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("notice"),
                FieldPanel("notice_level"),
                FieldRowPanel([FieldPanel("notice_from"), FieldPanel("notice_until")]),
            ],
            heading=_("Notice on every page"),
        ),
        MultiFieldPanel([FieldPanel("parent_portal_name"), FieldPanel("parent_portal_url")],
                        heading=_("Higher level")),
        InlinePanel("accounts", heading=_("Official accounts"), label=_("account")),
    ]  # fmt: skip
    select_related = ["agency", "locality", "emblem", "responsible__post"]

    class Meta:
        verbose_name = _("portal")
        permissions = (("view_reports", "Can view all reports"),)

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.notice_from and self.notice_until and self.notice_until <= self.notice_from:
            raise ValidationError({"notice_until": _("This is before the notice begins.")})

    def shows_notice(self, now: datetime.datetime) -> bool:
        """Whether the notice is up at this (aware) moment; from the first to before the last."""
        if not self.notice:
            return False
        has_begun = self.notice_from is None or self.notice_from <= now
        return has_begun and (self.notice_until is None or now < self.notice_until)

    @property
    def notice_changes_at(self) -> list[datetime.datetime]:
        """When the notice comes or goes by itself."""
        return [moment for moment in (self.notice_from, self.notice_until) if moment]

    @classmethod
    def for_visitor(cls, request: HttpRequest) -> PortalSettings:
        """The settings of the site that is asked for. Unlike Wagtail's own, never writes a row."""
        return remembered(f"portal|{request.get_host()}", lambda: cls._of_site(request))

    @classmethod
    def _of_site(cls, request: HttpRequest) -> PortalSettings:
        site = Site.find_for_request(request)
        found = cls.base_queryset().filter(site=site).first() if site else None
        return found or cls(site=site)

    @classmethod
    def base_queryset(cls) -> Any:
        """Without what only maps show: it is large, and these settings go with every answer."""
        settings = super().base_queryset().defer("locality__boundary", "locality__drawing")
        return settings.prefetch_related("accounts", "emblem__renditions")

    @property
    def responsible_today(self) -> Officer | None:
        """Nobody once the officer who was chosen has left the post."""
        chosen = self.responsible
        return chosen if chosen and chosen.holds_post_on(local_date(timezone.now())) else None

    @property
    def ground(self) -> Ground:
        """What maps of the portal draw below their points."""
        return self.locality.ground if self.locality else Ground()


class OfficialAccount(Orderable):
    """An account of the agency on a social network (Decree 244/2026/ND-CP asks to list them)."""

    portal = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="accounts")
    platform = models.CharField(pgettext_lazy("social network", "platform"), max_length=60)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("official account")
        verbose_name_plural = _("official accounts")

    def __str__(self) -> str:
        return self.platform
