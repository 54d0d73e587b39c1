"""The trees in the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.locales import components

from core.approval import PortalPageViewSet
from localization.trees.reading import Languages
from localization.trees.screens import BrokenTreesPanel, TreesMenuItem, TreesView, may_see
from localization.trees.withdrawal import WITHDRAWN
from localization.trees.withdrawing import (
    AskingDeleteBulkAction,
    AskingDeleteView,
    AskingUnpublishBulkAction,
    AskingUnpublishView,
)

# The one set of views of all pages is the kernel's; these two belong to it in every form of it.
PortalPageViewSet.unpublish_view_class = AskingUnpublishView
PortalPageViewSet.delete_view_class = AskingDeleteView

# Languages always follow each other: wagtail-localize's own switch for that would do nothing.
components.LOCALE_COMPONENTS[:] = [
    component
    for component in components.LOCALE_COMPONENTS
    if component["slug"] != "wagtail_localize_localesynchronization"
]

hooks.register("register_bulk_action", AskingUnpublishBulkAction, order=10)
hooks.register("register_bulk_action", AskingDeleteBulkAction, order=10)


@hooks.register("register_log_actions")
def withdrawal_is_logged(actions: Any) -> None:
    actions.register_action(
        WITHDRAWN,
        gettext_lazy("Withdraw with the original"),
        gettext_lazy("Withdrawn together with its original"),
    )


@hooks.register("register_admin_urls")
def addresses_of_trees() -> list[URLPattern]:
    return [path("page-trees/", TreesView.as_view(), name="localization_trees")]


@hooks.register("register_reports_menu_item")
def trees_among_the_reports() -> TreesMenuItem:
    return TreesMenuItem(
        gettext_lazy("Page trees"), reverse("localization_trees"), icon_name="site", order=1200
    )


@hooks.register("construct_homepage_panels")
def broken_trees_on_the_start_page(request: HttpRequest, panels: list[Any]) -> None:
    if may_see(request.user):
        panels.append(BrokenTreesPanel())


@hooks.register("before_move_page")
def moves_with_its_original(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Moved alone it would be back at once: better to say so before."""
    return _refuse(request, page, _("It moves with its original. Move that one."), drafts=True)


@hooks.register("before_delete_page")
def goes_with_its_original(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A stand-in only: a deleted translation leaves a stand-in in its place."""
    return _refuse(
        request, page, _("It holds the place of its original and goes with it. Delete that one.")
    )


@hooks.register("before_bulk_action")
def move_with_their_originals(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    if action_type != "move":
        return None
    refused = [moves_with_its_original(request, page, page) for page in objects]
    return redirect(action.next_url) if any(refused) else None


def _refuse(
    request: HttpRequest, page: Page, reason: str, *, drafts: bool = False
) -> HttpResponse | None:
    languages = Languages.now()
    if languages is None or page.locale_id not in languages.others:
        return None
    if not page.alias_of_id and not drafts:
        return None
    versions = Page.objects.filter(translation_key=page.translation_key)
    original = versions.filter(locale_id=languages.source).first()
    if original is None:
        return None
    messages.error(
        request,
        f"“{page.title}”: {reason}",
        buttons=[
            messages.button(reverse("wagtailadmin_explore", args=[original.pk]), _("Show it"))
        ],
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
