"""The documentation as a page for people: made here from the document, without any script."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from api.openapi import ABOUT, document_text


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return json.loads(document_text())


def page(request: HttpRequest, language: str = settings.LANGUAGE_CODE) -> HttpResponse:
    """In the language of the address: /api/v1/docs, /api/v1/docs/en."""
    with translation.override(language):
        context = {
            "about": [gettext(text) for text in ABOUT],
            "sections": _sections(),
            "others": [
                {"code": code, "name": name, "href": reverse(f"api_docs_{code}")}
                for code, name in settings.LANGUAGES
                if code != language
            ],
        }
        response = render(request, "api/docs.html", context)
    response["Content-Language"] = language
    return response


def _sections() -> list[dict[str, Any]]:
    """Operations by tag, in the order of the tags; texts in the active language."""
    document = _document()
    operations = [
        _operation(path, spec["get"]) for path, spec in document["paths"].items() if "get" in spec
    ]
    return [
        {
            "name": tag["name"],
            "title": gettext(tag["description"]).rstrip("."),
            "operations": [entry for entry in operations if entry["tag"] == tag["name"]],
        }
        for tag in document["tags"]
    ]


def _operation(path: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "tag": spec["tags"][0],
        "id": spec["operationId"],
        "path": path,
        "summary": gettext(spec["summary"]),
        "description": gettext(spec["description"]) if spec.get("description") else "",
        "parameters": [_parameter(_resolved(entry)) for entry in spec["parameters"]],
        "statuses": list(spec["responses"]),
    }


def _resolved(entry: dict[str, Any]) -> dict[str, Any]:
    reference = entry.get("$ref")
    return (
        _document()["components"]["parameters"][reference.rsplit("/")[-1]] if reference else entry
    )


def _parameter(spec: dict[str, Any]) -> dict[str, Any]:
    shape = spec["schema"]
    example = spec.get("example", "")
    return {
        "name": spec["name"],
        "required": spec["required"],
        "description": gettext(spec["description"]) if spec.get("description") else "",
        "values": shape.get("enum") or shape.get("items", {}).get("enum") or [],
        "form": shape.get("format") or shape["type"],
        "default": shape.get("default", ""),
        "example": ", ".join(example) if isinstance(example, list) else example,
    }
