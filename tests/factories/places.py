"""Places, relics and history."""

from typing import Any

from places.models import HistoryPage, PlaceIndexPage, RelicPage, TourismPlacePage
from tests.factories.tree import Tree, make_page


def place_index(tree: Tree) -> PlaceIndexPage:
    found = PlaceIndexPage.objects.child_of(tree.vi).first()
    return found or make_page(PlaceIndexPage, tree.vi, title="Du lịch", slug="du-lich")


def place(tree: Tree, title: str = "Đồi vải", **fields: Any) -> TourismPlacePage:
    return make_page(TourismPlacePage, place_index(tree), title=title, **fields)


def relic(tree: Tree, title: str = "Đình làng", **fields: Any) -> RelicPage:
    return make_page(RelicPage, place_index(tree), title=title, **fields)


def history(tree: Tree, title: str = "Lịch sử làng", **fields: Any) -> HistoryPage:
    return make_page(HistoryPage, place_index(tree), title=title, **fields)
