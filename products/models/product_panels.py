"""The editor's form of a product, in the order in which an officer has the papers at hand."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

PRODUCT_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("product_class"), FieldPanel("product_code")]),
            FieldPanel("ocop_category"),
            PageChooserPanel("producer"),
            FieldPanel("ingredients"),
            FieldPanel("packaging"),
            FieldPanel("harvest_months"),
            FieldPanel("price_note"),
            FieldRowPanel([FieldPanel("gtin"), FieldPanel("traceability_url")]),
        ],
        heading=_("Product"),
    ),
]
PROOF_PANELS = [
    InlinePanel(
        "certificates",
        heading=_("OCOP certificates"),
        label=_("OCOP certificate"),
        help_text=_("One for each rating. Keep the old ones: they are the product's history."),
    ),
    InlinePanel(
        "certifications",
        heading=_("Other certifications"),
        label=_("certification"),
        help_text=_("VietGAP, organic, food safety and the like, each with its last day."),
    ),
    InlinePanel(
        "production_codes",
        heading=_("Growing-area and packing-house codes"),
        label=_("production code"),
        help_text=_("One for each market the code was issued for."),
    ),
]
MARK_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("mark_kind"),
            FieldRowPanel([FieldPanel("mark_name"), FieldPanel("mark_number")]),
        ],
        heading=_("Intellectual property"),
    ),
]
EXPORT_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("is_featured_for_export"),
            FieldPanel("featured_reason"),
            FieldRowPanel([FieldPanel("latin_name"), FieldPanel("hs_code")]),
            FieldRowPanel([FieldPanel("yearly_volume"), FieldPanel("minimum_order")]),
            FieldRowPanel([FieldPanel("lead_time"), FieldPanel("shelf_life")]),
            FieldPanel("storage"),
            FieldPanel("incoterms"),
            FieldPanel("export_markets"),
            FieldPanel("samples_available"),
        ],
        heading=_("For buyers abroad"),
    ),
    InlinePanel(
        "listings",
        heading=_("On e-commerce platforms"),
        label=_("listing"),
        help_text=_("Links only: the portal takes no orders."),
    ),
]
