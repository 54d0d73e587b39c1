"""Links within texts: only to what a visitor may open, in the reader's language."""

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from core.links import addresses_of
from core.visibility import is_in_open_collection


class OpenPageLinkHandler(PageLinkHandler):
    """Wagtail's own shows the address of a draft or private page, and asks for each link again."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """A bare ``<a>`` where the page is not open to visitors; one query for all links."""
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        found = addresses_of(int(id_) for id_ in ids if id_.isdigit())
        return [
            f'<a href="{escape(url)}">' if id_.isdigit() and (url := found.get(int(id_))) else "<a>"
            for id_ in ids
        ]


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """The same for files: one of a private collection is not even named."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            f'<a href="{escape(file.url)}">' if is_in_open_collection(file) else "<a>"
            for file in cls.get_many(attrs_list)
        ]
