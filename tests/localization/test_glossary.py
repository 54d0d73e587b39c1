"""Terms: found in the source, asked for in the translation, kept by editors and by packages."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from home.content.fields import record_models
from localization.checks.remarks import remarks_on
from localization.glossary.matching import Glossary
from localization.models import GlossaryTerm
from tests.factories.core import Portal, make_user


def term(vi: str, en: str, **fields: Any) -> GlossaryTerm:
    code = fields.pop("code", f"t{GlossaryTerm.objects.count()}")
    return GlossaryTerm.objects.create(code=code, name={"vi": vi, "en": en}, **fields)


def said(source: str, target: str) -> list[str]:
    return [remark.code for remark in remarks_on(source, target, Glossary.into("en"))]


@pytest.fixture
def terms(db: None) -> None:
    term("xã", "commune", exceptions="xã hội")
    term("hợp tác xã", "cooperative", variants={"vi": "HTX", "en": "co-operative"})
    term("đình", "communal house", forbidden={"en": "pavilion\nfamily"}, exceptions="gia đình")
    term("Biển Đông", "East Sea", forbidden={"en": "South China Sea"}, is_forbidden_everywhere=True)
    term("Ủy ban nhân dân", "People's Committee", variants={"vi": "UBND"})
    term("quyết định", "decision", is_obligatory=False)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Xã có một hợp tác xã.", ["Xã", "hợp tác xã"]),
        ("Đời sống xã hội của xã", ["xã"]),
        ("Kế hoạch 481/KH-UBND", []),
        ("UBND xã", ["UBND", "xã"]),
        ("Uỷ ban nhân dân", ["Uỷ ban nhân dân"]),  # The tone mark in the new style.
        ("gia đình bên đình làng", ["đình"]),
    ],
)
def test_the_longest_term_counts(terms: None, source: str, found: list[str]) -> None:
    occurrences = Glossary.into("en").occurrences(source)
    assert [source[o.start : o.end] for o in occurrences] == found


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ("Xã có ba hợp tác xã.", "The commune has three cooperatives.", []),
        ("Xã có ba hợp tác xã.", "The commune has three co-operatives.", []),
        ("Xã có ba hợp tác xã.", "The commune has three clubs.", ["term"]),
        ("Đình làng", "The village pavilion", ["forbidden", "term"]),
        ("Gia đình dự lễ ở đình", "The family at the communal house", []),
        ("Ngoài khơi", "In the South China Sea", ["forbidden"]),
        ("Quyết định hay", "Well chosen", []),
        ("UBND họp", "The People's Committee met", []),
        ("Đình làng", "", []),
    ],
)
def test_renderings(terms: None, source: str, target: str, codes: list[str]) -> None:
    assert said(source, target) == codes


def test_a_term_counts_while_it_is_valid(db: None) -> None:
    term("huyện", "district", valid_to=datetime.date(2025, 6, 30))
    assert said("Huyện cũ", "The former one") == []


def test_a_translator_keeps_terms_in_the_admin(roles: Portal) -> None:
    client = Client()
    client.force_login(make_user("dich", "Biên dịch, hiệu đính"))
    data = {
        "name_vi": "chùa", "name_en": "pagoda", "code": "chua", "status": "official",
        "variants_vi": "", "variants_en": "Buddhist temple", "forbidden_vi": "", "forbidden_en": "",
        "note_vi": "Văn bản nhà nước: pagoda", "note_en": "", "is_obligatory": "on",
    }  # fmt: skip
    add = reverse(GlossaryTerm.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    answer = client.post(add, data)
    assert answer.status_code == 302, answer.context["form"].errors
    saved = GlossaryTerm.objects.get()
    assert saved.forms("en") == ["pagoda", "Buddhist temple"]
    listed = client.get(reverse(GlossaryTerm.snippet_viewset.get_url_name("list")))  # type: ignore[attr-defined]
    assert "Buddhist temple" in listed.content.decode()
    refused = client.post(add, {**data, "code": "chua-2", "forbidden_en": "Pagoda"})
    assert "không thể vừa" in refused.content.decode()
    assert GlossaryTerm.objects.count() == 1


def test_packages_carry_the_glossary() -> None:
    assert record_models()["glossary_terms"] is GlossaryTerm
