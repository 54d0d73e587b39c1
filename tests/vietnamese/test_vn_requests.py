"""What the middleware makes NFC, and what it leaves alone."""

import json
import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError
from django.test import RequestFactory
from django.views.decorators.csrf import csrf_exempt

from core.vietnamese.middleware import NFCMiddleware, nfc_query

FESTIVAL = "Lễ hội đình"
NFD = unicodedata.normalize("NFD", FESTIVAL)


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def passed(request: HttpRequest, to: Any = view) -> HttpRequest:
    """The request as the view gets it."""
    middleware = NFCMiddleware(view)
    middleware.process_request(request)
    middleware.process_view(request, to, (), {})
    return request


def test_path_and_query_are_composed() -> None:
    request = passed(RequestFactory().get(f"/{NFD}/", {"q": [NFD, "plain"]}))
    assert request.path == request.path_info == f"/{FESTIVAL}/"
    assert request.GET.getlist("q") == [FESTIVAL, "plain"]
    assert not request.GET._mutable


def test_form_fields_are_composed_and_the_rest_is_left() -> None:
    upload = SimpleUploadedFile("a.txt", NFD.encode())
    rich = json.dumps({"blocks": [{"text": NFD}]}, ensure_ascii=False)
    sent = {"title": NFD, "password1": NFD, "csrfmiddlewaretoken": NFD, "body": rich, "f": upload}
    request = passed(RequestFactory().post("/", sent))
    assert request.POST["title"] == FESTIVAL
    assert request.POST["password1"] == request.POST["csrfmiddlewaretoken"] == NFD
    assert request.POST["body"] == rich
    uploaded = request.FILES["f"]
    assert not isinstance(uploaded, list)
    assert uploaded.read() == NFD.encode()


def test_unchanged_data_are_the_same_object() -> None:
    data = QueryDict("q=abc&q=L%E1%BB%85")
    assert nfc_query(data) is data


def test_given_data_are_never_changed() -> None:
    data = QueryDict(mutable=True)
    data["q"] = NFD
    assert nfc_query(data)["q"] == FESTIVAL
    assert data["q"] == NFD


def test_other_bodies_stay_readable() -> None:
    body = json.dumps({"title": NFD}).encode()
    request = passed(RequestFactory().post("/", body, content_type="application/json"))
    assert request.body == body


def test_views_that_read_the_body_themselves_are_left() -> None:
    request = RequestFactory().post("/", {"title": NFD})
    passed(request, csrf_exempt(view))
    assert not hasattr(request, "_post")
    assert request.POST["title"] == NFD


def test_a_broken_upload_is_left_to_the_csrf_check(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().post("/", {"title": NFD})

    def broken(self: HttpRequest) -> None:
        raise UnreadablePostError

    monkeypatch.setattr(type(request), "POST", property(broken))
    passed(request)


def test_runs_as_middleware() -> None:
    seen: list[str] = []

    def remember(request: HttpRequest) -> HttpResponse:
        seen.append(request.GET["q"])
        return HttpResponse()

    NFCMiddleware(remember)(RequestFactory().get("/", {"q": NFD}))
    assert seen == [FESTIVAL]
