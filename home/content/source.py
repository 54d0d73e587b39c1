"""YAML and CSV read so that every value still knows the line it came from.

YAML's guesses are not wanted here: ``no`` may be a word, ``18:30`` a time, ``0912`` the beginning
of a telephone number. So every scalar stays text, and the model field it goes into decides.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from home.content.errors import ContentError, Place

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+$")


class Text(str):
    """A scalar. ``line`` is where its text begins; ``is_plain`` says that it had no quotes."""

    line: int = 0
    is_plain: bool = False

    @classmethod
    def at(cls, value: str, line: int, is_plain: bool = False) -> "Text":
        text = cls(value)
        text.line, text.is_plain = line, is_plain
        return text


class Mapping(dict[Any, Any]):
    """A YAML mapping in the order of the file; its keys are Text and know their lines."""

    line: int = 0

    def line_of(self, name: str) -> int:
        return next((key.line for key in self if key == name), self.line)


class Sequence(list[Any]):
    """A YAML list."""

    line: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a CSV file: only the cells which are not empty."""

    place: Place
    cells: dict[str, str]


def read_text(path: Path, place: Place) -> str:
    """The text of a file, NFC, with Unix line ends."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(place, f"this file is not UTF-8: {error.reason}") from None
    return unicodedata.normalize("NFC", text)


def parse_yaml(text: str, place: Place, offset: int = 0) -> Any:
    """The value of a YAML text of which the first line is line ``offset + 1`` of the file."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 + offset if mark else offset + 1
        raise ContentError(place.at(line), f"YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise ContentError(place.at(offset + 1), f"YAML: {error}") from None
    return None if node is None else _value(node, place, offset)


def _value(node: yaml.Node, place: Place, offset: int) -> Any:
    line = node.start_mark.line + 1 + offset
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, offset)
    if isinstance(node, yaml.SequenceNode):
        items = Sequence(_value(item, place, offset) for item in node.value)
        items.line = line
        return items
    if not isinstance(node, yaml.ScalarNode):
        raise ContentError(place.at(line), "a value of an unknown kind")
    is_plain = node.style is None
    if is_plain and node.value in {"", "~", "null"}:
        return None
    # The text of a block scalar begins on the line below its sign.
    return Text.at(node.value, line + (node.style in {"|", ">"}), is_plain)


def _mapping(node: yaml.MappingNode, place: Place, offset: int) -> Mapping:
    mapping = Mapping()
    mapping.line = node.start_mark.line + 1 + offset
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1 + offset
        if not isinstance(key_node, yaml.ScalarNode):
            raise ContentError(place.at(line), "a key must be a word")
        key = Text.at(key_node.value, line, True)
        if key in mapping:
            raise ContentError(place.at(line), f'"{key}" is given twice')
        mapping[key] = _value(value_node, place, offset)
    return mapping


def natural(value: Any) -> Any:
    """The value as JSON: what had no quotes and looks like a number or a truth value is one."""
    if isinstance(value, dict):
        return {str(key): natural(item) for key, item in value.items()}
    if isinstance(value, list):
        return [natural(item) for item in value]
    if isinstance(value, Text) and value.is_plain:
        if value in {"true", "false"}:
            return value == "true"
        if _WHOLE.match(value):
            return int(value)
        if _DECIMAL.match(value):
            return float(value)
    return str(value) if isinstance(value, str) else value


def read_csv(path: Path, place: Place) -> list[Row]:
    """The rows of a CSV file with a header; cells without a column are refused."""
    reader = csv.reader(io.StringIO(read_text(path, place), newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] | None = None
    start = 1
    try:
        for cells in reader:
            if header is None:
                header = [cell.strip() for cell in cells]
                if len(set(header)) != len(header) or "" in header:
                    raise ContentError(place.at(1), "each column needs a name of its own")
            elif any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    message = f"{len(cells)} cells in a table of {len(header)} columns"
                    raise ContentError(place.at(start), message)
                filled = {n: c.strip() for n, c in zip(header, cells, strict=True) if c.strip()}
                rows.append(Row(place.at(start), filled))
            start = reader.line_num + 1
    except csv.Error as error:
        raise ContentError(place.at(reader.line_num), f"CSV: {error}") from None
    return rows
