from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery of pages")

    def ready(self) -> None:
        from django.core.signals import request_finished
        from django.db.models.signals import post_save

        from catalog.signals import catalog_changed, sitewide_changed
        from delivery import drawing, purging

        catalog_changed.connect(drawing.on_catalog_changed, dispatch_uid="delivery")
        catalog_changed.connect(purging.on_catalog_changed, dispatch_uid="purging")
        sitewide_changed.connect(purging.on_sitewide_changed, dispatch_uid="purging")
        post_save.connect(drawing.on_portal_saved, "core.PortalSettings", dispatch_uid="delivery")
        request_finished.connect(drawing.after_request, dispatch_uid="delivery")
