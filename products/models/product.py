"""A product of the commune: what it is, what proves it, what a buyer abroad asks."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.models import IndexPage, TopicalPage
from core.models.sorting import TitleSorted
from core.policy import shared, translated
from products.choices import Incoterm, MarkKind, Month, ProductClass
from products.fields import ChoiceListField
from products.filters import ProductFilterSet
from products.models.business import BusinessPage
from products.models.certificates import OcopCertificate, newest_first
from products.models.product_panels import EXPORT_PANELS, MARK_PANELS, PRODUCT_PANELS, PROOF_PANELS
from products.panels import CompletenessPanel
from products.seasons import season_mask
from products.validators import compact_gtin, validate_gtin, validate_hs_code
from products.validity import today_in_viet_nam

if TYPE_CHECKING:
    from products.standing import OcopStanding


# The type checker does not see the managers that ParentalKey makes.
class ProductPage(TitleSorted, TopicalPage):  # type: ignore[django-manager-missing]
    product_class = models.CharField(
        _("class"), max_length=10, choices=ProductClass.choices, default=ProductClass.SPECIALTY,
        help_text=_("OCOP only for a product that is or was rated."),
    )  # fmt: skip
    ocop_category = models.ForeignKey(
        "products.OcopCategory", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("OCOP product set"), help_text=_("Of the list in force today."),
    )  # fmt: skip
    product_code = models.CharField(
        _("product code"), max_length=40, blank=True,
        help_text=_("As given by the programme, such as 83-829-28780-3-2022."),
    )  # fmt: skip
    producer = models.ForeignKey(
        "products.BusinessPage", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("producer"), help_text=_("Its Vietnamese page under Businesses."),
    )  # fmt: skip
    mark_kind = models.CharField(
        _("protected as"), max_length=20, choices=MarkKind.choices, default=MarkKind.NONE,
        help_text=_("Only a right that this product itself may use."),
    )  # fmt: skip
    mark_name = models.CharField(
        _("name of the mark"), max_length=200, blank=True, help_text=_("As registered.")
    )
    mark_number = models.CharField(
        _("registration number of the mark"), max_length=60, blank=True,
        help_text=_("Of the certificate of the Intellectual Property Office."),
    )  # fmt: skip
    gtin = models.CharField(
        _("barcode number (GTIN)"), max_length=20, blank=True, validators=[validate_gtin],
        help_text=_("The digits under the barcode; Vietnamese ones begin with 893."),
    )  # fmt: skip
    traceability_url = models.URLField(
        _("traceability address"), max_length=500, blank=True,
        help_text=_("Shown as a link and as a QR code."),
    )  # fmt: skip
    ingredients = models.TextField(
        _("ingredients and use"), blank=True, help_text=_("What it is made of, how it is used.")
    )
    packaging = models.TextField(
        _("packaging"), blank=True,
        help_text=_("Unit, carton and pallet with net and gross weight, as far as known."),
    )  # fmt: skip
    harvest_months = ChoiceListField(
        _("months in season"), options=Month.choices,
        help_text=_("When it is harvested or fresh. Leave all empty when it has no season."),
    )  # fmt: skip
    season_mask = models.PositiveSmallIntegerField(editable=False, default=0)
    price_note = models.CharField(
        _("price"), max_length=255, blank=True,
        help_text=_("A note such as “on request”; the portal takes no orders."),
    )  # fmt: skip
    is_featured_for_export = models.BooleanField(
        _("featured for export"), default=False,
        help_text=_("Chosen by the commune to be introduced abroad; listed first."),
    )  # fmt: skip
    featured_reason = models.TextField(
        _("why it was chosen"), blank=True, help_text=_("One or two sentences for visitors.")
    )
    latin_name = models.CharField(
        _("scientific name and variety"), max_length=200, blank=True,
        help_text=_("Such as Litchi chinensis Sonn."),
    )  # fmt: skip
    hs_code = models.CharField(
        _("HS code"), max_length=13, blank=True, validators=[validate_hs_code],
        help_text=_("6, 8 or 10 digits, such as 0810.90; to be confirmed by customs."),
    )  # fmt: skip
    yearly_volume = models.CharField(
        _("annual volume"),
        max_length=200,
        blank=True,
        help_text=_("Such as 120 tonnes, in season."),
    )
    minimum_order = models.CharField(
        _("minimum order"), max_length=200, blank=True, help_text=_("Such as one pallet, 500 kg.")
    )
    lead_time = models.CharField(
        _("lead time"),
        max_length=200,
        blank=True,
        help_text=_("From the contract to the delivery."),
    )
    shelf_life = models.CharField(
        _("shelf life"), max_length=200, blank=True, help_text=_("Under the storage given below.")
    )
    storage = models.CharField(
        _("storage"), max_length=255, blank=True, help_text=_("Temperature in °C and humidity.")
    )
    incoterms = ChoiceListField(
        _("terms of delivery"), options=Incoterm.choices,
        help_text=_("Incoterms 2020 that the producer offers."),
    )  # fmt: skip
    export_markets = models.CharField(
        _("current export markets"), max_length=255, blank=True,
        help_text=_("Countries it has really been exported to."),
    )  # fmt: skip
    samples_available = models.BooleanField(
        _("samples available"), default=False, help_text=_("The producer sends samples to buyers.")
    )

    shown_with: ClassVar[tuple[str, ...]] = ("ocop_category",)
    # Set by selectors.attach_producers for lists; a card elsewhere does not name the producer.
    public_producer: BusinessPage | None = None
    card_extras: ClassVar[tuple[str, ...]] = ("public_producer",)
    # Whoever lists pages of several kinds fetches these at once, instead of one query a card.
    card_prefetches: ClassVar[tuple[str, ...]] = ("certificates",)

    parent_page_types: ClassVar[list[str]] = ["products.ProductIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        CompletenessPanel(heading=_("Ready to be introduced abroad?")),
        *TopicalPage.content_panels,
        *PRODUCT_PANELS,
        *PROOF_PANELS,
        *MARK_PANELS,
        *EXPORT_PANELS,
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated(
            "mark_name", "ingredients", "packaging", "price_note", "featured_reason",
            "yearly_volume", "minimum_order", "lead_time", "shelf_life", "storage",
            "export_markets",
        ),
        *shared(
            "product_class", "ocop_category", "product_code", "producer", "mark_kind",
            "mark_number", "gtin", "traceability_url", "harvest_months", "is_featured_for_export",
            "latin_name", "hs_code", "incoterms", "samples_available",
            "certificates", "certifications", "production_codes", "listings",
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def clean_fields(self, exclude: Any = None) -> None:
        self.gtin = compact_gtin(self.gtin)
        super().clean_fields(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.season_mask = season_mask(self.harvest_months)
        super().save(*args, **kwargs)

    def certificate_history(self) -> list[OcopCertificate]:
        """All ratings with their authorities, newest first; one query."""
        return newest_first(self.certificates.select_related("authority", "category"))

    def current_certificate(self, today: datetime.date | None = None) -> OcopCertificate | None:
        """The newest rating in force on a day (today in Viet Nam by default); None if none is.

        No query when ``certificates`` are prefetched.
        """
        rows = newest_first(self.certificates.all())
        return next((row for row in rows if row.is_in_force(today)), None)

    @property
    def ocop(self) -> "OcopStanding":
        """How it stands with OCOP today; no query when ``certificates`` are prefetched."""
        from products.standing import standing_of

        return standing_of(self.certificates.all(), today_in_viet_nam())

    @property
    def shown_class(self) -> str:
        """What visitors are told of its class, in the active language."""
        from products.standing import shown_class_label

        return shown_class_label(self.product_class, self.ocop)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from products.presentation import product_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **product_context(self)}


class ProductIndexPage(IndexPage):
    filterset_class = ProductFilterSet
    subpage_types: ClassVar[list[str]] = ["products.ProductPage"]

    class Meta:
        verbose_name = _("list of products")
        verbose_name_plural = _("lists of products")

    def get_items(self) -> QuerySet[Any]:
        from products.selectors import products

        return products(self.locale_id)

    def paginate(self, request: HttpRequest, items: QuerySet[Any]) -> Any:
        from products.selectors import attach_producers

        page = super().paginate(request, items)
        attach_producers(page.object_list)
        return page
