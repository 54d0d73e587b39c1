"""Text in all languages in one row: form, fallback, storage, revisions."""

import json
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.models import Agency, OfficialAccount, PortalSettings, Topic
from core.translated import TranslatedText, TranslatedTextField, TranslatedTextFormField
from tests.factories.core import Portal, make_agency, make_topic

BOTH = TranslatedText({"vi": "Đình làng", "en": "Communal house"})
ONE = TranslatedText({"vi": "Đình làng"})


def in_english(text: TranslatedText) -> str:
    with translation.override("en"):
        return str(text)


def test_the_active_language_else_the_source() -> None:
    assert (str(BOTH), in_english(BOTH)) == ("Đình làng", "Communal house")
    assert (str(ONE), in_english(ONE)) == ("Đình làng", "Đình làng")
    assert in_english(TranslatedText({"en": "x", "vi": ""})) == "x"
    assert str(TranslatedText({"en": "only"})) == "only"
    assert str(TranslatedText()) == ""
    assert ONE.in_language("en") == ""


def test_it_knows_which_language_it_gives() -> None:
    with translation.override("en"):
        assert (BOTH.lang, ONE.lang, TranslatedText().lang) == ("en", "vi", "")
    with translation.override("en-gb"):
        assert BOTH.lang == "en"
    with translation.override(None):
        assert BOTH.lang == "vi"


def test_a_template_marks_what_had_to_fall_back() -> None:
    shown = Template("{{ text|marked }}")
    with translation.override("en"):
        assert shown.render(Context({"text": BOTH})) == "Communal house"
        assert shown.render(Context({"text": ONE})) == '<span lang="vi">Đình làng</span>'
        evil = TranslatedText({"vi": "<script>"})
        assert "<script>" not in shown.render(Context({"text": evil}))
    assert shown.render(Context({"text": ONE})) == "Đình làng"
    assert shown.render(Context({"text": TranslatedText({"vi": "<b>"})})) == "&lt;b&gt;"
    assert shown.render(Context({"text": None})) == ""


@pytest.mark.parametrize("text", [{}, {"vi": ""}, {"en": ""}])
def test_no_text_is_false(text: dict[str, str]) -> None:
    assert not TranslatedText(text)
    assert not TranslatedText.of(text)


def test_text_is_composed_and_plain_text_is_the_source_language() -> None:
    assert TranslatedText.of({"vi": "Đi\u0300nh", "en": None, "fr": ""}) == {"vi": "Đình"}
    assert TranslatedText.of("Đình") == {"vi": "Đình"}
    assert TranslatedText.of(None) == {}


# The form.


class NameForm(forms.Form):
    name = TranslatedTextFormField()
    note = TranslatedTextFormField(required=False, widget=forms.Textarea)


def test_one_input_for_each_language() -> None:
    html = str(NameForm(initial={"name": BOTH}))
    for part in ('name="name_vi"', 'name="name_en"', 'value="Đình làng"', 'value="Communal house"',
                 'lang="vi"', 'lang="en"', "Tiếng Việt", "Tiếng Anh", "<textarea"):  # fmt: skip
        assert part in html, part
    assert html.count('for="id_name_0"') >= 1


def test_only_the_source_language_is_required() -> None:
    assert NameForm({"name_vi": "Đình", "name_en": ""}).is_valid()
    without = NameForm({"name_vi": "", "name_en": "Communal house"})
    assert not without.is_valid()
    assert set(without.errors) == {"name"}
    assert not NameForm({}).is_valid()


def test_what_was_typed_is_kept() -> None:
    html = str(NameForm({"name_vi": "", "name_en": "Communal house"}))
    assert 'value="Communal house"' in html


