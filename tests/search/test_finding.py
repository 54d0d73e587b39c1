"""What finds what: every form of a title, typing errors, synonyms, other languages."""

import random
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import CatalogItem
from core.models import Locality
from core.vietnamese.fold import fold
from search import indexing, searching
from search.engines import database_engine
from search.engines.base import Filters
from search.models import SynonymGroup
from search.query import parse
from search.searching import Answer, find
from search.snippets import Wanted, marked, plain, snippet
from tests.factories.catalog import make_item

WORDS = """
    lễ hội đình chùa làng vải sớm thiều hòa bình thủy lợi kỹ thuật sản phẩm nông thôn mới kế hoạch
    phát triển du lịch văn hóa khởi nghĩa hợp tác xã mật ong gà đồi dâu tằm quý năm tuyên truyền
    nghị quyết chuyển đổi số quả ruộng đồng định hướng trường học y tế
"""
SYLLABLES = WORDS.split()
NEW_STYLE = {"hòa": "hoà", "hóa": "hoá", "thủy": "thuỷ"}


def ask(text: str, language: str = "vi") -> Answer:
    return find(text, Filters(language=language))


def titles(answer: Answer) -> list[str]:
    names = dict(CatalogItem.objects.filter(pk__in=answer.found.ids).values_list("pk", "title"))
    return [names[one] for one in answer.found.ids]


def forms(title: str, dropped: int) -> list[str]:
    """The title as people type it."""
    words = title.split()
    fewer = words[:dropped] + words[dropped + 1 :]
    return [
        title, title.upper(), title.lower(), fold(title), f"  {title.replace(' ', '   ')}!",
        unicodedata.normalize("NFD", title), unicodedata.normalize("NFKD", title),
        " ".join(NEW_STYLE.get(word, word) for word in words),
        title.replace("đ", "ð").replace("Đ", "Ð"),
        title.replace("kỹ", "kĩ").replace("quý", "quí"),
        " ".join(fewer), fold(" ".join(fewer)),
    ]  # fmt: skip


@pytest.fixture
def corpus(db: None) -> list[str]:
    """Two hundred titles of three to seven syllables, no two with the same words."""
    chance = random.Random(4)
    made = {}
    while len(made) < 200:
        words = chance.sample(SYLLABLES, chance.randint(3, 7))
        made.setdefault(frozenset(map(fold, words)), " ".join(words).capitalize())
    for title in made.values():
        text = " ".join(chance.choices(SYLLABLES, k=30))
        make_item(title, summary=text, exact_text=f"{title.lower()} {text} {text}")
    indexing.catch_up(database_engine())
    return list(made.values())


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.data())
def test_any_title_in_any_form_is_among_the_first_three(
    corpus: list[str], data: st.DataObject
) -> None:
    title = data.draw(st.sampled_from(corpus))
    dropped = data.draw(st.integers(0, len(title.split()) - 1))
    for form in forms(title, dropped):
        assert title in titles(ask(form))[:3], form


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_whatever_is_typed_makes_plans(text: str) -> None:
    query = parse(text)
    for plan in (query.whole, query.open, query.completions):
        for step in plan:
            phrases = [phrase for clause in step.expression for way in clause for phrase in way]
            assert phrases
            for phrase in phrases:
                assert all(word and not set(word) & set(" \"'\\()*:&|!") for word in phrase.words)


@pytest.fixture
def lychee(db: None) -> None:
    for n in range(6):
        make_item(f"Vải sớm mùa {n}")
    make_item("Sơn mài và vải lụa", exact_text="sơn mài và vải lụa")
    make_item("Hội đồng nhân dân", exact_text="hội đồng nhân dân xã")
    make_item("Early lychee", "news", "en")


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("vai sonm", "vai sớm"), ("vải sớmm", "vải sớm"), ("hooij đồng", ""),
        ("vảisớm", "vải sớm"), ("lựa vả", ""), ("vai", ""), ("xyzzyq", ""), ("vai xyzzyq", ""),
        ("mua vaai som", "mua vải som"),
    ],
)  # fmt: skip
def test_one_letter_wrong(lychee: None, typed: str, corrected: str) -> None:
    answer = ask(typed)
    assert answer.chosen.corrected == corrected
    assert bool(answer.found.total) == bool(corrected or typed in ("vai", "lựa vả"))


