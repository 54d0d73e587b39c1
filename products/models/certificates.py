"""What proves a product: stars, other certificates, production codes, and where it is listed.

Rows of a product page. Wagtail copies them to the page's translations, and their texts hold every
language in one row.
"""

import datetime
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from core import plausible
from core.translated import TranslatedTextField
from core.unfinished import complete
from products.choices import CertificationScheme, ListingStatus, ProductionCodeKind
from products.validity import (
    POINTS_OF_STARS,
    CertificateState,
    expiry_of,
    points_fit,
    state_on,
    today_in_viet_nam,
)


class OcopCertificateQuerySet(models.QuerySet["OcopCertificate"]):
    def in_force_on(self, day: datetime.date) -> "OcopCertificateQuerySet":
        """Those that count on this day; a revocation counts from its own day on."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            decision_date__lte=day,
            expires_on__gte=day,
        )

    def newest_first(self) -> "OcopCertificateQuerySet":
        """The order in which the first one in force is the current one."""
        return self.order_by("-decision_date", "-stars", "-pk")


class OcopCertificate(Orderable):
    """One rating of a product. A new rating is a new row: the earlier ones are its history."""

    product = ParentalKey(
        "products.ProductPage", on_delete=models.CASCADE, related_name="certificates"
    )
    stars = models.PositiveSmallIntegerField(
        _("stars"), choices=[(3, "★★★"), (4, "★★★★"), (5, "★★★★★")], null=True,
        help_text=_("Only three stars and more carry a certificate."),
    )  # fmt: skip
    score = models.DecimalField(
        _("points"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Out of 100: 50 and more are three stars, 70 four, 90 five."),
    )  # fmt: skip
    decision_number = models.CharField(
        _("number of the decision"), max_length=60, help_text=_("As printed, such as 123/QĐ-UBND.")
    )
    decision_date = models.DateField(
        _("date of the decision"), null=True, validators=[plausible.NEWS],
        help_text=_("The certificate lasts 36 months from this day."),
    )  # fmt: skip
    expires_on = models.DateField(_("expires on"), editable=False, db_index=True, null=True)
    authority = models.ForeignKey(
        "core.Agency", models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"),
        help_text=_("The agency as it was named on the day of the decision."),
    )  # fmt: skip
    certificate_number = models.CharField(
        _("number of the certificate"), max_length=60, blank=True, help_text=_("As printed on it.")
    )
    category = models.ForeignKey(
        "products.OcopCategory", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("rated in the set"),
        help_text=_("As it was then: an old certificate keeps the set of the old list."),
    )  # fmt: skip
    revoked_on = models.DateField(
        _("revoked on"), validators=[plausible.NEWS], null=True, blank=True,
        help_text=_("From this day on the stars are shown as history only."),
    )  # fmt: skip
    revoked_reason = TranslatedTextField(
        _("reason for the revocation"), blank=True, help_text=_("As the decision gives it.")
    )

    objects = OcopCertificateQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("stars"), FieldPanel("score")]),
        FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decision_date")]),
        FieldPanel("authority"),
        FieldRowPanel([FieldPanel("certificate_number"), FieldPanel("category")]),
        FieldPanel("revoked_on"),
        FieldPanel("revoked_reason"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("OCOP certificate")
        verbose_name_plural = _("OCOP certificates")

    def __str__(self) -> str:
        return f"{self.get_stars_display()} {self.decision_number}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.decision_date and self.decision_date > today_in_viet_nam():
            errors["decision_date"] = _("This date is in the future.")
        stars, score = self.stars, self.score
        if stars in POINTS_OF_STARS and score is not None and not points_fit(stars, score):
            errors["score"] = _("This score does not correspond to this number of stars.")
        if self.decision_date and self.revoked_on and self.revoked_on < self.decision_date:
            errors["revoked_on"] = _("A certificate cannot be revoked before it was issued.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.expires_on = self.last_day
        super().save(*args, **kwargs)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in force. Also right in a preview, where nothing has been saved.

        None in a draft that does not know the day of the decision yet.
        """
        return expiry_of(self.decision_date) if self.decision_date else None

    def state(self, today: datetime.date | None = None) -> CertificateState:
        """Its state on a day; without one, today in Viet Nam."""
        if self.decision_date is None:
            return CertificateState.NOT_YET
        return state_on(today or today_in_viet_nam(), self.decision_date, self.revoked_on)

    def is_in_force(self, today: datetime.date | None = None) -> bool:
        return self.state(today) in (CertificateState.IN_FORCE, CertificateState.EXPIRING)


