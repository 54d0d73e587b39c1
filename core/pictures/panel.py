"""Pictures that cannot be drawn, on the front page of the admin."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from core.dashboard import SHOWN, Task, TaskPanel
from core.models import PortalImage


class PicturesToMendPanel(TaskPanel):
    """Pages show the alternative text of these; whoever may change them is told."""

    name = "pictures_to_mend"
    heading = gettext_lazy("Pictures that cannot be shown")
    icon = "image"
    order = 205

    def tasks(self) -> tuple[Sequence[Task], int]:
        policy = policy_registry.get_by_type(PortalImage)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        broken = mine.exclude(drawing_error="").order_by("-created_at")
        return [
            Task(image.title, reverse("wagtailimages:edit", args=[image.pk]), _note(image))
            for image in broken[:SHOWN]
        ], broken.count()


def _note(image: PortalImage) -> str:
    if not image.file.storage.exists(image.file.name):
        return _("its file is missing: upload it again")
    return _("its file is damaged: upload it again")
