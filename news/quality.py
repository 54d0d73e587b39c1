"""Advice for editors of news: where it comes from."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.quality.findings import Finding, Topic
from news.models import NewsPage


def on_sources(pages: Sequence[Any]) -> dict[int, list[Finding]]:
    """For news that names neither an author nor a source; no query."""
    text = _("Neither an author nor a source is named.")
    return {
        page.pk: [Finding(Topic.SOURCE, text)]
        for page in pages
        if isinstance(page, NewsPage) and not page.author and not page.source_name
    }
