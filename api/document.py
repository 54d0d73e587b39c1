"""What ninja writes about the operations, made smaller and more exact.

Ninja repeats every parameter and answer at each operation and knows one media type. Here what is
shared stands once, errors get their media type, answers their headers, parameters an example.
"""

from typing import Any

from api.problems import CONTENT_TYPE, TYPES

#: Every one is asked by a test. By name of the parameter.
EXAMPLES: dict[str, Any] = {
    "item": "3f2b8c1e-5d7a-4b60-9e4f-1a2b3c4d5e6f",
    "slug": "resync-required",
    "path": "/en/",
    "q": "le hoi",
    "locale": "vi",
    "topic": "T01",
    "locality": "07309",
    "facet": ["topic:T01"],
    "facets": "topic,locality",
    "section": "3f2b8c1e-5d7a-4b60-9e4f-1a2b3c4d5e6f",
    "below": "3f2b8c1e-5d7a-4b60-9e4f-1a2b3c4d5e6f",
    "date_from": "2026-01-01",
    "date_to": "2026-12-31",
    "updated_since": "2026-01-01T00:00:00+07:00",
    "bbox": "105.5,20.9,106.5,21.6",
    "near": "21.03,105.85",
    "radius": 50,
    "featured": "true",
    "proposed_for": "vietnam-vn",
    "order": "-updated",
    "view": "full",
    "limit": 50,
    "expand": "breadcrumbs,translations",
}

_HEADERS = {
    200: {"ETag": "Version of the answer.", "Link": "The next page, with rel=next."},
    304: {"ETag": "Version of the answer."},
    429: {"Retry-After": "Seconds to wait."},
    503: {"Retry-After": "Seconds to wait."},
}


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same document; changed in place."""
    components = schema["components"]
    components["parameters"] = {}
    components["responses"] = {}
    for path in schema["paths"].values():
        for operation in path.values():
            operation["parameters"] = [
                _shared(components["parameters"], "parameters", entry["name"], _parameter(entry))
                for entry in operation["parameters"]
            ]
            if "items" in _first_shape(operation, components["schemas"]):
                operation["responses"][200]["links"] = {"item": _LINK}
            operation["responses"] = {
                str(status): _response(components["responses"], int(status), answer)
                for status, answer in operation["responses"].items()
            }
            too_long = _shared(components["responses"], "responses", "TooLong", _TOO_LONG)
            operation["responses"]["414"] = too_long
    used = components["schemas"]
    for name in [name for name in used if name.endswith("Parameters")]:
        del used[name]
    for shape in used.values():
        _without_titles(shape)
    schema["security"] = []
    return schema


#: The web server's own, before the interface is asked.
_TOO_LONG = {
    "description": "The address is longer than the server takes (some 4,000 characters). "
    "Not a problem document."
}
#: From a list to its first item.
_LINK = {"operationId": "getItem", "parameters": {"item": "$response.body#/items/0/id"}}


def _first_shape(operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The properties of the answer 200, as far as it is an object with a name."""
    content = operation["responses"][200].get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return schemas.get(name, {}).get("properties", {})


def _shared(pool: dict[str, Any], section: str, name: str, entry: dict[str, Any]) -> Any:
    """A reference when the same is there already or the name is free, else the entry itself."""
    if pool.setdefault(name, entry) == entry:
        return {"$ref": f"#/components/{section}/{name}"}
    return entry


def _parameter(entry: dict[str, Any]) -> dict[str, Any]:
    shape = dict(entry["schema"])
    options = [option for option in shape.pop("anyOf", []) if option != {"type": "null"}]
    if options:
        shape |= options[0]
    for needless in ("title", "description"):
        shape.pop(needless, None)
    if shape.get("default", "") in (None, []):
        del shape["default"]
    if entry["name"] == "item":
        shape["format"] = "uuid"
    result = {key: value for key, value in entry.items() if key in {"in", "name", "required"}}
    result["schema"] = shape
    if "description" in entry:
        result["description"] = entry["description"]
    example = EXAMPLES.get(entry["name"])
    if example is not None and (example in shape.get("enum", [example])):
        result["example"] = example
    return result


def _response(pool: dict[str, Any], status: int, answer: dict[str, Any]) -> dict[str, Any]:
    headers = _HEADERS.get(status)
    if headers:
        answer["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        }
    if status < 400:
        for content in answer.get("content", {}).values():
            _without_titles(content["schema"])
        return _shared(pool, "responses", "NotModified", answer) if status == 304 else answer
    content = answer["content"].pop("application/json")
    answer["content"] = {CONTENT_TYPE: {**content, "examples": _problems(status)}}
    return _shared(pool, "responses", f"Problem{status}", answer)


def _problems(status: int) -> dict[str, Any]:
    return {
        kind.slug: {
            "value": {
                "type": f"https://portal.example/api/v1/problems/{kind.slug}",
                "title": str(kind.title),
                "status": status,
                "detail": str(kind.explanation),
            }
        }
        for kind in TYPES.values()
        if kind.status == status
    }


def _without_titles(shape: Any) -> None:
    """Pydantic names every property after itself, which says nothing."""
    if isinstance(shape, dict):
        if isinstance(shape.get("title"), str):
            del shape["title"]
        for value in shape.values():
            _without_titles(value)
    elif isinstance(shape, list):
        for value in shape:
            _without_titles(value)
