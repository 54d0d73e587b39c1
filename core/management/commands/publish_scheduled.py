"""`manage.py publish_scheduled`: as Wagtail's own, but one page that fails holds up no other."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import DraftStateMixin, Page, Revision

from core.set_aside import Step, isolate


class Command(publish_scheduled.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        for thing in list(_expired()):
            _alone(_key(type(thing), thing.pk), partial(thing.unpublish, set_expired=True,
                   log_action="wagtail.unpublish.scheduled"))  # fmt: skip
        due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
        for revision in list(due.order_by("approved_go_live_at")):
            model = revision.base_content_type.model_class()
            _alone(_key(model, revision.object_id), partial(revision.publish,
                   log_action="wagtail.publish.scheduled"))  # fmt: skip


def _alone(key: str, act: Callable[[], object]) -> None:
    isolate(Step.SCHEDULE, [key], lambda _key: act())


def _expired() -> Iterator[Any]:
    drafts = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    for model in (Page, *(model for model in drafts if not issubclass(model, Page))):
        rows: Any = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from rows.order_by("expire_at")


def _key(model: Any, pk: Any) -> str:
    """``page:12``; the label of a model that is none, or that is not known any more."""
    if model is not None and issubclass(model, Page):
        return f"page:{pk}"
    return f"{model._meta.label_lower if model else 'unknown'}:{pk}"
