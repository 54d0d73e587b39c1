"""Which texts of a screen are in the wrong language."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import wagtail
import wagtail_localize
from bs4 import BeautifulSoup, Comment

from core.vietnamese.text import nfc

ROOT = Path(__file__).resolve().parent.parent.parent
SPOKEN = ("title", "aria-label", "placeholder", "alt")
#: Words of English sentences that are no Vietnamese syllables ("in", "to", "no", "on" are).
ENGLISH = frozenset(
    {
        "the", "of", "and", "is", "are", "this", "that", "your", "you", "for", "with", "not",
        "page", "pages", "from", "all", "add", "edit", "delete", "view", "more", "search",
        "filter", "save", "cancel", "was", "were", "have", "has", "will", "or", "it", "its",
        "there", "here", "which", "when", "what", "close", "open", "choose", "select", "new",
        "user", "group", "settings",
    }
)  # fmt: skip
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I
)
_SPAN = re.compile(r"\d (minute|hour|day|week|month|year)s?\b")
_WORD = re.compile(r"[A-Za-z']+")


def texts_of(html: str) -> Iterator[str]:
    """What a person reads or hears of a page, without what is marked as English or as of another
    language than the page."""
    soup = BeautifulSoup(nfc(html), "html.parser")  # Django spells the language decomposed.
    for silent in soup(["script", "style", "template", "svg", "code"]):
        silent.decompose()
    language = soup.html and soup.html["lang"]
    for marked in soup.find_all(lang=True):
        if marked.name != "html" and (marked["lang"] == "en" or marked["lang"] != language):
            marked.decompose()
    for text in soup.find_all(string=True):
        if not isinstance(text, Comment) and (plain := " ".join(text.split())):
            yield plain
    for element in soup.find_all(True):
        if element.name == "mark":
            continue  # A term beside its rendering, which is in the language translated into.
        for name in SPOKEN:
            if isinstance(spoken := element.get(name), str):
                yield " ".join(spoken.split())
        if element.name == "input" and element.get("type") == "submit":
            yield str(element.get("value", ""))


@cache
def translated_messages() -> frozenset[str]:
    """English messages of the portal and of Wagtail which are said otherwise in Vietnamese."""
    folders = [ROOT / "locale", *(Path(p.__file__).parent for p in (wagtail, wagtail_localize))]
    entries = [
        entry
        for folder in folders
        for path in folder.glob("**/vi/LC_MESSAGES/*.po")
        for entry in polib.pofile(str(path))
    ]
    same = {entry.msgid for entry in entries if entry.msgid == entry.msgstr}
    return frozenset(" ".join(e.msgid.split()) for e in entries if len(e.msgid) > 3) - same


def is_english(text: str) -> bool:
    """A message that has a Vietnamese form, or a text with a word that only English has."""
    if text in translated_messages() or _SPAN.search(text):
        return True
    return text.isascii() and any(word.lower() in ENGLISH for word in _WORD.findall(text))


def is_vietnamese(text: str) -> bool:
    return bool(VIETNAMESE.search(text))
