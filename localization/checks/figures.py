"""Numbers, dates and times of a text in a form in which two languages can be compared.

``1.234,5`` in Vietnamese and ``1,234.5`` in English are the same figure, ``13/08/2024`` and
``13 August 2024`` the same date, ``14 giờ 30`` and ``2:30 p.m.`` the same time.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from core.vietnamese.numbers import parse_number

#: ``("number", Decimal)``, ``("date", year, month, day)`` (0: not said), ``("time", hour, min)``,
#: ``("code", digits)``.
Figure = tuple[object, ...]
Reader = Callable[[re.Match[str]], Figure | None]
Readers = list[tuple[re.Pattern[str], Reader]]

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_VI_MONTHS = {"giêng": 1, "chạp": 12}
_VI_SCALES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
_EN_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_EN_WORDS = (
    "one|first|once|single|january", "two|second|twice|both|half|february", "three|third|march",
    "four|fourth|april", "five|fifth|may", "six|sixth|june", "seven|seventh|july",
    "eight|eighth|august", "nine|ninth|september", "ten|tenth|october", "eleven|eleventh|november",
    "twelve|twelfth|december", "thirteen|thirteenth", "fourteen|fourteenth",
    "fifteen|fifteenth|full moon", "sixteen|sixteenth", "seventeen|seventeenth",
    "eighteen|eighteenth", "nineteen|nineteenth", "twenty|twentieth", "twenty.first|twenty.one",
)  # fmt: skip
_VI_WORDS = (
    "một|nhất|giêng", "hai", "ba", "bốn|tư", "năm", "sáu", "bảy|bẩy", "tám", "chín", "mười",
    "mười một", "mười hai|chạp", "mười ba", "mười bốn", "mười lăm|rằm",
)  # fmt: skip
#: Numbers that either language may write as a word.
_WORDS = {"vi": dict(enumerate(_VI_WORDS, 1)), "en": dict(enumerate(_EN_WORDS, 1))}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def differing(source: str, target: str, language: str) -> tuple[list[str], list[str]]:
    """Figures of a Vietnamese text that its translation lacks, and figures that only it has.

    As they are written. Numbers to twelve may be words. In a language other than English only the
    digits are compared.
    """
    read_source, read_target = _READERS.get(language, (_DIGITS, _DIGITS))
    here, there = _figures(source, read_source), _figures(target, read_target)
    missing = [f for f in here if f not in there and not _explained(f, target, "en", there)]
    added = [f for f in there if f not in here and not _explained(f, source, "vi", here)]
    return [here[figure] for figure in missing], [there[figure] for figure in added]


def ambiguous_dates(text: str) -> list[str]:
    """Dates that an English reader may take for another day: 05/01/2026."""
    found = re.finditer(r"(?<![\w/])(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?![\w/])", text)
    return [m[0] for m in found if int(m[1]) <= 12 and int(m[2]) <= 31]


def _explained(figure: Figure, text: str, language: str, others: dict[Figure, str]) -> bool:
    """Whether the other text says the same in another way: in words, as a part of a date."""
    if figure[0] == "number":
        return (
            figure in _parts(others)
            or _is_in_words(figure, text, language)
            or _is_within(figure, others)
        )
    if figure[0] == "code":
        return str(figure[1]) in re.sub(r"\D", "", text)
    if figure[0] == "date" and figure[1]:  # With its year it has to be there as a date.
        return False
    if figure[0] == "time" and _clock_as_number(figure) in others:
        return True
    known = {*others, *_parts(others)}
    return all(part in known or _is_in_words(part, text, language) for part in _parts([figure]))


def _parts(figures: Iterable[Figure]) -> set[Figure]:
    """Days, months, hours of dates and times as numbers; 11.30 of half past eleven."""
    found: set[Figure] = set()
    for figure in figures:
        if figure[0] in ("date", "time"):
            found |= {("number", Decimal(int(str(part)))) for part in figure[1:] if part}
        if figure[0] == "time":
            found.add(_clock_as_number(figure))
    return found


def _clock_as_number(figure: Figure) -> Figure:
    return ("number", (Decimal(f"{figure[1]}.{int(str(figure[2])):02d}")).normalize() + 0)


def _is_within(figure: Figure, others: dict[Figure, str]) -> bool:
    """Whether it is a group of a telephone number that is written with other separators."""
    digits = str(figure[1])
    return len(digits) > 2 and any(f[0] == "code" and digits in str(f[1]) for f in others)


def _is_in_words(figure: Figure, text: str, language: str) -> bool:
    """Whether a small whole number stands there as a word or in Roman numerals."""
    number = int(str(figure[1])) if figure[1] in range(1, 40) else 0
    words = _WORDS[language].get(number)
    if words and re.search(rf"\b(?:{words})\b", text.lower()):
        return True
    return number > 0 and re.search(rf"\b{_roman(number)}\b", text) is not None


def _roman(number: int) -> str:
    return "X" * (number // 10) + _ROMAN[number % 10]


def _figures(text: str, readers: Readers) -> dict[Figure, str]:
    """Every figure as it is first written; each digit is read once, by the first that can."""
    found: dict[Figure, str] = {}
    left = text.lower()
    if len(left) != len(text):  # Some letters get longer.
        text = left
    for pattern, read in readers:
        for match in pattern.finditer(left):
            figure = read(match)
            if figure is None:
                continue
            found.setdefault(figure, text[match.start() : match.end()].strip())
            left = left[: match.start()] + " " * len(match[0]) + left[match.end() :]
    return found


def _date(match: re.Match[str]) -> Figure | None:
    parts = match.groupdict()
    month = _MONTHS.get(parts.get("name") or "") or _month(parts.get("month") or "")
    day, year = int(parts.get("day") or 0), int(parts.get("year") or parts.get("year_too") or 0)
    if not 1 <= month <= 12 or day > 31:
        return None
    return ("date", year, month, day)


def _month(text: str) -> int:
    return _VI_MONTHS.get(text) or (int(text) if text.isdigit() else 0)


def _time(match: re.Match[str]) -> Figure | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match.groupdict().get("half") or "")[:1]
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return ("time", hour, minute) if hour <= 24 and minute < 60 else None


def _century(match: re.Match[str]) -> Figure | None:
    known = {_roman(number).lower(): number for number in range(1, 40)}
    number = known.get(match["roman"])
    return ("number", Decimal(number)) if number else None


def _number(language: str, scales: dict[str, int]) -> Reader:
    def read(match: re.Match[str]) -> Figure | None:
        try:
            value = parse_number(match["digits"], language)
        except ValueError:  # Of a section, such as 1.3 in Vietnamese, or of a version, 2.0.1.
            if re.fullmatch(r"\d+[.,]\d+", match["digits"]) is None:
                return ("code", int(re.sub(r"\D", "", match["digits"])))
            value = Decimal(match["digits"].replace(",", "."))
        scale = scales.get(match["scale"] or "", 0)
        return ("number", (value * 10**scale).normalize() + 0)

    return read


def _pattern(template: str) -> re.Pattern[str]:
    """``DAY``, ``MONTH``, ``YEAR``, ``NAME`` and ``ORDINAL`` stand for what their names say."""
    parts = {
        "DAY": r"(?P<day>\d{1,2})", "MONTH": r"(?P<month>\d{1,2})", "YEAR": r"(?P<year>\d{4})",
        "NAME": rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?",
        "ORDINAL": "(?:st|nd|rd|th)?", "LUNAR": r"(?P<month>\d{1,2}|giêng|chạp)",
    }  # fmt: skip
    for name, part in parts.items():
        template = template.replace(name, part)
    return re.compile(template)


_DAY_MONTH_YEAR = (_pattern(r"(?<![\w/])DAY[/-]MONTH[/-]YEAR(?![\w/])"), _date)
_MONTH_YEAR = (_pattern(r"(?<![\w/])MONTH/YEAR(?![\w/])"), _date)
_DIGITS_OF_NUMBER = r"(?P<digits>\d+(?:[.,]\d+)*)"
_VIETNAMESE: Readers = [
    _DAY_MONTH_YEAR,
    (_pattern(r"(?:ngày|mồng|mùng|rằm)?\s*DAY\s+tháng\s+LUNAR"
              r"(?:\s+năm\s+YEAR|\s*,\s*(?P<year_too>\d{4}))?"), _date),
    (_pattern(r"tháng\s+LUNAR(?:\s+năm\s+|\s*/\s*)YEAR"), _date),
    _MONTH_YEAR,
    (_pattern(r"(?<![\w/.,])DAY/MONTH(?![\w/])"), _date),
    (_pattern(r"(?<!\w)(?P<hour>\d{1,2})\s*(?:giờ|h|:)\s*(?P<minute>\d{2})?(?!\w)"), _time),
    (_pattern(r"(?:thế kỷ|thế kỉ)\s+(?:thứ\s+)?(?P<roman>[ivx]+)\b"), _century),
    (_pattern(_DIGITS_OF_NUMBER + rf"(?:\s*(?P<scale>{'|'.join(_VI_SCALES)})\b)?"),
     _number("vi", _VI_SCALES)),
]  # fmt: skip
_ENGLISH: Readers = [
    (_pattern(r"DAYORDINAL\s+(?:of\s+)?NAME(?:,?\s+YEAR)?"), _date),
    (_pattern(r"\bNAME\s+DAYORDINAL(?!\d)(?:,?\s+YEAR)?"), _date),
    (_pattern(r"\bNAME\s+YEAR"), _date),
    (_pattern(r"(?<![\w/])YEAR-MONTH-DAY(?![\w/])"), _date),
    _DAY_MONTH_YEAR,
    _MONTH_YEAR,
    (_pattern(r"(?<!\w)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*"
              r"(?P<half>[ap]\.?\s?m\b\.?)"), _time),
    (_pattern(r"(?<!\w)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\w)"), _time),
    (_pattern(_DIGITS_OF_NUMBER + rf"ORDINAL(?:\s*(?P<scale>{'|'.join(_EN_SCALES)})\b)?"),
     _number("en", _EN_SCALES)),
]  # fmt: skip
_DIGITS: Readers = [(re.compile(r"\d+"), lambda match: ("number", Decimal(int(match[0]))))]
_READERS: dict[str, tuple[Readers, Readers]] = {"en": (_VIETNAMESE, _ENGLISH)}
