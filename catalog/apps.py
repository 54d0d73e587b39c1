from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from django.core.signals import request_finished

        from catalog import background, marks

        marks.connect()
        request_finished.connect(background.after_request, dispatch_uid="catalog")
