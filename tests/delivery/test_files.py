"""Private means private: each address of each stored file, for visitors, members and officers."""

import datetime
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from catalog.models import CatalogItem
from catalog.refresh import refresh
from core.images import PICTURE_SPECS
from core.models import (
    Officer,
    PortalDocument,
    PortalImage,
    PortalRendition,
    PortalSettings,
    Post,
)
from delivery import share_cards
from documents.models import DocumentFile, DocumentIndexPage, OfficialDocumentPage
from tests.factories.core import (
    Portal,
    make_agency,
    make_document,
    make_image,
    make_page,
    make_section,
    make_stand_in,
    make_standard_page,
    make_user,
)
from tests.factories.tree import restrict

CONTENT = b"ID3" + bytes(range(256)) * 8
A_DAY = datetime.timedelta(days=1)


def closed_collection(name: str = "Kho kín", **restriction: Any) -> Collection:
    collection = Collection.get_first_root_node().add_child(name=name)
    restriction = {"restriction_type": "login", **restriction}
    CollectionViewRestriction.objects.create(collection=collection, **restriction)
    return collection


def both(name: str, collection: Collection | None = None) -> tuple[PortalImage, PortalDocument]:
    """A picture with one size, and a file, of the same collection."""
    image, file = make_image(name), make_document(name, CONTENT, f"{name}.mp3")
    for thing in (image, file):
        if collection:
            thing.collection = collection
            thing.save()
    for spec in ("width-720|format-webp", "original"):
        image.get_rendition(spec)
    return image, file


def showing(image: PortalImage, file: PortalDocument) -> str:
    """A body with both, the file as sound and within a sentence."""
    link = f'<p><a linktype="document" id="{file.pk}">tệp</a></p>'
    return json.dumps([
        {"type": "image", "value": {"image": {"image": image.pk, "decorative": True}}},
        {"type": "text", "value": link},
    ])  # fmt: skip


def shown_on(parent: Any, name: str, collection: Collection | None = None, **fields: Any) -> Any:
    image, file = both(name, collection)
    page = make_standard_page(parent, name, body=showing(image, file), **fields)
    return image, file, page


@pytest.fixture(autouse=True)
def _few_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PICTURE_SPECS, "card", ("fill-{36x24}|format-{webp}", ""))
    monkeypatch.setitem(PICTURE_SPECS, "figure", ("width-{60}|format-{jpeg}", ""))


def addresses(thing: PortalImage | PortalDocument) -> dict[str, bool]:
    """Address → whether anybody may have it when the thing is public."""
    if isinstance(thing, PortalDocument):
        return {thing.url: True, f"/media/{thing.file.name}": False}
    sizes = {one.url: one.filter_spec != "original" for one in thing.renditions.all()}
    return {**sizes, f"/media/{thing.file.name}": False}


def expected(*things: Any, is_public: bool) -> dict[str, int]:
    return {
        address: 200 if is_public and may_be else 404
        for one in things
        for address, may_be in addresses(one).items()
    }


def answers(*things: Any, client: Client | None = None) -> dict[str, int]:
    there = expected(*things, is_public=True)  # Of the sizes there are; the catalog draws others.
    return {address: (client or Client()).get(address).status_code for address in there}


def assert_public(*things: Any) -> None:
    wanted = expected(*things, is_public=True)
    assert {address: Client().get(address).status_code for address in wanted} == wanted


def assert_private(*things: Any) -> None:
    wanted = expected(*things, is_public=False)
    found = {address: Client().get(address).status_code for address in wanted}
    closed = {a for a, status in found.items() if status == 302}  # Asks for the login.
    assert not any("/media/" in address for address in closed)
    assert {a: 404 if a in closed else s for a, s in found.items()} == wanted


def test_every_address_of_every_file(bilingual: Portal) -> None:
    """Public is what a public page shows out of an open collection, and nothing else."""
    home = bilingual.home
    closed = closed_collection()
    below = closed.add_child(name="Dưới kho kín")
    section = make_section(home, "Mục kín")
    restrict(section)
    restricted = make_standard_page(home, "Trang kín")
    restrict(restricted)
    private = [
        *both("chua-dung"), *both("kho-kin", closed),
        *shown_on(home, "nhap", live=False)[:2],
        *shown_on(home, "het-han", expire_at=timezone.now() - A_DAY)[:2],
        *shown_on(home, "trong-kho-kin", closed)[:2], *shown_on(home, "duoi-kho", below)[:2],
        *shown_on(section, "trong-muc-kin")[:2], *shown_on(restricted, "duoi-trang-kin")[:2],
    ]  # fmt: skip
    image, file, page = shown_on(home, "cong-khai")
    draft = both("nhap-sau")
    page.body = showing(*draft)
    page.save_revision()  # Only the draft shows them.
    alias = shown_on(home, "chua-dich")
    make_stand_in(alias[2])
    assert_private(*private, *draft)
    assert_public(image, file, *alias[:2])


