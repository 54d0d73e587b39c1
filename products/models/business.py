"""Who makes things here: cooperatives, companies, households; and the page that lists them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core import plausible
from core.models import BasePage, IndexPage, TopicalPage
from core.models.sorting import TitleSorted
from core.policy import shared, translated
from core.vietnamese.fold import fold
from products.blocks import ProceduresBlock
from products.choices import LegalForm
from products.filters import BusinessFilterSet


class BusinessPage(TitleSorted, TopicalPage):
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices)
    registration_number = models.CharField(
        _("registration number"), max_length=40, blank=True,
        help_text=_("Of the business registration or the tax code."),
    )  # fmt: skip
    address = models.CharField(
        _("address"), max_length=255, blank=True,
        help_text=_("House or village, commune, province."),
    )  # fmt: skip
    business_fields = models.CharField(
        _("line of business"), max_length=255, blank=True,
        help_text=_("In a few words, such as: fresh and dried lychee."),
    )  # fmt: skip
    contact_name = models.CharField(
        _("contact person"), max_length=120, blank=True, help_text=_("Whom a buyer should ask for.")
    )
    contact_phone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("A number for business.")
    )
    contact_email = models.EmailField(_("e-mail"), blank=True, help_text=_("For business."))
    contact_consent_on = models.DateField(
        _("agreed to publication on"), validators=[plausible.NEWS], null=True, blank=True,
        help_text=_(
            "The day on which the person agreed to name, telephone and e-mail being shown "
            "(Law 91/2025/QH15). Without it they are kept, but never shown."
        ),
    )  # fmt: skip
    website = models.URLField(_("website"), blank=True, help_text=_("The producer's own."))
    # Without diacritics and small, for the visitors' search over this list.
    folded_text = models.TextField(editable=False, default="")

    shown_with: ClassVar[tuple[str, ...]] = ("locality",)
    parent_page_types: ClassVar[list[str]] = ["products.BusinessIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("legal_form"), FieldPanel("registration_number")]),
                FieldPanel("business_fields"),
                FieldPanel("address"),
                FieldPanel("website"),
            ],
            heading=_("Business"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_consent_on"),
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            ],
            heading=_("Contact for buyers"),
        ),
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("address", "business_fields"),
        *shared(
            "legal_form", "registration_number", "contact_name", "contact_phone",
            "contact_email", "contact_consent_on", "website",
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("business")
        verbose_name_plural = _("businesses")

    def save(self, *args: Any, **kwargs: Any) -> None:
        words = [self.title, self.summary, self.business_fields, self.address]
        self.folded_text = fold(" ".join([*words, self.registration_number]))
        super().save(*args, **kwargs)

    @property
    def contact(self) -> dict[str, str]:
        """``{name, phone, email}`` that may be shown; empty without consent or without data."""
        if self.contact_consent_on is None:
            return {}
        given = {
            "name": self.contact_name,
            "phone": self.contact_phone,
            "email": self.contact_email,
        }
        return given if any(given.values()) else {}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from products.presentation import business_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **business_context(self)}


class BusinessIndexPage(IndexPage):
    """Businesses, the sites the commune offers to investors, and where to do the paperwork."""

    procedures = StreamField(
        ProceduresBlock(), blank=True, verbose_name=_("administrative procedures"),
        help_text=_("Links to the national public service portal; never a copy of a procedure."),
    )  # fmt: skip

    filterset_class = BusinessFilterSet
    subpage_types: ClassVar[list[str]] = ["products.BusinessPage", "products.InvestmentSitePage"]
    content_panels = [*BasePage.content_panels, FieldPanel("procedures")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *translated("procedures"),
    ]

    class Meta:
        verbose_name = _("list of businesses")
        verbose_name_plural = _("lists of businesses")

    def get_items(self) -> QuerySet[Any]:
        from products.selectors import businesses

        return businesses(self.locale_id)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from products.selectors import investment_sites

        context = super().get_context(request, *args, **kwargs)
        context["investment_sites"] = investment_sites(self.locale_id)
        return context
