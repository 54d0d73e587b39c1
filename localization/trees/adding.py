"""One more language for a portal that is in use."""

from collections.abc import Callable
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale
from wagtail.models import Locale, Page

from localization.trees import background
from localization.trees.marks import mark


class CannotAddError(Exception):
    """Why, and what to do; in English, for operators."""


def add_language(code: str, on_progress: Callable[[int], None] | None = None) -> int:
    """Give every page a stand-in in this language; how many there are now. Safe to repeat."""
    codes = [known for known, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    if code not in codes:
        wanted = ",".join([*codes, code])
        raise CannotAddError(
            f"Set CONTENT_LANGUAGES={wanted} in the environment of the portal, of this command "
            "and of all others, then run this again."
        )
    if code == settings.LANGUAGE_CODE:
        raise CannotAddError(f"{code} is the portal's first language.")
    write_interface(code, settings.VAR_DIR / "locale")
    locale, created = Locale.objects.get_or_create(language_code=code)
    if not created:
        mark([None])
    background.work_off(on_progress)
    return int(Page.objects.filter(locale=locale).count())


def write_interface(code: str, folder: Path) -> None:
    """The texts of the interface in English, so that a language without its own has readable ones.

    Without any file Django takes no address of a language that it has no texts of itself; and it
    would show Vietnamese where a text is missing. A real translation goes into ``locale/<code>/``.
    """
    name = to_locale(code)
    if any((Path(path) / name).is_dir() for path in settings.LOCALE_PATHS if Path(path) != folder):
        return
    texts = polib.pofile(str(settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po"))
    english = polib.POFile()
    english.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Language": code,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }  # fmt: skip
    for entry in texts:
        same = {"msgstr": entry.msgid}
        if entry.msgid_plural:
            same = {"msgid_plural": entry.msgid_plural,
                    "msgstr_plural": {0: entry.msgid, 1: entry.msgid_plural}}  # fmt: skip
        english.append(polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, **same))
    there = folder / name / "LC_MESSAGES"
    there.mkdir(parents=True, exist_ok=True)
    english.save_as_mofile(str(there / "django.mo"))
