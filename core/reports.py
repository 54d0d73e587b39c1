"""Who reads reports on the whole portal without editing any page: one right for all of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest


def sees_reports(user: Any) -> bool:
    return bool(user.has_perm("core.view_reports"))


class ForReportViewers:
    """Of a report view: open to that right, besides those that Wagtail asks for."""

    request: HttpRequest

    def user_has_any_permission(self, permissions: Iterable[str]) -> bool:
        if sees_reports(self.request.user):
            return True
        return bool(super().user_has_any_permission(permissions))  # type: ignore[misc]
