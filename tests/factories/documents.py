"""Official documents."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page

from core.models import PortalDocument
from documents.models import (
    DocumentFile,
    DocumentIndexPage,
    DocumentRelation,
    OfficialDocumentPage,
)
from tests.factories.tree import add

_numbers = count(1)


def make_document_index(home: Page) -> DocumentIndexPage:
    index: DocumentIndexPage = add(home, DocumentIndexPage(title="Văn bản", slug="van-ban"))
    return index


def make_document(
    index: Page, title: str = "", topics: Any = (), **fields: Any
) -> OfficialDocumentPage:
    number = next(_numbers)
    fields.setdefault("kind", "plan")
    page: OfficialDocumentPage = add(
        index,
        OfficialDocumentPage(
            title=title or f"Văn bản {number}", slug=f"van-ban-{number}", **fields
        ),
        topics=topics,
    )
    return page


def relate(page: OfficialDocumentPage, kind: str, target: OfficialDocumentPage) -> None:
    page.relations.add(DocumentRelation(kind=kind, target=target))
    page.save()


def attach_file(page: OfficialDocumentPage, title: str, name: str, **fields: Any) -> None:
    file = PortalDocument.objects.create(title=title, file=ContentFile(b"%PDF-1.7 x", name=name))
    page.files.add(DocumentFile(document=file, **fields))
    page.save()
