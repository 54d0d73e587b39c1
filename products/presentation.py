"""What the templates of products, businesses and investment sites are given besides the page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalog.references import named_by, public_references, references_of
from core.maps import Marker, map_data
from core.templatetags.portal import marked
from core.unfinished import complete
from products.choices import MarkKind
from products.measures import hectares
from products.models.certificates import OcopCertificate
from products.seasons import season_text, season_wheel
from products.selectors import coming_and_past, events_naming, products_of
from products.standing import shown_class_label, standing_of
from products.validity import CertificateState, today_in_viet_nam

if TYPE_CHECKING:
    from products.models import BusinessPage, InvestmentSitePage, ProductPage

Facts = list[tuple[str, Any]]


@dataclass(frozen=True)
class DatedCertificate:
    """A certificate with its state today. A later rating supersedes one that has not run out."""

    certificate: OcopCertificate
    state: CertificateState

    @property
    def is_superseded(self) -> bool:
        """Asked of those that are not current: still running, but no longer the newest."""
        return self.state in (CertificateState.IN_FORCE, CertificateState.EXPIRING)

    @property
    def is_expiring(self) -> bool:
        return self.state == CertificateState.EXPIRING


def qr_svg(url: str) -> SafeString:
    """QR code of an address as an inline SVG element without colours or sizes of its own.

    Made here, so that no visitor's browser asks another host for it.
    """
    drawing = segno.make(url, micro=False, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr-code", lineclass=None
    )
    return mark_safe(drawing)


def product_context(page: "ProductPage") -> dict[str, Any]:
    """Template context of a product; a constant number of queries."""
    today = today_in_viet_nam()
    history = page.certificate_history()
    standing = standing_of(history, today)
    rated = [DatedCertificate(row, row.state(today)) for row in history]
    current = next((row for row in rated if row.certificate.is_in_force(today)), None)
    certifications = [
        (row, row.is_in_force(today)) for row in page.certifications.select_related("file")
    ]
    shown = references_of(
        page, producer=named_by(page, "producer"), events=events_naming("products", page)
    )
    return {
        "standing": standing,
        "shown_class": shown_class_label(page.product_class, standing),
        "current": current,
        "earlier": [row for row in rated if row is not current],
        "certifications": certifications,
        "production_codes": [(row, hectares(row.area_ha)) for row in page.production_codes.all()],
        "listings": complete(page.listings.select_related("marketplace")),
        "producer": next(iter(shown["producer"]), None),
        **coming_and_past(shown["events"]),
        "season_wheel": season_wheel(page.harvest_months),
        "season_text": season_text(page.harvest_months),
        "facts": product_facts(page),
        "export_facts": export_facts(page),
        "qr": qr_svg(page.traceability_url) if page.traceability_url else "",
    }


def given(facts: Facts) -> Facts:
    """Without those that are empty."""
    return [fact for fact in facts if fact[1]]


def product_facts(page: "ProductPage") -> Facts:
    category = page.ocop_category
    facts = [
        (_("OCOP product set"), marked(category.name) if category else ""),
        (_("Product code"), page.product_code),
        (_("Ingredients and use"), page.ingredients),
        (_("Packaging"), page.packaging),
        (_("Price"), page.price_note),
        (_("Barcode (GTIN)"), page.gtin),
        *mark_facts(page),
    ]
    return given(facts)


def mark_facts(page: "ProductPage") -> Facts:
    """The geographical indication or mark; nothing when the product has none."""
    if page.mark_kind == MarkKind.NONE or not page.mark_name:
        return []
    number = f" ({page.mark_number})" if page.mark_number else ""
    return [(page.get_mark_kind_display(), f"{page.mark_name}{number}")]


def export_facts(page: "ProductPage") -> Facts:
    """What a buyer abroad asks; empty when nothing of it is known."""
    facts = [
        (_("Scientific name and variety"), page.latin_name),
        (_("HS code"), page.hs_code),
        (_("Annual volume"), page.yearly_volume),
        (_("Minimum order"), page.minimum_order),
        (_("Lead time"), page.lead_time),
        (_("Shelf life"), page.shelf_life),
        (_("Storage"), page.storage),
        (_("Terms of delivery (Incoterms 2020)"), ", ".join(page.incoterms)),
        (_("Current export markets"), page.export_markets),
        (_("Samples"), _("available") if page.samples_available else ""),
    ]
    return given(facts)


def business_context(page: "BusinessPage") -> dict[str, Any]:
    """Template context of a business; a constant number of queries."""
    facts: Facts = [
        (_("Legal form"), page.get_legal_form_display()),
        (_("Registration number"), page.registration_number),
        (_("Line of business"), page.business_fields),
        (_("Address"), page.address),
        (_("Locality"), marked(page.locality.name) if page.locality else ""),
    ]
    return {
        "facts": given(facts),
        "contact": page.contact,
        "products": products_of(page),
        **coming_and_past(public_references(page, events_naming("businesses", page))),
    }


def investment_context(page: "InvestmentSitePage") -> dict[str, Any]:
    """Template context of an investment site: facts, and its point on a map."""
    facts: Facts = [
        (_("Area"), page.area_text),
        (_("Sector"), page.sector),
        (_("Land"), page.land_status),
        (_("Infrastructure"), page.infrastructure),
        (_("Incentives"), page.incentives),
    ]
    context: dict[str, Any] = {"facts": given(facts), "markers": []}
    if page.latitude is not None and page.longitude is not None:
        place = (page.title, page.latitude, page.longitude)
        markers = [Marker(*place, page.sector, kind=_("Investment site"), picture=page.cover)]
        context |= {"markers": markers, "map_data": map_data(markers)}
    return context
