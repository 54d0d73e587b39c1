"""Files offered for download. What an upload may be is decided in core.uploads."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.log_actions import log

from core.publishing import NO_STAMP
from core.search_text import FoldedTitleMixin
from core.vietnamese.fields import NFCTextMixin


class PortalDocument(FoldedTitleMixin, NFCTextMixin, AbstractDocument):
    admin_form_fields = Document.admin_form_fields
    search_fields = [*AbstractDocument.search_fields, *FoldedTitleMixin.folded_title_fields]

    # Who has just confirmed that; set by the form, kept in the log only.
    confirmed_by: Any = None

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def clean(self) -> None:
        if self.file:  # Else its form has said what is wrong with it.
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.confirmed_by:
            log(self, NO_STAMP, user=self.confirmed_by)
            self.confirmed_by = None
