"""Slugs of Vietnamese titles.

Django's ``slugify`` drops đ ("Đức" gives "uc") and Wagtail's writes it as "u0111"; the portal's
addresses are plain letters without marks. ``static/js/vietnamese-slug.js`` does the same in the
editor; both must give the same slug.
"""

import re
import unicodedata

from core.vietnamese.fold import fold

_APOSTROPHES = re.compile("['’ʼ]")
# Latin letters that no Unicode form takes apart; ß becomes ss when case is folded.
_FOREIGN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})
# Cyrillic letters that look like Latin ones, which a keyboard left in the other script mixes in.
_CYRILLIC = str.maketrans("асеорхуіјѕ", "aceopxyijs")
_MIXED = re.compile(r"\w*[a-z]\w*")
_SEPARATORS = re.compile("[^a-z0-9]+")

#: Length of Wagtail's slug column.
SLUG_MAX_LENGTH = 255
_ROOM_FOR_NUMBER = 8


def vn_slugify(text: str, max_length: int | None = None) -> str:
    """Slug of ``[a-z0-9-]`` only: ``Đình chùa Hả`` gives ``dinh-chua-ha``.

    A slug longer than ``max_length`` is cut after the last whole word that fits; a single word
    that is too long is cut anywhere. Empty when the text has no Latin letter or digit.
    """
    # NFKC turns signs such as ² and full-width letters into plain ones; apostrophes join.
    plain = fold(unicodedata.normalize("NFKC", _APOSTROPHES.sub("", text)))
    if not plain.isascii():
        plain = _MIXED.sub(lambda word: word[0].translate(_CYRILLIC), plain.translate(_FOREIGN))
    slug = _SEPARATORS.sub("-", plain).strip("-")
    if max_length is None or len(slug) <= max_length:
        return slug
    head = slug[:max_length]
    if slug[max_length] != "-" and "-" in head:
        head = head.rpartition("-")[0]
    return head.rstrip("-")


def slug_for(title: str) -> str:
    """Base of the slug of a page with this title, not yet made unique among its siblings.

    Leaves room for the number that makes it so. Empty when nothing can be made of the title;
    Wagtail then asks the editor for a slug.
    """
    return vn_slugify(title, SLUG_MAX_LENGTH - _ROOM_FOR_NUMBER)
