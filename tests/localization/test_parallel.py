"""Translating side by side: saved text by text, nothing typed is lost, only one's own language."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from localization.models import GlossaryTerm, TranslationReview, TranslationState
from localization.parallel.tags import to_html, to_typed
from localization.states.refresh import refresh
from tests.factories.core import Portal, make_image, make_standard_page, make_user

TRANSLATOR = "Biên dịch, hiệu đính"
HTML = '<p>Chùa <b>cổ</b>, xem <a href="https://a.example/">bản đồ</a> &amp; ảnh</p>'


@dataclass
class Desk:
    portal: Portal
    client: Client
    page: StandardPage
    translation: Translation

    @property
    def url(self) -> str:
        return reverse("parallel", args=[self.translation.pk])

    def segment(self, words: str) -> StringSegment:
        found = StringSegment.objects.filter(source=self.translation.source)
        return found.get(string__data__contains=words)

    def save(self, words: str, typed: str, was: str = "", **values: str) -> Any:
        """What the page's script sends when a field is left."""
        pk = self.segment(words).pk
        data = {f"segment-{pk}": typed, f"was-{pk}": was, **values}
        return self.client.post(self.url, data, headers={"accept": "application/json"}).json()

    def stored(self, words: str) -> StringTranslation:
        segment = self.segment(words)
        return StringTranslation.objects.get(translation_of=segment.string, context=segment.context)


@pytest.fixture
def desk(roles: Portal) -> Desk:
    page = make_standard_page(roles.home, summary="Tóm tắt", body=[("text", HTML)])
    source, _made = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=roles.en)
    translation.save_target(publish=False)
    client = Client()
    client.force_login(make_user("dich", TRANSLATOR))
    return Desk(roles, client, page, translation)


def test_a_text_is_saved_and_both_pages_are_shown(desk: Desk) -> None:
    GlossaryTerm.objects.create(code="chua", name={"vi": "chùa", "en": "pagoda"})
    shown = desk.client.get(desk.url).content.decode()
    assert '<mark title="pagoda">Chùa</mark>' in shown
    assert "&lt;a1&gt;" in shown
    before = desk.client.get(reverse("parallel_source", args=[desk.translation.pk]))
    assert "bản đồ" in before.content.decode()
    answer = desk.save("bản đồ", "An <b>old</b> temple, see <a1>the map</a1> & a picture")
    assert (answer["done"], answer["total"]) == (1, 3)
    assert "pagoda" in "".join(answer["rows"].values())  # The remark: the term is missing.
    assert desk.stored("bản đồ").data == (
        'An <b>old</b> temple, see <a id="a1">the map</a> &amp; a picture'
    )
    preview = reverse("wagtail_localize:preview_translation", args=[desk.translation.pk])
    draft = desk.client.get(preview).content.decode()
    assert re.search(r'<a href="https://a.example/"[^>]*>the map</a>', draft)


def test_what_else_is_missing_is_said_while_translating(desk: Desk) -> None:
    assert "chưa có văn bản thay thế" not in desk.client.get(desk.url).content.decode()
    desk.page.cover = make_image("Bến thuyền", alt={"vi": "Thuyền ở bến"})
    desk.page.save_revision().publish()
    desk.translation.source.update_from_db()
    desk.translation.save_target(publish=False)
    shown = desk.client.get(desk.url).content.decode()
    assert "Ảnh “Bến thuyền” chưa có văn bản thay thế" in shown


def test_an_address_may_be_left_as_it_is(desk: Desk) -> None:
    """It is no text that waits: the page is finished without it, here as in the table of pages."""
    for words, typed in (("Giới thiệu", "About"), ("Tóm tắt", "S")):
        desk.save(words, typed)
    answer = desk.save("bản đồ", "An <b>old</b> temple, see <a1>the map</a1>")
    assert (answer["done"], answer["total"]) == (3, 3)
    refresh()
    state = TranslationState.objects.get(source=desk.page)
    assert (state.done, state.total) == (3, 3)
    waiting = BeautifulSoup(desk.client.get(desk.url, {"show": "open"}).content, "html5lib")
    assert waiting.select(".parallel-row") == []
    answer = desk.save("gioi-thieu", "about-us")
    assert (answer["done"], answer["total"]) == (3, 3)
    assert desk.stored("gioi-thieu").data == "about-us"


