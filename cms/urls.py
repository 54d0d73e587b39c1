"""Addresses: the admin and files without a language, everything public with it in the path."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import pgettext_lazy
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from api.feeds.views import feed_list
from core.views import map_ground, robots_txt, security_txt
from delivery.files import document, media
from delivery.views import offline, service_worker, web_manifest
from feedback.views import opinion
from home.views import site_map
from search.views import search

urlpatterns = [
    path("api/", include("api.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"),
    path("robots.txt", robots_txt),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("service-worker.js", service_worker, name="service_worker"),
]

urlpatterns += [path("", include("api.feeds.urls"))]
urlpatterns += i18n_patterns(
    path("site.webmanifest", web_manifest, name="web_manifest"),
    path("feeds/", feed_list, name="feeds"),
    path(pgettext_lazy("address", "site-map/"), site_map, name="site_map"),
    path(pgettext_lazy("address", "map.json"), map_ground, name="map_ground"),
    path(pgettext_lazy("address", "offline/"), offline, name="offline"),
    path(pgettext_lazy("address", "opinion/"), opinion, name="opinion"),
    path(pgettext_lazy("address", "search/"), search, name="search"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
