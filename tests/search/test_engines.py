"""What every engine must do, over the same items and the same plans."""

import datetime
import unicodedata
import uuid

import pytest
from django.utils import timezone

from catalog.models import CatalogItem
from search.engines.base import Filters
from search.fallback import current
from search.indexing import catch_up, is_behind, lag, rebuild
from search.query import parse
from tests.factories.catalog import make_item, make_media, state, withdraw, write
from tests.search.conftest import Index, titles_of


@pytest.fixture
def filled(index: Index) -> Index:
    index.add("Lễ hội đình làng", "Rước kiệu đầu xuân", "Ở sân đình, mỗi gia đình góp một mâm")
    index.add("Thủy lợi và thủy sản", "Hòa bình trên đồng ruộng")
    index.add("Mật ong hoa vải", "Sản phẩm của hợp tác xã", "Chín vào tháng năm, khi vải sớm về")
    index.add("Định hướng phát triển", "Đến năm 2030")
    index.add("Vải sớm", "Chín từ tháng năm")
    index.catch_up()
    return index


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Lễ hội", "Lễ hội đình làng"), ("le hoi", "Lễ hội đình làng"),
        ("LE HOI", "Lễ hội đình làng"), ("hội lễ", "Lễ hội đình làng"),
        ("lễ, hội!", "Lễ hội đình làng"), ("dinh lang", "Lễ hội đình làng"),
        ("Ðình làng", "Lễ hội đình làng"), ("kiệu", "Lễ hội đình làng"),
        (unicodedata.normalize("NFD", "Lễ hội"), "Lễ hội đình làng"),
        ("thủy lợi", "Thủy lợi và thủy sản"), ("thuỷ lợi", "Thủy lợi và thủy sản"),
        ("hoà bình", "Thủy lợi và thủy sản"), ("hoa binh", "Thủy lợi và thủy sản"),
        ("đến năm 2030", "Định hướng phát triển"),
    ],
)  # fmt: skip
def test_any_spelling_finds(filled: Index, typed: str, title: str) -> None:
    assert filled.titles(typed) == [title]


def test_all_words_must_occur(filled: Index) -> None:
    assert filled.titles("lễ hội vải") == []
    assert filled.titles("chín tháng vải") == ["Vải sớm", "Mật ong hoa vải"]


def test_exact_before_folded_and_title_before_summary_before_text(index: Index) -> None:
    index.add("Tin bốn", "", "dự án đình chùa")
    index.add("Tin ba", "đình chùa")
    index.add("Đình chùa và nhiều điều khác nữa")
    index.add("Chùa, đình")
    index.add("Định chưa")
    index.catch_up()
    exact = ["Đình chùa và nhiều điều khác nữa", "Chùa, đình", "Tin ba", "Tin bốn"]
    assert index.titles("đình chùa") == [*exact, "Định chưa"]
    assert index.titles("dinh chua") == ["Định chưa", *exact]


def test_the_shorter_title_then_the_newer_item(index: Index) -> None:
    now = timezone.now()
    for title, days in (("Vải sớm vào vụ", 1), ("Vải sớm", 9), ("Vải sớm được giá", 0)):
        index.add(title, date=now - datetime.timedelta(days=days))
    index.add("Tin không ngày", "vải sớm", date=None)
    for days in (5, 3):
        index.add(f"Tin {days}", "vải sớm", date=now - datetime.timedelta(days=days))
    index.catch_up()
    news = ["Tin 3", "Tin 5", "Tin không ngày"]
    wanted = ["Vải sớm", "Vải sớm được giá", "Vải sớm vào vụ", *news]
    assert index.titles("vải sớm") == wanted


def test_a_word_is_no_part_of_another(filled: Index) -> None:
    assert filled.titles("ong") == ["Mật ong hoa vải"]
    assert filled.titles("đìn") == []


def test_the_last_word_may_be_begun(filled: Index) -> None:
    assert filled.titles("lễ hộ", is_open=True) == ["Lễ hội đình làng"]
    assert filled.titles("thuy l", is_open=True) == []  # One letter is no half word.
    assert filled.titles("thu", is_open=True) == ["Thủy lợi và thủy sản"]
    assert filled.titles("ho", is_open=True)[0] == "Lễ hội đình làng"


