"""One test for each measured fault of stock software with Vietnamese text (rows M01 to M23).

Each shows the fault where it can be shown here, and that the portal's own function is right.
M12 and M16 need the portal's pages and search index and are tested with the search.
"""

import datetime
import gettext
import sqlite3
import unicodedata
from pathlib import Path

import pytest
import wagtail.admin
from anyascii import anyascii
from django import forms
from django.template.defaultfilters import title as title_filter
from django.utils import formats, numberformat, translation
from django.utils.text import slugify
from wagtail.coreutils import cautious_slugify

from core.vietnamese.dates import official_date
from core.vietnamese.fold import fold, match_key
from core.vietnamese.numbers import format_money, format_number
from core.vietnamese.slugs import slug_for, vn_slugify
from core.vietnamese.sorting import sort_key
from core.vietnamese.text import LETTERS, nfc
from core.vietnamese.typography import keep_together

SLUGS = {
    "Đình chùa Hả": "dinh-chua-ha",
    "Đường Đề Thám": "duong-de-tham",
    "Đức": "duc",
    "Đá": "da",
    "Á": "a",
}


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_m01_no_unicode_form_decomposes_d_with_stroke() -> None:
    assert nfd("đĐ") == "đĐ"
    assert fold("đĐ") == "dd"


@pytest.mark.parametrize(("title", "slug"), SLUGS.items())
def test_m02_slug_keeps_d_with_stroke(title: str, slug: str) -> None:
    if "Đ" in title:
        assert slugify(title) != slug
    assert vn_slugify(title) == slug
    assert vn_slugify(nfd(title)) == slug


@pytest.mark.parametrize(("title", "slug"), SLUGS.items())
def test_m03_server_slug_has_no_escape_codes(title: str, slug: str) -> None:
    if "Đ" in title:
        assert "u0110" in cautious_slugify(title)
    assert slug_for(title) == slug


def test_m05_fold_agrees_with_transliteration_tables() -> None:
    assert {c: fold(c) for c in LETTERS} == {c: anyascii(c).lower() for c in LETTERS}
    assert fold("125.000 ₫") == "125.000 ₫"  # The tables make a "d" of the currency sign.


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2026", datetime.date(2026, 4, 3)),
        ("16/3/2026", datetime.date(2026, 3, 16)),
        ("16/03/2026", datetime.date(2026, 3, 16)),
        ("3-4-2026", datetime.date(2026, 4, 3)),
        ("2026-04-03", datetime.date(2026, 4, 3)),
    ],
)
def test_m06_day_comes_before_month(language: str, text: str, day: datetime.date) -> None:
    with translation.override(language):
        assert forms.DateField(localize=True).clean(text) == day


