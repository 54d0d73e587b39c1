"""Addresses of the feeds: they stay as they are, since others have subscribed to them."""

from django.conf import settings
from django.urls import path, register_converter

from api.feeds import views
from api.feeds.oai.views import oai
from api.feeds.syndication import FORMS


class LocaleConverter:
    """Code of a language of the content, such as ``vi``."""

    regex = "[a-z]{2,3}(?:-[a-z0-9]{2,8})*"

    def to_python(self, value: str) -> str:
        if value not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


class FormConverter:
    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LocaleConverter, "locale")
register_converter(FormConverter, "form")

urlpatterns = [
    path("feeds/<locale:locale>/events.ics", views.events_calendar, name="events_calendar"),
    path("feeds/<locale:locale>/podcast.rss", views.podcast_feed, name="podcast"),
    path("feeds/<locale:locale>/products/merchant.rss", views.merchant_rss, name="merchant_rss"),
    path("feeds/<locale:locale>/products/merchant.csv", views.merchant_csv, name="merchant_csv"),
    path(
        "feeds/<locale:locale>/products/excluded.json",
        views.excluded_products,
        name="excluded_products",
    ),
    path(
        "feeds/<locale:locale>/sections/<uuid:section>.<form:form>",
        views.section_feed,
        name="feeds_section",
    ),
    path("feeds/<locale:locale>/<slug:name>.<form:form>", views.kind_feed, name="feeds_kind"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<locale:locale>-<int:number>.xml", views.sitemap_file, name="sitemap_file"),
    path("oai", oai, name="oai"),
]
