from products.models.business import BusinessIndexPage, BusinessPage
from products.models.certificates import (
    MarketplaceListing,
    OcopCertificate,
    OtherCertification,
    ProductionCode,
)
from products.models.investment import InvestmentSitePage
from products.models.ocop import OcopCategory
from products.models.product import ProductIndexPage, ProductPage

__all__ = [
    "BusinessIndexPage",
    "BusinessPage",
    "InvestmentSitePage",
    "MarketplaceListing",
    "OcopCategory",
    "OcopCertificate",
    "OtherCertification",
    "ProductIndexPage",
    "ProductPage",
    "ProductionCode",
]