def test_without_javascript_the_whole_form_is_saved(desk: Desk) -> None:
    shown = BeautifulSoup(desk.client.get(desk.url).content, "html5lib")
    form = shown.select_one("#parallel-form")
    assert form is not None
    data = {str(i["name"]): str(i.get("value") or i.text) for i in form.select("[name]")}
    first, second = (desk.segment(words).pk for words in ("Giới thiệu", "Tóm tắt"))
    answer = desk.client.post(
        desk.url, {**data, f"segment-{first}": "About", f"segment-{second}": "S"}
    )
    assert answer.status_code == 302
    typed = StringTranslation.objects.filter(translation_type="manual")
    assert typed.count() == 2
    desk.client.post(desk.url, {f"segment-{first}": "", f"was-{first}": "About"})
    assert typed.get().data == "S"


def test_two_people_never_overwrite_each_other_unseen(desk: Desk) -> None:
    desk.save("Tóm tắt", "Mine")
    answer = desk.save("Tóm tắt", "Theirs", was="")
    row = "".join(answer["rows"].values())
    assert "Theirs</textarea>" in row
    assert "<q>Mine</q>" in row
    assert desk.stored("Tóm tắt").data == "Mine"
    desk.save("Tóm tắt", "Theirs", was="Mine")
    assert desk.stored("Tóm tắt").data == "Theirs"


def test_what_the_machine_wrote_is_marked_until_somebody_has_read_it(desk: Desk) -> None:
    desk.save("Tóm tắt", "Summary")
    StringTranslation.objects.update(translation_type="machine", tool_name="LibreTranslate")
    shown = desk.client.get(desk.url + "?show=machine").content.decode()
    assert "LibreTranslate" in shown
    assert shown.count('class="parallel-row"') == 1
    pk = desk.segment("Tóm tắt").pk
    desk.save("Tóm tắt", "Summary", was="Summary", **{f"checked-{pk}": "on"})
    assert desk.stored("Tóm tắt").translation_type == "manual"
    assert (
        'class="parallel-row"' not in desk.client.get(desk.url + "?show=machine").content.decode()
    )


def test_a_changed_source_offers_the_earlier_translation(desk: Desk) -> None:
    desk.save("bản đồ", "A temple")
    (block,) = desk.page.body.raw_data
    changed = {**block, "value": HTML.replace("cổ", "rất cổ")}
    desk.page.body = json.dumps([changed])
    desk.page.save_revision().publish()
    desk.translation.source.update_from_db()
    shown = desk.client.get(desk.url).content.decode()
    assert 'data-state="changed"' in shown
    assert 'data-replace="A temple"' in shown


def test_broken_tags_are_kept_and_told(desk: Desk) -> None:
    row = "".join(desk.save("bản đồ", "See <a7>map</a7>")["rows"].values())
    assert "a7" in row
    assert "parallel-error" in row
    assert "a7" in desk.stored("bản đồ").data


def test_who_read_the_whole_is_noted(desk: Desk) -> None:
    desk.client.post(reverse("parallel_reviewed", args=[desk.translation.pk]))
    assert TranslationReview.objects.get().by.username == "dich"  # type: ignore[union-attr]
    assert "dich đã soát toàn bộ" in desk.client.get(desk.url).content.decode()
    desk.save("Tóm tắt", "Summary")
    assert "1 đoạn đã đổi từ đó" in desk.client.get(desk.url).content.decode()


def test_only_ones_own_language(desk: Desk) -> None:
    editor = Client()
    editor.force_login(make_user("bien-tap", "Biên tập viên"))
    for name in ("parallel", "parallel_source"):
        assert editor.get(reverse(name, args=[desk.translation.pk])).status_code == 302
    pk = desk.segment("Tóm tắt").pk
    editor.post(desk.url, {f"segment-{pk}": "x", f"was-{pk}": ""})
    assert not StringTranslation.objects.exists()
    edit = desk.client.get(
        reverse("wagtailadmin_pages:edit", args=[desk.translation.get_target_instance().pk])
    )
    assert desk.url in edit.content.decode()


def test_the_screen_costs_the_same_for_more_texts(desk: Desk) -> None:
    costs = []
    for body in ([("text", HTML)], [("text", HTML), ("text", f"{HTML}<p>Hai</p><p>Ba</p>")]):
        desk.page.body = body
        desk.page.save_revision().publish()
        desk.translation.source.update_from_db()
        desk.client.get(desk.url)
        with CaptureQueriesContext(connection) as captured:
            desk.client.get(desk.url)
        costs.append(len(captured))
    assert costs[1] <= costs[0]


typed_texts = st.lists(
    st.sampled_from(["a ", "&", "'", '"', "\n", "ạ", "<b>x</b>", "<a1>y</a1>", "<i><a2>z</a2></i>"])
).map("".join)


@given(typed_texts)
def test_typed_text_comes_back_as_it_was(typed: str) -> None:
    assert to_typed(to_html(typed)) == typed
