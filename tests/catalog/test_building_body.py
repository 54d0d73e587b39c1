"""The body: links that lead somewhere or are words, clean HTML, references resolved."""

import datetime
import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.snippets.blocks import SnippetChooserBlock

from catalog.building import Build, Directory, build_file, build_image
from catalog.building.blocks import resolve
from catalog.building.markup import markup
from catalog.schemas import FileItem, ImageItem
from core.blocks import QuoteBlock
from core.models import Agency, PortalDocument
from home.models import HomePage, StandardPage
from products.models import BusinessIndexPage
from tests.factories.building import NAMESPACE, assert_canonical, built
from tests.factories.core import make_agency, make_document, make_image
from tests.factories.tree import Tree, add, make_page, publish, restrict, translate


def page_with(tree: Tree, *blocks: tuple[str, Any]) -> StandardPage:
    return make_page(StandardPage, tree.home, title="Trang", slug="trang", body=list(blocks))


def other(tree: Tree, title: str = "Trang khác", **fields: Any) -> StandardPage:
    return add(tree.home, StandardPage(title=title, slug="khac", locale=tree.home.locale, **fields))


def link_to(page: Any, words: str = "xem thêm") -> tuple[str, str]:
    return "text", f'<p>Hãy <a linktype="page" id="{page.pk}">{words}</a>.</p>'


def html_of(page: Any) -> str:
    return built(page).payload["body"]["html"]


def test_a_link_to_a_public_page_is_absolute(tree: Tree) -> None:
    target = other(tree)
    page = page_with(tree, link_to(target))
    assert html_of(page) == '<p>Hãy <a href="http://localhost/khac/">xem thêm</a>.</p>'
    assert f"group:{target.translation_key}" in built(page).dependencies


@pytest.mark.parametrize("why", ["draft", "private", "expired", "deleted"])
def test_a_link_that_leads_nowhere_is_its_words(tree: Tree, why: str) -> None:
    target = other(tree, "Tên không công khai", live=why != "draft")
    page = page_with(tree, link_to(target))
    if why == "private":
        restrict(target)
    if why == "expired":
        StandardPage.objects.filter(pk=target.pk).update(
            expire_at=timezone.now() - datetime.timedelta(minutes=1)
        )
    if why == "deleted":
        target.delete()
    item = built(page)
    assert item.payload["body"]["html"] == "<p>Hãy xem thêm.</p>"
    told = json.dumps([item.payload, item.card], ensure_ascii=False)
    assert "Tên không công khai" not in told
    assert "khac" not in told
    if why != "deleted":
        assert f"group:{target.translation_key}" in item.dependencies


def test_a_link_goes_to_the_language_of_the_page(tree: Tree) -> None:
    target = other(tree)
    page = page_with(tree, link_to(target))
    english = translate(page, title="Page", slug="page")
    untranslated = html_of(english)
    assert 'href="http://localhost/khac/"' in untranslated
    assert 'lang="vi"' in untranslated
    translate(target, title="Other", slug="other")
    assert html_of(english) == '<p>Hãy <a href="http://localhost/en/other/">xem thêm</a>.</p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<a href="/tin-tuc/">tin</a>', '<a href="http://localhost/tin-tuc/">tin</a>'),
        ('<a href="#muc">mục</a>', '<a href="http://localhost/trang/#muc">mục</a>'),
        ('<a href="mailto:a@b.vn">thư</a>', '<a href="mailto:a@b.vn">thư</a>'),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href=" JAVASCRIPT:alert(1)">x</a>', "x"),
        ('<a href="http://[">x</a>', "x"),
        ("<a>x</a>", "x"),
        ('<a linktype="page" id="abc">x</a>', "x"),
        ('<a linktype="page">x</a>', "x"),
        ('<a linktype="document" id="999">x</a>', "x"),
        ('<a linktype="user" id="1">x</a>', "x"),
        ('trước <embed embedtype="image" id="1" alt="x"/> sau', "trước  sau"),
        ("<script>alert(1)</script>x<!-- y -->", "x"),
        ('<b onclick="x()" style="color:red" data-block-key="a">đậm</b>', "<b>đậm</b>"),
        ("a < b &amp; c", "a < b &amp; c"),
    ],
)
def test_rich_text_is_clean(tree: Tree, source: str, expected: str) -> None:
    html = html_of(page_with(tree, ("text", f"<p>{source}</p>")))
    assert html == f"<p>{expected.replace('a < b', 'a &lt; b')}</p>"


def test_a_file_is_linked_unless_its_collection_is_closed(tree: Tree) -> None:
    file = make_document("Kế hoạch năm")
    page = page_with(tree, ("text", f'<p><a linktype="document" id="{file.pk}">tải</a></p>'))
    assert f'href="http://localhost{file.url}"' in html_of(page)
    _close(file)
    item = built(page)
    assert item.payload["body"]["html"] == "<p>tải</p>"
    assert f"file:{file.pk}" in item.dependencies


