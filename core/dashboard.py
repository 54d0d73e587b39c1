"""Panels on the front page of the admin: what waits for this officer, with a link to each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from core.models import SetAside

SHOWN = 5
# Where what a key of `core.models.SetAside` names is changed.
_SCREENS = {
    "page": ("wagtailcore.Page", "wagtailadmin_pages:edit"),
    "group": ("wagtailcore.Page", "wagtailadmin_pages:edit"),
    "image": ("core.PortalImage", "wagtailimages:edit"),
    "file": ("core.PortalDocument", "wagtaildocs:edit"),
}


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


class SetAsidePanel(TaskPanel):
    """For administrators: what a step behind publishing could not take in, and why."""

    name = "set_aside"
    heading = gettext_lazy("Cannot be shown as it is: please mend it")
    icon = "warning"
    order = 240

    def tasks(self) -> tuple[Sequence[Task], int]:
        rows = SetAside.objects.order_by("since", "pk")
        return [_task(row) for row in rows[:SHOWN]], rows.count()


def _task(row: SetAside) -> Task:
    title, url = _named(row.target)
    return Task(title, url, f"{row.get_step_display()}: {row.reason}")


def _named(target: str) -> tuple[str, str]:
    """Title and address in the admin of what a key names; only the key where it is gone."""
    kind, _colon, key = target.partition(":")
    if kind in _SCREENS:
        model, view = _SCREENS[kind]
        by = "translation_key" if kind == "group" else "pk"
        things = apps.get_model(model)._default_manager.filter(**{by: key})
        if thing := things.order_by("pk").first():
            return str(thing), reverse(view, args=[thing.pk])
    return target, reverse("wagtailadmin_explore_root")
