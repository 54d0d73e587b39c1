"""Earlier files of a picture or a file: listed at its form, and put back with one button."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.documents.views.documents import EditView as StockFileEdit
from wagtail.images.views.images import EditView as StockPictureEdit
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from core.models import OldFile, PortalDocument, PortalImage
from core.models.old_files import keep_old_file, old_files_of
from core.public_use import may_replace

#: Log action: an earlier file was put back.
RESTORED = "portal.restore_file"
_MODELS: dict[str, type[models.Model]] = {"picture": PortalImage, "file": PortalDocument}
_EDITORS = {"picture": "wagtailimages:edit", "file": "wagtaildocs:edit"}


class OldFilesView(WagtailAdminTemplateMixin, TemplateView):
    """GET lists what was replaced; POST of ``old`` puts that file back."""

    template_name = "core/old_files.html"
    page_title = gettext_lazy("Earlier files")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.kind = kwargs["kind"]
        if self.kind not in _MODELS:
            raise Http404
        self.thing: Any = get_object_or_404(_MODELS[self.kind], pk=kwargs["pk"])
        policy = policy_registry.get(self.thing)
        if not policy.user_has_permission_for_instance(request.user, "change", self.thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.thing.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self._editor, "label": self.thing.title},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def _editor(self) -> str:
        return reverse(_EDITORS[self.kind], args=[self.thing.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            old_files=old_files_of(self.thing).select_related("replaced_by"),
            may_restore=may_replace(self.request.user, self.thing),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_replace(request.user, self.thing):
            raise PermissionDenied
        chosen = request.POST.get("old", "")
        old = get_object_or_404(old_files_of(self.thing), pk=chosen if chosen.isdecimal() else 0)
        if not old.file.storage.exists(str(old.file.name)):
            messages.error(request, _("This file is no longer in the store."))
            return redirect(request.path)
        restore(self.thing, old, request.user)
        messages.success(request, _("The earlier file of “%(title)s” is back.") % vars(self.thing))
        return redirect(self._editor)


def restore(thing: Any, old: OldFile, user: Any) -> None:
    """Put an earlier file back; the present one becomes the last of the earlier ones."""
    keep_old_file(thing, thing.file, user)
    thing.file = old.file.name
    if isinstance(thing, PortalImage):
        thing._set_image_file_metadata()
    else:
        thing._set_document_file_metadata()
    thing.save()
    old.delete()  # The row; its file is in use again.
    log(thing, RESTORED, user=user)


class _WithOldFiles:
    """Of an edit view: a button to the earlier files, where there are any."""

    kind = ""
    object: Any

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons = [*super().header_more_buttons]  # type: ignore[misc]
        if old_files_of(self.object).exists():
            url = reverse("old_files", args=[self.kind, self.object.pk])
            label = _("Earlier files")
            buttons.append(HeaderButton(label, url=url, icon_name="history"))
        return buttons


class FileEdit(_WithOldFiles, StockFileEdit):
    kind = "file"


class PictureEdit(_WithOldFiles, StockPictureEdit):
    kind = "picture"


def old_file_urls() -> list[URLPattern]:
    """The forms at the addresses of Wagtail's own, which they take over."""
    return [
        path("documents/edit/<int:document_id>/", FileEdit.as_view()),
        path("images/<int:image_id>/", PictureEdit.as_view()),
        path("earlier-files/<str:kind>/<int:pk>/", OldFilesView.as_view(), name="old_files"),
    ]
