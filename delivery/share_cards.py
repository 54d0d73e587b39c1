"""The picture that goes along when a page is shared: drawn after publishing, never in a GET.

Its name is made of what it shows, so whoever knows the page knows the name, and a card of an older
title is never taken for the new one.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import resvg_py
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override
from PIL import ImageFont

from catalog.models import MEDIA_KINDS, CatalogItem
from catalog.status import status_of
from core.kinds import all_kinds
from core.models import PortalSettings
from core.set_aside import Step, set_aside, taken_in

WIDTH, HEIGHT = 1200, 630
FOLDER = "share"
_FORM = "2"  # Of the drawing: another one makes other names.
_FONTS = Path(__file__).resolve().parent / "fonts"
_BOLD, _PLAIN = _FONTS / "be-vietnam-pro-600.ttf", _FONTS / "be-vietnam-pro-400.ttf"
_MARGIN, _TITLE_WIDTH = 90, 1020
_SIZES = {76: 3, 62: 4, 52: 5}  # Size of the type to the lines that there is room for.
_LOTUS = (
    "M32 10c8 9 8 25 0 36-8-11-8-27 0-36z",
    "M14 24c11 2 16 11 17 23-11-3-17-11-17-23zM50 24c-11 2-16 11-17 23 11-3 17-11 17-23z",
    "M6 38c9-2 17 2 24 11-10 3-19-1-24-11zM58 38c-9-2-17 2-24 11 10 3 19-1 24-11z",
)


@dataclass(frozen=True)
class Card:
    """What a card says. ``item``: id of the catalog's item."""

    item: str
    kind: str
    title: str
    portal: str
    status: str = ""

    @property
    def name(self) -> str:
        """Where it is stored, relative to the uploads."""
        said = (_FORM, self.kind, self.title, self.portal, self.status)
        words = "|".join(said if self.status else said[:-1])
        digest = hashlib.blake2b(words.encode(), digest_size=6).hexdigest()
        return f"{FOLDER}/{self.item}-{digest}.png"


def card_of(record: dict[str, Any], portal: PortalSettings | None) -> Card:
    """The card of a public page by its payload."""
    kind = record["type"]
    with override(record["locale"]):
        labels = {one.code: str(one.label) for one in all_kinds()}
        name = str(portal.name) if portal else ""
        label = "" if kind in ("home", "page") else labels.get(kind, "")
    return Card(record["id"], label, record["title"], name, status_of(record))


def draw(items: Iterable[Any]) -> int:
    """Draw the cards of these items that are missing, remove what is not shown any more.

    Returns how many were drawn. One that cannot be drawn must not keep the others from it.
    """
    portal = PortalSettings.objects.filter(site__is_default_site=True).first()
    drawn = 0
    done: list[str] = []
    for pk in items:
        item = CatalogItem.objects.public().filter(pk=pk).exclude(kind__in=MEDIA_KINDS).first()
        source = item.source if item else str(pk)
        try:
            card = card_of(json.loads(item.payload), portal) if item else None
            drawn += bool(card and _store(card))
            _remove_others(str(pk), card.name if card else "")
            done.append(source)
        except Exception as error:
            set_aside(Step.CARDS, source, error)
    taken_in(Step.CARDS, done)
    return drawn


def _store(card: Card) -> bool:
    if default_storage.exists(card.name):
        return False
    default_storage.save(card.name, ContentFile(png(card)))
    return True


def _remove_others(item: str, kept: str) -> None:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        if name.startswith(f"{item}-") and f"{FOLDER}/{name}" != kept:
            default_storage.delete(f"{FOLDER}/{name}")


def png(card: Card) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_svg(card), width=WIDTH, skip_system_fonts=True,
            font_files=[str(_BOLD), str(_PLAIN)],
        )
    )  # fmt: skip


def lines_of(title: str) -> tuple[int, list[str]]:
    """Size of the type, and the title in lines; what does not fit ends with an ellipsis."""
    for size, room in _SIZES.items():
        lines = _broken(title, ImageFont.truetype(str(_BOLD), size))
        if len(lines) <= room:
            return size, lines
    return size, [*lines[: room - 1], lines[room - 1].rsplit(" ", 1)[0] + " …"]


def _broken(title: str, font: Any) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _TITLE_WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _svg(card: Card) -> str:
    size, lines = lines_of(card.title)
    step = round(size * 1.3)
    first = 325 - step * (len(lines) - 1) / 2 + size / 3
    title = "".join(
        f'<text x="{_MARGIN}" y="{first + step * n:.0f}" font-family="Be Vietnam Pro SemiBold" '
        f'font-weight="600" font-size="{size}" fill="#2b1a12">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    small = '<text x="{x}" y="{y}" font-family="{face}" font-size="34" fill="{ink}">{text}</text>'
    kind = escape(card.kind)
    if card.status:
        look = 'font-family="Be Vietnam Pro" font-size="29" fill="#2b1a12"'
        kind += f" <tspan {look}> · {escape(card.status)}</tspan>"
    kind = small.format(x=_MARGIN, y=104, face="Be Vietnam Pro SemiBold", ink="#8c2a20", text=kind)
    portal = small.format(
        x=_MARGIN + 96, y=HEIGHT - 44, face="Be Vietnam Pro", ink="#fff7e8",
        text=escape(card.portal),
    )  # fmt: skip
    petals = "".join(f'<path d="{path}"/>' for path in _LOTUS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbf3e2"/>'
        f'<g fill="#8c2a20" opacity=".07" transform="translate(760 60) scale(8)">{petals}</g>'
        f'<rect y="{HEIGHT - 110}" width="{WIDTH}" height="110" fill="#8c2a20"/>'
        f'<g fill="#f6ecd6" transform="translate({_MARGIN} {HEIGHT - 88})">{petals}</g>'
        f"{kind}{title}{portal}</svg>"
    )
