"""The shapes of answers around the items, for the documentation; items are catalog.schemas'."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api import kinds
from api.item_shapes import AnyCard, AnyItem, FileCard, ImageCard
from catalog.models import IMAGE
from catalog.schemas import Card, FileItem, ImageItem, Item, Link, Moment, Shape, item_model


class ProblemShape(Shape):
    """Problem details (RFC 9457) in the language of Accept-Language."""

    type: str = Field(description="Address that explains this kind of problem.")
    title: str
    status: int
    detail: str
    parameter: str | None = Field(None, description="The query parameter at fault.")


class FacetCount(Shape):
    value: str
    label: str | None
    count: int


class ListShape(Shape):
    """A page of a list."""

    items: list[AnyCard | Item | ImageItem | FileItem] = Field(  # type: ignore[valid-type]
        description="Cards, or with view=full items in full."
    )
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    facets: dict[str, list[FacetCount]] | None = Field(None, description="Only when asked for.")


class SearchShape(ListShape):
    """A page of results, the best first."""

    total: int = Field(description="Number of results, counted up to 1000.")
    is_total_exact: bool = Field(description="False when there are more than were counted.")
    corrected: str | None = Field(
        description="What was searched for instead, when the words as given find nothing."
    )


class Suggestion(Shape):
    title: str
    type: str
    locale: str | None
    url: str


class Suggestions(Shape):
    """Items whose titles have these words, the best first."""

    suggestions: list[Suggestion]


class Upsert(Shape):
    """An item as it is now."""

    op: Literal["upsert"]
    id: str
    type: str
    locale: str | None
    url: str
    rev: int
    digest: str
    changed_at: Moment
    data: AnyItem


class Delete(Shape):
    """An item that is not public any more; why is never said."""

    op: Literal["delete"]
    id: str
    type: str
    locale: str | None


class SyncShape(Shape):
    items: list[Annotated[Upsert | Delete, Field(discriminator="op")]]
    next_cursor: str = Field(description="Keep it: the next request continues here.")
    has_more: bool = Field(description="False: what the client holds is complete.")
    caught_up_to: int | None = Field(
        description="With has_more false the number of the last change that is included, to "
        "compare with max_seq of sync/status; otherwise null."
    )


class TotalShape(Shape):
    type: str
    locale: str | None
    live_count: int
    live_digest: str


class StatusShape(Shape):
    epoch: str = Field(description="Changes when all cursors become void.")
    max_seq: int = Field(description="Number of the last change.")
    live_count: int
    live_digest: str = Field(description="XOR of the digests of all live items, 64 hex digits.")
    totals: list[TotalShape]
    oldest_tombstone: Moment | None
    last_reconcile: Moment | None


class ManifestEntry(Shape):
    id: str
    type: str
    locale: str | None
    rev: int
    digest: str


class ManifestShape(Shape):
    items: list[ManifestEntry]
    next: str | None
    max_seq: int = Field(description="Of the catalog when this page was read.")


class ResolvedContent(Shape):
    result: Literal["content"]
    item: Link
    digest: str


class ResolvedRedirect(Shape):
    result: Literal["redirect"]
    location: str
    permanent: bool


class Nothing(ProblemShape):
    """A problem that also says which."""

    result: Literal["gone", "not_found"]


class Entry(Shape):
    """An entry of a menu."""

    label: str
    url: str | None
    item: Link | None
    children: list["Entry"]


class NavigationShape(Shape):
    locale: str
    main: list[Entry]
    footer: list[Entry]


class Name(Shape):
    code: str
    name: dict[str, str]


class Account(Shape):
    platform: str
    url: str


class Language(Shape):
    code: str
    name: str
    home: Link | None


class SiteShape(Shape):
    """Texts by language code."""

    url: str
    name: dict[str, str]
    tagline: dict[str, str]
    notice: dict[str, str]
    agency: Name | None
    locality: Name | None
    address: dict[str, str]
    phone: str
    email: str
    responsible: str
    accounts: list[Account]
    parent_portal: dict[str, Any] | None
    languages: list[Language]
    resources: dict[str, str] = Field(description="Addresses of this interface by name.")


class VocabularyRecord(Shape):
    code: str
    name: dict[str, str]
    parent: str | None


class VocabularyKind(Shape):
    code: str
    label: dict[str, str]
    list: str | None


class VocabularyValue(Shape):
    value: str
    label: dict[str, str] | None
    count: int


class VocabularyFacet(Shape):
    name: str
    values: list[VocabularyValue]


class VocabularyLanguage(Shape):
    code: str
    name: str


class VocabulariesShape(Shape):
    kinds: list[VocabularyKind]
    languages: list[VocabularyLanguage]
    facets: list[VocabularyFacet]
    topics: list[VocabularyRecord]
    localities: list[VocabularyRecord]
    agencies: list[VocabularyRecord]


class SchemasShape(Shape):
    schemas: dict[str, dict[str, Any]] = Field(description="JSON Schema 2020-12 by kind.")


class ProblemTypeShape(Shape):
    type: str
    title: str
    status: int
    explanation: str


def list_shape(code: str) -> Any:
    """The list of one kind, whose full items are of that kind only."""
    kind = kinds.page_kind(code)
    full: Any
    card: Any
    if kind:
        card, full = Card, item_model(kind)
    else:
        card, full = (ImageCard, ImageItem) if code == IMAGE else (FileCard, FileItem)
    name = f"{full.__name__}List"
    return type(
        name,
        (ListShape,),
        {"__annotations__": {"items": list[card | full]}, "__module__": __name__,  # type: ignore[valid-type]
         "__doc__": ListShape.__doc__},
    )  # fmt: skip
