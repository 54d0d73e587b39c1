"""Blocks that are seen or heard: pictures, galleries, files, audio and video."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
)

from core.blocks.choosers import FileChooserBlock, PictureBlock, PictureChooserBlock
from core.blocks.text import INLINE_FEATURES
from core.visibility import is_in_open_collection


class FigureBlock(StructBlock):
    image = PictureBlock(label=_("Picture"))
    caption = CharBlock(required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"
        description = _("One picture with caption and credit.")
        preview_template = "blocks/preview_icon.html"


class GalleryBlock(StructBlock):
    title = CharBlock(required=False, label=_("Title"))
    images = ListBlock(FigureBlock(), min_num=2, label=_("Pictures"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "blocks/gallery.html"
        description = _("Several pictures with captions.")
        preview_template = "blocks/preview_icon.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """``figures``: those whose picture is still there."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["figures"] = [figure for figure in value["images"] if figure["image"]]
        return context


class DocumentLinkBlock(StructBlock):
    document = FileChooserBlock(label=_("File"))
    label = CharBlock(
        required=False, label=_("Label"), help_text=_("Leave empty to use the file's title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")


class DocumentsBlock(StructBlock):
    title = CharBlock(required=False, label=_("Title"))
    documents = ListBlock(DocumentLinkBlock(), label=_("Files"))

    class Meta:
        icon = "doc-full"
        label = _("Files to download")
        template = "blocks/documents.html"
        description = _("Files with type and size.")
        preview_template = "blocks/preview_icon.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        entries = [one for one in value["documents"] if is_in_open_collection(one["document"])]
        return {**context, "documents": entries}


class MediaBlock(StructBlock):
    """Sound or moving pictures. WCAG 2.2: a transcript always, captions for video."""

    title = CharBlock(label=_("Title"))
    kind = ChoiceBlock([("audio", _("Audio")), ("video", _("Video"))], label=_("Kind"))
    file = FileChooserBlock(label=_("File"), help_text=_("MP3 for audio, MP4 for video."))
    poster = PictureChooserBlock(required=False, label=_("Still picture"))
    captions = FileChooserBlock(
        required=False, label=_("Captions"), help_text=_("A WebVTT file; obligatory for video.")
    )
    duration_seconds = IntegerBlock(required=False, min_value=1, label=_("Duration in seconds"))
    transcript = RichTextBlock(features=INLINE_FEATURES, label=_("Transcript"))

    class Meta:
        icon = "media"
        label = _("Audio or video")
        template = "blocks/media.html"
        description = _("A recording with its transcript.")
        preview_template = "blocks/preview_icon.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["kind"] == "video" and not cleaned["captions"]:
            raise StructBlockValidationError(
                block_errors={"captions": ValidationError(_("A video needs captions."))}
            )
        return cleaned