def test_m07_thousands_are_grouped() -> None:
    with translation.override("vi"):
        assert formats.number_format(1234567.5) == "1.234.567,5"
    with translation.override("en"):
        assert formats.number_format(1234567.5) == "1,234,567.5"
    assert numberformat.format(1234567.5, ",", grouping=0, thousand_sep=".") == "1234567,5"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_m08_week_begins_on_monday(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_m09_dates_are_not_djangos() -> None:
    day = datetime.date(2026, 1, 5)
    with translation.override("vi"):
        assert formats.date_format(day, "SHORT_DATE_FORMAT") == "05/01/2026"
        assert formats.date_format(day) == "5 tháng 1, 2026"
    with translation.override("en"):
        assert formats.date_format(day) == "5 January 2026"
    assert official_date(day) == "ngày 05 tháng 01 năm 2026"


def test_m10_title_filter_breaks_decomposed_text_only() -> None:
    assert title_filter(nfd("lễ hội đình")) != "Lễ Hội Đình"
    assert nfc(nfd("lễ hội đình")) == "lễ hội đình"
    assert title_filter(nfc(nfd("lễ hội đình"))) == "Lễ Hội Đình"


def hits(query: str, stored: str) -> int:
    """Rows found with SQLite's LIKE, which is what icontains becomes."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE page (body TEXT)")
        database.execute("INSERT INTO page VALUES (?)", [stored])
        sql = "SELECT count(*) FROM page WHERE body LIKE '%' || ? || '%'"
        return int(database.execute(sql, [query]).fetchone()[0])


@pytest.mark.parametrize(("query", "text"), [("đình", "Đình Hả"), ("LỄ", "Lễ hội")])
def test_m11_sqlite_folds_only_ascii_case(query: str, text: str) -> None:
    assert hits(query, text) == 0
    assert hits(match_key(query), match_key(text)) == 1
    assert hits(fold(query), fold(text)) == 1


@pytest.mark.parametrize(
    "query", ["le hoi", "som", "dinh", "van hoa", "văn hoá", "văn hóa", nfd("Lễ hội"), "ĐÌNH"]
)
def test_m13_folded_column_finds_every_spelling(query: str) -> None:
    page = "Lễ hội đình Hả, vải sớm, văn hóa"
    assert hits(fold(query), fold(page)) == 1
    assert hits(fold(query), fold(nfd(page))) == 1


def test_m13_exact_column_tells_marks_apart_but_not_tone_style() -> None:
    assert match_key("văn hoá") == match_key(nfd("Văn  hóa"))
    assert match_key("đình") != match_key("định")


def test_m14_stored_nfc_matches_decomposed_query() -> None:
    assert hits(nfd("lễ hội"), "lễ hội") == 0
    assert hits(nfc(nfd("lễ hội")), nfc("lễ hội")) == 1


def test_m15_indexed_words_lose_their_marks() -> None:
    assert fold("lễ").split() == ["le"]


def test_m17_nothing_indexed_has_combining_marks() -> None:
    composed = nfc("".join(map(nfd, LETTERS)))
    assert composed == LETTERS
    assert not any(map(unicodedata.combining, composed))


def test_m18_alphabet_orders_names() -> None:
    names = ["Đức", "Dục", "Dương", "Đan", "Dung"]
    assert sorted(names) == ["Dung", "Dương", "Dục", "Đan", "Đức"]
    assert sorted(names, key=sort_key) == ["Dục", "Dung", "Dương", "Đan", "Đức"]


def test_m19_wagtails_catalogue_leaves_strings_to_the_portal() -> None:
    """Fails when Wagtail translates itself: then the portal's own catalogue need not."""
    folder = Path(wagtail.admin.__file__).parent / "locale"
    stock = gettext.translation("django", folder, ["vi"])
    assert stock.gettext("Save draft") == "Save draft"


def test_m20_windows_1258_loses_letters_and_utf8_with_bom_does_not() -> None:
    assert "Việt".encode("cp1258", "replace") == b"Vi?t"
    assert nfc("Việt".encode("utf-8-sig").decode("utf-8-sig")) == "Việt"


@pytest.mark.parametrize(
    "text", ["ẹ\u0302", "ê\u0323", "e\u0323\u0302", "e\u0302\u0323"], ids=ascii
)
def test_m21_every_order_of_marks_gives_one_letter(text: str) -> None:
    assert nfc(text) == "\u1ec7"


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("e\u0301\u0302", "ế"),
        ("é\u0302", "ế"),
        ("A\u0300\u0306", "Ằ"),
        ("o\u0309\u0302", "ổ"),
        ("o\u0301\u031b", "ớ"),
        ("Ti\u0065\u0301\u0302ng Vie\u0323\u0302t", "Tiếng Việt"),
    ],
    ids=ascii,
)
def test_m21_marks_in_the_wrong_order_are_repaired(broken: str, repaired: str) -> None:
    assert nfc(broken) == repaired


def test_m22_number_and_unit_stay_on_one_line() -> None:
    assert keep_together("rộng 42 ha") == "rộng 42\u00a0ha"


def test_m23_numbers_money_and_dates_follow_state_papers() -> None:
    assert format_number(1234567.5) == "1.234.567,5"
    assert format_money(125000, unit="₫") == "125.000\u00a0₫"
    assert official_date(datetime.date(2026, 3, 4)) == "ngày 04 tháng 3 năm 2026"
