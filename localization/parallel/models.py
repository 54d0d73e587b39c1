"""Who looked at a translation as a whole. Shown in the admin only."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail_localize.models import Translation


class TranslationReview(models.Model):
    """A person has read the whole translation at this moment."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.at}"
