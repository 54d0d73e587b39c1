"""The OpenAPI document: valid, up to date, and true of every answer."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.document import EXAMPLES
from tests.api.asking import Asking, document
from tests.factories.catalog import make_item, make_media, withdraw
from tests.factories.core import Portal, make_image, make_standard_page, make_topic
from tests.shared_rows import shared_rows

OPERATIONS = [(path, spec["get"]) for path, spec in document()["paths"].items()]


def resolved(entry: dict[str, Any]) -> dict[str, Any]:
    reference = entry.get("$ref")
    if not reference:
        return entry
    section, name = reference.removeprefix("#/components/").split("/")
    return document()["components"][section][name]


def errors_of(schema: dict[str, Any], value: Any) -> list[str]:
    root = {"components": document()["components"], **schema}
    found = Draft202012Validator(root).iter_errors(value)
    return [f"{error.json_path}: {error.message[:300]}" for error in found]


def check(path: str, response: Any) -> None:
    """The answer is one that the document describes."""
    operation = document()["paths"][path]["get"]
    answer = operation["responses"].get(str(response.status_code))
    assert answer is not None, f"{path}: {response.status_code} is not documented"
    answer = resolved(answer)
    for media_type, content in answer.get("content", {}).items():
        assert response["Content-Type"] == media_type
        assert errors_of(content["schema"], json.loads(response.content)) == [], path


@shared_rows
def filled(bilingual: Portal) -> None:
    """Real pages, pictures and records, and rows for the ids of the examples."""
    page = make_standard_page(bilingual.home, cover=make_image(), topics=[make_topic()])
    make_standard_page(page, "Bên dưới")
    call_command("catalog", "refresh", verbosity=0)
    make_item("Ví dụ", id=EXAMPLES["item"], page_id=9001, source="page:9001", path="/en/")
    make_media("file")
    withdraw(make_item("Đã gỡ", page_id=9002, source="page:9002"))


def parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [resolved(entry) for entry in operation["parameters"]]


def address(path: str, operation: dict[str, Any], asked: dict[str, Any]) -> str:
    given = {p["name"]: p.get("example") for p in parameters(operation)}
    required = [p for p in parameters(operation) if p["required"]]
    for parameter in required:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(given[parameter["name"]]))
        else:
            asked = {parameter["name"]: given[parameter["name"]], **asked}
    return f"{path.removeprefix('/api/v1/')}?{urlencode(asked, doseq=True)}"


def test_the_document_is_valid() -> None:
    validate(document())


def test_the_exported_document_is_up_to_date() -> None:
    call_command("export_openapi", "--check")


def test_drift_is_noticed(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError):
        call_command("export_openapi", "--check")
    call_command("export_openapi", verbosity=0)
    call_command("export_openapi", "--check")


@pytest.mark.parametrize(("path", "operation"), OPERATIONS, ids=[path for path, _ in OPERATIONS])
def test_answers_and_examples_are_as_documented(
    filled: None, api: Asking, path: str, operation: dict[str, Any]
) -> None:
    if "/preview/" in path:
        return  # see test_preview
    lists = "/api/v1/content"  # whose parameters the list of every kind has too
    own = [p for p in operation["parameters"] if path == lists or "$ref" not in p or "{" in path]
    optional = [resolved(p) for p in own if not resolved(p)["required"]]
    for asked in [{}, *({p["name"]: p["example"]} for p in optional if "example" in p)]:
        expected = 404 if "/media/" in path else 200
        response = api.get(address(path, operation, asked), expected)
        check(path, response)
    response = api.get(address(path, operation, {"undeclared": "1"}), 400)
    check(path, response)


def test_every_item_fits_the_schema_of_its_kind(filled: None, api: Asking) -> None:
    check("/api/v1/sync", api.get("sync"))
    kinds = {entry["type"] for entry in api.json("sync")["items"]}
    assert {"home", "page", "image", "file"} <= kinds
    for entry in api.json("sync")["items"]:
        if entry["op"] == "upsert":
            for query in ("", "?view=card", "?expand=children", "?view=card&expand=children"):
                check("/api/v1/content/{item}", api.get(f"content/{entry['id']}{query}"))


def test_schemas_are_json_schema(api: Asking) -> None:
    schemas = api.json("schemas")["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert {"news", "product", "image", "file"} <= set(schemas)


def test_every_parameter_has_an_example_or_needs_none() -> None:
    named = {p["name"] for _path, operation in OPERATIONS for p in parameters(operation)}
    assert set(EXAMPLES) <= named


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("docs", "vi", "Từ ngữ phải có đủ"),
        ("docs/vi", "vi", "Giao diện cho chương trình"),
        ("docs/en", "en", "Words that must all occur"),
    ],
)
def test_the_documentation_is_a_page_without_scripts_of_others(
    bilingual: Portal, api: Asking, path: str, language: str, words: str
) -> None:
    response = api.client.get(f"/api/v1/{path}")
    page = BeautifulSoup(response.content, "html5lib")
    assert response["Content-Language"] == page.html["lang"] == language
    assert words in page.get_text()
    for path, operation in OPERATIONS:
        assert page.find(id=operation["operationId"]).get_text() == f"GET {path}"
    for element in page.find_all(["script", "link", "img"]):
        address = element.get("src") or element.get("href") or ""
        assert address.startswith("/") or element.get("rel") == ["alternate"], element


def test_the_documentation_has_no_slash(bilingual: Portal, api: Asking) -> None:
    assert api.get("docs/", 308)["Location"] == "/api/v1/docs"
    assert api.problem("docs/fr", 404)[0] == "not-found"
