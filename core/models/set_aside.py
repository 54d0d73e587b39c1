from django.db import models
from django.utils.translation import gettext_lazy as _


class SetAside(models.Model):
    """One thing that a step behind publishing could not take in, while all others went on.

    ``target``: a key such as ``page:12``, ``image:5``, ``file:7``, or ``group:<translation key>``
    of a page in all its languages. Written and removed by `core.set_aside` only.
    """

    class Step(models.TextChoices):
        CATALOG = "catalog", _("public record")
        SEARCH = "search", _("search index")
        TREES = "trees", _("page trees")
        STATES = "states", _("translation states")
        VALIDITY = "validity", _("comparison with the original")
        CARDS = "cards", _("pictures to share")
        SCHEDULE = "schedule", _("scheduled publishing")
        PAGES = "pages", _("shown to visitors")

    step = models.CharField(max_length=12, choices=Step.choices)
    target = models.CharField(max_length=200)
    reason = models.TextField()
    since = models.DateTimeField()
    tried_at = models.DateTimeField()

    class Meta:
        verbose_name = _("thing set aside")
        verbose_name_plural = _("things set aside")
        constraints = [
            models.UniqueConstraint(fields=["step", "target"], name="set_aside_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.target}: {self.reason}"
