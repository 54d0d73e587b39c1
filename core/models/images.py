"""Pictures with alternative text, caption, credit and licence in every language."""

import logging
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.images import ImageFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError

from core.links import media_url
from core.pictures.gate import cleaned, is_ready
from core.search_text import FoldedTitleMixin
from core.translated import TranslatedTextField
from core.vietnamese.fields import NFCTextMixin

logger = logging.getLogger(__name__)


class PortalImage(FoldedTitleMixin, NFCTextMixin, AbstractImage):
    file: Any  # Declared by Wagtail, which is not typed.

    class Licence(models.TextChoices):
        OWN = "own", _("All rights with the agency")
        CC_BY = "CC BY 4.0", "CC BY 4.0"
        CC_BY_SA = "CC BY-SA 4.0", "CC BY-SA 4.0"
        CC0 = "CC0 1.0", _("Public domain (CC0 1.0)")
        PERMISSION = "permission", _("Used with permission")

    alt = TranslatedTextField(
        _("alternative text"),
        blank=True,
        help_text=_(
            "What the picture shows, in one sentence, for people who cannot see it. "
            "A picture without it cannot be published."
        ),
    )
    caption = TranslatedTextField(_("caption"), blank=True)
    credit = TranslatedTextField(
        _("credit"), blank=True,
        help_text=_(
            "Photographer or illustrator. Write a name once where it is the same in every language."
        ),
    )  # fmt: skip
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.OWN
    )
    is_illustrative = models.BooleanField(
        _("illustrative"),
        default=False,
        help_text=_("A drawing or example, not a photograph of the thing itself."),
    )

    # Why it cannot be drawn, for the dashboard; see core/drawing.py.
    drawing_error = models.CharField(max_length=200, blank=True, default="", editable=False)

    search_fields = [*AbstractImage.search_fields, *FoldedTitleMixin.folded_title_fields]
    admin_form_fields = (
        "title", "file", "alt", "caption", "credit", "licence", "is_illustrative",
        "collection", "tags", "focal_point_x", "focal_point_y",
        "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return str(self.alt)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed and not is_ready(self.file.file):
            self._make_ready()
        super().save(*args, **kwargs)

    def _make_ready(self) -> None:
        """For pictures that come another way than through a form, such as an import."""
        self.file.seek(0)
        content = self.file.read()
        self.file.seek(0)
        kept, extension = cleaned(content)
        if kept == content and self.file.name.lower().endswith(f".{extension}"):
            return
        # Assigning measures the picture again: upright, its sides may have changed places.
        name = PurePath(self.file.name).with_suffix(f".{extension}")
        self.file = ImageFile(BytesIO(kept), name=str(name))
        if self.file_hash:
            self._set_image_file_metadata()

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """Whatever its damage breaks: Wagtail's screens know one error of pictures only."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except Exception as broken:
            raise SourceImageIOError(str(broken)) from broken

    def get_rendition(self, filter: Any) -> Any:
        """One that cannot be drawn is shown as a broken picture, on whichever screen."""
        try:
            return super().get_rendition(filter)
        except OSError:
            logger.exception("Picture %s (%s) cannot be drawn", self.pk, self.title)
            lost = PortalRendition(image=self, width=0, height=0)
            lost.file.name = "not-found"
            return lost


class PortalRendition(AbstractRendition):
    file: Any
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]  # Each GET asks.

    @property
    def url(self) -> str:
        return media_url(self.file.name)
