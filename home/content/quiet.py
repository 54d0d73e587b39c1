"""Search and reference index, brought up to date once at the end instead of at every save.

A load saves a page several times. Indexing each time takes most of the time; and an index outside
the database (Elasticsearch) would keep what a refused load or a dry run has rolled back.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.backends import get_search_backends
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_slug_changed

from core.renditions import drawing_put_off

_unseen: ContextVar[set[int]] = ContextVar("pages that nobody has seen", default=set())  # noqa: B039


class Touched:
    """The rows saved inside ``quiet()``, by model."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], set[Any]] = defaultdict(set)

    def note(self, sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
        self.rows[type(instance)].add(instance.pk)

    def update_references(self) -> None:
        """Part of the transaction: who refers to what."""
        for model, keys in self.rows.items():
            is_indexed = ReferenceIndex.model_is_indexable(model)
            if not is_indexed or model not in ReferenceIndex.tracked_models:
                continue
            for instance in model._default_manager.filter(pk__in=keys):
                ReferenceIndex.create_or_update_for_object(instance)

    def update_search(self) -> None:
        """After the transaction: what is found."""
        for model, keys in self.rows.items():
            if not (issubclass(model, index.Indexed) and model in index.get_indexed_models()):
                continue
            indexed: Any = model
            found = list(indexed.get_indexed_objects().filter(pk__in=keys))
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(model, found)


@contextmanager
def quiet() -> Iterator[Touched]:
    """Note what is saved instead of indexing it; the caller indexes afterwards."""
    touched = Touched()
    silenced = [
        model for model in index.get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]  # fmt: skip
    post_save.connect(touched.note, weak=False)
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)  # A line for every page would drown the report.
    try:
        with (
            disable_reference_index_auto_update(),
            drawing_put_off(),
            _redirects_of_what_was_seen(),
        ):
            yield touched
    finally:
        logger.setLevel(level)
        post_save.disconnect(touched.note)
        for model in silenced:
            post_save.connect(post_save_signal_handler, sender=model)


def was_never_seen(page_id: int) -> None:
    """Inside ``quiet()``: nobody has seen this page, so its change of address needs no redirect.

    wagtail-localize first copies a page with the address of its source and then translates that.
    """
    _unseen.get().add(page_id)


def _redirect_what_was_seen(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Sent when the load is committed, long after the page was written."""
    if instance.pk not in _unseen.get():
        autocreate_redirects_on_slug_change(sender=sender, instance=instance, **kwargs)


@contextmanager
def _redirects_of_what_was_seen() -> Iterator[None]:
    token = _unseen.set(set())
    page_slug_changed.disconnect(autocreate_redirects_on_slug_change)
    page_slug_changed.connect(_redirect_what_was_seen)
    try:
        yield
    finally:
        page_slug_changed.disconnect(_redirect_what_was_seen)
        page_slug_changed.connect(autocreate_redirects_on_slug_change)
        _unseen.reset(token)
