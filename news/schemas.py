"""What the catalog holds of news."""

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from catalog.building.metadata import given
from catalog.building.richtext import plain_text
from catalog.page_schema import Facets, PageSchema
from catalog.schemas import Choice, Label, Link, Moment, Shape, moment_text
from news.choices import NewsKind

if TYPE_CHECKING:
    from catalog.building import Build


class Source(Shape):
    """Where a republished item comes from."""

    name: str
    url: str
    permission: str = Field(description="Agreement, licence or rule that allows republishing.")


class Clarification(Shape):
    """Decree 72/2015/ND-CP, Article 10: what was said, what is true, what the agency says."""

    claim: str
    facts: str = Field(description="HTML.")
    statement: str = Field(description="HTML.")


class Spokesperson(Shape):
    name: str
    post: Label | None
    phone: str = Field(description="Of the office.")
    email: str = Field(description="Of the office.")


class NewsData(Shape):
    kind: Choice
    date: Moment
    author: str
    source: Source | None = Field(description="Null unless republished.")
    documents: list[Link] = Field(description="Official documents it implements or reports on.")
    clarification: Clarification | None
    spokesperson: Spokesperson | None


class NewsSchema(PageSchema[NewsData]):
    Data = NewsData
    facet_choices = {"news_kind": NewsKind}
    prefetches: ClassVar[tuple[str, ...]] = ("documents", "spokesperson__post")

    def data(self, page: Any, build: "Build") -> NewsData:
        return NewsData(
            kind=build.choice(page.kind, NewsKind),
            date=page.date,
            author=page.author,
            source=_source(page),
            documents=build.links(page.documents.all()),
            clarification=_clarification(page, build),
            spokesperson=_spokesperson(page, build),
        )

    def facts(self, data: NewsData) -> dict[str, Any]:
        source = data.source.name if data.source else ""
        return {"kind": data.kind.model_dump(), "author": data.author, "source": source}

    def facets(self, page: Any, data: NewsData, build: "Build") -> Facets:
        return [("news_kind", page.kind)]

    def date(self, page: Any, data: NewsData) -> Any:
        return page.date

    def dublin_core(self, page: Any, data: NewsData, build: "Build") -> dict[str, str | list[str]]:
        terms: dict[str, str | list[str]] = {"creator": data.author} if data.author else {}
        if data.source:
            terms["source"] = "; ".join(filter(None, (data.source.name, data.source.url)))
            terms["rights"] = data.source.permission
        return terms

    def json_ld(self, page: Any, data: NewsData, build: "Build") -> dict[str, Any]:
        about = data.clarification
        return given({
            "@type": "ClaimReview" if about else "NewsArticle",
            "claimReviewed": about.claim if about else None,
            "datePublished": moment_text(page.date),
            "author": {"@type": "Person", "name": data.author} if data.author else None,
            "isBasedOn": data.source.url if data.source else None,
            "citation": [link.url for link in data.documents],
        })  # fmt: skip

    def search_text(self, page: Any, data: NewsData) -> list[str]:
        words = [data.author, data.source.name if data.source else ""]
        if data.clarification:
            told = data.clarification
            words += [told.claim, plain_text(told.facts), plain_text(told.statement)]
        return words


def _source(page: Any) -> Source | None:
    if not page.is_republished:
        return None
    return Source(name=page.source_name, url=page.source_url, permission=page.source_permission)


def _clarification(page: Any, build: "Build") -> Clarification | None:
    if page.kind != NewsKind.CLARIFICATION:
        return None
    return Clarification(
        claim=page.claim, facts=build.html(page.facts), statement=build.html(page.statement)
    )


def _spokesperson(page: Any, build: "Build") -> Spokesperson | None:
    officer = build.record(page.spokesperson)
    if officer is None:
        return None
    return Spokesperson(
        name=officer.full_name,
        post=build.label(build.record(officer.post).name),
        phone=officer.office_phone,
        email=officer.office_email,
    )
