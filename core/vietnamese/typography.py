"""No-break spaces and line-break chances, put in when text is shown, never stored.

Vietnamese lines break at every space and its words are short, so "42" easily parts from "ha".
"""

import re
from html import escape

from core.vietnamese.numbers import NO_BREAK_SPACE

_UNITS = (
    "ha|sào|mẫu|m|m²|m2|m³|m3|km|km²|km2|cm|mm|kg|g|tấn|tạ|yến|lít|ml|°C|độ|"
    "đồng|₫|đ|VND|USD|nghìn|triệu|tỷ|tỉ|người|hộ|thôn|giờ|phút|giây|sao|%"
)
_NUMBER_UNIT = re.compile(rf"(?<=[0-9]) +(?=(?:{_UNITS})(?!\w))")
_HOUR_MINUTE = re.compile(r"(?<=[0-9][ \u00a0]giờ) +(?=[0-9])")
_KINDS = (
    "Luật|Nghị định|Nghị quyết|Kết luận|Chỉ thị|Thông tư|Quyết định|Kế hoạch|Quy chế|Công văn|"
    "Hiệp định|Chương trình|Báo cáo|Thông báo|Hướng dẫn|Tờ trình"
)
_DOCUMENT = re.compile(rf"\b(?:(?:{_KINDS}) +)?số +(?=[0-9])", re.IGNORECASE)


def keep_together(text: str) -> str:
    """Plain text with no-break spaces in "42 ha", "14 giờ 30" and "Nghị định số 72/2015/NĐ-CP".

    For plain text, not HTML: it does not know tags. Idempotent.
    """
    text = _NUMBER_UNIT.sub(NO_BREAK_SPACE, text)
    text = _HOUR_MINUTE.sub(NO_BREAK_SPACE, text)
    return _DOCUMENT.sub(lambda match: match[0].replace(" ", NO_BREAK_SPACE), text)


def document_number_html(number: str) -> str:
    """Escaped HTML of a document's number, which may break after a slash on narrow screens."""
    return escape(number).replace("/", "/<wbr>")
