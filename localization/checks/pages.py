"""Remarks on the whole translation of a page."""

from wagtail_localize.models import StringSegment, Translation

from localization.checks.remarks import Remark, remarks_on
from localization.glossary.matching import Glossary


def remarks_of(translation: Translation, glossary: Glossary | None = None) -> list[Remark]:
    """Every remark on its segments, in the order of the page, without repetition; two queries."""
    glossary = glossary or Glossary.into(translation.target_locale.language_code)
    segments = (
        StringSegment.objects.filter(source=translation.source_id)
        .order_by("order")
        .select_related("string", "context")
        .annotate_translation(translation.target_locale_id)
    )
    found: list[Remark] = []
    for segment in segments:
        found += remarks_on(
            segment.string.data, segment.translation or "", glossary, segment.context.path
        )
    return list(dict.fromkeys(found))
