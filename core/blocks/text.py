"""Blocks that are words: text, quotation, table, timeline, facts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    TextBlock,
)

# No raw HTML and no headings of the first level: the title is the page's only h1.
BODY_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class BodyTextBlock(RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", BODY_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, headings, lists and links.")
        preview_value = "<h2>…</h2><p>…</p>"


class QuoteBlock(StructBlock):
    text = TextBlock(label=pgettext_lazy("quotation", "Words"))
    attribution = CharBlock(required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"
        description = _("Someone's words, with the speaker's name.")
        preview_value = {"text": "…", "attribution": "…"}


class TableBlock(StructBlock):
    caption = CharBlock(label=_("Caption"), help_text=_("What the table shows; read out first."))
    headers = ListBlock(CharBlock(required=False), label=_("Column headings"))
    rows = ListBlock(ListBlock(CharBlock(required=False), label=_("Cells")), label=_("Rows"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("A small table with a caption and column headings.")
        preview_value = {"caption": "…", "headers": ["A", "B"], "rows": [["1", "2"]]}


class TimelineEntryBlock(StructBlock):
    date = CharBlock(label=_("Date"), help_text=_("As it should be read: 16/3/1884 or 1897-1909."))
    title = CharBlock(label=_("Title"))
    text = RichTextBlock(
        features=INLINE_FEATURES, required=False, label=pgettext_lazy("block field", "Text")
    )

    class Meta:
        icon = "date"
        label = _("Entry")


class TimelineBlock(StructBlock):
    title = CharBlock(required=False, label=_("Title"))
    entries = ListBlock(TimelineEntryBlock(), label=_("Entries"))

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "blocks/timeline.html"
        description = _("Events in the order in which they happened.")
        preview_value = {"title": "…", "entries": [{"date": "1884", "title": "…", "text": ""}]}


class FactBlock(StructBlock):
    label = CharBlock(label=_("Label"))
    value = CharBlock(label=_("Value"))

    class Meta:
        icon = "tag"
        label = _("Fact")


class FactsBlock(StructBlock):
    title = CharBlock(required=False, label=_("Title"))
    facts = ListBlock(FactBlock(), label=_("Facts"))

    class Meta:
        icon = "list-ul"
        label = _("Key facts")
        template = "blocks/facts.html"
        description = _("Short facts side by side: area, year, rank.")
        preview_value = {"title": "…", "facts": [{"label": "…", "value": "…"}]}
