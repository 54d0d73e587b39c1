"""What a news item must state before it is published."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import Topic
from news.choices import NewsKind

Message = str | Promise

# Decree 43/2011/ND-CP and the Law on Intellectual Property: reuse names its source, with leave.
_REPUBLISHED: dict[str, Message] = {
    "source_name": _("State the newspaper or agency from which this is republished."),
    "source_url": _("Give the address of the original."),
    "source_permission": _("State the permission or licence under which it is republished."),
}
# Decree 72/2015/ND-CP, Article 10: what was said, what is true, and who says so.
_CLARIFICATION: dict[str, Message] = {
    "claim": _("State the claim that this clarification answers."),
    "facts": _("State the facts."),
    "statement": _("Give the agency's statement."),
}
FIELDS = ("kind", "is_republished", *_REPUBLISHED, *_CLARIFICATION)


def problems(values: Mapping[str, Any], topics: Iterable[Topic]) -> dict[str, list[Message]]:
    """Messages by field name; empty when the item may be published.

    ``values`` holds the FIELDS of a page or of its form; ``topics`` are those chosen for it.
    """
    found: dict[str, list[Message]] = {}
    needed: dict[str, Message] = {}
    if values.get("is_republished"):
        needed |= _REPUBLISHED
    if values.get("kind") == NewsKind.CLARIFICATION:
        needed |= _CLARIFICATION
    for name, message in needed.items():
        if not strip_tags(str(values.get(name) or "")).strip():
            found[name] = [message]
    if not values.get("is_republished"):
        reserved = [str(topic) for topic in topics if topic.republished_only]
        if reserved:
            found["topics"] = [
                gettext(
                    "Only republished items may be about: %(topics)s. Choose another topic, or "
                    "mark this item as republished and name its source."
                )
                % {"topics": "; ".join(reserved)}
            ]
    return found
