"""The advice. Rooms that know more about pages add theirs with ``register``."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page

from core.models import PortalDocument, PortalImage
from core.quality.reading import Facts, facts_of

#: Characters of a good summary: shorter says little, longer is cut in lists and shared links.
SUMMARY = (40, 300)
_VAGUE = frozenset({
    "xem tại đây", "tại đây", "ở đây", "xem thêm", "xem", "link", "liên kết", "bấm vào đây",
    "nhấn vào đây", "chi tiết", "xem chi tiết", "here", "click here", "read more", "more",
    "see more", "this link",
})  # fmt: skip
_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


class Topic(models.TextChoices):
    """What a piece of advice is about."""

    PICTURES = "pictures", gettext_lazy("Pictures")
    HEADINGS = "headings", gettext_lazy("Headings")
    LINK_TEXTS = "link_texts", gettext_lazy("Words of links")
    LINKS = "links", gettext_lazy("Broken links")
    SUMMARY = "summary", gettext_lazy("Summary")
    SOURCE = "source", gettext_lazy("Source")
    TRANSLATION = "translation", gettext_lazy("Translation")


@dataclass(frozen=True)
class Finding:
    topic: Topic
    text: str


#: Advice for specific pages, by primary key; asks the database for all of them at once.
Adviser = Callable[[Sequence[Any]], dict[int, list[Finding]]]
_advisers: list[Adviser] = []


def register(adviser: Adviser) -> None:
    _advisers.append(adviser)


def findings_of(pages: Sequence[Any]) -> dict[int, list[Finding]]:
    """Advice for specific pages, in the order of topics; a constant number of queries."""
    facts = {page.pk: facts_of(page) for page in pages}
    known = _Known(list(facts.values()))
    found: dict[int, list[Finding]] = defaultdict(list)
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    for page in pages:
        own = facts[page.pk]
        found[page.pk] += [
            *_on_pictures(own, known, languages[page.locale_id]),
            *_on_headings(own),
            *_on_links(own, known),
            *_on_summary(page),
        ]
    for adviser in _advisers:
        for pk, more in adviser(pages).items():
            found[pk] += more
    order = {topic: number for number, topic in enumerate(Topic)}
    return {pk: sorted(own, key=lambda f: order[f.topic]) for pk, own in found.items()}


class _Known:
    """What the pages name and is there; three queries."""

    def __init__(self, facts: list[Facts]) -> None:
        pages = set().union(*(f.pages for f in facts))
        documents = set().union(*(f.documents for f in facts))
        pictures = set().union(*(f.pictures for f in facts))
        in_time = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
        open_pages = Page.objects.filter(in_time, pk__in=pages, live=True)
        self.pages = set(open_pages.values_list("pk", flat=True))
        kept = PortalDocument.objects.filter(pk__in=documents)
        self.documents = set(kept.values_list("pk", flat=True))
        self.pictures = PortalImage.objects.only("title", "alt").in_bulk(pictures)


def _on_pictures(facts: Facts, known: _Known, language: str) -> Iterator[Finding]:
    for pk in sorted(facts.pictures):
        picture = known.pictures.get(pk)
        if picture is not None and not picture.alt.in_language(language).strip():
            text = _("The picture “%(title)s” has no alternative text in this language.")
            yield Finding(Topic.PICTURES, text % {"title": picture.title})
    if facts.without_text:
        text = _("Pictures in the text without alternative text: %(number)s.")
        yield Finding(Topic.PICTURES, text % {"number": facts.without_text})


def _on_headings(facts: Facts) -> Iterator[Finding]:
    level = 1
    for number, words in facts.headings:
        if not words:
            yield Finding(Topic.HEADINGS, _("There is a heading without words."))
        elif number > level + 1:
            text = _("“%(words)s” skips a level: after level %(before)s comes level %(next)s.")
            values = {"words": words, "before": level, "next": level + 1}
            yield Finding(Topic.HEADINGS, text % values)
        level = number


def _on_links(facts: Facts, known: _Known) -> Iterator[Finding]:
    for words in dict.fromkeys(words for words, _href in facts.links):
        if words.strip(" .:»›→").casefold() in _VAGUE:
            text = _("The link “%(words)s” does not say where it leads.")
            yield Finding(Topic.LINK_TEXTS, text % {"words": words})
        elif _ADDRESS.fullmatch(words):
            text = _("The link %(words)s shows an address instead of words.")
            yield Finding(Topic.LINK_TEXTS, text % {"words": words[:60]})
        elif not words:
            yield Finding(Topic.LINK_TEXTS, _("There is a link without words."))
    if gone := len(facts.pages - known.pages):
        text = _("Links to pages that are not published: %(number)s.")
        yield Finding(Topic.LINKS, text % {"number": gone})
    if gone := len(facts.documents - known.documents):
        text = _("Links to files that are no longer there: %(number)s.")
        yield Finding(Topic.LINKS, text % {"number": gone})


def _on_summary(page: Any) -> Iterator[Finding]:
    if not hasattr(page, "summary"):
        return
    length, (shortest, longest) = len(page.summary.strip()), SUMMARY
    if not length:
        text = _("There is no summary: lists and shared links show the title only.")
        yield Finding(Topic.SUMMARY, text)
    elif length < shortest:
        text = _("The summary is short (%(number)s characters): say what the page is about.")
        yield Finding(Topic.SUMMARY, text % {"number": length})
    elif length > longest:
        text = _("The summary is long (%(number)s characters): lists cut it.")
        yield Finding(Topic.SUMMARY, text % {"number": length})
