"""Translations where officers work: lists of pages and the editor of a page."""

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.create import CreateView as StockCreateView
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.models import Page

from core.admin_lists import VietnameseOrder
from core.approval import PortalEditView, PortalPageViewSet
from localization.models import PreparedDraft, State, TranslationBasis, TranslationState
from localization.screens.access import Access
from localization.screens.cells import cell
from localization.screens.grid import cells_of
from localization.states.basis import outstanding_changes
from localization.states.refresh import refresh
from localization.states.source import is_source, source_language

_SHOWN_CHANGES = 5


class StateFilter(django_filters.MultipleChoiceFilter):
    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        refresh()
        states = TranslationState.objects.filter(state__in=value)
        return qs.filter(Q(pk__in=states.values("source")) | Q(pk__in=states.values("page")))


class PageFilterSet(GenericPageFilterSet):
    translation = StateFilter(label=_("Translation"), choices=State.choices)


class TranslationsColumn(BaseColumn):
    cell_template_name = "localization/admin/column.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["cells"] = getattr(instance, "translation_cells", [])
        return context


class ListView(VietnameseOrder, ExplorableIndexView):
    """Wagtail's list of pages, with the state of their translations; three queries more."""

    base_filterset_class = PageFilterSet
    base_columns = [
        *ExplorableIndexView.base_columns,
        TranslationsColumn("translations", label=_("Translations"), width="15%"),
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        attach_cells(list(context["object_list"]), Access(self.request.user))
        return context


def attach_cells(pages: list[Any], access: Access) -> None:
    """``translation_cells`` of sources: all their languages; of translations: their own."""
    refresh()
    sources = [page for page in pages if page.locale.language_code == source_language()]
    found = cells_of(sources, access)
    others = [page.pk for page in pages if page not in sources]
    related = ("page", "locale", "locked_by", "source")
    own: dict[Any, Any] = {}
    if others:
        states = TranslationState.objects.filter(page__in=others).select_related(*related)
        own = {state.page_id: cell(state, access) for state in access.visible(states)}
    for page in pages:
        cells = found[page.pk].values() if page.pk in found else [own.get(page.pk)]
        page.translation_cells = [shown for shown in cells if shown]


class TranslationsSidePanel(BaseSidePanel):
    """At a source: how far each language is. At a translation: what changed in the source."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle translations")
        icon_name = "globe"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = sum(
                shown.state.state in {State.OUTDATED, State.WITHDRAWN} for shown in self.panel.cells
            )
            return context

    name = "translations"
    title = _("Translations")
    template_name = "localization/admin/side_panel.html"
    order = 150

    def __init__(self, object: Any, request: Any) -> None:
        record = Page.objects.select_related("locale").get(pk=object.pk)
        attach_cells([record], Access(request.user))
        self.record = record
        self.cells = record.translation_cells
        super().__init__(object, request)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context |= {"cells": self.cells, "is_source": is_source(self.record)}
        if context["is_source"]:
            context["prepared"] = PreparedDraft.objects.filter(source=self.record.pk).first()
            context["together_url"] = reverse("translations:joint", args=[self.record.pk])
            context["has_draft"] = self.record.has_unpublished_changes or not self.record.live
        else:
            changes = self._changes()
            context |= {"changes": changes[:_SHOWN_CHANGES], "more": changes[_SHOWN_CHANGES:]}
        return context

    def _changes(self) -> list[Any]:
        basis = TranslationBasis.objects.filter(
            source__translation_key=self.record.translation_key, locale=self.record.locale_id
        ).first()
        return outstanding_changes(basis) if basis else []


class NewPagePanel(BaseSidePanel):
    """Where the languages appear once the page is saved: an autosave puts the editor's panel in the
    place of the one with its name, and fails when there is none (Wagtail 8.0.1).
    """

    class SidePanelToggle(TranslationsSidePanel.SidePanelToggle):
        has_counter = False

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            toggle: Any = BaseSidePanel.SidePanelToggle
            context: dict[str, Any] = toggle.get_context_data(self, parent_context)
            return context

    name = TranslationsSidePanel.name
    title = TranslationsSidePanel.title
    template_name = "localization/admin/side_panel_new.html"
    order = TranslationsSidePanel.order


class CreateView(StockCreateView):
    def get_side_panels(self) -> MediaContainer:
        panel = NewPagePanel(self.page, self.request)
        return MediaContainer([*super().get_side_panels(), panel])


class EditView(PortalEditView):
    def get_side_panels(self) -> MediaContainer:
        panels = list(super().get_side_panels())
        if not self.expects_json_response and not self.page.is_root():
            panel = TranslationsSidePanel(self.page, self.request)
            if panel.cells:
                panels.append(panel)
        return MediaContainer(panels)


class LocalizedPageViewSet(PortalPageViewSet):
    """The portal's admin of pages, in more than one language."""

    index_view_class = ListView
    filterset_class = PageFilterSet
    add_view_class = CreateView
    edit_view_class = EditView