def test_words_in_quotation_marks_follow_each_other(filled: Index) -> None:
    assert filled.titles('"gia đình"') == ["Lễ hội đình làng"]
    assert filled.titles("“đình gia”") == []
    assert filled.titles("đình gia") == ["Lễ hội đình làng"]


def test_a_phrase_does_not_go_on_in_the_next_text(filled: Index) -> None:
    assert filled.titles('"làng rước"') == []
    assert filled.titles('"xuân ở"') == []
    assert filled.titles("làng rước") == ["Lễ hội đình làng"]


@pytest.mark.parametrize(("one", "other"), [("kỹ sư", "kĩ sư"), ("lý do", "lí do"), ("quý", "quí")])
def test_i_and_y(index: Index, one: str, other: str) -> None:
    index.add(one)
    index.catch_up()
    assert index.titles(other) == [one]


def test_other_ways_of_saying_it(index: Index) -> None:
    index.add("Mỗi xã một sản phẩm")
    index.add("Sản phẩm OCOP")
    index.add("Mỗi sản phẩm một câu chuyện của xã")
    index.catch_up()
    said = {
        ("ocop",): [("moi", "xa", "mot", "san", "pham")],
        ("moi", "xa", "mot", "san", "pham"): [("ocop",)],
    }
    assert index.titles("ocop", synonyms=said) == ["Sản phẩm OCOP", "Mỗi xã một sản phẩm"]
    assert set(index.titles("mỗi xã một sản phẩm", synonyms=said)) == {
        "Sản phẩm OCOP", "Mỗi xã một sản phẩm", "Mỗi sản phẩm một câu chuyện của xã",
    }  # fmt: skip


def test_words_that_may_have_been_meant(filled: Index) -> None:
    assert filled.titles("vải sơmm") == []
    assert filled.titles("vải sơmm", near={"somm": ["som"]}) == ["Vải sớm", "Mật ong hoa vải"]


@pytest.fixture
def numbered(index: Index) -> Index:
    numbers = ("149/KH-UBND", "1465/KHUBND", "149/QĐ-UBND", "72/2015/NĐ-CP", "57-KL/TW")
    for name, number in zip("ABCDE", numbers, strict=True):
        index.add(f"Văn bản {name}", text=number, kind="document", data={"number": number})
    index.add("Tin", text="Căn cứ Kế hoạch số 149/KH-UBND")
    index.catch_up()
    return index


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("149/KH-UBND", 2), ("149 kh ubnd", 2), ("149kh ubnd", 2), ("149KHUBND", 1),
        ("Số 149/KH-UBND", 2), ("149", 3), ("72/2015/ND-CP", 1), ("57 kl tw", 1), ("14", 0),
        ("1465/KH-UBND", 1), ("1465khubnd", 1), ("0149", 3),
    ],
)  # fmt: skip
def test_numbers_of_documents(numbered: Index, typed: str, count: int) -> None:
    found = numbered.titles(typed)
    assert len(found) == count
    assert count == 0 or found[0].startswith("Văn bản")


def test_filters(index: Index) -> None:
    section = uuid.uuid4()
    index.add("Tin A", kind="news", facets=[("topic", "T01"), ("year", "2026")], section=section)
    index.add("Tin B", kind="event", facets=[("topic", "T02")])
    index.add("Tin C", locale="en", facets=[("topic", "T0")])
    make_media("file", title="Tin D", exact_text="tin d")
    index.add("Tin E", expires_at=timezone.now() - datetime.timedelta(seconds=1))
    index.catch_up()
    wanted = {
        Filters(): {"Tin A", "Tin B", "Tin C"},
        Filters(language="vi"): {"Tin A", "Tin B"},
        Filters(kinds=("news", "file")): {"Tin A", "Tin D"},
        Filters(facets=(("topic", ("T01",)),)): {"Tin A"},
        Filters(facets=(("topic", ("T01", "T0")),)): {"Tin A", "Tin C"},
        Filters(facets=(("topic", ("T01",)), ("year", ("2025",)))): set(),
        Filters(facets=(("section", (str(section),)),)): {"Tin A"},
        Filters(facets=(("topic", ("%", "T0_")),)): set(),
    }
    for filters, titles in wanted.items():
        assert set(index.titles("tin", filters)) == titles, filters


