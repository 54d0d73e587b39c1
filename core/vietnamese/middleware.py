"""Requests in NFC: path, query and form fields; the last without what cannot be stored.

A visitor on macOS may ask for "lễ hội" in decomposed letters, which matches nothing stored. What
is stored is made NFC again by ``fields.NFCTextMixin``, because imports and the editor's rich text
do not pass here as plain text. Left alone, on purpose:

- uploaded files and request bodies that are not forms: their bytes are the user's own;
- passwords, tokens and codes: a password must reach the hasher exactly as it was typed;
- JSON in form fields: the rich text editor counts the places of bold and links in characters, and
  composing the letters would shift them; what cannot be stored is held open for the model to drop;
- views exempt from CSRF checks: they may read the body themselves. For all others the CSRF check
  reads the form anyway, so reading it here changes nothing.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.http.request import UnreadablePostError
from django.utils.deprecation import MiddlewareMixin

from core.vietnamese.fields import nfc_value
from core.vietnamese.text import held_open, nfc

_SECRET_FIELD = re.compile(r"passw|token|secret|otp", re.IGNORECASE)
_JSON_START = ("{", "[")
# Escapes of what `storable` drops; characters that are whole are let through below.
_ESCAPES = re.compile(r"\\u(?:00[01]|007f|d[89a-f]|fff[d-f])", re.IGNORECASE)


def nfc_query(data: QueryDict, composed: Callable[[str], str] = nfc) -> QueryDict:
    """The same data with each value ``composed``; the very object when nothing changes.

    Never changes the one given. The result is immutable, as request data are.
    """
    changed = {
        name: fresh
        for name, values in data.lists()
        if not _SECRET_FIELD.search(name) and (fresh := _each(values, composed)) != values
    }
    if not changed:
        return data
    result = data.copy()
    for name, values in changed.items():
        result.setlist(name, values)
    result._mutable = False
    return result


def _each(values: list[Any], composed: Callable[[str], str]) -> list[Any]:
    return [composed(value) if isinstance(value, str) else value for value in values]


def _nfc_field(value: str) -> str:
    """A field of a form: also without what cannot be stored. A query names what is there or not."""
    if not value.startswith(_JSON_START):
        return str(nfc_value(value))
    if not _ESCAPES.search(value):
        return value
    try:
        data = json.loads(value)
    except ValueError:
        return value  # Looks like it only.
    opened = _each_text(data)
    return value if opened == data else json.dumps(opened)


def _each_text(value: Any) -> Any:
    if isinstance(value, str):
        return held_open(value)
    if isinstance(value, dict):
        return {key: _each_text(item) for key, item in value.items()}
    return [_each_text(item) for item in value] if isinstance(value, list) else value


class NFCMiddleware(MiddlewareMixin):
    """Stands before whatever reads the path or the query; works for sync and async servers."""

    def process_request(self, request: HttpRequest) -> None:
        request.path = nfc(request.path)
        request.path_info = nfc(request.path_info)
        request.GET = nfc_query(request.GET)  # type: ignore[assignment]

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        try:
            posted = nfc_query(request.POST, _nfc_field)
        except UnreadablePostError:
            return  # The client went away; the CSRF check answers for it.
        if posted is not request.POST:
            request.POST = posted  # type: ignore[assignment]
