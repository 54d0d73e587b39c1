from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Office desk")

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_delete

        from catalog import contributions
        from desk.models import NationalProposal
        from desk.record import NATIONAL_PORTAL, mark_versions

        contributions.register(NATIONAL_PORTAL)
        post_save.connect(mark_versions, sender=NationalProposal, dispatch_uid="desk")
        # Before: as long as the page is there, its other languages can be found.
        pre_delete.connect(mark_versions, sender=NationalProposal, dispatch_uid="desk")
