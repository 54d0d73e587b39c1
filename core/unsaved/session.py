"""Whether the login still holds, asked by scripts of the admin; and forms of a login that ended."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.admin_request import expects_json


@never_cache
def session_state(request: HttpRequest) -> HttpResponse:
    """``{user, name, token}``: who is signed in here, and a token for forms of this login.

    401 for scripts when nobody is (`core.unsaved.middleware`). As a page: where the login in the
    dialog ends.
    """
    user: Any = request.user
    if not expects_json(request):
        return render(request, "core/unsaved/signed_in.html")
    name = user.get_full_name() or user.get_username()
    return JsonResponse({"user": user.pk, "name": name, "token": get_token(request)})


def error_for_scripts(status: int, code: str, message: str) -> JsonResponse:
    """In the form in which Wagtail's editor reads the answer to an autosave."""
    answer = {"success": False, "error_code": code, "error_message": message}
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})


def session_ended() -> JsonResponse:
    message = _("Your login has ended. Sign in again; what you typed is still in the form.")
    return error_for_scripts(401, "session_ended", message)


def words() -> dict[str, str]:
    """What the scripts say, in the officer's language."""
    return {
        "title": _("Your login has ended"),
        "ended": _(
            "What you typed is still in the form, and a copy is kept on this computer. "
            "Sign in again here: it is then saved."
        ),
        "frame": _("Sign in to the portal"),
        "again": _("Sign in again"),
        "later": _("Not now"),
        "other": _(
            "Somebody else is signed in on this computer now: {name}. What you typed can only be "
            "saved under the name that opened this page."
        ),
        "change": _("Sign out {name} and sign in again"),
        "away": _(
            "The portal does not answer. What you typed is still in the form, and a copy is kept "
            "on this computer; it is saved as soon as the portal answers."
        ),
        "renewed": _("The portal is there again; what you typed is being saved."),
        "offer": _("Typed on this computer at {at} and not saved."),
        "newer": _("It has been saved once more since then: compare before you save."),
        "files": _("Files have to be chosen again."),
        "restore": _("Put it back into the form"),
        "discard": _("Discard it"),
        "full": _(
            "This browser cannot keep a copy of what you type; do not leave the page unsaved."
        ),
        "slug": _("Another page of this section has this address; this page was given “{value}”."),
        "expire_at": _("The date on which this page was to expire has passed; it was removed."),
    }


def configuration(request: HttpRequest) -> dict[str, Any]:
    """For the scripts on this page of the admin; without a user where nobody is signed in.

    ``posted``: the page answers a form, so that it holds what was typed into it.
    """
    user: Any = getattr(request, "user", None)
    return {
        "user": user.pk if user is not None and user.is_authenticated else None,
        "posted": request.method == "POST",
        "session": reverse("session_state"),
        "login": f"{reverse(settings.LOGIN_URL)}?next={reverse('session_state')}",
        "logout": reverse("wagtailadmin_logout"),
        "home": reverse("wagtailadmin_home"),
        "words": words(),
    }
