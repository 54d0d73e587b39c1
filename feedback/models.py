"""Whether pages are of use to their readers: counts per page and day, nothing about a reader."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class DayOfOpinions(models.Model):
    """How often each answer was given about a page on one day in Viet Nam."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="opinions", verbose_name=_("page"))
    day = models.DateField(_("day"))
    yes = models.PositiveIntegerField(_("yes"), default=0)
    partly = models.PositiveIntegerField(_("partly"), default=0)
    no = models.PositiveIntegerField(_("no"), default=0)

    class Meta:
        verbose_name = _("opinions of a day")
        verbose_name_plural = _("opinions by day")
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="one_row_of_opinions_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.day}: {self.yes}/{self.partly}/{self.no}"

    @classmethod
    def count(cls, page: Page, answer: Answer, day: datetime.date) -> None:
        """One more of this answer; two at the same moment are both counted."""
        row, _created = cls.objects.get_or_create(page=page, day=day)
        cls.objects.filter(pk=row.pk).update(**{answer.value: models.F(answer.value) + 1})
