"""Addresses below /api/: the public interface, and Wagtail's own for staff."""

from django.conf import settings
from django.urls import path
from wagtail.api.v3.urls import api as wagtail_api

from api.endpoints import (
    addresses,
    content,
    descriptions,
    docs,
    items,
    portal,
    previews,
    search,
    sync,
)
from api.openapi import api

for module in (portal, addresses, content, search, items, sync, previews, descriptions):
    api.add_router("", module.router)

urlpatterns = [
    path("v1/docs", docs.page, name="api_docs"),
    *(
        path(f"v1/docs/{code}", docs.page, {"language": code}, name=f"api_docs_{code}")
        for code, _name in settings.LANGUAGES
    ),
    path("v1/", api.urls),
    path("staff/v3/", wagtail_api.urls),
]
