"""Names in a package and the rows they stand for, both ways."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.db import models
from wagtail.documents import get_document_model
from wagtail.models import Page

from home.content.errors import ContentError, Place, did_you_mean
from home.content.fields import label, target_kind

_OPEN_SCHEMES = re.compile(r"(https?://|mailto:|tel:|#)")


class References:
    """Finds primary keys by name while loading. Names of required packages count as well."""

    def __init__(self) -> None:
        self.pages: dict[str, int] = {}
        self.images: dict[str, int] = {}
        self.documents: dict[str, int] = {}
        self.alt_texts: dict[str, dict[str, str]] = {}
        self._records: dict[type[models.Model], dict[str, int]] = {}

    def forget_records(self) -> None:
        self._records.clear()

    def records(self, model: type[models.Model]) -> dict[str, int]:
        if model not in self._records:
            rows = model._default_manager.values_list("code", "pk")
            self._records[model] = dict(rows)
        return self._records[model]

    def find(self, model: Any, name: str, place: Place) -> int:
        """Primary key of the object that a package calls ``name``."""
        kind = target_kind(model)
        known = self._known(kind, model)
        key = name.rstrip("/") or "/" if kind == "page" else name
        if key in known:
            return known[key]
        what = {"page": "page", "image": "picture", "document": "file"}.get(kind, label(model))
        raise ContentError(place, f'there is no {what} "{name}"{did_you_mean(name, known)}')

    def _known(self, kind: str, model: Any) -> dict[str, int]:
        if kind == "record":
            return self.records(model)
        return {"page": self.pages, "image": self.images, "document": self.documents}.get(kind, {})

    def link(self, target: str, place: Place) -> dict[str, str]:
        """Attributes of the ``<a>`` for the target of a Markdown link."""
        scheme, _, name = target.partition(":")
        name = unicodedata.normalize("NFC", name)
        if scheme == "page":
            return {"linktype": "page", "id": str(self.find(Page, name, place))}
        if scheme == "file":
            pk = self.find(get_document_model(), name, place)
            return {"linktype": "document", "id": str(pk)}
        if _OPEN_SCHEMES.match(target):
            return {"href": target}
        message = f'a link leads to page:/path, file:name or https://..., not to "{target}"'
        raise ContentError(place, message)


class Names:
    """Finds names by primary key while dumping."""

    def __init__(self) -> None:
        self.pages: dict[int, str] = {}
        self.images: dict[int, str] = {}
        self.documents: dict[int, str] = {}
        self._codes: dict[type[models.Model], dict[int, str]] = {}

    def find(self, model: Any, pk: Any) -> str | None:
        """The name of an object; None when it is not part of the package."""
        if pk is None:
            return None
        kind = target_kind(model)
        if kind == "record":
            if model not in self._codes:
                self._codes[model] = dict(model._default_manager.values_list("pk", "code"))
            return self._codes[model].get(pk)
        known = {"page": self.pages, "image": self.images, "document": self.documents}.get(kind, {})
        return known.get(int(pk))

    def link(self, attributes: dict[str, str]) -> str | None:
        """Target of a Markdown link for the attributes of an ``<a>``."""
        kind = attributes.get("linktype")
        if kind in {"page", "document"}:
            model = Page if kind == "page" else get_document_model()
            name = self.find(model, attributes.get("id"))
            return f"{'page' if kind == 'page' else 'file'}:{name}" if name else None
        return attributes.get("href")


def unique_names(wanted: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Give every row a file name of its own; the second ``a.png`` becomes ``a-2.png``."""
    taken: set[str] = set()
    names: dict[int, str] = {}
    for pk, name in wanted:
        path, number, free = PurePath(name), 2, name
        while free.lower() in taken:
            free, number = f"{path.stem}-{number}{path.suffix}", number + 1
        taken.add(free.lower())
        names[pk] = free
    return names
