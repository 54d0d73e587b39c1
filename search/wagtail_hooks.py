"""Search in the admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from search.notice import notice_for


@hooks.register("construct_homepage_panels")
def search_is_degraded(request: HttpRequest, panels: list[Any]) -> None:
    if notice := notice_for(request.user):
        panels.append(notice)
