from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home and sections")

    def ready(self) -> None:
        register(
            Kind("home", "home.HomePage", _("Home page"), _("Home pages"), is_listed=False,
                 schema="home.schemas.HomeSchema"),
            Kind("section", "home.SectionPage", _("Section"), _("Sections"), is_listed=False,
                 schema="catalog.page_schema.ListSchema"),
            Kind("page", "home.StandardPage", _("Page"), _("Pages"),
                 schema="home.schemas.StandardPageSchema"),
        )  # fmt: skip