def test_words_of_another_language_are_no_mistake(lychee: None) -> None:
    answer = ask("vải sớm", "en")
    assert (answer.found.total, answer.chosen.corrected) == (0, "")
    assert searching.total_of(answer.chosen, Filters(language="vi"), 100) == 6
    assert ask("earli lychee", "en").chosen.corrected == "early lychee"


def test_the_last_word_is_a_beginning_only_where_little_is_found(db: None) -> None:
    for n in range(5):
        make_item(f"Ong số {n}")
    make_item("Tập đoàn Ongoing")
    assert ask("ong").found.total == 5
    assert titles(ask("ongo")) == ["Tập đoàn Ongoing"]
    # Narrowing a result must not change how it was found.
    found = find("ong", Filters(language="vi", facets=(("year", ("1999",)),)))
    assert found.found.total == 0


def test_communes_that_were_merged(db: None) -> None:
    old, new = (
        Locality.objects.create(code=code, name={"vi": name}, kind="commune")
        for code, name in (("cu", "Xã Cũ Kỹ"), ("moi", "Xã Mới Mẻ"))
    )
    make_item("Tin của xã Cũ Kỹ")
    make_item("Tin của xã Mới Mẻ")
    assert titles(ask("cũ kỹ")) == ["Tin của xã Cũ Kỹ"]
    old.successors.add(new)
    assert titles(ask("cũ kĩ")) == ["Tin của xã Cũ Kỹ", "Tin của xã Mới Mẻ"]
    assert titles(ask("xa moi me")) == ["Tin của xã Mới Mẻ", "Tin của xã Cũ Kỹ"]
    Locality.objects.create(code="huyen", name={"vi": "Huyện Mới Mẻ"}, kind="district")
    assert titles(ask("mới mẻ")) == ["Tin của xã Mới Mẻ"]


def test_abbreviations_of_the_state_are_there_from_the_start(db: None) -> None:
    make_item("Chương trình mỗi xã một sản phẩm")
    make_item("Ủy ban nhân dân xã")
    assert titles(ask("OCOP")) == ["Chương trình mỗi xã một sản phẩm"]
    assert titles(ask("ubnd xã")) == ["Ủy ban nhân dân xã"]


def test_a_group_that_an_editor_changes_counts_at_once(db: None) -> None:
    make_item("Quả vải")
    group = SynonymGroup.objects.create(terms="quả vải\nlệ chi")
    assert titles(ask("lệ chi")) == ["Quả vải"]
    group.delete()
    assert titles(ask("lệ chi")) == []


def wanted(text: str) -> Wanted:
    return Wanted.of(parse(text).whole[-1].expression)


def test_marks_stand_around_what_was_found_and_nothing_else() -> None:
    assert marked("Lễ hội đình", wanted("le hoi")) == "<mark>Lễ hội</mark> đình"
    assert marked("Hội & <b>lễ</b>", wanted("lễ")) == (
        "Hội &amp; &lt;b&gt;<mark>lễ</mark>&lt;/b&gt;"
    )
    number = marked("Số 149/KH-UBND", wanted("149kh ubnd"))
    assert number == "Số <mark>149</mark>/<mark>KH</mark>-<mark>UBND</mark>"
    assert marked("vải sớm, gia đình", wanted('"gia đình"')) == "vải sớm, <mark>gia đình</mark>"
    assert marked(unicodedata.normalize("NFD", "Lễ hội"), wanted("hội")) == "Lễ <mark>hội</mark>"


def test_a_snippet_is_where_most_was_found() -> None:
    body = "<p>" + "đồng ruộng " * 60 + "<em>vải</em> sớm &lt;b&gt; chín " + "xa " * 200 + "</p>"
    found = snippet("Tóm tắt về vải.", body, wanted("vai som"))
    assert "<mark>vải sớm</mark> &lt;b&gt; chín" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(plain(found)) < 300
    assert snippet("Vải sớm chín.", body, wanted("vai som")) == "<mark>Vải sớm</mark> chín."
    assert snippet("", "", wanted("vai")) == ""
