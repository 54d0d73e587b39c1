from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    name = "localization"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from core.quality import findings
        from localization import addresses, gate, gone_objects, local_dates, shared_fields
        from localization.machine import system_check  # noqa: F401  (registers itself)
        from localization.quality import on_translations
        from localization.states import signals
        from localization.trees import marks, publishing

        findings.register(on_translations)
        shared_fields.install()
        local_dates.install()
        gone_objects.install()
        publishing.install()
        gate.install()
        marks.connect()
        signals.connect()
        addresses.connect()
