"""Panels on the front page of the admin: what waits for this officer, with a link to each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

SHOWN = 5


@dataclass(frozen=True)
class Task:
    """One thing to look at: what it is called, where it is, and why it waits."""

    title: str
    url: str
    note: str = ""


class TaskPanel(Component):
    """The first few tasks of one sort; nothing at all where nothing waits.

    A subclass says ``tasks``: at most ``SHOWN`` of them, with how many there are in all.
    ``more_url`` leads to the whole list.
    """

    template_name = "core/dashboard_tasks.html"
    heading: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "list-ul"
    more_url = ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def tasks(self) -> tuple[Sequence[Task], int]:
        raise NotImplementedError(f"{type(self).__name__} must say what waits.")

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        tasks, total = self.tasks()
        return context | {
            "panel_id": self.name,
            "heading": self.heading,
            "icon": self.icon,
            "tasks": tasks,
            "total": total,
            "more_url": self.more_url,
        }
