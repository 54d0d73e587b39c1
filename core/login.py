"""Signing in to the admin: the forms."""

from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from core.background import after_commit
from core.limits import Limit

#: Letters to one address; more are not sent, and nobody is told.
RESET_LETTERS = Limit("reset-letters", 3, 3600)


class PortalLoginForm(LoginForm):
    """Wagtail's, whose password field has no label that could be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class PortalPasswordResetForm(PasswordResetForm):
    """Looks for the user and writes the letter when the answer is given: it is the same, and takes
    as long, for an address that nobody has.
    """

    def save(self, **options: Any) -> None:
        if RESET_LETTERS.take(self.cleaned_data["email"].casefold()):
            return
        language = get_language()
        write = super().save

        def work() -> None:
            with override(language):
                write(**options)

        after_commit("password reset", work)
