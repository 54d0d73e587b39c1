"""Writes what ``source`` reads: YAML that people like to read, and CSV."""

import csv
import io
import unicodedata
from pathlib import Path
from typing import Any

import yaml


class Plain(str):
    """A number kept in its own spelling: ``21.50`` stays so."""


class _Writer(yaml.SafeDumper):
    """Indents lists and writes several lines as a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _plain(writer: yaml.SafeDumper, value: Plain) -> yaml.Node:
    kind = "int" if value.lstrip("-").isdigit() else "float"
    return writer.represent_scalar(f"tag:yaml.org,2002:{kind}", str(value))


_Writer.add_representer(str, _text)
_Writer.add_representer(Plain, _plain)


def write_yaml(value: Any) -> str:
    text = yaml.dump(
        value, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=1_000_000,
        default_flow_style=False,
    )  # fmt: skip
    return str(text)


def write_csv(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    """Only the columns in which any row has a value."""
    used = [name for name in header if any(row.get(name) for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([[row.get(name, "") for name in used] for row in rows])
    write_file(path, out.getvalue())


def write_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(clean(text), encoding="utf-8", newline="\n")


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
