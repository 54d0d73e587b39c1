"""The texts of a page as rows of the screen: source, translation, state, remarks, proposals."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from localization.checks.remarks import plain_text, remarks_on
from localization.exchange.inline import BrokenTagsError, check
from localization.exchange.report import check_field
from localization.glossary.matching import Glossary
from localization.labels import labels_of
from localization.parallel.tags import pairs_of, to_html, to_typed
from localization.states.pieces import ADDRESSES

_ALIKE = 0.5


class RowState(models.TextChoices):
    OPEN = "open", _("not translated")
    CHANGED = "changed", _("source changed")
    MACHINE = "machine", _("by machine, unchecked")
    DONE = "done", _("translated")
    PROPOSED = "proposed", _("made of the title, unless you write another one")
    OPTIONAL = "optional", _("as in the original, unless you write another one")


@dataclass
class Proposal:
    """An earlier translation that may serve again; ``was`` is what its source said."""

    typed: str
    was: str = ""


@dataclass
class Row:
    """One text. ``typed`` is the translation as it is shown in the field (`parallel.tags`)."""

    segment: StringSegment
    group: str
    label: str
    source: SafeString
    tags: list[str]
    terms: list[tuple[str, list[str]]]
    typed: str = ""
    stored: StringTranslation | None = None
    state: RowState = RowState.OPEN
    remarks: list[str] = field(default_factory=list)
    error: str = ""
    proposal: Proposal | None = None
    # What somebody else saved meanwhile; the field then holds what this officer typed.
    theirs: str = ""

    @property
    def key(self) -> str:
        return f"segment-{self.segment.pk}"

    @property
    def is_address(self) -> bool:
        return self.segment.context.path in ADDRESSES

    @property
    def words(self) -> str:
        """Where the text is to be found in the pages shown."""
        return plain_text(self.segment.string.data)

    @property
    def lines(self) -> int:
        longest = max(self.typed, self.words, key=len)
        return min(12, max(1, len(longest) // 55 + longest.count("\n") + 1))

    @property
    def was(self) -> str:
        """What this officer last saw saved: differs from the field only after a conflict."""
        return self.theirs or self.typed


@dataclass
class Sheet:
    """All texts of a page in one language; five queries."""

    translation: Translation

    def __post_init__(self) -> None:
        source = self.translation.source
        self.model: Any = source.specific_content_type.model_class()
        self.glossary = Glossary.into(self.translation.target_locale.language_code)
        segments = StringSegment.objects.filter(source=source).order_by("order")
        self.segments = list(segments.select_related("string", "context"))
        stored = StringTranslation.objects.filter(
            locale=self.translation.target_locale, context__object_id=source.object_id
        ).select_related("translation_of", "last_translated_by", "context")
        self.stored = {(s.translation_of_id, s.context_id): s for s in stored}
        current = {(s.string_id, s.context_id) for s in self.segments}
        self.earlier: dict[Any, list[StringTranslation]] = {}
        for key, kept in self.stored.items():
            if key not in current:
                self.earlier.setdefault(kept.context_id, []).append(kept)
        elsewhere = StringTranslation.objects.filter(
            locale=self.translation.target_locale, has_error=False,
            translation_of__in={s.string_id for s in self.segments},
        )  # fmt: skip
        self.memory = dict(
            elsewhere.order_by("updated_at").values_list("translation_of_id", "data")
        )

    def rows(self, only: set[int] | None = None) -> list[Row]:
        wanted = [s for s in self.segments if only is None or s.pk in only]
        return [self.row(segment) for segment in wanted]

    def row(self, segment: StringSegment) -> Row:
        source = segment.string.data
        labels = labels_of(self.model, segment.context.field_path or segment.context.path)
        group = " › ".join(labels[:2]) if len(labels) > 2 else labels[0]
        terms = {o.term.pk: o.term for o in self.glossary.occurrences(plain_text(source))}
        row = Row(
            segment, group, " › ".join(labels[2:]) if len(labels) > 2 else "".join(labels[1:]),
            self._shown(source), pairs_of(source),
            [(t.name.in_language(self.glossary.source), t.forms(self.glossary.target))
             for t in terms.values()],
        )  # fmt: skip
        row.stored = self.stored.get((segment.string_id, segment.context_id))
        if row.stored is None:
            self._propose(row)
            row.state = RowState.OPTIONAL if row.is_address else row.state
        else:
            self._judge(row, row.stored)
        return row

    def _judge(self, row: Row, stored: StringTranslation) -> None:
        row.typed = to_typed(stored.data)
        is_machine = stored.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
        row.state = RowState.MACHINE if is_machine else RowState.DONE
        if is_machine and row.is_address:
            row.state = RowState.PROPOSED
        source, path = row.segment.string.data, row.segment.context.path
        row.error = stored.get_error() or "" if stored.has_error else ""
        if stored.has_error:
            row.state = RowState.OPEN
        row.remarks = [r.text for r in remarks_on(source, stored.data, self.glossary, path)]
        try:
            check_field(self.translation, path, plain_text(stored.data))
            if not row.error:
                check(source, stored.data)
        except (BrokenTagsError, ValidationError) as error:
            row.remarks += getattr(error, "messages", [str(error)])

    def _propose(self, row: Row) -> None:
        """The translation of what stood here before, else of the same words elsewhere."""
        before = self.earlier.get(row.segment.context_id, [])
        alike = [
            (SequenceMatcher(None, k.translation_of.data, row.segment.string.data).ratio(), k.pk, k)
            for k in before
        ]
        best = max(alike, default=None)
        if best is not None and best[0] >= _ALIKE:
            kept = best[2]
            row.state = RowState.CHANGED
            row.proposal = Proposal(to_typed(kept.data), to_typed(kept.translation_of.data))
        elif row.segment.string_id in self.memory:
            row.proposal = Proposal(to_typed(self.memory[row.segment.string_id]))

    def _shown(self, html: str) -> SafeString:
        """The source with its formatting, links as chips and terms marked."""
        soup = BeautifulSoup(html, "html.parser")
        for link in soup.find_all("a"):
            chip = soup.new_tag("sup", attrs={"class": "parallel-chip"})
            chip.string = str(link.get("id"))
            link.append(chip)
            link.name, link.attrs = "span", {"class": "parallel-link"}
        for node in list(soup.find_all(string=True)):
            found = self.glossary.occurrences(str(node))
            if found and isinstance(node, NavigableString):
                node.replace_with(BeautifulSoup(self._marked(str(node), found), "html.parser"))
        return mark_safe(str(soup))  # wagtail-localize lets inline tags through only.

    def _marked(self, text: str, found: list[Any]) -> str:
        parts, position = [], 0
        for occurrence in found:
            forms = " / ".join(occurrence.term.forms(self.glossary.target))
            marked = format_html(
                '<mark title="{}">{}</mark>', forms, text[occurrence.start : occurrence.end]
            )
            parts += [format_html("{}{}", text[position : occurrence.start], marked)]
            position = occurrence.end
        return format_html_join("", "{}", [(p,) for p in [*parts, text[position:]]])


def save(row: Row, typed: str, was: str, user: Any, translation: Translation) -> bool:
    """Keep what was typed; False when somebody else saved another text meanwhile."""
    typed, was = (value.replace("\r\n", "\n").strip() for value in (typed, was))
    if row.typed.strip() not in (was, typed) and row.state != RowState.PROPOSED:
        row.theirs, row.typed = row.typed, typed
        return False
    if not typed:
        if row.stored is not None:
            row.stored.delete()
        return True
    StringTranslation.objects.update_or_create(
        translation_of_id=row.segment.string_id,
        context_id=row.segment.context_id,
        locale=translation.target_locale,
        defaults={
            "data": to_html(typed),
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    return True


def mark_checked(row: Row, user: Any) -> None:
    """A person has read what the machine wrote and leaves it as it is."""
    if row.stored is None:
        return
    row.stored.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
    row.stored.last_translated_by = user
    row.stored.save(update_fields=["translation_type", "last_translated_by", "updated_at"])
