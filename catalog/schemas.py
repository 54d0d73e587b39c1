"""The shapes of what the catalog holds, as the API documents and validates them.

Every moment is RFC 3339 with the offset of Viet Nam, every address absolute, every language a code
such as ``vi``. What is not known is null or empty, never left out.
"""

import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import Choices
from django.utils.module_loading import import_string
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema, create_model

from core.kinds import Kind
from core.vietnamese.dates import VIETNAM, in_zone

__all__ = [
    "Body", "Card", "CardImage", "Choice", "File", "FileItem", "Image", "ImageItem", "Item",
    "Label", "Link", "Moment", "Named", "NoData", "Number", "Person", "Rendition", "Shape",
    "choice", "item_model", "moment_text", "schema_of",
]  # fmt: skip


_FIRST_YEAR_OF_ZONES = 1912
_INDOCHINA = datetime.timezone(datetime.timedelta(hours=7))


def moment_text(moment: datetime.datetime) -> str:
    """``2026-03-05T08:00:00+07:00``: whole seconds on the clock of Viet Nam.

    Before 1906 that clock was 6 minutes and 30 seconds off, which RFC 3339 cannot say.
    """
    if settings.USE_TZ and moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    local = in_zone(moment, VIETNAM)
    if local.year < _FIRST_YEAR_OF_ZONES:
        local = local.replace(tzinfo=_INDOCHINA)
    return local.isoformat(timespec="seconds")


