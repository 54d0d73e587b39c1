"""A tick that nothing obeys is a promise broken: every boolean field is read outside its form."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).parent.parent
ROOMS = sorted(
    path.name for path in ROOT.iterdir() if (path / "apps.py").exists() and path.name != "tests"
)
_QUERIES = {"filter", "exclude", "get", "Q", "When", "values", "values_list", "order_by", "F"}


def _is_of_the_project(model: type[models.Model]) -> bool:
    return model._meta.app_label in ROOMS


def boolean_fields() -> list[tuple[str, str]]:
    """``(model, field)`` of every boolean that a model of the portal declares itself."""
    return sorted(
        {
            (field.model.__name__, field.name)
            for model in apps.get_models()
            if _is_of_the_project(model)
            for field in model._meta.local_fields
            if isinstance(field, models.BooleanField)
        }
    )


def _modules() -> Iterator[ast.Module]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield ast.parse(path.read_text())


def _names_in_queries(call: ast.Call) -> Iterator[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in _QUERIES:
        return
    yield from (keyword.arg or "" for keyword in call.keywords)
    constants = (arg.value for arg in call.args if isinstance(arg, ast.Constant))
    yield from (value for value in constants if isinstance(value, str))


@pytest.fixture(scope="module")
def read_names() -> set[str]:
    """Attributes that code or a template reads, and names that queries ask for."""
    names: set[str] = set()
    for module in _modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                names.add(node.attr)
            elif isinstance(node, ast.Call):
                for asked in _names_in_queries(node):
                    names.update(asked.lstrip("-").split("__"))
    for template in [*ROOT.glob("templates/**/*.*"), *ROOT.glob("*/templates/**/*.*")]:
        names.update(re.findall(r"\.([a-z_]+)", template.read_text()))
    return names


@pytest.mark.parametrize(("model", "field"), boolean_fields())
def test_every_tick_is_obeyed_somewhere(read_names: set[str], model: str, field: str) -> None:
    assert field in read_names, f"{model}.{field} is asked of editors, and nothing reads it"
