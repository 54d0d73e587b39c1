"""Pages in two languages: the honest answer for what is not translated, the check of what is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.approval import show_reasons
from core.publishing import reasons_not_to_publish
from core.visibility import is_public
from localization.checks.notices import show_remarks
from localization.exchange.screens import JobViewSet
from localization.glossary.screens import GlossaryViewSet
from localization.selectors import original_for
from localization.trees import hooks as hooks_of_trees  # noqa: F401 (registers them)


class TranslationGroup(SnippetViewSetGroup):
    menu_label = _("Translation")
    menu_icon = "wagtail-localize-language"
    menu_order = 320
    items = (JobViewSet, GlossaryViewSet)


register_snippet(TranslationGroup)


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
@hooks.register("before_edit_page", order=-10)
def check_translation_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The translation editor publishes without the editor's form and its checks."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if reasons := reasons_not_to_publish(page):
        show_reasons(request, page, reasons)
        return redirect("wagtailadmin_pages:edit", page.pk)
    show_remarks(request, page)
    return None
