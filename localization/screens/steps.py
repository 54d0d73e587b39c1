"""The one-click steps of a translation; each checks the right of its own page tree."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request

from core.approval import show_reasons
from core.language_names import language_in_sentence
from localization import translating
from localization.checks.notices import show_remarks
from localization.models import TranslationState
from localization.screens.access import Access
from localization.states.basis import confirm_valid


def state_or_404(pk: int) -> TranslationState:
    related = ("source", "page", "locale", "locked_by")
    return get_object_or_404(TranslationState.objects.select_related(*related), pk=pk)


def back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or "translations:index")


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the page for translation and go to its editor."""
    state = state_or_404(pk)
    if not Access(request.user).may_begin(state):
        raise PermissionDenied
    if not state.source.live and not hasattr(state.source, "prepared_draft"):
        messages.error(request, _("The original is not published. Prepare its draft first."))
        return back(request)
    page = translating.begin(state.source.specific, state.locale, request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a translation whose texts are all there."""
    state = state_or_404(pk)
    if not Access(request.user).may("publish_page", state.page):
        raise PermissionDenied
    translation = translating.translation_into(state.source, state.locale)
    if translation is None or state.page is None or refuse(request, translation, state.page):
        return back(request)
    page = translating.publish(translation, request.user)
    messages.success(
        request,
        _("“%(title)s” is published in %(language)s.")
        % {"title": page.title, "language": language_in_sentence(state.locale.language_code)},
    )
    return back(request)


def refuse(request: HttpRequest, translation: Any, page: Any) -> bool:
    """Whether it may not be published; says why."""
    reasons = translating.why_not_publish(translation)
    if is_locked_for(request.user, page):
        reasons.append(_("The page is locked."))
    show_reasons(request, page, reasons)
    if not reasons:
        show_remarks(request, page)
    return bool(reasons)


def is_locked_for(user: Any, page: Any) -> bool:
    lock = page.specific.get_lock()
    return bool(lock and lock.for_user(user))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody compared both pages: the translation is right as it is."""
    state = state_or_404(pk)
    if not Access(request.user).may("change_page", state.page) or state.page is None:
        raise PermissionDenied
    confirm_valid(state.page.specific, request.user)
    messages.success(request, _("“%(title)s” counts as up to date.") % {"title": state.page.title})
    return back(request)
