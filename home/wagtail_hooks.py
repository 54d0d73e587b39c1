"""An administrator of the portal manages users, but no superuser and nobody into one.

And the style page: for everyone who may enter the admin, in the menu of who may change settings.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from home.style_page import letters, style


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


class _StyleItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_portalsettings")  # type: ignore[union-attr]


@hooks.register("register_admin_urls")
def style_addresses() -> list[URLPattern]:
    return [
        path("style/", style, name="style"),
        path("style/letters/", letters, name="style_letters"),
    ]


@hooks.register("register_settings_menu_item")
def style_in_menu() -> MenuItem:
    return _StyleItem(gettext_lazy("Style"), reverse("style"), icon_name="view", order=950)
