from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save
        from wagtail.contrib.search_promotions.models import SearchPromotion

        from catalog.signals import catalog_written
        from core.models import Locality
        from core.public_use import guard_records
        from search import background, synonyms
        from search.indexing import follow
        from search.models import SynonymGroup

        guard_records(SynonymGroup, SearchPromotion)
        catalog_written.connect(follow, dispatch_uid="search")
        catalog_written.connect(background.follow, dispatch_uid="search in the background")
        for model in (SynonymGroup, Locality):
            for signal in (post_save, post_delete):
                signal.connect(synonyms.forget, sender=model, dispatch_uid=f"search {signal}")
        m2m_changed.connect(
            synonyms.forget, sender=Locality.successors.through, dispatch_uid="search"
        )
