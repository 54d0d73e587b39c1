"""Is a product ready to be introduced abroad? One list of what a buyer asks, for editor and tests.

Not a gate: a page may be published with gaps. The list follows what importers ask a producer for
first (product, proof, trade terms, a contact, an English page).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from products.selectors import is_translated_to

if TYPE_CHECKING:
    from products.models import ProductPage


@dataclass(frozen=True)
class Requirement:
    """One thing a buyer asks. ``field`` is the form field or relation that answers it."""

    field: str
    label: str | Promise
    is_met: bool


@dataclass(frozen=True)
class Completeness:
    requirements: list[Requirement]

    @property
    def missing(self) -> list[Requirement]:
        return [r for r in self.requirements if not r.is_met]

    @property
    def filled(self) -> list[Requirement]:
        return [r for r in self.requirements if r.is_met]

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when nothing is missing."""
        return 100 * len(self.filled) // len(self.requirements)


def completeness(product: "ProductPage") -> Completeness:
    """What is filled and what is missing; at most five queries for a saved product."""
    answers: list[tuple[str, str | Promise, object]] = [
        ("summary", _("summary"), product.summary),
        ("cover", _("cover picture"), product.cover_id),
        ("body", _("product story"), len(product.body)),
        ("ingredients", _("ingredients and use"), product.ingredients),
        ("packaging", _("packaging"), product.packaging),
        ("latin_name", _("scientific name and variety"), product.latin_name),
        ("hs_code", _("HS code"), product.hs_code),
        ("yearly_volume", _("annual volume"), product.yearly_volume),
        ("minimum_order", _("minimum order"), product.minimum_order),
        ("lead_time", _("lead time"), product.lead_time),
        ("shelf_life", _("shelf life"), product.shelf_life),
        ("storage", _("storage"), product.storage),
        ("incoterms", _("terms of delivery"), product.incoterms),
        ("gtin", _("barcode number or traceability address"),
         product.gtin or product.traceability_url),
        ("certificates", _("a certificate or certification in force"), _has_proof(product)),
        ("producer", _("a producer whose contact may be shown"), _has_contact(product)),
        ("translations", _("a published English page"), _has_english(product)),
    ]  # fmt: skip
    return Completeness([Requirement(f, label, bool(value)) for f, label, value in answers])


def _has_proof(product: "ProductPage") -> bool:
    in_force = any(row.is_in_force() for row in product.certifications.all())
    return in_force or product.current_certificate() is not None


def _has_contact(product: "ProductPage") -> bool:
    return product.producer is not None and product.producer.live and bool(product.producer.contact)


def _has_english(product: "ProductPage") -> bool:
    return bool(product.pk) and is_translated_to(product, "en")