def test_cleaned_data_is_the_text() -> None:
    form = NameForm({"name_vi": " Đình ", "name_en": "House", "note_en": "only English"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == {"vi": "Đình", "en": "House"}
    assert isinstance(form.cleaned_data["name"], TranslatedText)
    assert form.cleaned_data["note"] == {"en": "only English"}


def test_an_unchanged_form_has_not_changed() -> None:
    data = {"name_vi": "Đình làng", "name_en": "Communal house", "note_vi": "", "note_en": ""}
    assert not NameForm(data, initial={"name": BOTH, "note": {}}).has_changed()
    assert NameForm({**data, "name_en": "x"}, initial={"name": BOTH, "note": {}}).has_changed()


# Storage.


def test_the_attribute_always_is_a_text(db: None) -> None:
    topic = Topic(code="T01", name="Biển đảo")
    assert topic.name == {"vi": "Biển đảo"}
    topic.name = {"vi": "Biển", "en": "Sea"}
    topic.save()
    assert isinstance(Topic.objects.get().name, TranslatedText)
    assert Topic.objects.get().name == {"vi": "Biển", "en": "Sea"}
    assert isinstance(Topic.objects.defer("name").get().name, TranslatedText)
    assert Topic.objects.filter(name__en="Sea").exists()
    topic.refresh_from_db()
    assert isinstance(topic.name, TranslatedText)


def test_two_rows_share_no_default() -> None:
    one, other = Topic(code="a"), Topic(code="b")
    one.description["vi"] = "x"
    assert other.description == {}


def test_migrations_rebuild_the_field() -> None:
    field = TranslatedTextField("tên", blank=True, multiline=True)
    _name, path, args, kwargs = field.deconstruct()
    again = TranslatedTextField(*args, **kwargs)
    assert path == "core.translated.TranslatedTextField"
    assert (again.multiline, again.blank) == (True, True)


def test_records_are_written_in_the_admin(admin_client: Client) -> None:
    url = reverse("wagtailsnippets_core_topic:add")
    data = {"name_vi": "Biển đảo", "name_en": "Seas and islands", "code": "T01",
            "description_vi": "", "description_en": ""}  # fmt: skip
    answer = admin_client.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Topic.objects.get().name == {"vi": "Biển đảo", "en": "Seas and islands"}
    wrong = admin_client.post(url, {**data, "name_vi": "", "code": "T02"})
    assert wrong.status_code == 200
    assert "Seas and islands" in wrong.content.decode()


def test_settings_are_written_in_the_admin(bilingual: Portal, admin_client: Client) -> None:
    url = reverse("wagtailsettings:edit", args=["core", "portalsettings", bilingual.site.pk])
    texts = ("tagline", "address", "notice", "parent_portal_name")
    data = {f"{name}_{code}": "" for name in texts for code in ("vi", "en")}
    data |= {f"accounts-{name}_FORMS": "0" for name in ("INITIAL", "MIN_NUM")}
    data |= {f"accounts-{name}_FORMS": "1" for name in ("TOTAL", "MAX_NUM")}
    data |= {"accounts-0-platform": "Zalo", "accounts-0-url": "https://zalo.me/xa"}
    data |= {"accounts-0-id": "", "accounts-0-ORDER": "1"}
    data |= {"name_vi": "Cổng xã", "name_en": "Commune portal"}
    data |= {"phone": "", "email": "", "parent_portal_url": "", "notice_level": "information"}
    answer = admin_client.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    portal = PortalSettings.for_site(bilingual.site)
    assert portal.name == {"vi": "Cổng xã", "en": "Commune portal"}
    assert [account.platform for account in OfficialAccount.objects.all()] == ["Zalo"]


def test_an_agency_keeps_its_texts_when_one_is_edited(admin_client: Client) -> None:
    agency = make_agency()
    url = reverse("wagtailsnippets_core_agency:edit", args=[agency.pk])
    html = admin_client.get(url).content.decode()
    assert 'value="Ủy ban nhân dân xã"' in html
    data = {"name_vi": "Ủy ban nhân dân xã", "name_en": "", "code": "ubnd", "level": "commune",
            "website": ""}  # fmt: skip
    answer = admin_client.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Agency.objects.get().name == {"vi": "Ủy ban nhân dân xã"}


# Revisions: child rows of pages travel as JSON.


def test_child_rows_survive_a_revision(bilingual: Portal) -> None:
    from products.models import ProductPage
    from tests.factories.core import make_page

    page = make_page(bilingual.home, "Vải sớm", ProductPage, product_class="specialty")
    text = {"vi": "Toàn vùng trồng", "en": "The whole area"}
    page.certifications.add(
        type(page).certifications.rel.related_model(scheme="vietgap", number="1", scope=text)
    )
    page.save_revision().publish()
    stored = json.loads(page.to_json())
    assert stored["certifications"][0]["scope"] == text
    again = page.get_latest_revision_as_object()
    row = again.certifications.get()
    assert isinstance(row.scope, TranslatedText)
    assert row.scope == text
    assert in_english(row.scope) == "The whole area"
    assert page.certifications.model.objects.get().scope == text


def roundtrip(text: TranslatedText) -> Any:
    portal = PortalSettings(name=text)
    return PortalSettings.from_json(portal.to_json()).name


@given(st.dictionaries(st.sampled_from(["vi", "en"]), st.text(max_size=40)))
def test_any_text_survives_json(values: dict[str, str]) -> None:
    text = TranslatedText.of(values)
    again = roundtrip(text)
    assert isinstance(again, TranslatedText)
    assert again == text
    assert TranslatedText.of(again) == text
    assert json.loads(json.dumps(text)) == dict(text)


@given(st.dictionaries(st.sampled_from(["vi", "en"]), st.text(max_size=40)))
def test_any_text_survives_the_form(values: dict[str, str]) -> None:
    text = TranslatedText.of({k: v.strip() for k, v in values.items() if "\x00" not in v})
    widget = TranslatedTextFormField(required=False).widget
    shown = widget.decompress(text)
    field = TranslatedTextFormField(required=False)
    assert field.clean(shown) == TranslatedText.of({k: v.strip() for k, v in text.items()})


def test_topics_of_the_factory_have_both_languages(db: None) -> None:
    assert set(make_topic().name) == {"vi", "en"}
