"""The grid of pages and languages: what is translated, what is not, and what to do about it."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelsearch.backends import get_search_backend
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.kinds import all_kinds, kind_of
from core.language_names import language_name
from core.reports import ForReportViewers
from localization.models import State, TranslationState
from localization.screens.access import Access
from localization.screens.cells import Cell, cell
from localization.states.refresh import refresh
from localization.states.source import source_language, source_pages


def _languages() -> list[tuple[str, str]]:
    codes = [code for code, _own_name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return [(code, language_name(code)) for code in codes if code != source_language()]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.model.lower(), capfirst(str(kind.label_plural))) for kind in all_kinds()]


def _sections(request: HttpRequest) -> QuerySet[Page]:
    """What lies directly below a home page."""
    return source_pages().filter(depth=3).order_by("path").only("title", "path", "draft_title")


class SectionFilter(django_filters.ModelChoiceFilter):
    def filter(self, qs: Any, value: Page | None) -> Any:
        return qs.filter(source__path__startswith=value.path) if value else qs


class KindFilter(django_filters.ChoiceFilter):
    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        app_label, model = value.split(".")
        return qs.filter(
            source__content_type__app_label=app_label, source__content_type__model=model
        )


class GridFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    kind = KindFilter(label=_("Kind"), choices=_kinds, empty_label=_("All"))
    section = SectionFilter(label=_("Section"), queryset=_sections, empty_label=_("All"))
    language = django_filters.ChoiceFilter(
        label=_("Language"), field_name="locale__language_code", choices=_languages,
        empty_label=_("All"),
    )  # fmt: skip

    class Meta:
        model = TranslationState
        fields: list[str] = []


class TranslationGrid(ForReportViewers, ReportView):
    """Rows are pages of the source language; as CSV or XLSX one row a page and language."""

    model = TranslationState
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]
    page_title = _("Translations")
    header_icon = "globe"
    index_url_name = "translations:index"
    index_results_url_name = "translations:index_results"
    results_template_name = "localization/admin/grid_results.html"
    filterset_class = GridFilterSet
    is_searchable = True
    paginate_by = 50
    export_filename = "translations"
    list_export = [
        "source.title", "kind_label", "locale.language_code", "get_state_display", "done", "total",
        "unchecked", "changes", "since", "locked_by", "source.full_url", "page_url",
    ]  # fmt: skip
    export_headings = {
        "source.title": _("Page"), "kind_label": _("Kind"), "locale.language_code": _("Language"),
        "get_state_display": _("State"), "done": _("Texts translated"), "total": _("Texts"),
        "unchecked": _("By machine, unchecked"), "changes": _("Changes"),
        "since": _("Out of date since"), "locked_by": _("Locked by"),
        "source.full_url": _("Address"), "page_url": _("Address of the translation"),
    }  # fmt: skip

    def get_filtered_queryset(self) -> QuerySet[Any]:
        refresh()
        self.access = Access(self.request.user)
        states = self.access.visible(TranslationState.objects.all())
        states = self.search_queryset(self.filter_queryset(states))
        if self.is_export:
            related = ("source__locale", "page__locale", "locale", "locked_by")
            return states.select_related(*related).order_by("source__path", "locale_id")
        found = states.filter(source=OuterRef("pk"))
        return source_pages().filter(Exists(found)).order_by("path")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By what the admin's search finds of the source pages: also half a word, without marks."""
        if not self.is_searching:
            return queryset
        found = get_search_backend().autocomplete(self.search_query, Page.objects.all())
        return queryset.filter(source__in=[page.pk for page in found])

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        if self.is_export:
            for state in object_list:
                state.kind_label = kind_label(state.source)
                is_public = state.page and state.page.live and not state.page.alias_of_id
                state.page_url = state.page.full_url if is_public else ""
            return object_list
        return rows(list(object_list), self.access)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(languages=[name for _code, name in _languages()], **kwargs)


def rows(pages: list[Page], access: Access) -> list[dict[str, Any]]:
    """``{page, kind, may_edit, cells}``, a cell for every other language; one query."""
    cells = cells_of(pages, access)
    order = [code for code, _name in _languages()]
    return [
        {
            "page": page,
            "kind": kind_label(page),
            "depth": page.depth - 2,
            "may_edit": access.may("change_page", page),
            "cells": [cells[page.pk].get(code) for code in order],
        }
        for page in pages
    ]


def cells_of(pages: list[Page], access: Access) -> dict[int, dict[str, Cell]]:
    """By id of the source page and language: what this user may see; one query."""
    states = access.visible(
        TranslationState.objects.filter(source__in=[page.pk for page in pages])
    ).select_related("page", "locale", "locked_by", "source")
    found: dict[int, dict[str, Cell]] = {page.pk: {} for page in pages}
    for state in states:
        found[state.source_id][state.locale.language_code] = cell(state, access)
    return found


def kind_label(page: Page) -> str:
    kind = kind_of(page.specific_class)
    return capfirst(str(kind.label)) if kind else ""
