"""The button "translate by machine", of the portal's own screen and of wagtail-localize's."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request

from localization.machine.service import MachineError, Outcome, translate_open
from localization.parallel.screens import translation_for


# While the service is asked nobody else has to wait for the database.
@transaction.non_atomic_requests
@require_POST
def machine_translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Also instead of wagtail-localize's view, which answers an error of the service with 500."""
    translation, _page = translation_for(request.user, pk)
    user: Any = request.user
    try:
        tell(request, translate_open(translation, user))
    except MachineError as error:
        messages.error(request, str(error))
    back = get_valid_next_url_from_request(request)
    return redirect(back or reverse("parallel", args=[translation.pk]))


def tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.done:
        text = ngettext(
            "%(number)s text is translated by machine. Read it before you publish.",
            "%(number)s texts are translated by machine. Read them before you publish.",
            outcome.done,
        )
        messages.success(request, text % {"number": outcome.done})
    if outcome.error:
        messages.error(request, outcome.error)
    elif outcome.left:
        text = _("%(number)s texts are left. Press the button again to go on.")
        messages.warning(request, text % {"number": outcome.left})
    elif not outcome.done:
        messages.warning(request, _("There is nothing left to translate."))
