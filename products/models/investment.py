"""Land and premises that the commune offers to investors."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.models import TopicalPage
from core.models.sorting import TitleSorted
from core.policy import shared, translated
from products.measures import hectares


class InvestmentSitePage(TitleSorted, TopicalPage):
    area_ha = models.DecimalField(
        _("area (ha)"), max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text=_("In hectares."),
    )  # fmt: skip
    land_status = models.TextField(
        _("land"), blank=True, help_text=_("Planned use, who holds it, whether it is cleared.")
    )
    infrastructure = models.TextField(
        _("infrastructure"), blank=True, help_text=_("Roads, power, water, waste water, Internet.")
    )
    sector = models.CharField(
        _("sector"), max_length=255, blank=True, help_text=_("What investment is sought for.")
    )
    incentives = models.TextField(
        _("incentives"), blank=True, help_text=_("With the document that grants them.")
    )
    contact_agency = models.ForeignKey(
        "core.Agency", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("agency to contact"), help_text=_("Who answers an investor's questions."),
    )  # fmt: skip
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north (WGS 84), such as 21.426000."),
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east (WGS 84), such as 106.109000."),
    )  # fmt: skip

    parent_page_types: ClassVar[list[str]] = ["products.BusinessIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("area_ha"), FieldPanel("sector")]),
                FieldPanel("land_status"),
                FieldPanel("infrastructure"),
                FieldPanel("incentives"),
                FieldPanel("contact_agency"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Investment site"),
        ),
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("land_status", "infrastructure", "sector", "incentives"),
        *shared("area_ha", "contact_agency", "latitude", "longitude"),
    ]

    class Meta:
        verbose_name = _("investment site")
        verbose_name_plural = _("investment sites")

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Give both coordinates or none.")})

    @property
    def area_text(self) -> str:
        """Such as "1,5 ha" in the way of writing of the active language; empty when unknown."""
        return hectares(self.area_ha)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from products.presentation import investment_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **investment_context(self)}
