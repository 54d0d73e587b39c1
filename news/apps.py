from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        from core.quality import findings
        from news.quality import on_sources

        findings.register(on_sources)
        register(
            Kind(
                "news",
                "news.NewsPage",
                _("News item"),
                _("News"),
                is_of_its_day=True,
                is_dated=True,
                schema="news.schemas.NewsSchema",
            ),
            Kind(
                "news_index",
                "news.NewsIndexPage",
                _("List of news"),
                _("Lists of news"),
                is_listed=False,
                schema="catalog.page_schema.ListSchema",
            ),
        )
