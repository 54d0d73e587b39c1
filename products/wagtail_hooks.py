"""The OCOP list in the admin, and what the dashboard says of certificates."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from core.admin_lists import RecordViewSet
from products.dashboard import CertificatesPanel
from products.models import OcopCategory


class OcopCategoryViewSet(RecordViewSet):
    model = OcopCategory
    icon = "list-ol"
    list_display = ["code", "name", "level", "parent", "scheme"]
    list_filter = ["level", "scheme"]


register_snippet(OcopCategoryViewSet)


@hooks.register("construct_homepage_panels")
def certificates_that_end(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(CertificatesPanel(request))