def test_portraits_need_consent_and_the_emblem_is_everybodys(bilingual: Portal) -> None:
    agency = make_agency()
    asked, agreed, former, emblem = (make_image(f"Ảnh {n}") for n in range(4))
    post = Post.objects.create(code="ct", name={"vi": "Chủ tịch"}, agency=agency)
    long_ago = datetime.date(2020, 1, 1)
    for code, fields in {
        "a": {"portrait": asked},
        "b": {"portrait": agreed, "portrait_consent": True},
        "c": {"portrait": former, "portrait_consent": True, "valid_to": long_ago},
    }.items():
        Officer.objects.create(code=code, full_name="Nguyễn Văn A", post=post, **fields)
    people = json.dumps([{"type": "people", "value": {"title": "", "agency": agency.pk}}])
    make_standard_page(bilingual.home, body=people)
    PortalSettings.objects.create(site=bilingual.site, name={"vi": "Cổng"}, emblem=emblem)
    for image in (asked, agreed, former, emblem):
        image.get_rendition("max-160x160|format-png")
    refresh()
    assert_private(asked, former)
    assert_public(agreed, emblem)


def test_a_film_shows_a_size_of_its_still_and_never_the_original(bilingual: Portal) -> None:
    poster = make_image("Cảnh phim")
    film, captions = make_document("Phim", CONTENT, "a.mp4"), make_document("Lời", name="a.vtt")
    value = {"title": "Phim", "kind": "video", "file": film.pk, "poster": poster.pk,
             "captions": captions.pk, "transcript": "<p>Lời.</p>"}  # fmt: skip
    page = make_standard_page(bilingual.home, body=json.dumps([{"type": "media", "value": value}]))
    html = Client().get(page.url).content.decode()
    assert poster.file.name not in html
    assert_public(poster, film, captions)
    for one in (film, captions):
        one.collection = closed_collection(f"Kho {one.pk}")
        one.save()
    html = Client().get(page.url).content.decode()
    assert "Lời." in html
    assert not {"<video", "<track", film.url, captions.url} & set(html.replace('"', "\n").split())
    assert_private(film, captions)


@pytest.mark.parametrize("is_closed", [False, True])
def test_pages_feeds_and_interface_name_what_the_address_gives(
    bilingual: Portal, is_closed: bool
) -> None:
    """One rule: what cannot be had is not named either."""
    word = "zqkinzq"
    image, file = both(word, closed_collection() if is_closed else None)
    index = make_page(bilingual.home, "Văn bản", DocumentIndexPage)
    paper = make_page(index, "Kế hoạch", OfficialDocumentPage, kind="plan")
    paper.files.add(DocumentFile(document=file))
    paper.save_revision().publish()
    files = [
        {"type": "documents", "value": {"title": "Tải về", "documents": [{"document": file.pk}]}},
        {"type": "media", "value": {"title": "Bản tin", "kind": "audio", "file": file.pk,
                                    "transcript": "<p>Lời.</p>"}},
    ]  # fmt: skip
    body = json.dumps(json.loads(showing(image, file)) + files)
    page = make_standard_page(bilingual.home, "Trang", body=body, cover=image)
    seen = [page.url, paper.url, "/api/v1/content?view=full&limit=100", "/feeds/vi/all.json"]
    named = [word in Client().get(address).content.decode() for address in seen]
    assert named == [not is_closed] * len(seen)
    assert Client().get(file.url).status_code == (302 if is_closed else 200)


CHANGES: dict[str, Any] = {
    "unpublished": lambda page, image: page.unpublish(),
    "deleted": lambda page, image: page.delete(),
    "restricted": lambda page, image: restrict(page),
    "moved below a closed page": lambda page, image: page.move(
        page.get_siblings().get(slug="kin"), "last-child"
    ),
    "not shown any more": lambda page, image: _without_body(page),
    "its collection closed": lambda page, image: CollectionViewRestriction.objects.create(
        collection=image.collection, restriction_type="login"
    ),
}


def _without_body(page: Any) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.body = "[]"
    page.save_revision().publish()


