"""What a code printed on a package or a customs paper must look like."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import ean
from stdnum import exceptions as stdnum_exceptions

# Six digits of the Harmonized System, then up to four of the national tariff, with or without dots.
_HS_CODE = re.compile(r"[0-9]{4}\.?[0-9]{2}(\.?[0-9]{2}){0,2}")


def validate_gtin(value: str) -> None:
    """ValidationError unless it is a GTIN-8, -12, -13 or -14 with the right check digit (GS1)."""
    try:
        ean.validate(value)
    except stdnum_exceptions.InvalidChecksum:
        raise ValidationError(
            _("The last digit does not fit the others: compare the number with the package."),
            code="gtin_checksum",
        ) from None
    except stdnum_exceptions.ValidationError:
        raise ValidationError(
            _("A GTIN has 8, 12, 13 or 14 digits and nothing else."), code="gtin_format"
        ) from None


def compact_gtin(value: str) -> str:
    """The digits alone, as they are stored: spaces and hyphens of the package are dropped."""
    return str(ean.compact(value)) if value else ""


def validate_hs_code(value: str) -> None:
    """ValidationError unless it has 6, 8 or 10 digits, grouped by dots or not: 0810.90."""
    if not _HS_CODE.fullmatch(value):
        raise ValidationError(
            _("An HS code has 6, 8 or 10 digits, such as 0810.90 or 0810.90.10."),
            code="hs_code_format",
        )
