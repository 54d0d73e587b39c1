"""Links within texts: only to what a visitor may open, in the reader's language."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.visibility import openable_pages, restricted_collections


class OpenPageLinkHandler(PageLinkHandler):
    """Wagtail's own shows the address of a draft or private page, and asks for each link again."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """A bare ``<a>`` where the page is not open to visitors; three queries for all links."""
        ids = {attrs.get("id") for attrs in attrs_list}
        wanted = {id_ for id_ in ids if str(id_).isdigit()}
        keys = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key"))
        versions = Page.objects.filter(translation_key__in=set(keys.values()))
        there = list(openable_pages(versions).select_related("locale")) if keys else []
        # The very page, unless it has a version in the language of the page that is being read.
        urls = {page.pk: page.url for page in there}
        localized = {
            page.translation_key: page.url
            for page in there
            if page.locale.language_code == get_language()
        }
        found = {str(pk): localized.get(key) or urls.get(pk) for pk, key in keys.items()}
        return [
            f'<a href="{escape(url)}">' if (url := found.get(str(attrs.get("id")))) else "<a>"
            for attrs in attrs_list
        ]


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """The same for files: one of a private collection is not even named."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        private = restricted_collections()
        files = cls.get_many(attrs_list)
        shown = [file if file and file.collection_id not in private else None for file in files]
        return [f'<a href="{escape(file.url)}">' if file else "<a>" for file in shown]