def _close(thing: Any) -> None:
    top = Collection.get_first_root_node()
    above = top.add_child(instance=Collection(name="Nội bộ"))
    below = above.add_child(instance=Collection(name="Bên trong"))
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    thing.collection = below
    thing.save()


def test_a_picture_in_a_closed_collection_does_not_appear(tree: Tree) -> None:
    picture = make_image("Ảnh nội bộ")
    page = page_with(tree, ("image", {"image": picture, "caption": "Chú thích"}))
    page.cover = picture
    page.save()
    assert "anh-noi-bo" in json.dumps(built(page).payload)
    _close(picture)
    item = built(page)
    assert "anh-noi-bo" not in json.dumps([item.payload, item.card])
    assert item.payload["image"] is None
    assert item.payload["body"]["html"] == ""
    assert f"image:{picture.pk}" in item.dependencies


def test_a_picture_is_ready_made_and_described(tree: Tree) -> None:
    page = page_with(tree, ("image", {"image": make_image(credit="A & B"), "caption": "Vải"}))
    html = html_of(page)
    assert html.startswith('<figure><img src="http://localhost/media/images/vuon-vai')
    assert 'alt="Vườn vải nhìn từ trên cao"' in html
    assert 'width="64" height="48"' in html
    assert "<figcaption>Vải <small>A &amp; B</small></figcaption>" in html
    assert "original_images" not in json.dumps(built(page).payload)


def test_every_family_of_blocks_has_its_html(tree: Tree) -> None:
    target = other(tree, "Nơi đến")
    agency = make_agency()
    item = built(page_with(
        tree,
        ("quote", {"text": "Lời & ý", "attribution": "Cụ A"}),
        ("table", {"caption": "Bảng", "headers": ["Năm", ""], "rows": [["2025", "1 < 2"]]}),
        ("timeline", {"title": "Mốc", "entries": [
            {"date": "1884", "title": "Khởi nghĩa", "text": "<p>Mở đầu</p>"}]}),
        ("facts", {"title": "", "facts": [{"label": "Diện tích", "value": "12 km²"}]}),
        ("call_to_action", {"title": "Đến", "text": "", "label": "Đi", "page": target, "url": ""}),
        ("contact", {"agency": agency, "phone": "0204 123", "email": "a@b.vn", "title": "LH"}),
        ("map", {"title": "Bản đồ", "latitude": 21.5, "longitude": 106, "zoom": 13, "markers": [
            {"title": "Đình", "latitude": 21, "longitude": 106.25, "text": "", "page": target}]}),
    ))  # fmt: skip
    html, blocks = item.payload["body"]["html"], item.payload["body"]["blocks"]
    assert "<blockquote><p>Lời &amp; ý</p><footer>Cụ A</footer></blockquote>" in html
    assert '<th scope="col">Năm</th>' in html
    assert "<td>1 &lt; 2</td>" in html
    assert "<li><p>1884</p><h3>Khởi nghĩa</h3><p>Mở đầu</p></li>" in html
    assert "<dl><dt>Diện tích</dt><dd>12 km²</dd></dl>" in html
    assert '<p><a href="http://localhost/khac/">Đi</a></p>' in html
    assert '<a href="tel:0204123">0204 123</a>' in html
    assert "Ủy ban nhân dân xã" in html
    assert "(21, 106.25)" in html
    assert blocks[4]["value"]["page"]["title"] == "Nơi đến"
    assert blocks[5]["value"]["agency"]["code"] == "ubnd"
    assert blocks[6]["value"]["markers"][0]["latitude"] == 21
    assert f"record:core.agency:{agency.pk}" in item.dependencies


def test_a_recording_has_a_player_and_its_transcript(tree: Tree) -> None:
    sound = PortalDocument.objects.create(
        title="Bản tin", file=ContentFile(b"ID3", name="ban-tin.mp3")
    )
    value = {"title": "Nghe", "kind": "audio", "file": sound, "transcript": "<p>Lời</p>"}
    item = built(page_with(tree, ("media", value)))
    html = item.payload["body"]["html"]
    assert f'<source src="http://localhost{sound.url}" type="audio/mpeg">' in html
    assert "<p>Lời</p></details>" in html
    assert item.payload["body"]["blocks"][0]["value"]["file"]["type"] == "audio/mpeg"
    assert "lời" in item.exact_text


def test_what_other_items_fill_is_not_part_of_the_home_page(tree: Tree) -> None:
    cover = make_image()
    publish(tree.vi, sections=[
        ("hero", {"title": "Chào mừng", "image": cover, "links": [
            {"label": "Xem", "page": other(tree), "url": ""}]}),
        ("latest_news", {"title": "Tin mới", "count": 6}),
        ("map", {"title": "Bản đồ các điểm"}),
    ])  # fmt: skip
    body = built(HomePage.objects.get(pk=tree.vi.pk)).payload["body"]
    assert body["html"].startswith("<h2>Chào mừng</h2><img ")
    assert '<a href="http://localhost/khac/">Xem</a>' in body["html"]
    assert "Tin mới" not in body["html"]
    assert body["blocks"][1]["value"] == {"title": "Tin mới", "count": 6}


