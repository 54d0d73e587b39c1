"""An administrator of the portal manages users, but no superuser and nobody into one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Only a superuser may make or change a superuser."))
    return redirect("wagtailusers_users:index")


@hooks.register("before_create_user")
def only_superusers_make_superusers(request: HttpRequest) -> HttpResponse | None:
    """Whoever may add users could otherwise give every right to anybody, also to themselves."""
    if request.POST.get("is_superuser") and not request.user.is_superuser:  # type: ignore[union-attr]
        return _refuse(request)
    return None


@hooks.register("before_edit_user")
def only_superusers_change_superusers(request: HttpRequest, user: Any) -> HttpResponse | None:
    """The same for who exists; a superuser's password would be the way around it."""
    if user.is_superuser and not request.user.is_superuser:  # type: ignore[union-attr]
        return _refuse(request)
    return only_superusers_make_superusers(request)
