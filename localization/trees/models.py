"""What the portal remembers about its trees: what to look at, and what officers decided."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fate(models.TextChoices):
    """What becomes of translations when their original is withdrawn."""

    WITHDRAW = "withdraw", _("Withdraw them too")
    KEEP = "keep", _("Leave them public")
    DELETE = "delete", _("Delete them too")


class TreeMark(models.Model):
    """Pages that may be out of step since a change; written in the transaction of the change.

    ``translation_key``: the page in all its languages; empty for every page.
    ``leftover``: id of a stand-in whose original was deleted.
    """

    translation_key = models.UUIDField(null=True, blank=True)
    leftover = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("pages to be brought into step")
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.leftover or self.translation_key or "*")


class TreeState(models.Model):
    """One row. Locked by whoever brings trees into step: two would make everything twice."""

    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the trees")
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.checked_at or "")

    @classmethod
    def locked(cls) -> Any:
        """The row, locked until the transaction ends."""
        return cls.objects.select_for_update().get_or_create(pk=1)[0]


class KeptTranslation(models.Model):
    """An officer decided that this translation stays public though its original is withdrawn."""

    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("translation kept public")
        verbose_name_plural = _("translations kept public")

    def __str__(self) -> str:
        return str(self.page)
