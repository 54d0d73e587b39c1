from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from wagtail.models import ReferenceIndex

        from core import (
            avif,
            chooser_links,
            gate,
            public_use,
            redirects,
            renditions,
            set_aside,
            spreadsheets,
        )
        from core import checks as checks  # registers the system checks
        from core import deploy_checks as deploy_checks
        from core.models import (
            Abbreviation,
            Agency,
            Locality,
            Marketplace,
            Menu,
            Officer,
            PortalSettings,
            Post,
            Topic,
        )
        from core.pictures.forms import guard_avatars
        from core.unsaved import restoring
        from core.vietnamese import collation

        avif.install()
        chooser_links.install()
        gate.install()
        public_use.guard_files()
        public_use.guard_records(
            Abbreviation, Agency, Locality, Marketplace, Menu, Officer, Post, Topic
        )
        redirects.install()
        spreadsheets.install()
        restoring.install()
        connection_created.connect(collation.teach, dispatch_uid="core")
        for label in ("wagtailcore.Page", "core.PortalImage", "core.PortalDocument"):
            post_delete.connect(set_aside.on_deleted, sender=label, dispatch_uid="set aside")
        renditions.connect()
        guard_avatars()
        # Wagtail does not look into settings: the emblem would count as used nowhere.
        ReferenceIndex.register_model(PortalSettings)
