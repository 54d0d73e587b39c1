from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class ProductsConfig(AppConfig):
    name = "products"
    verbose_name = _("Products and businesses")

    def ready(self) -> None:
        from core.public_use import guard_records
        from products.models import OcopCategory

        guard_records(OcopCategory)
        register(
            Kind("product", "products.ProductPage", _("Product"), _("Products"),
                 schema="products.schemas.ProductSchema"),
            Kind("business", "products.BusinessPage", _("Business"), _("Businesses"),
                 schema="products.business_schemas.BusinessSchema"),
            Kind("investment", "products.InvestmentSitePage", _("Investment site"),
                 _("Investment sites"), schema="products.business_schemas.InvestmentSchema"),
            Kind("product_index", "products.ProductIndexPage", _("List of products"),
                 _("Lists of products"), is_listed=False,
                 schema="catalog.page_schema.ListSchema"),
            Kind("business_index", "products.BusinessIndexPage", _("List of businesses"),
                 _("Lists of businesses"), is_listed=False,
                 schema="products.business_schemas.BusinessIndexSchema"),
        )  # fmt: skip
