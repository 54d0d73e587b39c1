"""What the catalog holds of products: what each is, what proves it, what a buyer abroad asks."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from catalog.building.metadata import given
from catalog.page_schema import Facets, PageSchema
from catalog.schemas import Choice, File, Label, Link, Named, Number, Shape
from core.unfinished import complete
from products.choices import (
    CertificationScheme,
    MarkKind,
    Month,
    ProductionCodeKind,
    ShownClass,
)
from products.models.certificates import newest_first
from products.seasons import season_text
from products.standing import OcopStanding, OcopState, shown_class, standing_of
from products.validity import NOTICE_MONTHS, CertificateState, add_months

if TYPE_CHECKING:
    from catalog.building import Build


_ACTIVE = "https://schema.org/CertificationActive"
_INACTIVE = "https://schema.org/CertificationInactive"


class Certificate(Shape):
    """One OCOP rating; its state is that of the day on which the item was built."""

    stars: int
    score: Number | None = Field(description="Out of 100.")
    state: Choice
    decision_number: str
    decision_date: datetime.date
    authority: Named
    certificate_number: str
    category: Named | None = Field(description="Product set of the list of that time.")
    expires_on: datetime.date = Field(description="Last day.")
    revoked_on: datetime.date | None = Field(description="First day without force.")
    revoked_reason: Label | None


class Ocop(Shape):
    """How the product stands with OCOP on the day on which the item was built."""

    state: Choice = Field(description="in_force, expiring, expired, revoked or never.")
    stars: int | None = Field(description="In force; null without.")
    day: datetime.date | None = Field(
        description="Last day in force; of a revoked rating the first day without."
    )
    text: str = Field(description="The same in words, to be shown beside the product's name.")


class Certification(Shape):
    scheme: Choice
    issuer: Label | None
    number: str
    scope: Label | None
    valid_to: datetime.date | None = Field(description="Last day; null: until further notice.")
    is_in_force: bool
    file: File | None


class ProductionCodeData(Shape):
    kind: Choice
    code: str
    market: Label | None
    area_ha: Number | None


class Mark(Shape):
    kind: Choice
    name: str
    number: str


class Export(Shape):
    """For buyers abroad, in the words of the producer."""

    latin_name: str
    hs_code: str
    yearly_volume: str
    minimum_order: str
    lead_time: str
    shelf_life: str
    storage: str
    incoterms: list[str] = Field(description="Incoterms 2020.")
    export_markets: str
    samples_available: bool


class Listing(Shape):
    """On an e-commerce platform; the portal itself takes no orders."""

    marketplace: Named
    url: str
    checked_on: datetime.date | None


class ProductData(Shape):
    product_class: Choice = Field(description="no_star: entered as OCOP, without stars in force.")
    ocop: Ocop
    category: list[Named] = Field(description="OCOP group, sub-group and product set.")
    product_code: str
    producer: Link | None
    current: Certificate | None = Field(description="The OCOP rating in force.")
    certificates: list[Certificate] = Field(description="All ratings, the newest first.")
    certifications: list[Certification]
    production_codes: list[ProductionCodeData]
    mark: Mark | None
    gtin: str
    traceability_url: str
    ingredients: str
    packaging: str
    price_note: str
    harvest_months: list[int] = Field(description="1 to 12; empty: no season.")
    season: str = Field(description="The months in words.")
    is_featured: bool = Field(description="Chosen by the commune to be introduced abroad.")
    featured_reason: str
    export: Export
    listings: list[Listing] = Field(description="Only where both page and platform still exist.")


class ProductSchema(PageSchema[ProductData]):
    Data = ProductData
    facet_choices = {
        "product_class": ShownClass, "scheme": CertificationScheme, "month": Month,
    }  # fmt: skip
    prefetches: ClassVar[tuple[str, ...]] = (
        "certificates__authority", "certificates__category", "certifications__file",
        "production_codes", "listings__marketplace", "ocop_category__parent__parent", "producer",
    )  # fmt: skip

    def data(self, page: Any, build: "Build") -> ProductData:
        ratings = newest_first(page.certificates.all())
        certificates = [_certificate(row, build) for row in ratings]
        in_force = [row.is_in_force(build.today) for row in ratings]
        current = certificates[in_force.index(True)] if True in in_force else None
        standing = standing_of(ratings, build.today)
        return ProductData(
            product_class=build.choice(shown_class(page.product_class, standing), ShownClass),
            ocop=_ocop(standing, build),
            category=_category_path(page.ocop_category, build),
            product_code=page.product_code,
            producer=build.link(page.producer),
            current=current,
            certificates=certificates,
            certifications=[_certification(row, build) for row in page.certifications.all()],
            production_codes=[_production_code(row, build) for row in page.production_codes.all()],
            mark=_mark(page, build),
            gtin=page.gtin,
            traceability_url=page.traceability_url,
            ingredients=page.ingredients,
            packaging=page.packaging,
            price_note=page.price_note,
            harvest_months=page.harvest_months,
            season=season_text(page.harvest_months),
            is_featured=page.is_featured_for_export,
            featured_reason=page.featured_reason,
            export=Export(**{name: getattr(page, name) for name in Export.model_fields}),
            listings=[
                found for row in complete(page.listings.all()) if (found := _listing(row, build))
            ],
        )

    def facts(self, data: ProductData) -> dict[str, Any]:
        return {
            "product_class": data.product_class.model_dump(),
            "ocop": data.ocop.model_dump(mode="json"),
            "stars": data.current.stars if data.current else None,
            "expires_on": data.current.expires_on.isoformat() if data.current else None,
            "producer": data.producer.model_dump() if data.producer else None,
            "is_featured": data.is_featured,
        }

    def facets(self, page: Any, data: ProductData, build: "Build") -> Facets:
        yield "product_class", data.product_class.code
        yield "featured", str(data.is_featured).lower()
        yield "stars", str(data.current.stars) if data.current else ""
        yield "producer", data.producer.id if data.producer else ""
        yield from (("category", category.code) for category in data.category)
        yield from (("month", str(month)) for month in data.harvest_months)
        yield from (("scheme", row.scheme.code) for row in data.certifications if row.is_in_force)

    def is_featured(self, page: Any, data: ProductData) -> bool:
        return data.is_featured

    def json_ld(self, page: Any, data: ProductData, build: "Build") -> dict[str, Any]:
        maker = {"@type": "Organization", "name": data.producer.title, "url": data.producer.url,
                 "@id": data.producer.url} if data.producer else None  # fmt: skip
        return given({
            "@type": "Product",
            "sku": data.product_code,
            "gtin": data.gtin,
            "category": " > ".join(c.name.value for c in data.category if c.name),
            "manufacturer": maker,
            "award": _rating(data.current) if data.current else None,
            "hasCertification": [
                *_rating_as_json_ld(data),
                *(_as_json_ld(row) for row in data.certifications if row.is_in_force),
            ],
        })  # fmt: skip

    def status(self, data: dict[str, Any]) -> str:
        ocop = data["ocop"]
        is_asked = data["product_class"]["code"] == ShownClass.NO_STAR
        return ocop["text"] if is_asked or ocop["state"]["code"] != OcopState.NEVER else ""

    def search_text(self, page: Any, data: ProductData) -> list[str]:
        words = [data.product_code, data.gtin, data.ingredients, data.export.latin_name]
        words += [data.producer.title if data.producer else "", data.mark.name if data.mark else ""]
        words += [code.code for code in data.production_codes]
        words += [row.decision_number for row in data.certificates]
        return words


def _rating(current: Certificate) -> str:
    return f"OCOP {current.stars}★"


def _rating_as_json_ld(data: ProductData) -> list[dict[str, Any]]:
    """The rating in force; else the newest, which says that it is none and counts no stars."""
    begun = (row for row in data.certificates if row.state.code != CertificateState.NOT_YET)
    row = data.current or next(begun, None)
    if row is None or data.ocop.day is None:
        return []
    stars = {
        "name": _rating(row),
        "certificationRating": {"@type": "Rating", "ratingValue": row.stars, "bestRating": 5},
    }  # fmt: skip
    return [given({
        "@type": "Certification",
        **(stars if data.current else {"name": "OCOP"}),
        "certificationStatus": _ACTIVE if data.current else _INACTIVE,
        "certificationIdentification": row.certificate_number or row.decision_number,
        "issuedBy": _issuer(row.authority.name),
        "validFrom": row.decision_date.isoformat(),
        "expires": data.ocop.day.isoformat(),
    })]  # fmt: skip


def _as_json_ld(row: Certification) -> dict[str, Any]:
    return given({
        "@type": "Certification",
        "name": row.scheme.label,
        "certificationIdentification": row.number,
        "issuedBy": _issuer(row.issuer),
        "expires": row.valid_to.isoformat() if row.valid_to else None,
    })  # fmt: skip


def _ocop(standing: OcopStanding, build: "Build") -> Ocop:
    return Ocop(
        state=build.choice(standing.state, OcopState),
        stars=standing.stars,
        day=standing.day,
        text=standing.text,
    )


def _issuer(name: Label | None) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": name.value} if name else None


def _certificate(row: Any, build: "Build") -> Certificate:
    last_day = row.last_day
    build.recheck(row.decision_date)
    build.recheck(_first_day_of_notice(last_day))
    build.recheck_after(last_day)
    build.recheck(row.revoked_on)
    return Certificate(
        stars=row.stars,
        score=None if row.score is None else float(row.score),
        state=build.choice(row.state(build.today), CertificateState),
        decision_number=row.decision_number,
        decision_date=row.decision_date,
        authority=build.named(row.authority),
        certificate_number=row.certificate_number,
        category=build.named(row.category),
        expires_on=last_day,
        revoked_on=row.revoked_on,
        revoked_reason=build.label(row.revoked_reason),
    )


def _first_day_of_notice(last_day: datetime.date) -> datetime.date:
    """From which on a certificate counts as expiring soon: `validity.state_on` turned round."""
    longest = datetime.timedelta(days=31 * NOTICE_MONTHS)
    if last_day - datetime.date.min < longest:
        return datetime.date.min
    day = last_day - longest
    while add_months(day, NOTICE_MONTHS) < last_day:
        day += datetime.timedelta(days=1)
    return day


def _certification(row: Any, build: "Build") -> Certification:
    build.recheck_after(row.valid_to)
    return Certification(
        scheme=build.choice(row.scheme, CertificationScheme),
        issuer=build.label(row.issuer),
        number=row.number,
        scope=build.label(row.scope),
        valid_to=row.valid_to,
        is_in_force=row.is_in_force(build.today),
        file=build.file(row.file),
    )


def _production_code(row: Any, build: "Build") -> ProductionCodeData:
    return ProductionCodeData(
        kind=build.choice(row.kind, ProductionCodeKind),
        code=row.code,
        market=build.label(row.market),
        area_ha=row.area_ha,
    )


def _mark(page: Any, build: "Build") -> Mark | None:
    if page.mark_kind == MarkKind.NONE or not page.mark_name:
        return None
    kind = build.choice(page.mark_kind, MarkKind)
    return Mark(kind=kind, name=page.mark_name, number=page.mark_number)


def _listing(row: Any, build: "Build") -> Listing | None:
    marketplace = build.named(row.marketplace)
    if not row.is_linked:
        return None
    return Listing(marketplace=marketplace, url=row.url, checked_on=row.checked_on)


def _category_path(category: Any, build: "Build") -> list[Any]:
    """From the group down to the set."""
    path: list[Any] = []
    while category is not None:
        path.insert(0, build.named(category))
        category = category.parent
    return path
