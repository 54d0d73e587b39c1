"""All addresses of the portal, and beside them what any view on the same server must cost."""

from django.urls import path

from bench import baselines, stock
from cms import urls

urlpatterns = [
    path("bench/constant", baselines.constant),
    path("bench/values", baselines.values),
    path("bench/dump", baselines.dump),
    path("bench/stock/<path:path>", stock.stock),
    *urls.urlpatterns,
]
handler404 = urls.handler404
handler500 = urls.handler500
