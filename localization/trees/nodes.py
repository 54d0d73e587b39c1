"""A page's row, as far as trees are concerned."""

import datetime
import uuid
from dataclasses import dataclass

from wagtail.models import Page

COLUMNS = (
    "pk", "path", "depth", "translation_key", "locale_id", "alias_of_id", "slug", "title", "live",
    "expire_at", "first_published_at", "numchild",
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """The values of ``COLUMNS``."""

    pk: int
    path: str
    depth: int
    key: uuid.UUID
    locale_id: int
    alias_of_id: int | None
    slug: str
    title: str
    live: bool
    expire_at: datetime.datetime | None
    first_published_at: datetime.datetime | None
    numchild: int

    @property
    def above(self) -> str:
        """Path of the parent."""
        return self.path[: -Page.steplen]
