"""Numbers and money: ``1.234.567,5`` and ``125.000 đồng``; in English ``1,234,567.5``.

A unit stands after its number, kept on the same line by a no-break space (CLDR ``vi`` does so).
"""

import re
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK_SPACE = "\u00a0"

#: Thousands separator and decimal mark of each language.
SEPARATORS: dict[str, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}

_CURRENCY = {"vi": "đồng", "en": "VND"}


def format_number(
    value: int | float | Decimal, decimals: int | None = None, language: str = "vi"
) -> str:
    """``1.234.567,5``. ``decimals`` rounds half up; without it the digits are kept as they are."""
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    thousands, decimal_mark = SEPARATORS[language]
    whole, _, fraction = f"{number:,f}".partition(".")
    whole = whole.replace(",", thousands)
    if decimals is None:
        fraction = fraction.rstrip("0")
    return f"{whole}{decimal_mark}{fraction}" if fraction else whole


def format_quantity(
    value: int | float | Decimal,
    unit: str,
    decimals: int | None = None,
    language: str = "vi",
) -> str:
    """Number, no-break space, unit: ``42 ha``."""
    return f"{format_number(value, decimals, language)}{NO_BREAK_SPACE}{unit}"


def format_money(
    amount: int | float | Decimal, language: str = "vi", unit: str | None = None
) -> str:
    """An amount in đồng, without fractions: ``125.000 đồng``, English ``125,000 VND``.

    ``unit`` replaces the word, as in ``unit="₫"``.
    """
    return format_quantity(amount, unit or _CURRENCY[language], 0, language)


def parse_number(text: str, language: str) -> Decimal:
    """The number in a text of that language: ``1.300`` is 1300 in ``vi`` and 1.3 in ``en``.

    There is no default language, since the same text means two numbers: ask the user. Groups
    must have three digits; ``1.3`` in ``vi`` raises ValueError rather than give 13.
    """
    thousands, decimal_mark = map(re.escape, SEPARATORS[language])
    pattern = rf"-?(?:[1-9][0-9]{{0,2}}(?:{thousands}[0-9]{{3}})+|[0-9]+)(?:{decimal_mark}[0-9]+)?"
    compact = text.strip().replace("\u2212", "-")
    if re.fullmatch(pattern, compact) is None:
        raise ValueError(f"not a number in language {language!r}: {text!r}")
    thousands_sign, decimal_sign = SEPARATORS[language]
    return Decimal(compact.replace(thousands_sign, "").replace(decimal_sign, "."))
