from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class APIConfig(AppConfig):
    name = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        from api.webhooks.outbox import announce
        from catalog.signals import catalog_changed

        catalog_changed.connect(announce, dispatch_uid="api.webhooks")
