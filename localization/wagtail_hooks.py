"""Pages in several languages in the admin; the honest answer for what is not translated."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.visibility import is_public
from localization import joint
from localization.exchange.screens import JobViewSet
from localization.glossary.screens import GlossaryViewSet
from localization.machine.screens import machine_translate
from localization.parallel.links import parallel_buttons
from localization.parallel.screens import ParallelView, ReviewedView, source_preview
from localization.screens import dashboard, explorer, grid, guards
from localization.screens.viewset import TranslationsViewSet
from localization.selectors import original_for
from localization.states import basis
from localization.trees import hooks as hooks_of_trees  # noqa: F401 (registers them)


class TranslationGroup(SnippetViewSetGroup):
    menu_label = _("Translation")
    menu_icon = "wagtail-localize-language"
    menu_order = 320
    items = (TranslationsViewSet, JobViewSet, GlossaryViewSet)


register_snippet(TranslationGroup)
hooks.register("register_page_header_buttons", parallel_buttons)


# Before wagtail-localize's own, one of whose addresses is answered here.
@hooks.register("register_admin_urls", order=-1)
def translation_urls() -> list[URLPattern]:
    own = "translation/parallel/<int:pk>/"
    return [
        path(own, ParallelView.as_view(), name="parallel"),
        path(f"{own}source/", source_preview, name="parallel_source"),
        path(f"{own}reviewed/", ReviewedView.as_view(), name="parallel_reviewed"),
        path(f"{own}machine/", machine_translate, name="parallel_machine"),
        path("localize/translate/<int:pk>/machine_translate/", machine_translate),
    ]


# After Wagtail's own, which asks for the login or password of a private page.
@hooks.register("before_serve_page", order=100)
def serve_untranslated(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Answer for what is not translated: a notice, `noindex`, canonical to the source.

    A restriction, an expiry or a withdrawal of the source does not reach the row of its alias, so
    the source decides; otherwise its title and summary would leak.
    """
    source = original_for(page)
    if source is None:
        return None
    if not is_public(source):
        raise Http404
    context = {"page": page, "source": source, "self": page}
    return render(request, "localization/untranslated.html", context)


# Before wagtail-localize's own, which answers in place of the editor.
hooks.register("before_edit_page", guards.check_translation, order=-10)
hooks.register("after_publish_page", guards.tell_after_publishing)
hooks.register("construct_page_listing_buttons", guards.without_sync)


# After the one without languages (core), which it replaces.
@hooks.register("register_admin_viewset", order=20)
def pages_in_languages() -> explorer.LocalizedPageViewSet:
    return explorer.LocalizedPageViewSet()


# Before wagtail-localize's own addresses, which they take over.
@hooks.register("register_admin_urls", order=-10)
def instead_of_wagtail_localize() -> list[Any]:
    table = grid.TranslationGrid
    return [
        path("localize/reports/translations/", table.as_view()),
        path("localize/reports/translations/results/", table.as_view(results_only=True)),
        path("localize/update/<int:translation_source_id>/", guards.update_translations),
        path("localize/page/<int:page_id>/convert_to_alias/", guards.back_to_original),
    ]


@hooks.register("construct_reports_menu")
def one_report_of_translations(request: HttpRequest, items: list[Any]) -> None:
    report = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if getattr(item, "url", "") != report]


@hooks.register("construct_homepage_panels")
def translations_on_the_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(dashboard.TranslationsPanel(request.user))


@hooks.register("register_log_actions")
def steps_are_logged(actions: Any) -> None:
    confirmed = _("Compared with the original: the translation is valid")
    kept = _("Minor change of the original: the translation stays valid")
    left = _("Not published together with the original: not finished")
    actions.register_action(basis.CONFIRMED_VALID, _("Confirm translation"), confirmed)
    actions.register_action(basis.CARRIED, _("Keep translation valid"), kept)
    actions.register_action(joint.NOT_PUBLISHED, _("Leave translation"), left)
