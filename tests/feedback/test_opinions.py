"""The question below a page: counted without a trace of who answered."""

import pytest
from django.core.cache import caches
from django.test import Client

from core.limits import Limit
from feedback.models import DayOfOpinions
from tests.dom import page_of
from tests.factories.core import Portal, make_standard_page, make_user

OWN = {"HTTP_ORIGIN": "http://testserver"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    caches["counts"].clear()


def counts() -> list[tuple[int, int, int]]:
    return list(DayOfOpinions.objects.values_list("yes", "partly", "no"))


def test_an_answer_is_counted_and_thanked_for(bilingual: Portal) -> None:
    make_standard_page(bilingual.home, "Giới thiệu")
    form = page_of("/gioi-thieu/").select_one(".opinion form")
    assert form is not None
    given = {"page": form.select_one("[name=page]")["value"]}
    client = Client(enforce_csrf_checks=True)
    for answer in ("yes", "no", "no"):
        answered = client.post(str(form["action"]), {**given, "answer": answer}, **OWN)
        assert answered.status_code == 303
    assert counts() == [(1, 0, 2)]
    thanks = client.get(answered["Location"])
    assert "Giới thiệu" in thanks.content.decode()
    assert not client.cookies, "a reader who answers must stay unknown"


@pytest.mark.parametrize(
    "sender",
    [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"},
     {"HTTP_SEC_FETCH_SITE": "cross-site"}],
)  # fmt: skip
def test_a_form_of_another_site_is_turned_away(bilingual: Portal, sender: dict[str, str]) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu")
    answer = Client().post("/y-kien/", {"page": page.pk, "answer": "yes"}, **sender)
    assert answer.status_code == 403
    assert counts() == []


@pytest.mark.parametrize(
    "sent",
    [{}, {"page": "x", "answer": "yes"}, {"page": "99999999", "answer": "yes"},
     {"page": "²", "answer": "yes"}, {"answer": "yes"}, {"page": "own", "answer": "maybe"}],
)  # fmt: skip
def test_what_cannot_be_counted_is_said(bilingual: Portal, sent: dict[str, str]) -> None:
    if sent.get("page") == "own":
        sent = {**sent, "page": str(make_standard_page(bilingual.home, "Giới thiệu").pk)}
    answer = Client().post("/y-kien/", sent, **OWN)
    assert answer.status_code == 400
    assert "không tính được" in answer.content.decode()
    assert counts() == []


def test_a_page_that_is_not_public_is_not_rated(bilingual: Portal) -> None:
    draft = make_standard_page(bilingual.home, "Dự thảo", live=False)
    assert Client().post("/y-kien/", {"page": draft.pk, "answer": "no"}, **OWN).status_code == 400
    assert "Dự thảo" not in Client().get(f"/y-kien/?page={draft.pk}").content.decode()


def test_one_address_cannot_count_without_end(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.views.OPINIONS", Limit("opinions", 2, 3600))
    page = make_standard_page(bilingual.home, "Giới thiệu")
    for _ in range(4):
        Client().post("/y-kien/", {"page": page.pk, "answer": "yes"}, **OWN)
    assert counts() == [(2, 0, 0)]


def test_editors_read_which_pages_help(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu")
    Client().post("/y-kien/", {"page": page.pk, "answer": "no"}, **OWN)
    client = Client()
    client.force_login(make_user("quan-tri", is_superuser=True))
    report = client.get("/admin/reports/opinions/")
    assert report.status_code == 200
    assert "Giới thiệu" in report.content.decode()
    assert client.get("/admin/reports/opinions/?export=csv").status_code == 200
