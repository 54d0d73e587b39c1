"""A price in the words of an officer, where it can be read in one way only."""

import re
from dataclasses import dataclass
from decimal import Decimal

from core.vietnamese.numbers import parse_number
from core.vietnamese.text import nfc

# The whole note must be one amount: "from", "about", a range or two prices are no price to sell at.
_NOTE = re.compile(
    r"(?:(?:giá|giá bán|price)\s*:?\s*)?"
    r"(?:(?P<before>us\$|\$|₫)\s*)?"
    r"(?P<amount>\d[\d.,]*)"
    r"(?:\s*(?P<after>đồng|đ|vnđ|vnd|₫|usd|us\$))?"
    r"(?:\s*(?:/|per\b|một\b|mỗi\b)\s*[^\d.,;/–-]{1,20})?"
    r"\.?",
    re.IGNORECASE,
)
_CURRENCIES = {
    **dict.fromkeys(("đồng", "đ", "vnđ", "vnd", "₫"), "VND"),
    **dict.fromkeys(("usd", "us$", "$"), "USD"),
}
_DECIMALS = {"VND": 0, "USD": 2}
# Less is said for "thousand đồng" as often as it is meant.
_SMALLEST = {"VND": Decimal(1000), "USD": Decimal(0)}
_LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Price:
    """``currency`` is a code of ISO 4217."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


def parse_price(note: str, language: str) -> Price | None:
    """The price in a note such as ``85.000 đ/kg``, written by the rules of its language.

    None unless nothing but one amount with its currency is there: ``80.000–90.000 đ``, ``from 5
    USD``, ``85.000`` and, in English, ``85.000 VND`` are none.
    """
    found = _NOTE.fullmatch(nfc(note).replace("\u00a0", " ").strip())
    if found is None or bool(found["before"]) == bool(found["after"]):
        return None
    currency = _CURRENCIES[(found["before"] or found["after"]).lower()]
    try:
        amount = parse_number(found["amount"].rstrip("."), language)
    except ValueError:
        return None
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _DECIMALS[currency]:
        return None
    if amount <= 0 or not _SMALLEST[currency] <= amount < _LARGEST:
        return None
    return Price(amount, currency)
