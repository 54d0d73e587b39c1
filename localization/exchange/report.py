"""What a file that came back would change, and what of it does not fit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment

from localization.checks.remarks import Remark, plain_text, remarks_on
from localization.exchange.incoming import Entry
from localization.exchange.inline import BrokenTagsError, check
from localization.exchange.models import ExchangeJob
from localization.exchange.parcels import key_of, with_translation
from localization.glossary.matching import Glossary
from localization.labels import labels_of


class Kind(models.TextChoices):
    """What becomes of a text, the most pressing first."""

    BROKEN = "broken", gettext_lazy("cannot be used: tags or form")
    SOURCE_CHANGED = "source_changed", gettext_lazy("the source has changed meanwhile")
    UNKNOWN = "unknown", gettext_lazy("no such text on the page")
    FOREIGN = "foreign", gettext_lazy("not a page of this job")
    FORBIDDEN = "forbidden", gettext_lazy("a page that you may not edit")
    NEWER = "newer", gettext_lazy("changed here after it went out")
    UNFINISHED = "unfinished", gettext_lazy("marked as unfinished")
    EMPTY = "empty", gettext_lazy("empty")
    CHANGED = "changed", gettext_lazy("replaces a translation")
    NEW = "new", gettext_lazy("new translation")
    SAME = "same", gettext_lazy("as it is here already")


#: What is written when the report is applied; NEWER only if the officer asks for it.
APPLIED = (Kind.NEW, Kind.CHANGED)
SILENT = (Kind.NEW, Kind.CHANGED, Kind.SAME)


@dataclass(frozen=True)
class Line:
    """One text of the file. ``segment`` is there when it belongs to the page as it is now."""

    kind: Kind
    page: str
    label: str
    source: str
    target: str
    present: str = ""
    reason: str = ""
    remarks: list[Remark] = field(default_factory=list)
    segment: Any = None
    translation: Any = None


@dataclass(frozen=True)
class Report:
    lines: list[Line]

    @property
    def counts(self) -> dict[Kind, int]:
        counted = Counter(line.kind for line in self.lines)
        return {kind: counted[kind] for kind in Kind if counted[kind]}

    def of(self, *kinds: Kind) -> list[Line]:
        return [line for line in self.lines if line.kind in kinds]


class Comparison:
    """Compares texts of a file with the pages of a job; six queries, whatever it holds."""

    def __init__(self, job: ExchangeJob, user: Any) -> None:
        self.job = job
        self.glossary = Glossary.into(job.locale.language_code)
        translations = job.translations.select_related("source__specific_content_type")
        self.translations = {str(t.uuid): t for t in translations}
        segments = with_translation(
            StringSegment.objects.filter(
                source__in=[t.source_id for t in self.translations.values()]
            ),
            job.locale_id,
        )
        self.segments: dict[tuple[int, str], Any] = {}
        self.paths: set[tuple[int, str]] = set()
        for segment in segments:
            key = key_of(segment.context.path_id, segment.string.data_hash)
            self.segments[segment.source_id, key] = segment
            self.paths.add((segment.source_id, segment.context.path_id.hex))
        keys = [t.source.object_id for t in self.translations.values()]
        editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        pages = Page.objects.filter(translation_key__in=keys, locale=job.locale)
        self.editable = set(
            pages.filter(pk__in=editable.values("pk")).values_list("translation_key", flat=True)
        )

    def report(self, entries: Iterable[Entry]) -> Report:
        order = {kind: number for number, kind in enumerate(Kind)}
        lines = [self._line(entry) for entry in entries]
        return Report(sorted(lines, key=lambda line: order[line.kind]))

    def _line(self, entry: Entry) -> Line:
        translation = self.translations.get(entry.uuid)
        if translation is None:
            return Line(Kind.FOREIGN, entry.uuid, "", entry.source, entry.target)
        title = translation.source.object_repr
        segment = self.segments.get((translation.source_id, entry.key))
        if segment is None:
            path_id = entry.key.partition(".")[0]
            is_place = (translation.source_id, path_id) in self.paths
            kind = Kind.SOURCE_CHANGED if is_place else Kind.UNKNOWN
            return Line(kind, title, "", entry.source, entry.target)
        kind, reason = self._judge(entry, translation, segment)
        source = segment.string.data
        remarks = []
        if kind in (*APPLIED, Kind.NEWER):
            remarks = remarks_on(source, entry.target, self.glossary, segment.context.path)
        model = translation.source.specific_content_type.model_class()
        label = " › ".join(labels_of(model, segment.context.field_path or segment.context.path))
        return Line(
            kind, title, label, source, entry.target, segment.translation or "", reason, remarks,
            segment, translation,
        )  # fmt: skip

    def _judge(self, entry: Entry, translation: Any, segment: Any) -> tuple[Kind, str]:
        if translation.source.object_id not in self.editable:
            return Kind.FORBIDDEN, ""
        if not entry.target:
            return Kind.EMPTY, ""
        if entry.problem:
            return Kind.BROKEN, entry.problem
        try:
            check(segment.string.data, entry.target)
            check_field(translation, segment.context.path, plain_text(entry.target))
        except (BrokenTagsError, ValidationError) as error:
            return Kind.BROKEN, " ".join(getattr(error, "messages", [str(error)]))
        if entry.target == segment.translation:
            return Kind.SAME, ""
        if entry.is_unfinished:
            return Kind.UNFINISHED, ""
        if not segment.translation:
            return Kind.NEW, ""
        if segment.translated_at > self.job.created_at:
            return Kind.NEWER, ""
        return Kind.CHANGED, ""


def check_field(translation: Any, path: str, text: str) -> None:
    """ValidationError when the text is not one for its field: too long, no address."""
    if "." in path:
        return
    if path == "slug":
        validate_slug(text)
    model = translation.source.specific_content_type.model_class()
    limit = getattr(model._meta.get_field(path), "max_length", None)
    if limit and len(text) > limit:
        raise ValidationError(
            _("%(number)s characters; at most %(limit)s fit.")
            % {"number": len(text), "limit": limit}
        )
