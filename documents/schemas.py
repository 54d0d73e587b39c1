"""What the catalog holds of official documents."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from pydantic import Field

from catalog.building.metadata import given
from catalog.identity import dependency_key
from catalog.page_schema import Facets, PageSchema
from catalog.schemas import Choice, File, Label, Link, Named, Shape
from core.models.records import AgencyLevel
from core.unfinished import complete
from core.vietnamese.dates import VIETNAM
from documents import selectors
from documents.choices import INVERSE_LABELS, DocumentKind, RelationKind, Validity
from documents.models import DocumentFile
from documents.validity import validity_of

if TYPE_CHECKING:
    from catalog.building import Build

# Those that lay down rules; the others are papers of an agency.
_LEGISLATION = {
    DocumentKind.LAW, DocumentKind.RESOLUTION, DocumentKind.DIRECTIVE, DocumentKind.DECREE,
    DocumentKind.CIRCULAR, DocumentKind.DECISION, DocumentKind.REGULATION, DocumentKind.TREATY,
}  # fmt: skip
_FORCE = {
    Validity.IN_FORCE: "https://schema.org/InForce",
    Validity.NOT_YET: "https://schema.org/NotInForce",
    Validity.EXPIRED: "https://schema.org/NotInForce",
}


class DocumentFileData(Shape):
    label: Label = Field(description="What the file is; else its title.")
    language: Choice | None = Field(description="Of the file.")
    file: File


class Relation(Shape):
    """Documents that stand in one relation to this one."""

    kind: str = Field(description="basis, implements, amends, replaces, guides or cites.")
    is_inverse: bool = Field(description="They do it to this document, not this one to them.")
    label: str
    documents: list[Link]


class DocumentData(Shape):
    kind: Choice
    number: str
    as_printed: str = Field(description="The number, only where the paper prints it differently.")
    issuer: Named | None = Field(description="As it was at the time.")
    issuer_as_printed: str
    issuer_today: list[Named] = Field(description="Its successors; empty when it still exists.")
    level: Choice | None
    signer: str
    issued_on: datetime.date | None
    effective_on: datetime.date | None
    expires_on: datetime.date | None = Field(description="First day without force.")
    validity: Choice = Field(description="On the day on which the item was built.")
    note: str
    files: list[DocumentFileData]
    relations: list[Relation]


class DocumentSchema(PageSchema[DocumentData]):
    Data = DocumentData
    facet_choices = {"document_kind": DocumentKind, "level": AgencyLevel, "validity": Validity}
    prefetches: ClassVar[tuple[str, ...]] = ("issuer", "files__document", "relations__target")

    def data(self, page: Any, build: "Build") -> DocumentData:
        incoming = _incoming(page)
        return DocumentData(
            kind=build.choice(page.kind, DocumentKind),
            number=page.number,
            as_printed=page.as_printed,
            issuer=build.named(page.issuer),
            issuer_as_printed=page.issuer_as_printed,
            issuer_today=_issuer_today(page, build),
            level=build.choice(page.level, AgencyLevel),
            signer=page.signer,
            issued_on=page.issued_on,
            effective_on=page.effective_on,
            expires_on=page.expires_on,
            validity=build.choice(_validity(page, incoming, build), Validity),
            note=page.note,
            files=[found for row in complete(page.files.all()) if (found := _file(row, build))],
            relations=_relations(page, incoming, build),
        )

    def facts(self, data: DocumentData) -> dict[str, Any]:
        names = {"kind", "number", "issued_on", "issuer", "validity"}
        return data.model_dump(mode="json", include=names)

    def status(self, data: dict[str, Any]) -> str:
        is_told = data["validity"]["code"] in (Validity.EXPIRED, Validity.NOT_YET)
        return data["validity"]["label"] if is_told else ""

    def facets(self, page: Any, data: DocumentData, build: "Build") -> Facets:
        yield "document_kind", page.kind
        yield "level", page.level
        yield "validity", data.validity.code
        yield "issuer", data.issuer.code if data.issuer else ""

    def date(self, page: Any, data: DocumentData) -> datetime.datetime | None:
        if page.issued_on is None:
            return page.first_published_at
        return datetime.datetime.combine(page.issued_on, datetime.time.min, VIETNAM)

    def touches(self, page: Any) -> set[str]:
        return {dependency_key(row.target) for row in complete(page.relations.all())}

    def dublin_core(
        self, page: Any, data: DocumentData, build: "Build"
    ) -> dict[str, str | list[str]]:
        issuer = _issuer_name(data, build)
        terms: dict[str, str | list[str]] = {"creator": issuer} if issuer else {}
        if data.issued_on:
            terms["date"] = data.issued_on.isoformat()
        if data.files:
            terms["format"] = sorted({one.file.type for one in data.files})
        return terms

    def json_ld(self, page: Any, data: DocumentData, build: "Build") -> dict[str, Any]:
        issuer = _issuer_name(data, build)
        shared = {
            "encoding": [
                {"@type": "MediaObject", "contentUrl": one.file.url,
                 "encodingFormat": one.file.type}
                for one in data.files
            ],
            "dateCreated": data.issued_on.isoformat() if data.issued_on else None,
        }  # fmt: skip
        if page.kind not in _LEGISLATION:
            author = {"@type": "Organization", "name": issuer} if issuer else None
            number = {"identifier": data.number, "author": author}
            return given({"@type": "DigitalDocument", **shared, **number})
        return given(
            {
                "@type": "Legislation",
                **shared,
                "legislationIdentifier": data.number,
                "legislationType": data.kind.label,
                "legislationDate": shared["dateCreated"],
                "legislationPassedBy": {"@type": "Organization", "name": issuer}
                if issuer
                else None,
                "legislationLegalForce": _FORCE.get(Validity(data.validity.code)),
            }
        )

    def search_text(self, page: Any, data: DocumentData) -> list[str]:
        """The number also as a key, since officers write it in many ways."""
        words = [data.number, page.number_key, data.as_printed, data.kind.label, data.signer]
        issuer = data.issuer.name.value if data.issuer and data.issuer.name else ""
        return [*words, issuer, data.issuer_as_printed, data.note]


def _issuer_name(data: DocumentData, build: "Build") -> str:
    """In the words of the paper, in other languages those of the record."""
    record = data.issuer.name.value if data.issuer and data.issuer.name else ""
    if build.language == "vi" or not record:
        return data.issuer_as_printed or record
    return record


def _issuer_today(page: Any, build: "Build") -> list[Any]:
    if page.issuer is None:
        return []
    key = ("succession", page.issuer_id)
    line = build.directory.once(key, lambda: selectors.succession(page.issuer))
    for agency in line:
        build.record(agency)
        build.recheck_after(agency.valid_to)
    return [build.named(agency) for agency in selectors.present(line, build.today)]


def _incoming(page: Any) -> list[Any]:
    """Relations that other documents store about this one, in whichever language."""
    rows = apps.get_model("documents.DocumentRelation").objects.filter(
        target__translation_key=page.translation_key, page__alias_of__isnull=True
    )
    found = list(rows.select_related("page").order_by("page__path", "sort_order", "pk"))
    return [row for row in found if row.page.translation_key != page.translation_key]


def _validity(page: Any, incoming: list[Any], build: "Build") -> Validity:
    for day in (page.effective_on, page.expires_on):
        build.recheck(day)
    replacing = [row.page for row in incoming if row.kind == RelationKind.REPLACES]
    for other in replacing:
        build.recheck(other.effective_on or other.issued_on)
    page.is_replaced = bool(replacing) and selectors.is_replaced(page, build.today)
    return validity_of(page, build.today)


def _file(row: Any, build: "Build") -> DocumentFileData | None:
    file = build.file(row.document)
    if file is None:
        return None
    label: Any = build.label(row.label) or {"value": row.document.title, "lang": "vi"}
    language = build.choice(row.language, DocumentFile.Language)
    return DocumentFileData(label=label, language=language, file=file)


def _relations(page: Any, incoming: list[Any], build: "Build") -> list[Relation]:
    """Its own first; rows are copied to translations, so doubles are dropped."""
    ends = [(row.kind, False, row.target) for row in complete(page.relations.all())]
    ends += [(row.kind, True, row.page) for row in incoming]
    build.directory.learn(end.translation_key for _kind, _inverse, end in ends)
    found = []
    for is_inverse in (False, True):
        for kind in RelationKind:
            links = build.links(end for k, i, end in ends if (k, i) == (kind, is_inverse))
            if links:
                label = str(INVERSE_LABELS[kind] if is_inverse else kind.label)
                found.append(
                    Relation(kind=kind, is_inverse=is_inverse, label=label, documents=links)
                )
    return found
