"""Lists of the admin in Vietnamese order, where Wagtail's are in that of the database's bytes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import F
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.urls import URLPattern, path
from django.utils.translation import get_language
from wagtail.documents.views.documents import IndexView as StockFileList
from wagtail.images.views.images import IndexView as StockPictureList
from wagtail.snippets.views.snippets import IndexView as StockRecordList
from wagtail.snippets.views.snippets import SnippetViewSet

from core.vietnamese.collation import collated


def _name_of_a_record() -> Any:
    """The text that the list shows: in the officer's language, else in the source's."""
    codes = ((get_language() or settings.LANGUAGE_CODE).split("-")[0], settings.LANGUAGE_CODE)
    return collated(Coalesce(*(KT(f"name__{code}") for code in codes)))


#: Columns, and what each is ordered by. A person is filed under the given name.
_ORDERS: dict[str, Callable[[], Any]] = {
    "title": lambda: collated("title"),
    "name": _name_of_a_record,
    "short": lambda: collated("short"),
    "full_name": lambda: F("sort_key"),
}


class VietnameseOrder:
    """Of an index view: its columns of titles and names."""

    ordering: Any

    def order_queryset(self, queryset: Any) -> Any:
        name = self.ordering.lstrip("-") if isinstance(self.ordering, str) else ""
        order = self.order_of(name) if name else None
        if order is None:
            return super().order_queryset(queryset)  # type: ignore[misc]
        return queryset.order_by(order.desc() if self.ordering[0] == "-" else order.asc())

    def order_of(self, name: str) -> Any:
        """An expression; None where Wagtail's order is right."""
        return _ORDERS[name]() if name in _ORDERS else None


class PictureList(VietnameseOrder, StockPictureList):
    pass


class FileList(VietnameseOrder, StockFileList):
    pass


class RecordList(VietnameseOrder, StockRecordList):
    def order_of(self, name: str) -> Any:
        # A search refuses columns that its index does not hold, but takes any expression.
        return super().order_of(name) or (F(name) if self.is_searching else None)


class RecordViewSet(SnippetViewSet):
    """The admin of a record: `core.models.Record` or one like it."""

    index_view_class = RecordList


def media_lists() -> list[URLPattern]:
    """At the addresses of Wagtail's own, which they take over."""
    return [
        path("images/", PictureList.as_view()),
        path("images/results/", PictureList.as_view(results_only=True)),
        path("documents/", FileList.as_view()),
        path("documents/results/", FileList.as_view(results_only=True)),
    ]
