"""Pages into page files: front matter and Markdown, and what a translation says."""

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from home.content.context import write_moment
from home.content.dump_values import ValueWriter
from home.content.fields import body_field, content_fields, label, translated_names
from home.content.identity import page_key
from home.content.output import write_file, write_yaml
from home.content.references import Names
from home.content.state import stored_stream

_ABOVE = frozenset({"title", "slug", "show_in_menus", "body"})


def page_paths(home: Page) -> dict[str, Any]:
    """The public pages of a tree by their path, parents first, siblings in their order."""
    found: dict[str, Any] = {}
    by_tree_path: dict[str, str] = {}
    for page in home.get_descendants(inclusive=True).order_by("path").specific():
        above = by_tree_path.get(page.path[: -page.steplen])
        if not page.live or (above is None and page.pk != home.pk):
            continue
        path = "/" if above is None else f"{above.rstrip('/')}/{page.slug}"
        by_tree_path[page.path] = path
        found[path] = page
    return found


class PageDump:
    """Writes the files of pages and counts them by language."""

    def __init__(
        self,
        folder: Path,
        names: Names,
        alt_texts: dict[str, dict[int, str]],
        source_language: str,
    ) -> None:
        self.folder = folder
        self.names = names
        self.source_language = source_language
        self.writers = {code: ValueWriter(names, texts) for code, texts in alt_texts.items()}
        self.done: Counter[str] = Counter()
        self.warnings: list[str] = []
        self.order: Counter[str] = Counter()

    @property
    def counts(self) -> str:
        return ", ".join(f"{count} {code}" for code, count in sorted(self.done.items()))

    def dump(self, path: str, page: Any) -> None:
        """One page in all the languages in which it is public."""
        is_parent = page.numchild > 0 or path == "/"
        stem = path.strip("/") + ("/_index" if is_parent else "")
        self._write(stem, self.source_language, self._front(path, page), self._body(page, None))
        others = Page.objects.filter(
            translation_key=page.translation_key, live=True, alias_of__isnull=True
        ).exclude(pk=page.pk)
        for translation in others.select_related("locale").specific():
            language = translation.locale.language_code
            if language in self.writers:
                self._dump_translation(stem, language, page, translation)

    def _write(self, stem: str, language: str, front: dict[str, Any], body: str) -> None:
        text = f"---\n{write_yaml(front)}---\n{body}"
        name = f"{stem.lstrip('/')}.{language}.md"
        write_file(self.folder / "pages" / name, text.rstrip("\n") + "\n")
        self.done[language] += 1

    def _front(self, path: str, page: Any) -> dict[str, Any]:
        front: dict[str, Any] = {"type": label(type(page)), "title": page.title.strip()}
        if path == "/":
            front["slug"] = page.slug
        else:
            above = path.rpartition("/")[0]
            self.order[above] += 10
            front["order"] = self.order[above]
        if page.translation_key != page_key(self.folder.resolve().name, path):
            front["id"] = str(page.translation_key)
        if page.show_in_menus:
            front["show_in_menus"] = True
        if page.first_published_at:
            zone = timezone.get_default_timezone()
            moment = write_moment(page.first_published_at, zone)
            is_day = len(moment) == len("2026-03-05")
            front["first_published"] = datetime.date.fromisoformat(moment) if is_day else moment
        writer = self.writers[self.source_language]
        return front | writer.fields(page, skip=_ABOVE)

    def _dump_translation(self, stem: str, language: str, page: Any, translation: Any) -> None:
        writer = self.writers[language]
        front: dict[str, Any] = {"title": translation.title.strip(), "slug": translation.slug}
        given = writer.fields(translation, skip=_ABOVE)
        for name in translated_names(type(page)):
            field = content_fields(type(page))[name]
            if name in given and not isinstance(field, StreamField):
                front[name] = given[name]
            elif name in given:
                front[name] = self._stream(language, field, name, page, translation)
        body = self._body(translation, page)
        self._write(stem, language, front, body)

    def _stream(self, language: str, field: Any, name: str, page: Any, translation: Any) -> Any:
        ours, theirs = stored_stream(page, name), stored_stream(translation, name)
        self._compare(ours, theirs, language, name, page)
        items = []
        for index, entry in enumerate(theirs):
            block = field.stream_block.child_blocks[entry["type"]]
            source = ours[index]["value"] if index < len(ours) else None
            value = self.writers[language].block(block, entry["value"], source)
            is_struct = isinstance(block, blocks.StructBlock)
            items.append({"type": entry["type"], **(value if is_struct else {"value": value})})
        return items

    def _compare(self, ours: Any, theirs: Any, language: str, name: str, page: Any) -> None:
        if [e["type"] for e in ours] != [e["type"] for e in theirs]:
            self.warnings.append(
                f"{page.url_path} ({language}): {name} has not the blocks of its source; "
                "bring the translation up to date, or loading will refuse it"
            )

    def _body(self, page: Any, source: Any) -> str:
        name = body_field(type(page))
        if name is None:
            return ""
        language = page.locale.language_code
        field: Any = content_fields(type(page))[name]
        originals = stored_stream(source, name) if source is not None else None
        raw = stored_stream(page, name)
        if originals is not None:
            self._compare(originals, raw, language, name, source)
        parts: list[str] = []
        was_text = False
        for index, entry in enumerate(raw):
            block = field.stream_block.child_blocks[entry["type"]]
            original = originals[index]["value"] if originals and index < len(originals) else None
            value = self.writers[language].block(block, entry["value"], original)
            is_text = entry["type"] == "text"
            if is_text and not value:
                continue
            if is_text and not was_text:
                parts.append(value)
            else:
                # A second text needs a fence, or the two would become one.
                is_struct = isinstance(block, blocks.StructBlock)
                parts.append(_fenced(entry["type"], value if is_struct else {"value": value}))
            was_text = is_text
        return "\n\n".join(parts)


def _fenced(name: str, value: Any) -> str:
    inner = write_yaml(value) if value else ""
    return f"::: {name}\n{inner}:::"
