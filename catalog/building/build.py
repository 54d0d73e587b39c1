"""One item in the making: whatever it shows is asked for here, so that nothing is forgotten."""

import datetime
import uuid
from typing import Any, cast

from django.conf import settings
from django.db.models import Choices
from django.utils import timezone
from wagtail.models import Page

from catalog.building.directory import Directory, Face
from catalog.building.media import file_facts, is_restricted, presets_of
from catalog.building.people import officers_today, person
from catalog.building.richtext import clean_html
from catalog.identity import dependency_key, source_key
from catalog.schemas import choice, moment_text
from core.models import Agency, Officer, PortalDocument, PortalImage, PortalSettings
from core.translated import TranslatedText
from core.vietnamese.dates import VIETNAM, local_date

#: Plain JSON of one of the shapes in `catalog.schemas`; the kind's data model validates it.
Json = Any


class Build:
    """What a page's payload is made of, and what it depends on.

    Answers are plain JSON values: None for what an anonymous visitor may not see. A dependency is
    noted also then, because that may change. The language of the page must be active.

    now: aware moment for which it is built. today: the day in Viet Nam.
    dependencies: keys of `catalog.identity.dependency_key`.
    recheck_at: the earliest moment after now at which the payload may change by itself.
    """

    def __init__(self, page: Any, directory: Directory) -> None:
        self.page = page
        self.directory = directory
        self.language = directory.language_of(page.locale_id)
        self.url: str = page.full_url or ""
        self.now = timezone.now()
        self.today = local_date(self.now)
        self.dependencies: set[str] = {dependency_key(page)}
        self.recheck_at: datetime.datetime | None = None

    # What it depends on

    def record(self, thing: Any) -> Any:
        """Note that the payload shows this object; returns it."""
        if thing is not None:
            self.dependencies.add(dependency_key(thing))
        return thing

    def recheck(self, when: datetime.datetime | datetime.date | None) -> None:
        """Build again at this moment, or at the beginning of this day in Viet Nam."""
        if when is None:
            return
        if not isinstance(when, datetime.datetime):
            when = datetime.datetime.combine(when, datetime.time.min, VIETNAM)
        if when > self.now and (self.recheck_at is None or when < self.recheck_at):
            self.recheck_at = when

    def recheck_after(self, last_day: datetime.date | None) -> None:
        """Build again when this day is over in Viet Nam."""
        if last_day is not None and last_day < datetime.date.max:
            self.recheck(last_day + datetime.timedelta(days=1))

    # Texts and records

    def label(self, text: TranslatedText) -> Json:
        """In the page's language, else in another one; None when there is none."""
        return {"value": str(text), "lang": text.lang} if text else None

    def named(self, record: Any) -> Json:
        """``{code, name}`` of a record."""
        if record is None:
            return None
        self.record(record)
        return {"code": record.code, "name": self.label(record.name)}

    def choice(self, value: Any, choices: type[Choices]) -> Json:
        """``{code, label}`` of a value of a closed list."""
        found = choice(value, choices)
        return found.model_dump() if found else None

    def html(self, source: str) -> str:
        """Rich text as clean HTML; empty for text without a word."""
        return clean_html(source or "", self)

    # Pages

    def link(self, page: Page | None) -> Json:
        """To the page in this language, else in the source language."""
        if page is None:
            return None
        self.record(page)
        faces = self.directory.faces(page.translation_key)
        face = faces.get(self.language) or faces.get(settings.LANGUAGE_CODE)
        return self.link_of(face) if face else None

    def links(self, pages: Any) -> list[Json]:
        """To those that are public, in the order given and without doubles."""
        given = list(pages)
        self.directory.learn(page.translation_key for page in given)
        found = [link for page in given if (link := self.link(page))]
        return list({link["id"]: link for link in found}.values())

    def link_to(self, pk: int) -> Json:
        """The same by primary key of the page."""
        key = self.directory.keys_of([pk]).get(pk)
        return self.link(Page(pk=pk, translation_key=key)) if key else None

    def link_of(self, face: Face) -> Json:
        return {
            "id": self.directory.id_of(f"page:{face.pk}"),
            "type": face.kind,
            "locale": face.language,
            "url": face.url,
            "title": face.title,
        }

    def translation(self, face: Face) -> Json:
        """A link that says whether the translation is still valid."""
        return self.link_of(face) | self.validity(face.key, face.language)

    def validity(self, key: uuid.UUID, language: str) -> dict[str, Any]:
        """Of the page in this language. What a source says that is not public, stays unsaid."""
        source = settings.LANGUAGE_CODE
        faces = self.directory.faces(key)
        if language == source or source not in faces:
            state = "source" if language == source else "up_to_date"
            return {"translation_state": state, "outdated_since": None}
        since = self.directory.outdated_since(key, language)
        return {
            "translation_state": "outdated" if since else "up_to_date",
            "outdated_since": moment_text(since) if since else None,
        }

    # Pictures and files

    def image(self, image: PortalImage | None, slots: tuple[str, ...] = ("card", "figure")) -> Json:
        """A picture with its own alternative text in this language and its ready sizes."""
        if image is None:
            return None
        self.record(image)
        if is_restricted(image, self.directory):
            return None
        return {
            "id": self.directory.id_of(source_key(image)),
            "alt": str(image.alt),
            "alt_lang": image.alt.lang or self.language,
            "caption": self.label(image.caption),
            "credit": self.label(image.credit),
            "licence": self.choice(image.licence, PortalImage.Licence),
            "is_illustrative": image.is_illustrative,
            "presets": presets_of(image, self.directory, slots),
        }

    def file(self, document: PortalDocument | None) -> Json:
        """A file for download."""
        if document is None:
            return None
        self.record(document)
        if is_restricted(document, self.directory):
            return None
        facts = file_facts(document, self.directory)
        facts["type"] = facts.pop("media_type")
        return {"id": self.directory.id_of(source_key(document)), **facts}

    def file_of(self, pk: int) -> Json:
        """The same by primary key."""
        return self.file(PortalDocument.objects.filter(pk=pk).first())

    # People and the portal itself

    def person(self, officer: Officer | None) -> Json:
        """An officer with the contact of the office, whoever holds the post today."""
        return person(officer, self) if officer else None

    def officers(self, agency: Agency | None) -> list[Json]:
        """Who holds a post of the agency today, in the order of the posts."""
        return officers_today(agency, self) if agency else []

    def portal(self) -> PortalSettings | None:
        """Who speaks on the page's site."""
        parts = self.page.get_url_parts()
        found = self.directory.portal_of(parts[0]) if parts else None
        return cast("PortalSettings | None", self.record(found))