def newest_first(certificates: Iterable[OcopCertificate]) -> list[Any]:
    """The same order as ``OcopCertificateQuerySet.newest_first``, also for unsaved rows.

    Without those that a draft holds half filled.
    """
    key: Any = attrgetter("decision_date", "stars")
    return sorted(complete(certificates), key=lambda row: (*key(row), row.pk or 0), reverse=True)


class OtherCertification(Orderable):
    """VietGAP, organic, HACCP and the like. Without a last day it holds until further notice."""

    product = ParentalKey(
        "products.ProductPage", on_delete=models.CASCADE, related_name="certifications"
    )
    scheme = models.CharField(
        pgettext_lazy("certification", "scheme"), max_length=20, choices=CertificationScheme.choices
    )
    issuer = TranslatedTextField(
        pgettext_lazy("certification", "issued by"),
        blank=True,
        help_text=_("The certification body or the agency."),
    )
    number = models.CharField(
        _("number"), max_length=80, blank=True, help_text=_("As printed on the certificate.")
    )
    scope = TranslatedTextField(
        _("scope"), blank=True, help_text=_("What and how much it covers: fields, products, area.")
    )
    valid_to = models.DateField(
        _("valid until"), validators=[plausible.TERM], null=True, blank=True,
        help_text=_("Last day. After it the certification is shown as expired."),
    )  # fmt: skip
    file = models.ForeignKey(
        "core.PortalDocument", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("file"), help_text=_("A scan that visitors may download."),
    )  # fmt: skip

    panels = [
        FieldRowPanel([FieldPanel("scheme"), FieldPanel("number")]),
        FieldPanel("issuer"),
        FieldPanel("scope"),
        FieldRowPanel([FieldPanel("valid_to"), FieldPanel("file")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")

    def __str__(self) -> str:
        return str(self.get_scheme_display())

    def is_in_force(self, today: datetime.date | None = None) -> bool:
        """Whether it holds on a day; without one, today in Viet Nam."""
        return self.valid_to is None or self.valid_to >= (today or today_in_viet_nam())


class ProductionCode(Orderable):
    """A growing-area (PUC) or packing-house code that a market's customs ask for."""

    product = ParentalKey(
        "products.ProductPage", on_delete=models.CASCADE, related_name="production_codes"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ProductionCodeKind.choices)
    code = models.CharField(
        _("code"), max_length=60, help_text=_("As printed in the market's list.")
    )
    market = TranslatedTextField(
        _("market"), blank=True, help_text=_("The country the code was issued for.")
    )
    area_ha = models.DecimalField(
        _("area (ha)"), max_digits=8, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text=_("In hectares."),
    )  # fmt: skip

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("market"), FieldPanel("area_ha")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("production code")
        verbose_name_plural = _("production codes")

    def __str__(self) -> str:
        return self.code


class MarketplaceListing(Orderable):
    """Where the product is on an e-commerce platform. The portal itself sells nothing."""

    product = ParentalKey("products.ProductPage", on_delete=models.CASCADE, related_name="listings")
    marketplace = models.ForeignKey(
        "core.Marketplace", models.PROTECT, null=True, related_name="+",
        verbose_name=pgettext_lazy("marketplace", "platform"),
        help_text=_("Platforms are kept under Records."),
    )  # fmt: skip
    url = models.URLField(_("address"), max_length=500, help_text=_("The product's page there."))
    checked_on = models.DateField(
        _("checked on"),
        validators=[plausible.NEWS],
        null=True,
        blank=True,
        help_text=_("When somebody last opened it."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ListingStatus.choices,
        default=ListingStatus.UNCHECKED, help_text=_("A dead address is not shown as a link."),
    )  # fmt: skip

    panels = [
        FieldPanel("marketplace"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("status")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("marketplace listing")
        verbose_name_plural = _("marketplace listings")

    def __str__(self) -> str:
        return str(self.marketplace or "")

    @property
    def is_linked(self) -> bool:
        """Whether the address may be shown as a link: neither it nor its platform is gone."""
        if self.marketplace is None or self.marketplace.is_closed:
            return False
        return self.status != ListingStatus.DEAD
