"""The shapes in which an item is shown: in full, as a card, and with what belongs to it."""

from typing import Annotated, Any, Literal, Union

from pydantic import Field

from catalog.schemas import Card, FileItem, ImageItem, Item, Moment, Shape, item_model
from core.kinds import all_kinds

#: Any item in full, told apart by its type.
AnyItem: Any = Annotated[
    Union[(*(item_model(kind) for kind in all_kinds()), ImageItem, FileItem)],
    Field(discriminator="type"),
]


class ImageCard(Shape):
    """A picture as lists show it."""

    id: str
    type: Literal["image"]
    locale: None
    url: str
    width: int
    height: int
    alt: dict[str, str] = Field(description="By language code.")
    caption: dict[str, str] = Field(description="By language code.")
    credit: dict[str, str] = Field(description="By language code.")
    licence: str
    is_illustrative: bool


class FileCard(Shape):
    """A file as lists show it."""

    id: str
    type: Literal["file"]
    locale: None
    url: str
    title: str
    media_type: str
    size: int | None = Field(description="In bytes.")
    sha1: str
    extension: str
    created_at: Moment


AnyCard: Any = Card | ImageCard | FileCard


class Expanded(Shape):
    """Cards of what belongs to an item; only what was asked for."""

    breadcrumbs: list[Card] | None = None
    translations: list[Card] | None = None
    children: list[Card] | None = None
    related: list[Card] | None = None


class ExpandedItem(Item):
    """A page with what belongs to it."""

    expanded: Expanded


class ExpandedImage(ImageItem):
    """A picture, to which nothing belongs."""

    expanded: Expanded


class ExpandedFile(FileItem):
    """A file, to which nothing belongs."""

    expanded: Expanded


class ExpandedCard(Card):
    """The card of a page with what belongs to it."""

    expanded: Expanded


class ExpandedImageCard(ImageCard):
    """The card of a picture, to which nothing belongs."""

    expanded: Expanded


class ExpandedFileCard(FileCard):
    """The card of a file, to which nothing belongs."""

    expanded: Expanded


ExpandedAny: Any = (
    ExpandedItem
    | ExpandedImage
    | ExpandedFile
    | ExpandedCard
    | ExpandedImageCard
    | ExpandedFileCard
)
#: What `content/{id}` answers, by view and expand.
ShownItem: Any = Union[AnyItem, AnyCard, ExpandedAny]  # noqa: UP007
