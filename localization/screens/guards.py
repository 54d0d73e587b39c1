"""What wagtail-localize's own screens leave open is closed here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.update_translations import UpdateTranslationsView

from core.approval import show_reasons
from core.language_names import language_in_sentence
from core.publishing import reasons_not_to_publish
from localization import translating
from localization.checks.notices import show_remarks
from localization.models import State, TranslationState
from localization.states.refresh import refresh


def check_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The translation editor publishes without the editor's form and its checks."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    if request.method == "GET" and translation:
        tell_what_changed(request, page)
    if request.method == "POST" and "localize-restart-translation" in request.POST:
        keep_what_was_typed(request, page)
        return None
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if translation:
        reasons = translating.why_not_publish(translation)
    else:
        reasons = reasons_not_to_publish(page)
    if reasons:
        show_reasons(request, page, reasons)
        return redirect("wagtailadmin_pages:edit", page.pk)
    show_remarks(request, page)
    return None


def keep_what_was_typed(request: HttpRequest, page: Page) -> None:
    """The page is translated in segments again: what was written by hand meanwhile stays."""
    stopped = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=False
    ).select_related("source", "target_locale")
    for translation in stopped:
        translating.adopt(translation, page.get_latest_revision_as_object(), request.user)


def tell_what_changed(request: HttpRequest, page: Page) -> None:
    """Above the translation editor, which itself only knows what is not translated."""
    refresh()
    state = TranslationState.objects.filter(page=page, state=State.OUTDATED).first()
    if state is None or state.since is None:
        return
    messages.warning(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("The original was changed on %(date)s.")
            % {"date": date_format(localtime(state.since), "DATE_FORMAT")},
            reverse("translations:changes", args=[state.pk]),
            _("See what changed"),
        ),
    )


def update_translations(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """Translations of pages follow their sources by themselves; wagtail-localize's screen would

    also publish them for who may not. For records it is still needed.
    """
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    model = source.specific_content_type.model_class()
    if model is not None and issubclass(model, Page):
        messages.info(request, _("Translators already see the published text."))
        return redirect("translations:index")
    response: HttpResponse = UpdateTranslationsView.as_view()(
        request, translation_source_id=translation_source_id
    )
    return response


def back_to_original(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize lets everybody who edits a translation take it off the site by this."""
    page = get_object_or_404(Page, pk=page_id)
    if page.live and not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    response: HttpResponse = convert_to_alias(request, page_id)
    return response


def without_sync(buttons: list[Any], page: Page, user: Any, context: Any = None) -> None:
    """The button of that screen."""
    buttons[:] = [b for b in buttons if "/localize/update/" not in (getattr(b, "url", "") or "")]


def tell_after_publishing(request: HttpRequest, page: Page) -> None:
    """Whoever has just published a source hears which translations it left behind."""
    refresh()
    for state in TranslationState.objects.filter(source=page.pk, state=State.OUTDATED):
        messages.warning(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("The translation into %(language)s no longer says the same.")
                % {"language": language_in_sentence(state.locale.language_code)},
                reverse("translations:changes", args=[state.pk]),
                _("See what changed"),
            ),
        )
