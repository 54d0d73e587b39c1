"""The desk in the admin: the queue to Vietnam.vn, what waits for an officer, the guide."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from desk import guide, review_screens
from desk.actions import may_propose
from desk.bulk import ProposeBulkAction
from desk.dashboard import MyDraftsPanel, ReviewPanel
from desk.models import ProposalState
from desk.proposals import is_proposable, latest_proposal
from desk.review import REVIEWED
from desk.screens import ProposalViewSet


@hooks.register("register_admin_viewset")
def national_proposals() -> ProposalViewSet:
    return ProposalViewSet()


hooks.register("register_bulk_action", ProposeBulkAction)


@hooks.register("register_page_header_buttons")
def tick_at_a_page(page: Page, user: Any, view_name: str, **kwargs: Any) -> Iterator[Button]:
    """How far the page is, and the next thing its editor can do about it."""
    if not page.pk or not user.has_perm("desk.view_nationalproposal") or not is_proposable(page):
        return
    latest = latest_proposal(page)
    if latest:
        label = _("Vietnam.vn: %(state)s") % {"state": latest.get_state_display()}
        yield Button(label, url=latest.get_absolute_url(), icon_name="globe", priority=80)
    is_free = latest is None or latest.state in {ProposalState.RETURNED, ProposalState.PUBLISHED}
    if page.live and is_free and may_propose(user, page):
        label = _("Propose to Vietnam.vn again") if latest else _("Propose to Vietnam.vn")
        url = reverse("national_proposals:propose", args=[page.pk])
        yield Button(label, url=url, icon_name="upload", priority=81)


@hooks.register("construct_homepage_panels")
def what_waits_for_me(request: HttpRequest, panels: list[Any]) -> None:
    panels += [MyDraftsPanel(request), ReviewPanel(request)]


@hooks.register("register_admin_urls")
def own_addresses() -> list[URLPattern]:
    return [*review_screens.urlpatterns(), *guide.urlpatterns()]


@hooks.register("register_help_menu_item")
def guide_in_the_help() -> MenuItem:
    return MenuItem(
        gettext_lazy("Guide for officers"),
        reverse("guide"),
        name="guide",
        icon_name="help",
        order=100,
    )


@hooks.register("construct_help_menu")
def only_our_guide(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own two lead to other sites, in English."""
    foreign = ("whats-new-in-wagtail", "editor-guide")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(foreign)]


@hooks.register("register_reports_menu_item")
def review_report() -> MenuItem:
    return MenuItem(
        gettext_lazy("Pages to read again"),
        reverse("pages_to_review"),
        name="pages-to-review",
        icon_name="calendar-check",
        order=1050,
    )


@hooks.register("register_log_actions")
def review_is_logged(actions: Any) -> None:
    label, done = gettext_lazy("Review"), gettext_lazy("Read again: still right")
    actions.register_action(REVIEWED, label, done)
