"""The addresses of the translation screens, and their place in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from localization.screens import changes, grid, steps, together


class GridMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        table = grid.TranslationGrid
        return bool(
            table.permission_policy.user_has_any_permission(
                request.user, table.any_permission_required
            )
        )


class TranslationsViewSet(ViewSet):
    name = "translations"
    icon = "table"
    menu_label = _("Pages and languages")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return GridMenuItem(
            self.menu_label, self.menu_url, name=self.menu_name, icon_name=self.icon,
            order=order or 0,
        )  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        table = grid.TranslationGrid
        return [
            path("", table.as_view(), name="index"),
            path("results/", table.as_view(results_only=True), name="index_results"),
            path("<int:pk>/begin/", steps.begin, name="begin"),
            path("<int:pk>/publish/", steps.publish, name="publish"),
            path("<int:pk>/confirm/", steps.confirm, name="confirm"),
            path("<int:pk>/changes/", changes.ChangesView.as_view(), name="changes"),
            path("together/<int:pk>/", together.TogetherView.as_view(), name="joint"),
        ]
