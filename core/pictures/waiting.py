"""Files that Wagtail put aside until a form is filled in, which nobody filled in."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.models import UploadedFile

KEPT = timedelta(days=1)


def clear_waiting(older_than: timedelta = KEPT) -> int:
    """Remove them with their rows; how many. Their age is that of the file."""
    before = timezone.now() - older_than
    cleared = 0
    for waiting in UploadedFile.objects.all():
        name = waiting.file.name
        if default_storage.exists(name) and default_storage.get_modified_time(name) > before:
            continue
        waiting.file.delete(save=False)
        waiting.delete()
        cleared += 1
    return cleared
