"""Spreadsheets that officers download: whatever somebody typed is text there, never a formula."""

from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# OWASP, CSV injection; the wide forms count in East Asian editions of Excel.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(text: str) -> str:
    """Text for a cell of CSV: one that begins like a formula is shown, not calculated."""
    return f"'{text}" if text.startswith(_BEGINNINGS) else text


def install() -> None:
    """In every export of Wagtail, those of its packages included."""
    if getattr(SpreadsheetExportMixin.preprocess_field_value, "makes_inert", False):
        return
    preprocess = SpreadsheetExportMixin.preprocess_field_value
    heading = SpreadsheetExportMixin.get_heading

    def preprocess_field_value(self: Any, field: str, value: Any, export_format: str) -> Any:
        cell = preprocess(self, field, value, export_format)
        if not isinstance(cell, str):
            return cell
        if export_format == self.FORMAT_CSV:
            return inert(cell)
        # Wagtail writes no formula into XLSX; a control character would make no file at all.
        return ILLEGAL_CHARACTERS_RE.sub("", cell)

    def get_heading(self: Any, queryset: Any, field: str) -> str:
        return inert(heading(self, queryset, field))

    preprocess_field_value.makes_inert = True  # type: ignore[attr-defined]
    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
    SpreadsheetExportMixin.get_heading = get_heading
