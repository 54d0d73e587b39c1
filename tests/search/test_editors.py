"""What editors do about search: synonyms, promoted results, the report of what was not found."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from core.vietnamese.dates import local_date
from search.models import MissedSearch, SearchWord, SynonymGroup
from tests.factories.core import Portal, make_standard_page, make_user, translate


def visit(query: str, language: str = "vi") -> BeautifulSoup:
    address = "/tim-kiem/" if language == "vi" else "/en/search/"
    answer = Client().get(address, {"q": query})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


@pytest.fixture
def chairman(roles: Portal) -> Client:
    client = Client()
    client.force_login(make_user("chutich", "Người duyệt"))
    return client


ADD = reverse("wagtailsnippets_search_synonymgroup:add")


def test_the_chairman_adds_synonyms_and_they_are_found(chairman: Client, roles: Portal) -> None:
    make_standard_page(roles.home, "Trạm y tế")
    assert not visit("bệnh xá").select(".search-result")
    answer = chairman.post(ADD, {"terms": "trạm y tế\r\nbệnh xá", "note": ""})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert len(visit("bệnh xá").select(".search-result")) == 1


@pytest.mark.parametrize(
    "terms", ["", "một từ", "hòa\nhoà", "!!!\n---", "từ\n" + "dài " * 9]
)  # fmt: skip
def test_synonyms_that_make_no_sense_are_refused(chairman: Client, terms: str) -> None:
    before = SynonymGroup.objects.count()
    answer = chairman.post(ADD, {"terms": terms, "note": "ghi chú"})
    assert answer.status_code == 200
    assert "ghi chú" in answer.content.decode()  # Nothing that was typed is lost.
    assert SynonymGroup.objects.count() == before


def promote(query: str, **values: object) -> None:
    SearchPromotion.objects.create(query=Query.get(query), **values)


def test_a_promoted_page_comes_first_in_the_readers_language(roles: Portal) -> None:
    page = make_standard_page(roles.home, "Thủ tục khai sinh", summary="Làm ở đâu")
    english = translate(page, "Registering a birth")
    hidden = make_standard_page(roles.home, "Nháp", live=False)
    promote("khai sinh", page=page, description="Cần gì, ở đâu")
    promote("khai sinh", page=hidden)
    promote("khai sinh", external_link_url="https://example.org/", external_link_text="Nơi khác")
    found = visit("KHAI SINH").select(".search-promoted a")
    assert [a.get_text() for a in found] == ["Thủ tục khai sinh", "Nơi khác"]
    assert "Cần gì, ở đâu" in visit("khai sinh").get_text()
    found = visit("khai sinh", "en").select(".search-promoted a")
    assert [a["href"] for a in found] == [english.url, "https://example.org/"]
    assert not visit("khai").select(".search-promoted")


REPORT = reverse("missed_searches")


def test_what_is_not_found_twice_is_listed(chairman: Client) -> None:
    visit("Xe buýt số 9")
    assert MissedSearch.objects.get().text == ""  # Nobody can tell what was asked.
    assert "xe buýt" not in chairman.get(REPORT).content.decode()
    visit("xe  buýt số 9")
    row = MissedSearch.objects.get()
    assert (row.text, row.language, row.count) == ("xe buýt số 9", "vi", 2)
    shown = chairman.get(REPORT).content.decode()
    assert "xe buýt số 9" in shown
    assert ADD in shown
    assert "xe buýt" in chairman.get(f"{REPORT}?export=csv").getvalue().decode()


@pytest.mark.parametrize(
    "typed",
    ["nguyen.van.a@example.vn", "0912 345 678", "+84 912.345.678", "001099012345", "!!!",
     "x" * 150],
)  # fmt: skip
def test_what_may_be_personal_is_not_kept(roles: Portal, typed: str) -> None:
    for _time in range(3):
        visit(typed)
    assert not MissedSearch.objects.exists()


def test_a_number_of_a_document_is_nobodys(roles: Portal) -> None:
    for _time in range(2):
        visit("1234/QĐ-UBND 2026")
    assert MissedSearch.objects.get().text == "1234/qđ-ubnd 2026"


def test_what_is_found_or_was_only_narrowed_is_not_counted(roles: Portal) -> None:
    make_standard_page(roles.home, "Trạm y tế")
    visit("trạm y tế")
    Client().get("/tim-kiem/", {"q": "trạm y tế", "year": "1999"})
    assert not MissedSearch.objects.exists()


def test_old_and_too_many_rows_go(roles: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    visit("xưa rồi")
    day = local_date(timezone.now()) - datetime.timedelta(days=91)
    MissedSearch.objects.update(last_day=day)
    call_command("search", "catch-up", verbosity=0)
    assert not MissedSearch.objects.exists()
    monkeypatch.setattr("search.misses.MOST", 10)
    for n in range(14):
        visit(f"vô nghĩa {'abcdefghijklmnop'[n] * 5}")
    assert MissedSearch.objects.count() <= 10


def test_the_report_is_for_those_who_may(roles: Portal) -> None:
    client = Client()
    client.force_login(make_user("congtac", "Cộng tác viên"))
    assert client.get(REPORT).status_code == 302
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert REPORT not in home


def test_a_rebuild_forgets_words_that_nothing_has(roles: Portal) -> None:
    make_standard_page(roles.home, "Trạm y tế")
    visit("trạm")
    SearchWord.objects.create(word="matkhau")
    call_command("search", "rebuild", verbosity=0)
    assert set(SearchWord.objects.values_list("word", flat=True)) >= {"tram", "te"}
    assert not SearchWord.objects.filter(word="matkhau").exists()