def test_facets_are_counted_over_everything_that_is_found(index: Index) -> None:
    for n in range(5):
        topics = [("topic", "T01")] if n % 2 else [("topic", "T01"), ("topic", "T02")]
        index.add(f"Tin {n}", kind="news" if n else "event", facets=topics)
    index.add("Khác", facets=[("topic", "T09")])
    index.catch_up()
    found = index.ask("tin", limit=1, facets=["topic", "kind", "year"])
    assert found.total == 5
    assert len(found.ids) == 1
    assert found.facets == {
        "topic": {"T01": 5, "T02": 3}, "kind": {"news": 4, "event": 1}, "year": {},
    }  # fmt: skip


def test_pages_of_results_join(index: Index) -> None:
    for n in range(9):
        index.add(f"Tin {n}" if n % 2 else f"Bài {n}", "" if n % 2 else "tin")
    index.catch_up()
    whole = index.ask("tin").ids
    parts = [index.ask("tin", offset=start, limit=2).ids for start in range(0, 10, 2)]
    assert [one for part in parts for one in part] == whole
    assert len(set(whole)) == 9


def test_there_is_an_end_to_paging(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("base", "database"):
        monkeypatch.setattr(f"search.engines.{module}.MAX_RESULTS", 3)
    for n in range(5):
        index.add(f"Tin {n}")
    index.catch_up()
    for facets in ([], ["kind"]):
        found = index.ask("tin", offset=2, limit=9, facets=facets)
        assert (found.total, found.is_more, len(found.ids)) == (3, True, 1)


def test_suggestions_are_by_title_alone(filled: Index) -> None:
    query = parse("vải s")
    assert titles_of(filled.engine.suggest(query.whole, Filters(), 5)) == []
    query = parse("vai")
    assert titles_of(filled.engine.suggest(query.open, Filters(), 5)) == [
        "Vải sớm", "Mật ong hoa vải",
    ]  # fmt: skip


def test_an_index_follows_changes_and_withdrawals(index: Index) -> None:
    first, second = index.add("Tin một"), index.add("Tin hai")
    index.catch_up()
    assert not is_behind(index.engine)
    first.title = "Bài một"
    first.exact_text = "bài một"
    write(first)
    withdraw(second)
    assert is_behind(index.engine)
    assert lag(index.engine).items == 2
    assert catch_up(index.engine) == 2
    assert index.titles("tin") == []
    assert index.titles("bai") == ["Bài một"]
    assert catch_up(index.engine) == 0


def test_of_an_empty_catalog_everything_is_known(index: Index) -> None:
    state()
    index.catch_up()
    assert not is_behind(index.engine)
    assert current(index.engine)
    assert index.titles("tin") == []


def test_a_facet_alone_may_change(index: Index) -> None:
    row = index.add("Tin", facets=[("topic", "T01")])
    index.catch_up()
    write(row, facets=[("topic", "T02")])
    index.catch_up()
    assert index.titles("tin", Filters(facets=(("topic", ("T01",)),))) == []
    assert index.titles("tin", Filters(facets=(("topic", ("T02",)),))) == ["Tin"]


def test_a_rebuild_gives_the_same_and_drops_what_nothing_knows(filled: Index) -> None:
    before = filled.ask("năm").ids
    stray = make_item("Tin lạc năm")
    catch_up(filled.engine)
    CatalogItem.objects.filter(pk=stray.pk).update(state="gone", stamp=0)
    assert rebuild(filled.engine) == 5
    assert filled.ask("năm").ids == before
    assert not is_behind(filled.engine)


def test_deleting_what_is_not_there(index: Index) -> None:
    index.catch_up()
    index.engine.delete({uuid.uuid4(): 1})
    index.engine.index([])
    assert index.engine.health().is_up


@pytest.mark.parametrize(
    "typed",
    ["", " ", "!!!", "-", "%", "_", "*", '"', "'", '""', "\x00", "a\x00b", "NEAR", "NEAR(a b)",
     "a AND b", "AND", "OR", "NOT a", "tit*", "title:a", "{title_exact}", "^a", "a:*", "a & b",
     "<->", "!a", "(a", "a)", "\\", "a'b", "' OR 1=1 --", "x" * 5000, "từ " * 500, "😀", "\ud800",
     "½ ² Ⅷ", "한국어 ไทย", "\u0301\u0323", "a\u030c\u0315"],
)  # fmt: skip
def test_whatever_is_typed_is_no_error(filled: Index, typed: str) -> None:
    query = parse(typed)
    for plan in (query.whole, query.open):
        if plan:
            filled.engine.search(plan, Filters(), facets=["kind"])
