"""Files offered for download. What an upload may be is decided in core.uploads."""

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from core.search_text import FoldedTitleMixin
from core.vietnamese.fields import NFCTextMixin


class PortalDocument(FoldedTitleMixin, NFCTextMixin, AbstractDocument):
    admin_form_fields = Document.admin_form_fields
    search_fields = [*AbstractDocument.search_fields, *FoldedTitleMixin.folded_title_fields]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
