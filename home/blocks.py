"""The blocks of the home page: each shows the newest of one kind, or words and a picture."""

from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from core.blocks import INLINE_FEATURES, BodyTextBlock, LinkBlock, StoryBlock
from core.blocks.choosers import FileChooserBlock, PictureChooserBlock
from core.maps import map_data
from core.sitewide import remembered
from documents.selectors import latest_documents
from events.selectors import upcoming_events
from home.accessibility import findings
from home.selectors import address_of_list
from news.selectors import latest_news
from places.selectors import places_on_map
from products.selectors import featured_products


class HeroBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    text = TextBlock(required=False, label=pgettext_lazy("block field", "Text"))
    image = PictureChooserBlock(label=_("Picture"))
    links = ListBlock(LinkBlock(), max_num=3, label=_("Buttons"), default=[])

    class Meta:
        icon = "image"
        label = _("Welcome with a large picture")
        template = "home/blocks/hero.html"
        description = _("Where this is and what it offers, at a glance.")
        preview_template = "blocks/preview_icon.html"


class ShortcutBlock(LinkBlock):
    icon = ChoiceBlock(
        choices=[
            ("place", _("Communal house")),
            ("product", _("Fruit")),
            ("business", _("Shop")),
            ("calendar", _("Calendar")),
            ("news", _("Newspaper")),
            ("document", _("Sheet of paper")),
            ("service", _("Computer")),
            ("press", _("Loudspeaker")),
            ("contact", _("Letter")),
            ("info", _("Information")),
            ("lotus", _("Lotus")),
        ],
        default="lotus",
        label=_("Drawing"),
    )

    class Meta:
        icon = "link"
        label = _("Shortcut")


class ShortcutsBlock(StructBlock):
    title = CharBlock(label=_("Title"), help_text=_("Read out by screen readers, not shown."))
    links = ListBlock(ShortcutBlock(), min_num=2, max_num=8, label=_("Shortcuts"))

    class Meta:
        icon = "list-ul"
        label = _("Shortcuts")
        description = _("What most visitors come for, one tap away.")
        template = "home/blocks/shortcuts.html"
        preview_template = "blocks/preview_icon.html"


def all_of(list_kind: str, language_code: str) -> str:
    """Address of the list that a block shows the beginning of."""
    name = f"list|{list_kind}|{language_code}"
    return remembered(name, lambda: address_of_list(list_kind, language_code))


class _LatestBlock(StructBlock):
    """Base of blocks that show the newest items of a kind in the language of the page."""

    list_kind = ""  # Code of the kind of page that lists all of them.
    title = CharBlock(label=_("Title"))
    count = IntegerBlock(default=6, min_value=1, max_value=12, label=_("How many"))

    def newest(self, language_code: str, count: int) -> Any:
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        language, count = get_language() or "vi", value["count"]
        name = f"newest|{self.name}|{language}|{count}"
        items = remembered(name, lambda: list(self.newest(language, count)))
        everything = all_of(self.list_kind, language)
        return {**context, "items": items, "kind": self.name, "everything": everything}

    class Meta:
        template = "home/blocks/latest.html"
        preview_template = "blocks/preview_icon.html"


class LatestNewsBlock(_LatestBlock):
    list_kind = "news_index"

    def newest(self, language_code: str, count: int) -> Any:
        return latest_news(language_code, count)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Latest news")
        description = _("The newest news items.")


class FeaturedProductsBlock(_LatestBlock):
    list_kind = "product_index"
    text = TextBlock(required=False, label=pgettext_lazy("block field", "Text"))

    def newest(self, language_code: str, count: int) -> Any:
        return featured_products(language_code, count)

    class Meta:
        icon = "pick"
        label = _("Featured products")
        description = _("Products chosen for promotion, the best rated first.")


class EventsBlock(_LatestBlock):
    list_kind = "event_index"

    def newest(self, language_code: str, count: int) -> Any:
        return upcoming_events(language_code, count)

    class Meta:
        icon = "calendar-alt"
        label = _("Coming events")
        description = _("The next events.")


class LatestDocumentsBlock(_LatestBlock):
    list_kind = "document_index"

    def newest(self, language_code: str, count: int) -> Any:
        return latest_documents(language_code, count)

    class Meta:
        icon = "doc-full"
        label = pgettext_lazy("official document", "Latest documents")
        description = _("The newest official documents.")


class PlacesMapBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    text = TextBlock(required=False, label=pgettext_lazy("block field", "Text"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        language = get_language() or "vi"
        markers = places_on_map(language)
        everything = all_of("place_index", language)
        found = {"markers": markers, "map_data": map_data(markers), "everything": everything}
        return {**context, **found}

    class Meta:
        icon = "site"
        label = _("Map of places")
        description = _("All places with a position, on a map and as a list.")
        template = "home/blocks/map.html"
        preview_template = "blocks/preview_icon.html"


class AudioBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    text = TextBlock(required=False, label=pgettext_lazy("block field", "Text"))
    file = FileChooserBlock(label=_("Audio file"))
    duration_seconds = IntegerBlock(required=False, min_value=1, label=_("Duration in seconds"))
    transcript = RichTextBlock(features=INLINE_FEATURES, label=_("Transcript"))

    class Meta:
        icon = "media"
        label = _("Radio bulletin")
        description = _("A recording of the commune's radio with its transcript.")
        template = "home/blocks/audio.html"
        preview_template = "blocks/preview_icon.html"


class AccessibilityFindingsBlock(StructBlock):
    """For the accessibility statement, so that it cannot claim what no test has asked."""

    title = CharBlock(label=_("Title"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "findings": findings()}

    class Meta:
        icon = "tasks"
        label = _("Accessibility: what was tested and found")
        description = _("A table that the tests of the program write themselves.")
        template = "home/blocks/accessibility_findings.html"
        preview_value = {"title": "…"}


class PageStoryBlock(StoryBlock):
    """The body of a plain page."""

    accessibility_findings = AccessibilityFindingsBlock(group=_("Text"))


class HomeSectionsBlock(StreamBlock):
    hero = HeroBlock()
    shortcuts = ShortcutsBlock()
    latest_news = LatestNewsBlock()
    featured_products = FeaturedProductsBlock()
    map = PlacesMapBlock()
    events = EventsBlock()
    documents = LatestDocumentsBlock()
    audio = AudioBlock()
    text = BodyTextBlock()
