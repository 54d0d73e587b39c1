"""What the public may know: whether a translation still says what its source says."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from core.sitewide import remembered
from core.visibility import public_pages
from localization.models import TranslationBasis
from localization.states.source import source_language, source_pages

_Since = dict[tuple[uuid.UUID, str], datetime.datetime]


def outdated_since(keys: Iterable[uuid.UUID]) -> _Since:
    """By translation key and language, since when the public source says something else.

    Those that are valid are left out. Whether the source may be seen is for the caller to ask. One
    query.
    """
    return _by_key(TranslationBasis.objects.filter(source__translation_key__in=keys))


def _all_outdated() -> _Since:
    """For the notice on pages: those that are out of date are few, whatever the portal's size."""
    return _by_key(TranslationBasis.objects.all())


def _by_key(rows: Any) -> _Since:
    outdated = rows.filter(differs_since__isnull=False, made_from__isnull=False).values_list(
        "source__translation_key", "locale__language_code", "differs_since"
    )
    return {(key, code): since for key, code, since in outdated}


@dataclass(frozen=True)
class OutdatedNotice:
    """For the visitor of a translation: the page it was made from, changed at ``since``."""

    source: Page
    since: datetime.datetime


def outdated_notice(page: Any) -> OutdatedNotice | None:
    """None for a valid translation, a source, and a page whose source is not public."""
    code = page.locale.language_code
    if code == source_language() or page.alias_of_id is not None:
        return None
    since = remembered("outdated", _all_outdated).get((page.translation_key, code))
    if since is None:
        return None
    source = public_pages(source_pages().filter(translation_key=page.translation_key)).first()
    return OutdatedNotice(source, since) if source else None
