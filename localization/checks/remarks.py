"""Remarks on one translated text, for the officer who translates or approves it."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

from localization.checks.figures import ambiguous_dates, differing
from localization.checks.leftover import vietnamese_words
from localization.glossary.matching import Glossary
from localization.glossary.models import GlossaryTerm
from localization.states.pieces import ADDRESSES

# A word in italics is a foreign word on purpose.
_FOREIGN = re.compile(r"<(i|em)>.*?</\1>", re.DOTALL)


@dataclass(frozen=True)
class Remark:
    """``code`` is one of term, forbidden, figures, dates, vietnamese; ``text`` says what to do."""

    code: str
    text: str


def remarks_on(source: str, target: str, glossary: Glossary, path: str = "") -> list[Remark]:
    """Remarks on a segment; ``source`` and ``target`` as wagtail-localize stores them, in HTML.

    ``path`` is the content path of the segment. Nothing is said about an empty translation.
    """
    if not target.strip() or path in ADDRESSES:
        return []
    original, translation = plain_text(source), plain_text(target)
    return [
        *_on_terms(original, translation, glossary),
        *_on_figures(original, translation, glossary.target),
        *_on_leftovers(plain_text(_FOREIGN.sub(" ", target)), glossary),
    ]


def plain_text(html: str) -> str:
    """The words of a segment, without its tags."""
    return StringValue(html).render_text() if "<" in html or "&" in html else html


def _on_terms(source: str, target: str, glossary: Glossary) -> list[Remark]:
    said = []
    for term, words in glossary.forbidden(source, target):
        text = _("“%(words)s” is not to be used here for “%(term)s”: write “%(rendering)s”.")
        said.append(Remark("forbidden", text % {"words": words, **_names(term, glossary)}))
    terms = {occurrence.term.pk: occurrence.term for occurrence in glossary.occurrences(source)}
    for term in terms.values():
        if term.is_obligatory and not glossary.is_rendered(term, target):
            text = _(
                "“%(term)s” is in the source; its rendering “%(rendering)s” is not in the "
                "translation."
            )
            said.append(Remark("term", text % _names(term, glossary)))
    return said


def _names(term: GlossaryTerm, glossary: Glossary) -> dict[str, str]:
    return {
        "term": term.name.in_language(glossary.source),
        "rendering": " / ".join(term.forms(glossary.target)[:3]),
    }


def _on_figures(source: str, target: str, language: str) -> list[Remark]:
    missing, added = differing(source, target, language)
    said = []
    if missing:
        text = _("In the source but not in the translation: %(figures)s.")
        said.append(Remark("figures", text % {"figures": "; ".join(missing)}))
    if added:
        text = _("In the translation but not in the source: %(figures)s.")
        said.append(Remark("figures", text % {"figures": "; ".join(added)}))
    if language == "en" and (dates := ambiguous_dates(target)):
        text = _("Write the month of %(dates)s by its name: a reader may take it for another day.")
        said.append(Remark("dates", text % {"dates": "; ".join(dates)}))
    return said


def _on_leftovers(target: str, glossary: Glossary) -> list[Remark]:
    allowed = [form for term in glossary.terms for form in term.forms(glossary.target)]
    words = vietnamese_words(target, allowed)
    if not words:
        return []
    text = _("Vietnamese words are left in the translation: %(words)s.")
    return [Remark("vietnamese", text % {"words": ", ".join(words)})]
