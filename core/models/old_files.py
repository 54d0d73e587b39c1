"""What a file or a picture was before it was replaced, so that it can be put back."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


def _folder(instance: models.Model, filename: str) -> str:
    return f"old-files/{filename}"


class OldFile(models.Model):
    """The stored file that ``thing``, a picture or a file, had until somebody replaced it."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    thing.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    file = models.FileField(_("file"), upload_to=_folder, max_length=255)
    replaced_at = models.DateTimeField(_("replaced on"), auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("replaced by"),
    )  # fmt: skip

    class Meta:
        ordering = ["-replaced_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="old_files_of_a_thing")]
        verbose_name = _("earlier file")
        verbose_name_plural = _("earlier files")

    def __str__(self) -> str:
        return str(self.file.name).rsplit("/", 1)[-1]


def old_files_of(thing: models.Model) -> models.QuerySet[OldFile]:
    """The last that was replaced first."""
    of_type = ContentType.objects.get_for_model(thing)
    return OldFile.objects.filter(content_type=of_type, object_id=thing.pk)


def keep_old_file(thing: Any, file: Any, user: Any) -> OldFile:
    """Remember a stored file that ``thing`` is about to lose; its bytes stay where they are."""
    by = user if user and user.is_authenticated else None
    return OldFile.objects.create(thing=thing, file=file.name, replaced_by=by)