Moment = Annotated[
    datetime.datetime,
    PlainSerializer(moment_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
#: A decimal of the database; JSON of a whole one has no fraction.
Number = float


class Shape(BaseModel):
    """Base of all shapes: a field that is not declared is an error of the builder."""

    model_config = ConfigDict(extra="forbid")


class Label(Shape):
    """A text with its language: not the item's where it is not translated."""

    value: str
    lang: str = Field(description="Language code, such as vi.")


class Choice(Shape):
    """A value of a closed list."""

    code: str = Field(description="Stable; also the value of filters.")
    label: str = Field(description="For people, in the language of the item.")


class Named(Shape):
    """A record, such as a topic or an agency."""

    code: str = Field(description="Stable identifier of the record.")
    name: Label | None


class Link(Shape):
    """A public page: in the item's language, else in the source language."""

    id: str
    type: str = Field(description="Code of its kind.")
    locale: str
    url: str
    title: str


#: Whether a page is written in the source language, or says what its source says.
Validity = Literal["source", "up_to_date", "outdated"]


class TranslationLink(Link):
    """The same page in another language."""

    translation_state: Validity
    outdated_since: Moment | None = Field(
        description="When the source first said something that this translation does not say yet."
    )


class Rendition(Shape):
    url: str
    width: int = Field(description="In pixels.")
    height: int = Field(description="In pixels.")
    type: str = Field(description="Media type, such as image/avif.")


class Image(Shape):
    id: str
    alt: str = Field(description="Alternative text; empty for a decorative picture.")
    alt_lang: str
    caption: Label | None
    credit: Label | None = Field(description="Photographer or illustrator.")
    licence: Choice
    is_illustrative: bool = Field(description="A drawing or example, no photograph of the thing.")
    presets: dict[str, list[Rendition]] = Field(
        description="Ready sizes and formats by use: card (cropped 3:2), figure (whole), portrait."
    )


class File(Shape):
    id: str
    title: str
    url: str
    type: str = Field(description="Media type, such as application/pdf.")
    size: int | None = Field(description="In bytes.")
    sha1: str
    extension: str


class Person(Shape):
    """Who holds a post. Office contact only; a portrait only with consent."""

    code: str
    name: str
    post: Label | None
    agency: Named | None
    duties: Label | None
    is_spokesperson: bool = Field(description="Speaks to the press for the agency.")
    biography: Label | None
    phone: str = Field(description="Of the office.")
    email: str = Field(description="Of the office.")
    portrait: Image | None


class CardImage(Shape):
    url: str
    width: int
    height: int
    alt: str
    credit: Label | None


class Card(Shape):
    """An item as lists show it."""

    id: str
    type: str
    locale: str
    translation_key: str
    url: str
    title: str
    summary: str
    date: Moment | None
    updated_at: Moment | None
    is_illustrative: bool
    section: Link | None
    image: CardImage | None
    facts: dict[str, Any] = Field(description="A few facts of the kind: stars, start, number.")


class Block(Shape):
    id: str
    type: str
    value: Any = Field(description="As the block's kind defines it; references are resolved.")


class Body(Shape):
    html: str = Field(description="Clean HTML without scripts; every address is absolute.")
    blocks: list[Block]


class NoData(Shape):
    """A kind without fields of its own."""


class NationalPortal(Shape):
    """How far the page is on its way to the national portal for external information."""

    state: Literal["approved", "sent", "published"]
    url: str | None = Field(description="Of the page there, once it is published.")
    since: Moment = Field(description="When it reached this state.")


#: What a kind always is, is always there: its default is no reason to call it optional.
_ALWAYS_THERE = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Item(Shape):
    """An item in full: the same in the API, in the sync feed and in the reference client."""

    model_config = _ALWAYS_THERE

    id: str = Field(description="UUID; never changes and is never given to anything else.")
    type: str = Field(description="Code of the kind.")
    locale: str
    translation_key: str = Field(description="The same for all languages of one page.")
    url: str
    title: str
    summary: str
    is_illustrative: bool = Field(description="Example content, marked as such wherever shown.")
    date: Moment | None = Field(description="What lists are ordered by; the kind decides.")
    published_at: Moment | None = Field(description="First publication.")
    updated_at: Moment | None = Field(description="Last publication.")
    section: Link | None = Field(description="The page below the home page it belongs to.")
    parent: Link | None
    breadcrumbs: list[Link] = Field(description="Public pages above it, from the home page down.")
    translation_state: Validity = Field(
        description="Whether a translation says what its source says; `source` for the source."
    )
    outdated_since: Moment | None = Field(
        description="When the source first said something that this translation does not say yet."
    )
    translations: list[TranslationLink] = Field(description="The same page in other languages.")
    topics: list[Named]
    locality: Named | None
    promoted_level: str = Field(description="Whose image it promotes: nation to commune, or empty.")
    information_kind: str = Field(description="As Decree 72/2015/ND-CP names them, or empty.")
    image: Image | None
    body: Body
    data: Any = Field(description="Fields of the kind.")
    dublin_core: dict[str, str | list[str]]
    json_ld: dict[str, Any] = Field(description="The page in schema.org terms.")
    national_portal: NationalPortal | None = Field(
        description="Of pages that are offered to Vietnam.vn, in all their languages."
    )
    rev: int = Field(description="Counts the versions of this item.")
    digest: str = Field(
        description="SHA-256 of the canonical JSON without rev, digest, changed_at."
    )
    changed_at: Moment


class ImageItem(Shape):
    """A picture with its texts in every language. Only ready sizes, never the original file."""

    model_config = _ALWAYS_THERE

    id: str
    type: Literal["image"] = "image"
    locale: None = None
    url: str
    width: int = Field(description="Of the picture at url, in pixels.")
    height: int = Field(description="Of the picture at url, in pixels.")
    alt: dict[str, str] = Field(description="By language code.")
    caption: dict[str, str] = Field(description="By language code.")
    credit: dict[str, str] = Field(description="By language code.")
    licence: str = Field(description="own, CC BY 4.0, CC BY-SA 4.0, CC0 1.0 or permission.")
    is_illustrative: bool
    presets: dict[str, list[Rendition]]
    file_hash: str = Field(description="SHA-1 of the original: changes when it is replaced.")
    created_at: Moment
    rev: int
    digest: str
    changed_at: Moment


class FileItem(Shape):
    """A file for download."""

    model_config = _ALWAYS_THERE

    id: str
    type: Literal["file"] = "file"
    locale: None = None
    url: str
    title: str
    media_type: str
    size: int | None = Field(description="In bytes.")
    sha1: str
    extension: str
    created_at: Moment
    rev: int
    digest: str
    changed_at: Moment


def choice(value: str, choices: type[Choices]) -> Choice | None:
    """The value with its label in the active language; None for no value.

    A value that is no longer in the list is its own label: it must not keep a page from the public.
    """
    if value in (None, ""):
        return None
    labels = dict(choices.choices)
    return Choice(code=str(value), label=str(labels.get(value, value)))


def schema_of(kind: Kind) -> "Any":
    """The `catalog.page_schema.PageSchema` of a kind; ImportError when its path is wrong."""
    return _schema_at(kind.schema)


@lru_cache
def _schema_at(path: str) -> Any:
    return import_string(path)()


@lru_cache
def item_model(kind: Kind) -> type[Item]:
    """Item with the kind's own ``data``, for documentation and validation."""
    name = "".join(word.title() for word in kind.code.split("_"))
    made: type[Item] = create_model(
        f"{name}Item",
        __base__=Item,
        __doc__=f"{Item.__doc__} Kind: {kind.code}.",
        type=(Literal[kind.code], kind.code),  # type: ignore[arg-type]
        data=(schema_of(kind).Data, ...),
    )
    return made
