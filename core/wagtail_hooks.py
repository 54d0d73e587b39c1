"""Records and menus in the admin, and the editor's Vietnamese slugs."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.admin_lists import RecordViewSet, media_lists
from core.approval import PortalPageViewSet, refuse_bulk_hiding, refuse_bulk_publishing
from core.dashboard import SetAsidePanel
from core.gate import REFUSED, WITHOUT_CONFIRMATION, Ground
from core.models import Abbreviation, Agency, Locality, Marketplace, Menu, Officer, Post, Topic
from core.old_file_screens import RESTORED, old_file_urls
from core.pictures import screens as picture_screens
from core.pictures.panel import PicturesToMendPanel
from core.publishing import CONFIRMED, MINOR, NO_STAMP
from core.quality.panel import advise_once_more
from core.quality.screens import QualityReport
from core.rich_text import OpenDocumentLinkHandler, OpenPageLinkHandler
from core.unsaved.session import session_state


class LocalityViewSet(RecordViewSet):
    model = Locality
    icon = "site"
    list_display = ["name", "kind", "unit_code", "parent", "valid_from", "valid_to"]
    list_filter = ["kind"]


class AgencyViewSet(RecordViewSet):
    model = Agency
    icon = "group"
    list_display = ["name", "level", "locality", "valid_from", "valid_to"]
    list_filter = ["level"]


class PostViewSet(RecordViewSet):
    model = Post
    icon = "clipboard-list"
    list_display = ["name", "agency", "rank"]


class OfficerViewSet(RecordViewSet):
    model = Officer
    icon = "user"
    list_display = [
        "full_name",
        "post",
        "valid_from",
        "valid_to",
        BooleanColumn("is_spokesperson", label=_("Spokesperson")),
    ]


class TopicViewSet(RecordViewSet):
    model = Topic
    icon = "tag"
    list_display = ["code", "name", "parent"]


class MarketplaceViewSet(RecordViewSet):
    model = Marketplace
    icon = "globe"
    list_display = ["name", "url", BooleanColumn("is_closed", label=_("Closed down"))]


class AbbreviationViewSet(RecordViewSet):
    model = Abbreviation
    icon = "title"
    list_display = ["short", "name"]


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    list_display = ["__str__", "place", "locale"]


class RecordsGroup(SnippetViewSetGroup):
    menu_label = _("Records")
    menu_icon = "table"
    menu_order = 300
    items = (
        LocalityViewSet,
        AgencyViewSet,
        PostViewSet,
        OfficerViewSet,
        TopicViewSet,
        MarketplaceViewSet,
        AbbreviationViewSet,
    )


register_snippet(RecordsGroup)
register_snippet(MenuViewSet)


@hooks.register("register_log_actions")
def confirmation_is_logged(actions: Any) -> None:
    actions.register_action(
        CONFIRMED, _("Confirm"), _("Confirmed: no secret and no personal data without consent")
    )
    actions.register_action(
        MINOR, _("Minor change"), _("Minor change: the translations stay valid")
    )
    actions.register_action(
        NO_STAMP, _("Confirm"), _("Confirmed: a scan, looked at, without a secrecy stamp")
    )
    actions.register_action(WITHOUT_CONFIRMATION)(GroundEntry)
    actions.register_action(REFUSED)(RefusalEntry)
    actions.register_action(RESTORED, _("Restore"), _("An earlier file was put back"))


class GroundEntry(LogFormatter):
    label = _("Publish without confirmation")

    def format_message(self, log_entry: Any) -> str:
        ground = Ground(log_entry.data["ground"]).label
        return str(_("Nobody was asked to confirm: %(ground)s") % {"ground": ground})


class RefusalEntry(LogFormatter):
    label = _("Refuse to publish")

    def format_message(self, log_entry: Any) -> str:
        reasons = " ".join(log_entry.data["reasons"])
        return str(_("Not published at the appointed time. %(reasons)s") % {"reasons": reasons})


@hooks.register("register_admin_viewset", order=10)  # After Wagtail's own, which it replaces.
def pages_with_approval() -> PortalPageViewSet:
    return PortalPageViewSet()


hooks.register("register_admin_urls", media_lists, order=-10)
hooks.register("register_admin_urls", picture_screens.urls, order=-10)
hooks.register("before_bulk_action", refuse_bulk_publishing)
hooks.register("before_bulk_action", refuse_bulk_hiding)
hooks.register("register_admin_urls", old_file_urls, order=-10)
hooks.register("after_create_page", advise_once_more)
hooks.register("after_edit_page", advise_once_more)


@hooks.register("construct_homepage_panels")
def pictures_to_mend(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(PicturesToMendPanel(request))


@hooks.register("register_admin_urls")
def quality_urls() -> list[URLPattern]:
    return [path("reports/content-quality/", QualityReport.as_view(), name="content_quality")]


@hooks.register("register_admin_urls")
def session_urls() -> list[URLPattern]:
    return [path("session/", session_state, name="session_state")]


@hooks.register("register_reports_menu_item")
def quality_in_the_menu() -> MenuItem:
    url = reverse("content_quality")
    return MenuItem(_("Quality of content"), url, icon_name="clipboard-list", order=850)


@hooks.register("insert_global_admin_css")
def look_of_our_screens() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def editor_scripts() -> SafeString:
    """Right slugs, nothing typed lost, no form sent while it is being autosaved, no English word
    in date pickers. The order counts: what asks before sending stands before what holds it back.
    """
    scripts = (
        "session", "typed-copies", "vietnamese-slug", "submit-after-autosave", "date-picker-words",
    )  # fmt: skip
    return format_html_join(
        "", '<script src="{}"></script>', ((static(f"js/{script}.js"),) for script in scripts)
    )


@hooks.register("register_rich_text_features", order=10)  # After Wagtail's own, which it replaces.
def links_to_what_is_open(features: Any) -> None:
    features.register_link_type(OpenPageLinkHandler)
    features.register_link_type(OpenDocumentLinkHandler)


@hooks.register("construct_homepage_panels")
def what_was_set_aside(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm("core.view_setaside"):
        panels.append(SetAsidePanel(request))
