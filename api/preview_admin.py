"""A button in the admin that makes a link to the draft for developers of a front end."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from api.preview import address_of
from core.kinds import kind_of


def preview_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes to a new preview of the draft; only for those who may edit the page."""
    page = get_object_or_404(Page, pk=pk).specific
    if kind_of(page) is None or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    response = redirect(address_of(page))
    response["Cache-Control"] = "no-store"
    return response


def urls() -> list[Any]:
    return [path("api-preview/<int:pk>/", preview_link, name="api_preview")]


def button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if kind_of(page.specific_deferred) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Preview as data"),
            reverse("api_preview", args=[page.pk]),
            icon_name="code",
            priority=90,
            attrs={"target": "_blank", "rel": "noopener"},
        )
