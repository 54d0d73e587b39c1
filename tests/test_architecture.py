"""Imports run one way (docs/architecture.md, "Doors"). Function-level imports count as well."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "cms", "core", "localization", "home", "news", "products", "places", "events", "documents",
    "catalog", "search", "api", "desk", "feedback", "delivery",
}  # fmt: skip
VERTICALS = {"news", "products", "places", "events", "documents"}
DOORS: dict[str, set[str]] = {
    "cms": ROOMS,
    "api": {"search", "catalog", "core"},
    "search": {"catalog", "core"},
    "home": VERTICALS | {"catalog", "localization", "core"},
    **{room: {"catalog", "localization", "core"} for room in VERTICALS},
    "desk": {"catalog", "localization", "core"},
    "feedback": {"localization", "core"},
    "delivery": {"catalog", "core"},
    "catalog": {"localization", "core"},
    "localization": {"core"},
    "core": set(),
}


def edges(room: str) -> list[tuple[str, str, str]]:
    """``(file:line, room, imported room)`` for every import of another room."""
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                target = name.split(".")[0]
                if target in ROOMS and target != room:
                    found.append((f"{path.relative_to(ROOT)}:{node.lineno}", room, target))
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_uses_only_its_doors(room: str) -> None:
    wrong = [f"{where} imports {to}" for where, _, to in edges(room) if to not in DOORS[room]]
    assert not wrong, "\n".join(wrong)


def test_home_reads_verticals_through_their_selectors_only() -> None:
    wrong = []
    for path in sorted((ROOT / "home").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                room, _, module = node.module.partition(".")
                if room in VERTICALS and module != "selectors":
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} imports {node.module}")
    assert not wrong, "\n".join(wrong)


def test_no_module_without_a_subject() -> None:
    nameless = [
        p for room in ROOMS for n in ("utils.py", "helpers.py") for p in (ROOT / room).rglob(n)
    ]
    assert not nameless


def test_nothing_of_one_commune_is_in_code() -> None:
    """Names, agencies and officers are data: no room and no template may know them."""
    telling = ("Tân Trung", "Tan Trung", "Nhã Nam", "Tân Yên", "Bắc Giang", "Bắc Ninh", "Đình Hả")
    files = [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    files += list((ROOT / "templates").rglob("*.html"))
    found = []
    for path in files:
        if "vietnamese" in path.parts:
            continue  # Text rules cite measured examples in their docstrings.
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(ROOT)}: {name}" for name in telling if name in text]
    assert not found, "\n".join(found)


def _says_one_order(model: type[Model]) -> bool:
    last = str(model._meta.ordering[-1]).removeprefix("-")
    return last == "pk" or bool(getattr(model._meta.get_field(last), "unique", False))


def test_the_order_of_a_model_leaves_no_two_rows_alike() -> None:
    """Else a database orders them as it likes: another page, or digest, at each refresh."""
    own = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    children = {"sort_order"}  # The editor's own numbers, within one page.
    ordered = [m for m in own if m._meta.ordering and not children & set(m._meta.ordering)]
    assert len(ordered) > 8
    assert [model for model in ordered if not _says_one_order(model)] == []
