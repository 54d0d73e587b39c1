from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from core import (
            avif,
            checks,  # noqa: F401  (registers the system checks)
        )

        avif.install()
