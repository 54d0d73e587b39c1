"""Letters, tone styles, legacy encodings, slugs, file names, document numbers, typography."""

import json
import unicodedata
from pathlib import Path

import pytest

from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.filenames import safe_file_name
from core.vietnamese.fold import fold, match_key, normalise_tone_style
from core.vietnamese.legacy import LegacyEncoding, decode_legacy
from core.vietnamese.slugs import vn_slugify
from core.vietnamese.syllables import is_syllable
from core.vietnamese.text import LETTERS, detect_legacy_encoding, nfc
from core.vietnamese.typography import document_number_html, keep_together

TONE_PAIRS = json.loads((Path(__file__).parent / "tone_pairs.json").read_text("utf-8"))


def test_there_are_134_letters_in_the_known_blocks() -> None:
    codes = [ord(letter) for letter in LETTERS]
    assert len(set(codes)) == 134
    assert sum(code < 0x100 for code in codes) == 32
    assert sum(0x100 <= code < 0x180 for code in codes) == 8
    assert sum(0x180 <= code < 0x250 for code in codes) == 4
    assert sum(0x1EA0 <= code <= 0x1EF9 for code in codes) == 90


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_survives_and_folds(letter: str) -> None:
    assert nfc(unicodedata.normalize("NFD", letter)) == letter
    assert len(fold(letter)) == 1
    assert fold(letter).isascii()
    assert vn_slugify(f"x{letter}x") == f"x{fold(letter)}x"
    assert fold(letter.lower()) == fold(letter.upper())


@pytest.mark.parametrize(("wrong", "right"), ["ÐĐ", "ðđ", "ƉĐ", "ɖđ"])
def test_look_alikes_become_vietnamese(wrong: str, right: str) -> None:
    assert nfc(f"{wrong}ình") == f"{right}ình"


def test_old_tone_marks_become_the_usual_ones() -> None:
    assert nfc("e\u0340e\u0341") == "èé"


@pytest.mark.parametrize("pair", TONE_PAIRS, ids=lambda pair: f"{pair['rime']}-{pair['tone']}")
@pytest.mark.parametrize("frame", ["{}", "h{}", "kh{} mạnh", "({})"])
def test_every_tone_pair_matches_both_ways(pair: dict[str, str], frame: str) -> None:
    old, new = frame.format(pair["old"]), frame.format(pair["new"])
    assert normalise_tone_style(new) == old
    assert normalise_tone_style(old) == old
    assert match_key(old) == match_key(new)
    assert match_key(old.upper()) == match_key(unicodedata.normalize("NFD", new))
    assert fold(old) == fold(new)


def test_there_are_15_tone_pairs() -> None:
    assert len(TONE_PAIRS) == 15


@pytest.mark.parametrize(("new", "old"), [("HOÀ", "HÒA"), ("Uỷ ban", "Ủy ban"), ("UỶ", "ỦY")])
def test_tone_style_keeps_case(new: str, old: str) -> None:
    assert normalise_tone_style(new) == old


ONE_SPELLING = (
    "hoàn toán thoát khoét huỳnh suýt luýnh hoài xoáy ngoéo khuỷu quý quỳ quà quỷ QUÝ mía múa "
    "mưa Huế thuở già giá gì"
)


@pytest.mark.parametrize("word", ONE_SPELLING.split())
def test_words_with_one_spelling_stay(word: str) -> None:
    assert normalise_tone_style(word) == word


