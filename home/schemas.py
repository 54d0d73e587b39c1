"""What the catalog holds of the home page and of plain pages."""

from typing import TYPE_CHECKING, Any

from catalog.building import markup
from catalog.page_schema import PageSchema
from catalog.schemas import NoData
from home import blocks

if TYPE_CHECKING:
    from catalog.building import Build


def _hero(value: Any, build: "Build") -> str:
    links = (markup.link(one["page"], one["url"], one["label"], build) for one in value["links"])
    return markup.joined([
        markup.heading(value["title"]), markup.paragraph(value["text"]),
        markup.img(value["image"], build), markup.items(links),
    ])  # fmt: skip


class HomeSchema(PageSchema[NoData]):
    # Lists and maps of other items are not part of this one: they change without it.
    block_html = {
        blocks.HeroBlock: _hero,
        blocks.AudioBlock: markup.recording,
        blocks._LatestBlock: markup.nothing,
        blocks.PlacesMapBlock: markup.nothing,
    }


class StandardPageSchema(PageSchema[NoData]):
    # It belongs to the release of the program, not to the page.
    block_html = {blocks.AccessibilityFindingsBlock: markup.nothing}
