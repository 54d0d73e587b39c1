"""The API's screens in the admin."""

from typing import Any

from wagtail import hooks

from api import preview_admin
from api.webhooks.actions import ACTIONS
from api.webhooks.screens import ConnectionsGroup


@hooks.register("register_admin_viewset")
def connections() -> ConnectionsGroup:
    return ConnectionsGroup()


@hooks.register("register_log_actions")
def what_is_done_to_webhooks_is_logged(actions: Any) -> None:
    for view in ACTIONS:
        actions.register_action(view.log_action, view.page_title, view.page_title)


hooks.register("register_admin_urls", preview_admin.urls)
hooks.register("register_page_header_buttons", preview_admin.button)
