"""The menu “Vietnam.vn”: the queue of proposals, and one proposal with its history."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from core.kinds import kind_of
from core.language_names import language_name
from desk import actions
from desk.models import NationalProposal, ProposalState
from desk.proposals import is_proposable, languages_of


def kind_label(proposal: NationalProposal) -> str:
    kind = kind_of(proposal.page.specific_class)
    return capfirst(str(kind.label)) if kind else ""


def state_label(proposal: NationalProposal) -> str:
    return capfirst(proposal.get_state_display())


def steps_for(proposal: NationalProposal, user: Any) -> list[dict[str, str]]:
    """``{label, url, icon}`` of what this user may do with the proposal now."""
    found = []
    may_decide = user.has_perm("desk.change_nationalproposal")
    for state in proposal.next_states:
        view = actions.STEPS.get(state)
        if view and may_decide:
            url = reverse(f"national_proposals:{view.url_name}", args=[proposal.pk])
            found.append({"label": str(view.page_title), "url": url, "icon": view.header_icon})
    is_free = ProposalState.PROPOSED in proposal.next_states and is_proposable(proposal.page)
    if is_free and actions.may_propose(user, proposal.page):
        url = reverse("national_proposals:propose", args=[proposal.page_id])
        found.append({"label": str(_("Propose again")), "url": url, "icon": "rotate"})
    return found


class QueueView(IndexView):
    def get_base_queryset(self) -> QuerySet[NationalProposal]:
        return NationalProposal.objects.select_related("page__locale", "proposed_by")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        languages = languages_of([row.page for row in rows])
        for row in rows:
            row.languages = ", ".join(languages[row.page_id])
        context["object_list"] = rows
        context["table"] = self.get_table(rows)
        return context

    def get_edit_url(self, instance: NationalProposal) -> None:
        """A proposal is moved by its steps, never edited."""

    def get_list_more_buttons(self, instance: NationalProposal) -> list[MenuItem]:
        steps = steps_for(instance, self.request.user)
        own = [
            MenuItem(step["label"], url=step["url"], icon_name=step["icon"], priority=place)
            for place, step in enumerate(steps)
        ]
        return [*own, *super().get_list_more_buttons(instance)]

    @property
    def no_results_message(self) -> Any:
        if self.is_searching or self.is_filtering:
            return _("No proposal is like this.")
        return _(
            "Nothing has been proposed yet. Open a published page and choose “Propose to "
            "Vietnam.vn” in the menu at its title, or tick several pages in their list."
        )


class ProposalInspectView(InspectView):
    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = languages_of([self.object.page])[self.object.page_id]
        page = self.object.page
        return super().get_context_data(
            proposal=self.object,
            page=page,
            kind=kind_label(self.object),
            languages=[language_name(code) for code in languages],
            may_edit=page.permissions_for_user(self.request.user).can_edit(),
            steps=steps_for(self.object, self.request.user),
            history=self.object.steps.select_related("by"),
            **kwargs,
        )


class ProposalViewSet(ModelViewSet):
    model = NationalProposal
    name = "national_proposals"
    url_prefix = "vietnam-vn"
    icon = "globe"
    menu_label = "Vietnam.vn"
    menu_order = 340
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["state"]
    inspect_template_name = "desk/proposal.html"
    inspect_view_class = ProposalInspectView
    index_view_class = QueueView
    form_fields = ["note"]  # Wagtail wants a form, though there is no screen for it.
    list_filter = ["state"]
    search_fields = ["page__title"]
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor=kind_label),
        Column("languages", label=_("Languages")),
        Column("state", label=_("State"), accessor=state_label, sort_key="state"),
        Column("proposed_by", label=_("Proposed by")),
        DateColumn("proposed_at", label=_("Proposed on"), sort_key="proposed_at"),
        DateColumn("changed_at", label=_("Last change"), sort_key="changed_at"),
    ]
    list_export = [
        "page.title", "page.full_url", "get_state_display", "proposed_by", "proposed_at",
        "changed_at", "published_url",
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Title"), "page.full_url": _("Address"), "get_state_display": _("State"),
    }  # fmt: skip
    export_filename = "vietnam-vn"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name"))
        return {**super().get_common_view_kwargs(**kwargs), **none}

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [p for p in super().get_urlpatterns() if p.name in _READING]
        steps = [
            path(f"{view.url_name}/<int:pk>/", view.as_view(), name=view.url_name)
            for view in actions.STEPS.values()
        ]
        propose = path("propose/<int:pk>/", actions.ProposeView.as_view(), name="propose")
        return [*kept, *steps, propose]

    def register_admin_url_finder(self) -> None:
        """There is no screen to edit one."""


_READING = ("index", "index_results", "inspect")
