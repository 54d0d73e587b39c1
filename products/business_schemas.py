"""What the catalog holds of businesses, of investment sites, and of the page that lists them."""

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from catalog.building import markup
from catalog.building.metadata import given
from catalog.page_schema import Facets, ListSchema, PageSchema
from catalog.schemas import Choice, Named, Number, Shape
from products.blocks import ProcedureBlock
from products.choices import LegalForm

if TYPE_CHECKING:
    from catalog.building import Build


class Contact(Shape):
    """Shown with the person's consent only (Law 91/2025/QH15)."""

    name: str
    phone: str
    email: str


class BusinessData(Shape):
    legal_form: Choice
    registration_number: str
    business_fields: str
    address: str
    website: str
    contact: Contact | None = Field(description="Null without consent.")


class InvestmentData(Shape):
    area_ha: Number | None
    sector: str
    land_status: str
    infrastructure: str
    incentives: str
    contact_agency: Named | None
    latitude: Number | None = Field(description="Degrees north, WGS 84.")
    longitude: Number | None = Field(description="Degrees east, WGS 84.")


class BusinessSchema(PageSchema[BusinessData]):
    Data = BusinessData
    facet_choices = {"legal_form": LegalForm}

    def data(self, page: Any, build: "Build") -> BusinessData:
        return BusinessData(
            legal_form=build.choice(page.legal_form, LegalForm),
            registration_number=page.registration_number,
            business_fields=page.business_fields,
            address=page.address,
            website=page.website,
            contact=page.contact or None,
        )

    def facts(self, data: BusinessData) -> dict[str, Any]:
        return {
            "legal_form": data.legal_form.model_dump(),
            "business_fields": data.business_fields,
            "address": data.address,
        }

    def facets(self, page: Any, data: BusinessData, build: "Build") -> Facets:
        return [("legal_form", page.legal_form)]

    def json_ld(self, page: Any, data: BusinessData, build: "Build") -> dict[str, Any]:
        contact = data.contact
        return given(
            {
                "@type": "LocalBusiness",
                "address": data.address,
                "sameAs": data.website,
                "telephone": contact.phone if contact else None,
                "email": contact.email if contact else None,
            }
        )

    def search_text(self, page: Any, data: BusinessData) -> list[str]:
        words = [data.business_fields, data.address, data.registration_number]
        return [*words, data.legal_form.label]


class InvestmentSchema(PageSchema[InvestmentData]):
    Data = InvestmentData
    prefetches: ClassVar[tuple[str, ...]] = ("contact_agency",)

    def data(self, page: Any, build: "Build") -> InvestmentData:
        own = InvestmentData.model_fields.keys() - {"contact_agency"}
        return InvestmentData(
            **{name: getattr(page, name) for name in own},
            contact_agency=build.named(page.contact_agency),
        )

    def facts(self, data: InvestmentData) -> dict[str, Any]:
        return {"area_ha": data.area_ha, "sector": data.sector}

    def json_ld(self, page: Any, data: InvestmentData, build: "Build") -> dict[str, Any]:
        geo = None
        if data.latitude is not None and data.longitude is not None:
            geo = {"@type": "GeoCoordinates", "latitude": data.latitude,
                   "longitude": data.longitude}  # fmt: skip
        return given({"@type": "Place", "geo": geo})

    def search_text(self, page: Any, data: InvestmentData) -> list[str]:
        return [data.sector, data.land_status, data.infrastructure, data.incentives]


def _procedure(value: Any, build: "Build") -> str:
    link = markup.link(None, value["url"], value["title"], build)
    return markup.items([markup.joined([link, markup.paragraph(value["agency"])])])


class BusinessIndexSchema(ListSchema):
    block_html = {ProcedureBlock: _procedure}
