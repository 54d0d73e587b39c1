from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Official documents")

    def ready(self) -> None:
        register(
            Kind(
                "document",
                "documents.OfficialDocumentPage",
                _("Official document"),
                _("Official documents"),
                is_dated=True,
                schema="documents.schemas.DocumentSchema",
            ),
            Kind(
                "document_index",
                "documents.DocumentIndexPage",
                _("List of documents"),
                _("Lists of documents"),
                is_listed=False,
                schema="catalog.page_schema.ListSchema",
            ),
        )
