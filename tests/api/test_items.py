"""One item: as it is stored, and with what belongs to it."""

import uuid

from catalog.models import CatalogDependency
from tests.api.asking import Asking
from tests.factories.catalog import make_item, make_media, withdraw, write


def test_an_item_is_answered_as_it_is_stored(api: Asking) -> None:
    row = make_item("Lễ hội")
    response = api.get(f"content/{row.pk}")
    assert response.content.decode() == row.payload
    assert api.queries(f"content/{row.pk}") == 2
    assert api.json(f"content/{row.pk}?view=card")["facts"] == {}


def test_what_is_not_public_is_not_there(api: Asking) -> None:
    row = make_item()
    withdraw(row)
    gone = api.get(f"content/{row.pk}", 404).json()
    never = api.get(f"content/{uuid.uuid4()}", 404).json()
    assert gone == never
    assert api.problem("content/abc", 404) == ("not-found", "")


def test_media_are_items_with_an_address_of_their_own(api: Asking) -> None:
    picture, page = make_media(), make_item()
    assert api.get(f"media/{picture.pk}").content == api.get(f"content/{picture.pk}").content
    assert api.problem(f"media/{page.pk}", 404)[0] == "not-found"


def test_304_until_this_item_changes(api: Asking) -> None:
    row, other = make_item(), make_item()
    path = f"content/{row.pk}"
    etag = api.get(path)["ETag"]
    other.title = "Khác"
    write(other)
    assert api.queries(path, 304, HTTP_IF_NONE_MATCH=etag) == 2
    row.title, row.rev = "Mới", 2
    write(row)
    assert api.get(path, HTTP_IF_NONE_MATCH=etag)["ETag"] != etag


def test_what_belongs_to_an_item_comes_on_request(api: Asking) -> None:
    home = make_item("Trang chủ", tree_path="00010001")
    top = make_item("Mục", tree_path="000100010001", parent=home.pk)
    child = make_item("Con", tree_path="0001000100010001", parent=top.pk)
    named = make_item("Được nhắc", tree_path="000100010002")
    naming = make_item("Nhắc tới", tree_path="000100010003")
    english = make_item("Item", locale="en", translation_key=top.translation_key)
    withdraw(make_item("Đã gỡ", parent=top.pk))
    CatalogDependency.objects.create(item=top, target=f"group:{named.translation_key}")
    CatalogDependency.objects.create(item=top, target=f"group:{home.translation_key}")
    CatalogDependency.objects.create(item=top, target="image:4")
    CatalogDependency.objects.create(item=naming, target=f"group:{top.translation_key}")
    CatalogDependency.objects.create(item=child, target=f"group:{top.translation_key}")

    path = f"content/{top.pk}?expand=breadcrumbs,translations,children,related"
    expanded = api.json(path)["expanded"]
    titles = {name: [card["title"] for card in cards] for name, cards in expanded.items()}
    assert titles == {
        "breadcrumbs": ["Trang chủ"],
        "translations": ["Item"],
        "children": ["Con"],
        "related": ["Được nhắc", "Nhắc tới"],
    }
    assert english.title == "Item"
    assert api.queries(path) == 7
    assert set(api.json(f"content/{top.pk}?expand=children")["expanded"]) == {"children"}
    assert api.problem(f"content/{top.pk}?expand=parents", 400) == ("invalid-parameter", "expand")


def test_a_picture_can_be_expanded_too(api: Asking) -> None:
    row = make_media()
    expanded = api.json(f"content/{row.pk}?expand=breadcrumbs,translations,children,related")
    assert expanded["expanded"] == {
        "breadcrumbs": [], "translations": [], "children": [], "related": [],
    }  # fmt: skip