@pytest.mark.parametrize("word", f"{ONE_SPELLING} nghiêng giếng gìn khuỷnh Ủy ĐỨC".split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ho¹ch", "café", "kõ", "ngê", "hoàch", "é́", "NĐ-CP", ""])
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("junk", "encoding", "reading"),
    [
        ("KÕ ho¹ch", LegacyEncoding.TCVN3, "Kế hoạch"),
        ("ho¹ch", LegacyEncoding.TCVN3, "hoạch"),
        (
            "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc",
            LegacyEncoding.TCVN3,
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc",
        ),
        ("Keá hoaïch", LegacyEncoding.VNI, "Kế hoạch"),
        ("ÑOÄC LAÄP", LegacyEncoding.VNI, "ĐỘC LẬP"),
        (
            "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc",
            LegacyEncoding.VNI,
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc",
        ),
        ("Káº¿ hoáº¡ch", LegacyEncoding.UTF8_AS_WESTERN, "Kế hoạch"),
    ],
)
def test_legacy_encodings_are_recognised(junk: str, encoding: LegacyEncoding, reading: str) -> None:
    assert detect_legacy_encoding(junk) is encoding
    assert decode_legacy(junk, encoding) == reading


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain ASCII, 42 ha",
        "Kế hoạch số 149/KH-UBND về hoạt động thông tin đối ngoại",
        unicodedata.normalize("NFD", "Lễ hội đình chùa Hả"),
        "Bản Xay Sôm Bum, Đắk Lắk, Krông Pắc",
        "Café à la carte, São Paulo, naïf élève für, señor más año",
        "© 2026 · 42 m² · 30 °C · «Đình»",
        "văn hoá và văn hóa",
    ],
)
def test_good_text_is_not_taken_for_a_legacy_encoding(text: str) -> None:
    assert detect_legacy_encoding(text) is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Lễ hội đình, chùa Hả (16/1 âm lịch)", "le-hoi-dinh-chua-ha-16-1-am-lich"),
        ("Kế hoạch số 149/KH-UBND", "ke-hoach-so-149-kh-ubnd"),
        ("  --Đức--  ", "duc"),
        ("People’s Committee", "peoples-committee"),
        ("Nhà thờ Łódź & Ærø", "nha-tho-lodz-aero"),
        ("Diện tích 42 m²", "dien-tich-42-m2"),
        ("₫ ... !", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert vn_slugify(text) == slug


@pytest.mark.parametrize(
    ("length", "slug"),
    [(4, "dinh"), (5, "dinh"), (8, "dinh"), (9, "dinh-chua"), (10, "dinh-chua"), (3, "din")],
)
def test_slug_is_cut_at_a_word(length: int, slug: str) -> None:
    assert vn_slugify("Đình chùa Hả", length) == slug


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Kế hoạch số 149/KH-UBND Đình.PDF", "ke-hoach-so-149-kh-ubnd-dinh.pdf"),
        (unicodedata.normalize("NFD", "Lễ hội.jpg"), "le-hoi.jpg"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Tệp\\Đức.docx", "c-tep-duc.docx"),
        (".htaccess", "tep.htaccess"),
        ("ảnh", "anh"),
        ("???.pdf", "tep.pdf"),
        ("Con.pdf", "tep-con.pdf"),
        ("v1.2 bản cuối", "v1-2-ban-cuoi"),
    ],
)
def test_file_names(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_long_file_name_keeps_its_extension() -> None:
    name = safe_file_name("hội nghị " * 40 + ".pdf", 50)
    assert len(name) <= 50
    assert name.endswith(("hoi.pdf", "nghi.pdf"))


@pytest.mark.parametrize(
    "written",
    [
        "149/KH-UBND",
        "149 kh ubnd",
        "149KHUBND",
        "Số: 149/KH-UBND",
        " 149 - KH / UBND ",
        "0149/KH UBND",
    ],
)
def test_document_number_in_every_spelling(written: str) -> None:
    assert document_number_key(written) == "149KHUBND"


@pytest.mark.parametrize(
    ("misprint", "number"),
    [
        ("1465/KHUBND", "1465/KH-UBND"),
        ("07/CTTTg", "07/CT-TTg"),
        ("33 -KH/HU", "33-KH/HU"),
        ("72/2015/NĐCP", "72/2015/NĐ-CP"),
        ("22/2016/TTBTTTT", "22/2016/TT-BTTTT"),
        ("72/2015/NÐ-CP", "72/2015/NĐ-CP"),
    ],
)
def test_misprinted_document_numbers(misprint: str, number: str) -> None:
    assert document_number_key(misprint) == document_number_key(number)


def test_different_document_numbers_stay_different() -> None:
    assert document_number_key("1/12/QĐ") != document_number_key("11/2/QĐ")
    assert document_number_key("112-NQ/TU") != document_number_key("112-NQ/HU")
    assert document_number_key("72/2015/NĐ-CP") == "72/2015NDCP"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("42 ha đồi vải", "42~ha đồi vải"),
        ("giá 125.000 đồng", "giá 125.000~đồng"),
        ("lúc 14 giờ 30", "lúc 14~giờ~30"),
        ("theo Nghị định số 72/2015/NĐ-CP", "theo Nghị~định~số~72/2015/NĐ-CP"),
        ("Kế hoạch số 149/KH-UBND", "Kế~hoạch~số~149/KH-UBND"),
        ("một số 5 hộ", "một số~5~hộ"),
        ("42 hai", "42 hai"),
        ("hai ha", "hai ha"),
    ],
)
def test_text_kept_together(text: str, kept: str) -> None:
    expected = kept.replace("~", "\u00a0")
    assert keep_together(text) == expected
    assert keep_together(expected) == expected


def test_document_number_may_break_after_a_slash() -> None:
    assert document_number_html("72/<b>/NĐ-CP") == "72/<wbr>&lt;b&gt;/<wbr>NĐ-CP"
