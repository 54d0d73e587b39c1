"""The trees in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from localization.trees.withdrawal import WITHDRAWN


@hooks.register("register_log_actions")
def withdrawal_is_logged(actions: Any) -> None:
    actions.register_action(
        WITHDRAWN, _("Withdraw with the original"), _("Withdrawn together with its original")
    )
