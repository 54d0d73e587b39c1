"""Properties that must hold for every text, not only for the examples."""

import re
import unicodedata
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.filenames import FILE_NAME_MAX_LENGTH, safe_file_name
from core.vietnamese.fold import fold, match_key, normalise_tone_style
from core.vietnamese.legacy import detect_legacy_encoding
from core.vietnamese.numbers import format_number, parse_number
from core.vietnamese.slugs import vn_slugify
from core.vietnamese.sorting import person_sort_key, sort_key
from core.vietnamese.text import LETTERS, nfc, storable
from core.vietnamese.typography import keep_together

MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
VIETNAMESE = st.text(alphabet=LETTERS + "abcdefghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY 0123456789-")
TEXT = st.one_of(VIETNAMESE, st.text(), st.text(alphabet="aeiouyAEO" + MARKS + "đĐÐð q"))
NUMBER_PARTS = st.lists(
    st.one_of(
        st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True),
        st.sampled_from(["KH", "UBND", "NĐ", "CP", "CT", "TTg", "QĐ", "HU", "NQ"]),
    ),
    min_size=1,
    max_size=5,
)


@given(TEXT)
def test_nfc_is_idempotent(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=[*"aế😀\n", "\ud83d", "\ude00", "\x00", "\x0b", "\ufffd"], max_size=12))
def test_a_text_keeps_all_but_what_no_database_can_store(text: str) -> None:
    stored = storable(text)
    stored.encode()
    assert storable(stored) == stored
    assert not set(stored) & {"\x00", "\x0b", "\ufffd"}
    assert [c for c in stored if c in "aế\n"] == [c for c in text if c in "aế\n"]
    assert stored.count("😀") >= text.count("😀")


@given(VIETNAMESE)
def test_nfc_undoes_decomposition(text: str) -> None:
    assert nfc(unicodedata.normalize("NFD", text)) == text


@given(TEXT)
def test_fold_is_idempotent_and_ignores_form_and_style(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", nfc(text))) == folded
    assert fold(normalise_tone_style(text)) == folded


@given(VIETNAMESE)
def test_folded_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


@given(TEXT)
@example("OÀ\u0300")  # Two tones on one vowel: not Vietnamese, but typed.
def test_match_key_is_idempotent(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


@given(TEXT, st.integers(1, 60))
def test_slug_has_safe_characters_only(text: str, length: int) -> None:
    slug = vn_slugify(text, length)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= length
    assert vn_slugify(slug) == slug
    assert vn_slugify(text).startswith(slug)


@given(TEXT)
def test_file_name_is_safe(text: str) -> None:
    name = safe_file_name(text)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]{1,8})?", name)
    assert len(name) <= FILE_NAME_MAX_LENGTH
    assert safe_file_name(name) == name


@given(TEXT, TEXT)
def test_sort_key_is_a_total_order_of_texts(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (nfc(one) == nfc(other))
    assert (person_sort_key(one) == person_sort_key(other)) == (nfc(one) == nfc(other))


@given(NUMBER_PARTS, st.data())
def test_document_number_key_ignores_case_and_separators(
    parts: list[str], data: st.DataObject
) -> None:
    separators = st.sampled_from(["/", "-", " ", " - ", "/ "])
    written = parts[0]
    for part in parts[1:]:
        written += data.draw(separators) + part
    key = document_number_key(written)
    assert key == document_number_key("/".join(parts))
    assert key == document_number_key(written.lower())
    assert key == document_number_key(f"  {written.upper()} ")
    assert key == document_number_key(key)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    )
)
def test_numbers_go_out_and_back(value: Decimal) -> None:
    for language in ("vi", "en"):
        assert parse_number(format_number(value, language=language), language) == value


@given(TEXT)
def test_keep_together_changes_only_spaces(text: str) -> None:
    kept = keep_together(text)
    assert keep_together(kept) == kept
    assert kept.replace("\u00a0", " ") == text.replace("\u00a0", " ")


@given(TEXT)
def test_detection_never_fails(text: str) -> None:
    detect_legacy_encoding(text)
