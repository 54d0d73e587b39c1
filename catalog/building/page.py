"""The payload of a page: what all kinds have in common, around what its schema says."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation

from catalog.building.blocks import stream_child
from catalog.building.build import Build
from catalog.building.directory import Directory
from catalog.building.markup import markup
from catalog.building.media import best, search_texts
from catalog.building.metadata import dublin_core, json_ld
from catalog.building.richtext import plain_text
from catalog.built import Built
from catalog.canonical import plain
from catalog.identity import source_key
from catalog.page_schema import PageSchema
from catalog.schemas import Shape, moment_text, schema_of
from core.kinds import kind_of
from core.vietnamese.dates import local_date
from core.vietnamese.sorting import sort_key


def build_page(page: Any, directory: Directory) -> Built:
    """What the catalog is to hold of a public, specific page, in the language of the page.

    TypeError for a page of no registered kind. Whether the page is public is not asked here.
    """
    kind = kind_of(page)
    if kind is None:
        raise TypeError(f"{page!r} is of no registered kind.")
    directory.prepare([page])
    with translation.override(directory.language_of(page.locale_id)):
        return _built(page, kind.code, schema_of(kind), Build(page, directory))


@dataclass
class _Setting:
    """Where the page stands: pages above it, its other languages, what it is about."""

    breadcrumbs: list[dict[str, str]]
    parent: dict[str, str] | None
    section: dict[str, str] | None
    translations: list[dict[str, Any]]
    topics: list[dict[str, Any]] = field(default_factory=list)
    topic_codes: set[str] = field(default_factory=set)
    locality: dict[str, Any] | None = None


def _built(page: Any, code: str, schema: PageSchema[Any], build: Build) -> Built:
    data: Shape = schema.data(page, build)
    where = _setting_of(page, build)
    date, position = schema.date(page, data), schema.position(page, data)
    common = _common(page, code, date, where, build)
    additions = build.directory.additions_to(page)
    payload = common | _full(page, schema, data, where, build) | additions.payload
    text = plain_text(payload["body"]["html"])
    own_terms = schema.dublin_core(page, data, build)
    payload["dublin_core"] = dublin_core(payload, text, build) | own_terms
    payload["json_ld"] = json_ld(payload, schema.json_ld(page, data, build), build)
    exact, folded = search_texts(
        [page.title, payload["summary"], text, *schema.search_text(page, data)]
    )
    own_facets = schema.facets(page, data, build)
    return Built(
        kind=code, locale=build.language, url=build.url, title=page.title,
        payload=plain(payload), card=plain(_card(common, payload["image"], schema.facts(data))),
        summary=payload["summary"], sort_title=sort_key(page.title)[:400],
        translation_key=page.translation_key, parent=_uuid(where.parent),
        section=_uuid(where.section), date=date, end_date=schema.end_date(page, data),
        published_at=page.first_published_at, updated_at=page.last_published_at,
        latitude=position[0] if position else None, longitude=position[1] if position else None,
        is_featured=schema.is_featured(page, data), expires_at=page.expire_at,
        recheck_at=build.recheck_at, exact_text=exact, folded_text=folded,
        facets=_facets(payload, date, where) | _clean_facets(own_facets) | additions.facets,
        dependencies=build.dependencies, touches=schema.touches(page),
    )  # fmt: skip


def _uuid(link: dict[str, str] | None) -> uuid.UUID | None:
    return uuid.UUID(link["id"]) if link else None


def _common(page: Any, code: str, date: Any, where: _Setting, build: Build) -> dict[str, Any]:
    """What the item and its card both show."""
    return {
        "id": build.directory.id_of(source_key(page)),
        "type": code,
        "locale": build.language,
        "translation_key": str(page.translation_key),
        "url": build.url,
        "title": page.title,
        "summary": getattr(page, "summary", ""),
        "date": _moment(date),
        "updated_at": _moment(page.last_published_at),
        "is_illustrative": getattr(page, "is_illustrative", False),
        "section": where.section,
    }


def _full(
    page: Any, schema: PageSchema[Any], data: Shape, where: _Setting, build: Build
) -> dict[str, Any]:
    """What only the item shows."""
    return {
        "published_at": _moment(page.first_published_at),
        "parent": where.parent,
        "breadcrumbs": where.breadcrumbs,
        **build.validity(page.translation_key, build.language),
        "translations": where.translations,
        "topics": where.topics,
        "locality": where.locality,
        "promoted_level": getattr(page, "promoted_level", ""),
        "information_kind": getattr(page, "information_kind", ""),
        "image": build.image(getattr(page, "cover", None)),
        "body": _body(page, schema, build),
        "data": data.model_dump(mode="json"),
    }


def _card(
    common: dict[str, Any], image: dict[str, Any] | None, facts: dict[str, Any]
) -> dict[str, Any]:
    size = best(image["presets"], "card", "figure") if image else None
    small = None
    if image and size:
        small = {name: size[name] for name in ("url", "width", "height")}
        small |= {"alt": image["alt"], "credit": image["credit"]}
    return {**common, "image": small, "facts": facts}


def _moment(moment: Any) -> str | None:
    return moment_text(moment) if moment else None


def _setting_of(page: Any, build: Build) -> _Setting:
    """Ancestors are of the same language; a stand-in among them is no public page."""
    directory = build.directory
    keys = directory.keys_above(page)
    directory.learn([*keys, page.translation_key])
    build.dependencies |= {f"group:{key}" for key in keys}
    above = [directory.faces(key).get(build.language) for key in keys]
    links = [build.link_of(face) if face else None for face in above]
    versions = directory.faces(page.translation_key)
    order = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != build.language]
    where = _Setting(
        breadcrumbs=[link for link in links if link],
        parent=links[-1] if links else None,
        section=links[1] if len(links) > 1 else None,
        translations=[build.translation(versions[code]) for code in order if code in versions],
    )
    if hasattr(page, "topics"):
        for topic in page.topics.all():
            where.topics.append(build.named(topic))
            where.topic_codes |= {topic.code}
            if topic.parent:  # A page on a part of a topic is found under the whole as well.
                where.topic_codes |= {build.record(topic.parent).code}
        where.topics.sort(key=lambda topic: str(topic["code"]))
    where.locality = build.named(getattr(page, "locality", None))
    return where


def _body(page: Any, schema: PageSchema[Any], build: Build) -> dict[str, Any]:
    """All stream fields of the page, one after the other."""
    blocks, html = [], []
    for one in page._meta.get_fields():
        if hasattr(one, "stream_block"):
            for child in getattr(page, one.name):
                block = stream_child(child, build)
                blocks.append(block)
                html.append(markup(child.block, block["value"], build, schema.block_html))
    return {"html": "\n".join(str(part) for part in html if part), "blocks": blocks}


def _facets(payload: dict[str, Any], date: Any, where: _Setting) -> set[tuple[str, str]]:
    """What lists of every kind can be filtered by."""
    found = {("topic", code) for code in where.topic_codes}
    found |= {("ancestor", link["id"]) for link in where.breadcrumbs}
    found.add(("illustrative", str(payload["is_illustrative"]).lower()))
    for name in ("promoted_level", "information_kind"):
        if payload[name]:
            found.add((name, payload[name]))
    if where.locality:
        found.add(("locality", where.locality["code"]))
    if date:
        found.add(("year", str(local_date(date).year)))
    return found


def _clean_facets(facets: Any) -> set[tuple[str, str]]:
    return {(name, str(value)[:120]) for name, value in facets if value not in (None, "")}
