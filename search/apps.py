from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from catalog.signals import catalog_written
        from search import background
        from search.indexing import follow

        catalog_written.connect(follow, dispatch_uid="search")
        catalog_written.connect(background.follow, dispatch_uid="search in the background")
