"""The texts of a job as they go out: pages, labels, terms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from localization.checks.remarks import plain_text
from localization.exchange.models import ExchangeJob, Scope
from localization.glossary.matching import Glossary
from localization.labels import labels_of


@dataclass(frozen=True)
class OutgoingText:
    """One segment. ``key`` is stable: it comes from the place in the page and from the words."""

    key: str
    path: str
    label: str
    source: str
    target: str
    is_machine: bool
    terms: list[str]


@dataclass(frozen=True)
class OutgoingPage:
    uuid: str
    title: str
    address: str
    texts: list[OutgoingText]


def key_of(path_id: Any, source_hash: Any) -> str:
    """Identity of a segment: where it stands, and what it says."""
    return f"{path_id.hex}.{source_hash.hex}"


def with_translation(segments: QuerySet[StringSegment], locale_id: int) -> QuerySet[StringSegment]:
    """Segments with ``translation``, ``translation_type`` and ``translated_at`` in the language."""
    own = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"),
        locale_id=locale_id,
    )  # fmt: skip
    names = {"translation": "data", "translation_type": "translation_type",
             "translated_at": "updated_at"}  # fmt: skip
    annotations = {name: Subquery(own.values(column)[:1]) for name, column in names.items()}
    return segments.select_related("string", "context").annotate(**annotations)


def pages_of(job: ExchangeJob) -> Iterator[OutgoingPage]:
    """The pages of a job in the order of the site; three queries a page."""
    glossary = Glossary.into(job.locale.language_code)
    for translation in ordered_translations(job):
        segments = with_translation(
            StringSegment.objects.filter(source=translation.source_id), job.locale_id
        )
        model: Any = translation.source.specific_content_type.model_class()
        seen: dict[str, OutgoingText] = {}
        for segment in segments.order_by("order"):
            if _goes_out(segment, job.scope):
                text = _text(segment, model, glossary)
                seen.setdefault(text.key, text)
        page = translation.source.get_source_instance()
        yield OutgoingPage(
            str(translation.uuid), page.title, page.full_url or "", list(seen.values())
        )


def ordered_translations(job: ExchangeJob) -> list[Translation]:
    translations = job.translations.select_related("source__specific_content_type")
    return list(translations.order_by("source__object_repr", "pk"))


def _goes_out(segment: Any, scope: str) -> bool:
    if scope == Scope.ALL or not segment.translation:
        return True
    is_machine = segment.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return scope == Scope.UNCHECKED and is_machine


def _text(segment: Any, model: Any, glossary: Glossary) -> OutgoingText:
    source = segment.string.data
    terms = {o.term.pk: o.term for o in glossary.occurrences(plain_text(source))}
    return OutgoingText(
        key_of(segment.context.path_id, segment.string.data_hash),
        segment.context.path,
        " › ".join(labels_of(model, segment.context.field_path or segment.context.path)),
        source,
        segment.translation or "",
        segment.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE,
        [_note(term, glossary) for term in terms.values()],
    )


def _note(term: Any, glossary: Glossary) -> str:
    """``chùa = pagoda / Buddhist temple (not: ...)``, for the translator."""
    note = f"{term.name.in_language(glossary.source)} = {' / '.join(term.forms(glossary.target))}"
    if never := term.forbidden_in(glossary.target):
        note += f" (not: {', '.join(never)})"
    return note