@pytest.mark.parametrize("is_behind", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_ends_it_ends_it_at_once(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch, change: str, is_behind: bool
) -> None:
    """Also while nothing can be taken into the catalog; and what else is public stays so."""
    restrict(make_standard_page(bilingual.home, "Kín", slug="kin"))
    image, file, page = shown_on(bilingual.home, "anh")
    collection = Collection.get_first_root_node().add_child(name="Khác")
    other = shown_on(bilingual.home, "khac", collection)[:2]
    assert_public(image, file, *other)
    if is_behind:

        def busy(*args: Any) -> None:
            raise DatabaseError("database is locked")

        monkeypatch.setattr("catalog.refresh.refresh", busy)
    CHANGES[change](page, image)
    assert_private(image, file)
    if change != "its collection closed":
        assert_public(*other)


def test_expiry_needs_no_scheduler(bilingual: Portal) -> None:
    image, file, _page = shown_on(bilingual.home, "anh", expire_at=timezone.now() + A_DAY)
    assert_public(image, file)
    with time_machine.travel(timezone.now() + 2 * A_DAY):
        assert_private(image, file)


def test_a_card_to_share_goes_with_its_page(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    refresh()
    item = CatalogItem.objects.get(page_id=page.pk)
    share_cards.draw([item.pk])
    name = next(n for n in default_storage.listdir("share")[1] if n.startswith(str(item.pk)))
    assert Client().get(f"/media/share/{name}").status_code == 200
    page.unpublish()
    assert Client().get(f"/media/share/{name}").status_code == 404


def test_files_of_a_closed_page_are_for_whoever_may_open_it(bilingual: Portal) -> None:
    image, file, page = shown_on(bilingual.home, "anh")
    other = both("khac")
    lock = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="mo-cua"
    )
    ReferenceIndex.create_or_update_for_object(page)
    visitor = Client()
    assert_private(image, file, *other)
    visitor.post(
        f"/_util/authenticate_with_password/{lock.pk}/{page.pk}/",
        {"password": "mo-cua", "return_url": page.url},
    )
    wanted = expected(image, file, is_public=True)
    assert answers(image, file, client=visitor) == wanted
    assert visitor.get(file.url)["Cache-Control"] == "private, no-store"
    assert 200 not in answers(*other, client=visitor).values()
    assert_private(image, file)


def test_a_closed_collection_opens_by_its_own_password(bilingual: Portal) -> None:
    collection = closed_collection(restriction_type="password", password="mo-kho")
    _image, file = both("tep", collection)
    visitor = Client()
    form = visitor.get(file.url)
    assert form.templates, "a form, not the file"
    lock = CollectionViewRestriction.objects.get()
    visitor.post(
        f"/documents/authenticate_with_password/{lock.pk}/",
        {"password": "mo-kho", "return_url": file.url},
    )
    assert b"".join(visitor.get(file.url)) == CONTENT  # type: ignore[arg-type]


def test_officers_see_what_their_library_shows(roles: Portal) -> None:
    image, file = both("anh", closed_collection(restriction_type="groups"))
    everything = dict.fromkeys(addresses(image), 200) | {file.url: 200}
    for role, may in (("Biên tập viên", True), ("Người xem báo cáo", False)):
        client = Client()
        client.force_login(make_user(role, role))
        found = answers(image, file, client=client)
        if may:
            assert found == everything | {f"/media/{file.file.name}": 404}
            answer = client.get(f"/media/{image.file.name}")
            assert answer["Cache-Control"] == "private, no-store"
        else:
            assert {s for a, s in found.items() if "/media/" in a} == {404}


def test_waiting_uploads_are_nobodys_and_users_portraits_are_for_staff(
    bilingual: Portal, admin_client: Client
) -> None:
    waiting = UploadedFile.objects.create(file=ContentFile(CONTENT, name="cho.png"))
    profile = UserProfile.objects.first()
    profile.avatar.save("toi.png", ContentFile(CONTENT))
    for client, mine in ((Client(), 404), (admin_client, 200)):
        assert client.get(f"/media/{waiting.file.name}").status_code == 404
        assert client.get(f"/media/{profile.avatar.name}").status_code == mine


STRANGE = ["", "..%2f..%2fetc/passwd", "%00", "images/", "share/x.png", "images/%ED%A0%80.png",
           "share/11111111-1111-1111-1111-111111111111-ab.png", "a" * 5_000]  # fmt: skip


@pytest.mark.parametrize("path", STRANGE)
def test_no_other_address_gives_a_file(bilingual: Portal, path: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(f"/media/{path}").status_code == 404
    assert client.post(f"/media/{path}").status_code in {404, 405}


def test_a_picture_costs_a_visitor_three_queries(bilingual: Portal) -> None:
    image, file, _page = shown_on(bilingual.home, "anh")
    address = next(a for a, may_be in addresses(image).items() if may_be)
    refresh()
    assert_public(image, file)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    assert len(captured) <= 3, "the state, the picture, whether it is shown"


def test_who_may_keep_a_public_picture(bilingual: Portal, settings: Any) -> None:
    image, _file, _page = shown_on(bilingual.home, "anh")
    address = next(a for a, may_be in addresses(image).items() if may_be)
    refresh()
    assert Client().get(address)["Cache-Control"] == "public, max-age=2592000, s-maxage=0"
    settings.FRONTEND_CACHE_SECONDS = 60
    assert Client().get(address)["Cache-Control"] == "public, max-age=2592000, s-maxage=60"


def test_an_object_storage_signs_the_address(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages name the portal's own address, which lasts; who may have the file is sent on."""
    _image, file, page = shown_on(bilingual.home, "anh")

    class Away(Storage):
        def url(self, name: str | None) -> str:
            return f"https://kho.example/{name}?signature=x"

        def _open(self, name: str, mode: str = "rb") -> Any:
            return default_storage.open(name, mode)

        def size(self, name: str) -> int:
            return default_storage.size(name)

    away = Away()
    for model in (PortalRendition, PortalDocument):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", away)
    answer = Client().get(file.url)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    assert urlsplit(answer["Location"]).netloc == "kho.example"
    size = PortalRendition.objects.exclude(filter_spec="original").first()
    assert size.url == f"/media/{size.file.name}"
    assert Client().get(size.url)["Location"].startswith("https://kho.example/")
    page.unpublish()
    assert Client().get(file.url).status_code == 404
