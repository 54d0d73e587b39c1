"""The oracle: what an anonymous visitor can open. Shares no code with the catalog."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import caches
from django.test import Client
from wagtail.models import Page

from catalog.models import CatalogState

STAND_IN = "localization/untranslated.html"


def namespace() -> uuid.UUID:
    return CatalogState.objects.get().namespace


def id_of(thing: str) -> str:
    """The public id of ``page:12``, ``image:5``, ``file:7``."""
    return str(uuid.uuid5(namespace(), thing))


def is_visible(page: Page) -> bool:
    """Whether its own address answers with this very page; stand-ins are not pages of their own."""
    if page.alias_of_id:
        return False
    address = page.get_full_url()
    if not address:
        return False
    caches["pages"].clear()  # What was kept does not say which page it was made of.
    answer = Client().get(urlsplit(address).path)
    if answer.status_code != 200 or any(t.name == STAND_IN for t in answer.templates):
        return False
    shown: Any = answer.context["page"] if answer.context else None
    return bool(shown and shown.pk == page.pk)


def visible_pages() -> list[Page]:
    return [page for page in Page.objects.filter(depth__gt=1).specific() if is_visible(page)]
