"""Titles in the order of the Vietnamese alphabet, kept in a column so that SQL can sort by it."""

from typing import Any

from django.db import models

from core.vietnamese.sorting import sort_key


class TitleSorted(models.Model):
    """Abstract mixin of a page type; goes before the page class."""

    title_sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_sort_key = sort_key(getattr(self, "title", ""))[:400]
        super().save(*args, **kwargs)
