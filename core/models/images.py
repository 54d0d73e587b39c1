"""Pictures with alternative text, caption, credit and licence in every language."""

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from core.images import without_metadata
from core.search_text import FoldedTitleMixin
from core.translated import TranslatedTextField
from core.vietnamese.fields import NFCTextMixin


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
        if self.file and not self.file._committed:
            self._strip_metadata()
        super().save(*args, **kwargs)

    def _strip_metadata(self) -> None:
        """For pictures that come another way than through the upload form, such as an import."""
        self.file.seek(0)
        clean = without_metadata(self.file.read())
        self.file.seek(0)
        if clean is None:
            return
        # Assigning measures the picture again: upright, its sides may have changed places.
        self.file = ImageFile(BytesIO(clean), name=self.file.name)
        if self.file_hash:
            self._set_image_file_metadata()


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
