"""Addresses below /api/: the public interface, and Wagtail's own for staff."""

from django.urls import path
from wagtail.api.v3.urls import api as wagtail_api

from api.endpoints import addresses, content, descriptions, items, portal, previews, sync
from api.openapi import api

for module in (portal, addresses, content, items, sync, previews, descriptions):
    api.add_router("", module.router)

urlpatterns = [
    path("v1/", api.urls),
    path("staff/v3/", wagtail_api.urls),
]