def test_a_stream_of_another_name_is_part_of_the_body(tree: Tree) -> None:
    procedure = {"title": "Đăng ký", "url": "https://dichvucong.gov.vn/x", "agency": "Sở"}
    page = make_page(
        BusinessIndexPage, tree.home, title="Doanh nghiệp", slug="dn",
        procedures=[("procedure", procedure)],
    )  # fmt: skip
    body = built(page).payload["body"]
    assert '<a href="https://dichvucong.gov.vn/x">Đăng ký</a>' in body["html"]
    assert body["blocks"][0]["type"] == "procedure"


def test_a_block_nobody_knows_gives_its_words(tree: Tree) -> None:
    page, target, agency = page_with(tree), other(tree, "Nơi đến"), make_agency()
    block = blocks.StructBlock([
        ("title", blocks.CharBlock()), ("is_new", blocks.BooleanBlock()),
        ("text", blocks.RichTextBlock()), ("picture", ImageChooserBlock()),
        ("pages", blocks.ListBlock(blocks.PageChooserBlock())),
        ("file", DocumentChooserBlock()), ("agency", SnippetChooserBlock(Agency)),
        ("more", blocks.StreamBlock([("day", blocks.DateBlock()), ("quote", QuoteBlock())])),
    ])  # fmt: skip
    quote = {"type": "quote", "value": {"text": "Lời", "attribution": ""}}
    value = block.to_python({
        "title": "A & B", "is_new": True, "text": "<p>Đoạn</p>", "picture": make_image().pk,
        "pages": [target.pk], "file": make_document("Tệp").pk, "agency": agency.pk,
        "more": [{"type": "day", "value": "2026-03-05"}, quote],
    })  # fmt: skip
    build = Build(page, Directory(NAMESPACE))
    resolved = resolve(block, value, build)
    html = markup(block, resolved, build, {})
    assert_canonical(resolved)
    for part in (
        "<p>A &amp; B</p><p>Đoạn</p><img ", '<p><a href="http://localhost/khac/">Nơi đến</a></p>',
        "Tệp</a></p>", "<p>Ủy ban nhân dân xã</p>", "<p>2026-03-05</p>", "<p>Lời</p></blockquote>",
    ):  # fmt: skip
        assert part in html


def test_a_picture_is_an_item_with_all_its_texts(tree: Tree) -> None:
    picture = make_image(credit={"vi": "Tổ", "en": "Team"}, caption={"vi": "Mùa vải"})
    item = build_image(picture, Directory(NAMESPACE))
    assert item is not None
    assert_canonical(item.payload)
    added = {"rev": 1, "digest": "", "changed_at": item.payload["created_at"]}
    ImageItem.model_validate({**item.payload, **added})
    assert item.payload["alt"] == {"vi": "Vườn vải nhìn từ trên cao", "en": "Seen from above"}
    assert item.payload["caption"] == {"vi": "Mùa vải"}
    assert item.payload["credit"] == {"vi": "Tổ", "en": "Team"}
    assert item.payload["locale"] is None
    assert item.locale == ""
    assert "width-" in item.url
    assert "seen from above" in item.exact_text
    assert "original_images" not in json.dumps(item.payload)


def test_a_file_is_an_item(tree: Tree) -> None:
    file = make_document("Kế hoạch")
    item = build_file(file, Directory(NAMESPACE))
    assert item is not None
    added = {"rev": 1, "digest": "", "changed_at": item.payload["created_at"]}
    FileItem.model_validate({**item.payload, **added})
    assert item.payload["url"] == f"http://localhost{file.url}"
    assert (item.payload["media_type"], item.payload["extension"]) == ("text/plain", "txt")
    assert item.payload["size"] == len(b"Noi dung\n")
    assert len(item.payload["sha1"]) == 40


def test_what_is_in_a_closed_collection_is_no_item(tree: Tree) -> None:
    picture, file = make_image(), make_document()
    for thing in (picture, file):
        _close(thing)
    assert build_image(picture, Directory(NAMESPACE)) is None
    assert build_file(file, Directory(NAMESPACE)) is None


def test_building_a_file_writes_nothing(tree: Tree) -> None:
    file = make_document()
    build_file(file, Directory(NAMESPACE))
    assert PortalDocument.objects.get(pk=file.pk).file_hash == ""


def test_a_file_that_is_lost_does_not_stop_the_rest(tree: Tree) -> None:
    file = make_document()
    file.file.storage.delete(file.file.name)
    item = build_file(PortalDocument.objects.get(pk=file.pk), Directory(NAMESPACE))
    assert item is not None
    assert (item.payload["size"], item.payload["sha1"]) == (None, "")


def test_a_picture_that_is_lost_does_not_stop_the_rest(tree: Tree) -> None:
    picture = make_image(drawn=False)
    picture.file.storage.delete(picture.file.name)
    item = build_image(picture, Directory(NAMESPACE))
    assert item is not None
    assert (item.url, item.payload["presets"]) == ("", {})
