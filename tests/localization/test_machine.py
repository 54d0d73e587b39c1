"""A first translation by a real HTTP service that speaks LibreTranslate's protocol."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms import machine
from localization.machine import service
from tests.factories.core import Portal, make_standard_page, make_user

LIBRE = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"


class Libre(ThreadingHTTPServer):
    """Translates a text into itself in capitals; ``fault`` makes it misbehave."""

    fault: Any = None
    asked: list[dict[str, Any]]


class _Handler(BaseHTTPRequestHandler):
    server: Libre

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        fault = self.server.fault
        if callable(fault):
            fault = fault(len(self.server.asked))
        if fault == "slow":
            time.sleep(1.5)
        answer: Any = {"translatedText": [f"EN {text}" for text in body["q"]]}
        status = fault if isinstance(fault, int) else 200
        payload = b"<html>" if fault == "html" else json.dumps(
            {"error": "no"} if status != 200 or fault == "json" else answer
        ).encode()  # fmt: skip
        self.send_response(status)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def libre(settings: Any) -> Iterator[Libre]:
    server = Libre(("127.0.0.1", 0), _Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": LIBRE,
        "OPTIONS": {
            "LIBRETRANSLATE_URL": f"http://127.0.0.1:{server.server_port}", "API_KEY": "k",
            "TIMEOUT": 0.5,
        },
    }  # fmt: skip
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def translation(roles: Portal) -> Translation:
    html = '<p>Xem <a href="https://a.example/">bản đồ</a></p><p>Hai</p>'
    page = make_standard_page(roles.home, summary="Tóm tắt", body=[("text", html)])
    source, _made = TranslationSource.get_or_create_from_instance(page)
    made: Translation = Translation.objects.create(source=source, target_locale=roles.en)
    made.save_target(publish=False)
    return made


@pytest.fixture
def translator(roles: Portal) -> Client:
    client = Client()
    client.force_login(make_user("dich", "Biên dịch, hiệu đính"))
    return client


def press(client: Client, translation: Translation) -> str:
    url = reverse("parallel_machine", args=[translation.pk])
    answer = client.post(url, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def texts() -> Any:
    """What was translated; the address is made of the title."""
    return StringTranslation.objects.exclude(context__path="slug")


def test_the_rest_is_translated_and_marked(
    libre: Libre, translation: Translation, translator: Client
) -> None:
    segment = translation.source.stringsegment_set.get(string__data="Tóm tắt")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=translation.target_locale,
        data="Ours", translation_type="manual",
    )  # fmt: skip
    assert (
        "LibreTranslate"
        in translator.get(reverse("parallel", args=[translation.pk])).content.decode()
    )
    assert "3 đoạn" in press(translator, translation)
    machine_made = texts().filter(translation_type="machine")
    assert set(machine_made.values_list("data", flat=True)) == {
        "EN Giới thiệu", 'EN Xem <a id="a1">bản đồ</a>', "EN Hai",
    }  # fmt: skip
    assert {m.tool_name for m in machine_made} == {"LibreTranslate"}
    assert StringTranslation.objects.get(translation_type="manual").data == "Ours"
    assert libre.asked[0]["api_key"] == "k"
    assert "Không còn" in press(translator, translation)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("slow", "không trả lời kịp"),
        (403, "khóa"),
        (429, "hạn mức"),
        (500, "500"),
        ("html", "không đúng dạng"),
        ("json", "không đúng dạng"),
    ],
)
def test_a_fault_is_told_and_changes_nothing(
    libre: Libre, translation: Translation, translator: Client, fault: Any, said: str
) -> None:
    libre.fault = fault
    assert said in press(translator, translation)
    assert not StringTranslation.objects.exists()


def test_nobody_there(libre: Libre, translation: Translation, translator: Client) -> None:
    libre.shutdown()
    libre.server_close()
    assert "Không kết nối được" in press(translator, translation)


def test_what_has_come_is_kept_when_the_service_stops(
    libre: Libre, translation: Translation, translator: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(service, "PARCEL_TEXTS", 2)
    libre.fault = lambda number: 429 if number == 2 else None
    said = press(translator, translation)
    assert "2 đoạn" in said
    assert "hạn mức" in said
    assert texts().count() == 2


def test_the_button_of_the_usual_editor_is_answered_as_well(
    libre: Libre, translation: Translation, translator: Client
) -> None:
    libre.fault = 500
    url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert translator.post(url, {"next": "/admin/"}).status_code == 302


def test_none_by_default(translation: Translation, translator: Client) -> None:
    assert "Chưa cài đặt" in press(translator, translation)


def test_only_ones_own_language(libre: Libre, translation: Translation, roles: Portal) -> None:
    editor = Client()
    editor.force_login(make_user("bien-tap", "Biên tập viên"))
    editor.post(reverse("parallel_machine", args=[translation.pk]))
    assert not libre.asked


def test_settings_come_from_the_environment(monkeypatch: Any) -> None:
    assert machine.translator() is None
    monkeypatch.setenv("MACHINE_TRANSLATOR", "libretranslate")
    with pytest.raises(ImproperlyConfigured, match="MACHINE_TRANSLATION_URL"):
        machine.translator()
    monkeypatch.setenv("MACHINE_TRANSLATION_URL", "http://127.0.0.1:5000/")
    found = machine.translator()
    assert found is not None
    assert found["OPTIONS"]["LIBRETRANSLATE_URL"] == "http://127.0.0.1:5000"
    monkeypatch.setenv("MACHINE_TRANSLATOR", "nobody")
    with pytest.raises(ImproperlyConfigured, match="nobody"):
        machine.translator()


def test_a_missing_library_is_named(settings: Any) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "nothing.there.Translator"}
    with pytest.raises(SystemCheckError, match="E020"):
        call_command("check")
