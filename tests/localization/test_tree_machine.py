"""After any history of changes to both trees nothing is out of step, and every address answers.

Changes are made through the admin's forms, its bulk actions, Wagtail's write API and plain models.
`make test` runs a few histories, `make test-nightly` two hundred of fifty steps.
"""

import datetime
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from localization.models import TranslationState
from localization.states.refresh import recompute_all, refresh
from localization.trees import families
from localization.trees.models import Fate, TreeMark
from localization.trees.withdrawal import deciding
from tests.api.test_staff import token_of
from tests.editing import page_form, post_new_page
from tests.factories.core import make_portal, make_user
from tests.localization.trees import addresses, commit, kinds, mirror_problems

pytestmark = pytest.mark.sql  # Paths are compared and cut by the database.

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "3"))
STEPS = int(os.environ.get("MACHINE_STEPS", "12"))


def states_are_those_of_a_slow_look() -> None:
    """The kept states, taken in mark by mark, are those that computing all of them anew gives."""
    refresh()
    fields = ("source_id", "locale_id", "page_id", "state", "total", "done", "unchecked",
              "changes", "since", "is_locked", "locked_by_id", "is_prepared")  # fmt: skip
    kept = set(TranslationState.objects.values_list(*fields))
    with transaction.atomic():
        recompute_all()
        computed = set(TranslationState.objects.values_list(*fields))
        transaction.set_rollback(True)
    assert kept == computed


#: What else must hold after every step; other parts of the room add theirs.
ALSO: list[Callable[[], None]] = [states_are_those_of_a_slow_look]


class TreeMachine(RuleBasedStateMachine):
    pages: Any = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        cache.clear()
        self.count = 0
        with commit():
            self.portal = make_portal()
            user = make_user("quantri", is_superuser=True)
        self.admin = Client()
        self.admin.force_login(user)
        self.token = {"HTTP_AUTHORIZATION": f"Bearer {token_of(user)}"}
        self.once: dict[str, int] = {}  # Every address at which a page was public.

    def teardown(self) -> None:
        try:
            self.every_address_answers()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            cache.clear()

    def number(self) -> int:
        self.count += 1
        return self.count

    def page(self, pk: int) -> Any:
        page = Page.objects.filter(pk=pk).specific().first()
        assume(page is not None)
        return page

    def post(self, address: str, data: Any = None) -> Any:
        with commit():
            answer = self.admin.post(address, data or {})
        assert answer.status_code < 500, address
        return answer

    def api(self, path: str, data: Any) -> Any:
        with commit():
            answer = Client().post(
                f"/api/staff/v3/pages/{path}", data, "application/json", **self.token
            )
        assert answer.status_code < 500, answer.content
        return answer

    @initialize(target=pages)
    def home(self) -> Any:
        return self.portal.home.pk

    @rule(target=pages, parent=pages, is_live=st.booleans())
    def create_in_the_admin(self, parent: int, is_live: bool) -> Any:
        above, number = self.page(parent), self.number()
        form = page_form(title=f"Trang {number}", slug=f"trang-{number}")
        with commit():
            post_new_page(self.admin, above, "home/standardpage", form, publish=is_live)
        return Page.objects.get(slug=f"trang-{number}", locale=above.locale).pk

    @rule(target=pages, parent=pages)
    def create_by_the_api(self, parent: int) -> Any:
        self.page(parent)
        number = self.number()
        answer = self.api(
            "",
            {
                "meta": {"type": "home.StandardPage", "parent_id": parent},
                "title": f"Trang {number}",
                "slug": f"trang-{number}",
            },
        )
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    @rule(target=pages, parent=pages)
    def create_by_the_model(self, parent: int) -> Any:
        above, number = self.page(parent), self.number()
        page = StandardPage(title=f"Trang {number}", slug=f"trang-{number}", locale=above.locale)
        with commit():
            above.add_child(instance=page)
        return page.pk

    @rule(pk=pages, by_api=st.booleans())
    def publish(self, pk: int, by_api: bool) -> None:
        page = self.page(pk)
        assume(page.alias_of_id is None)
        if by_api and page.latest_revision_id:
            self.api(f"{pk}/actions/publish/", {})
        else:
            with commit():
                page.save_revision().publish()

    @rule(pk=pages)
    def change_address(self, pk: int) -> None:
        page = self.page(pk)
        assume(page.depth > 2 and page.alias_of_id is None)
        with commit():
            page.slug, page.title = f"moi-{self.number()}", f"Mới {self.count}"
            page.save_revision().publish()

    @rule(pk=pages, parent=pages, way=st.sampled_from(["bulk", "api", "model"]))
    def move(self, pk: int, parent: int, way: str) -> None:
        page, above = self.page(pk), self.page(parent)
        assume(page.depth > 2 and above.pk != page.pk and not above.is_descendant_of(page))
        assume(page.locale_id == above.locale_id)
        if way == "bulk":
            self.post(f"/admin/bulk/wagtailcore/page/move/?id={pk}", {"chooser": parent})
        elif way == "api":
            self.api(f"{pk}/actions/move/", {"destination_id": parent, "position": "last-child"})
        else:
            with commit():
                page.move(above, pos="last-child")

    @rule(pk=pages, place=st.integers(0, 3))
    def reorder(self, pk: int, place: int) -> None:
        page = self.page(pk)
        assume(page.depth > 2)
        with commit():
            self.admin.post(f"/admin/pages/{pk}/set_position/?position={place}")

    @rule(target=pages, pk=pages, parent=pages, recursive=st.booleans(), way=st.booleans())
    def copy(self, pk: int, parent: int, recursive: bool, way: bool) -> Any:
        page, above = self.page(pk), self.page(parent)
        assume(page.depth > 2 and above.pk != page.pk and not above.is_descendant_of(page))
        assume(page.locale_id == above.locale_id)
        assume(Page.objects.count() < 60)
        slug = f"ban-sao-{self.number()}"
        if way:
            data = {"destination_id": parent, "slug": slug, "recursive": recursive}
            answer = self.api(f"{pk}/actions/copy/", data)
            return answer.json()["id"] if answer.status_code == 201 else multiple()
        with commit():
            return page.copy(to=above, recursive=recursive, update_attrs={"slug": slug}).pk

    @rule(target=pages, pk=pages, parent=pages)
    def show_in_a_second_section(self, pk: int, parent: int) -> Any:
        page, above = self.page(pk), self.page(parent)
        assume(page.depth > 2 and page.alias_of_id is None and above.pk != page.pk)
        assume(page.locale_id == above.locale_id and not above.is_descendant_of(page))
        with commit():
            return page.create_alias(parent=above, update_slug=f"bi-danh-{self.number()}").pk

    @rule(pk=pages, way=st.sampled_from(["form", "bulk", "api", "keep"]), below=st.booleans())
    def unpublish(self, pk: int, way: str, below: bool) -> None:
        page = self.page(pk)
        assume(page.live and page.depth > 2)
        descendants = {"include_descendants": "on"} if below else {}
        if way == "form":
            self.post(f"/admin/pages/{pk}/unpublish/", descendants)
        elif way == "bulk":
            self.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={pk}", descendants)
        elif way == "api":
            self.api(f"{pk}/actions/unpublish/", {"recursive": below})
        else:
            with commit(), deciding(Fate.KEEP):
                page.unpublish()

    @rule(pk=pages, way=st.sampled_from(["form", "bulk", "api"]))
    def delete(self, pk: int, way: str) -> None:
        page = self.page(pk)
        assume(page.depth > 2)
        confirmed = {"wagtail_site_name": "Cổng thông tin đối ngoại"}
        if way == "form":
            self.post(f"/admin/pages/{pk}/delete/", confirmed)
        elif way == "bulk":
            self.post(f"/admin/bulk/wagtailcore/page/delete/?id={pk}", confirmed)
        else:
            self.api(f"{pk}/actions/delete/", {})

    @rule(pk=pages, kind=st.sampled_from(["login", "password", "none"]))
    def set_privacy(self, pk: int, kind: str) -> None:
        page = self.page(pk)
        self.post(
            f"/admin/pages/{page.pk}/privacy/", {"restriction_type": kind, "password": "bi-mat"}
        )

    @rule(pk=pages)
    def expire(self, pk: int) -> None:
        page = self.page(pk)
        assume(page.live and page.depth > 2 and page.alias_of_id is None)
        with commit():
            page.expire_at = timezone.now() + datetime.timedelta(hours=1)
            page.save_revision().publish()
        past = timezone.now() - datetime.timedelta(seconds=1)
        Page.objects.filter(translation_key=page.translation_key).update(expire_at=past)
        with commit():
            call_command("publish_scheduled")

    @rule(target=pages, pk=pages, is_published=st.booleans())
    def translate(self, pk: int, is_published: bool) -> Any:
        page = self.page(pk)
        assume(page.locale_id == self.portal.vi.pk and page.alias_of_id is None)
        self.post(f"/admin/localize/submit/page/{pk}/", {"locales": [self.portal.en.pk]})
        english = page.get_translation(self.portal.en).specific
        if is_published:
            with commit():
                english.title, english.slug = f"Page {self.number()}", f"page-{self.count}"
                english.save_revision().publish()
        return english.pk

    @rule(target=pages, pk=pages)
    def take_a_stand_in(self, pk: int) -> Any:
        """So that stand-ins are changed themselves: moved, deleted, closed, copied."""
        page = self.page(pk)
        return page.get_translation(self.portal.en).pk if _has_english(page) else multiple()

    @rule(data=st.data())
    def open_a_restriction(self, data: Any) -> None:
        rules = list(PageViewRestriction.objects.order_by("pk"))
        if rules:
            with commit():
                data.draw(st.sampled_from(rules)).delete()

    @invariant()
    def nothing_is_out_of_step(self) -> None:
        assert TreeMark.objects.count() == 0
        assert kinds() == []
        assert mirror_problems() == []
        for check in ALSO:
            check()

    @rule()
    def every_address_answers(self) -> None:
        """With the page or its honest stand-in; an old address leads to where the page is now."""
        now: dict[str, int] = {}
        for home in (self.portal.home, self.portal.english):
            now |= addresses(Page.objects.get(pk=home.pk))
        visitor = Client()
        for address, pk in now.items():
            answer = visitor.get(address)
            assert answer.status_code in (200, 302, 404), address
            source = _original(pk)
            is_open = source.live and not source.get_view_restrictions().exists()
            is_open = is_open and not Page.objects.get(pk=pk).get_view_restrictions().exists()
            asks = any(t.name == "wagtailcore/password_required.html" for t in answer.templates)
            is_shown = answer.status_code == 200 and not asks
            assert is_shown == is_open, address
            if is_shown:
                self.once[address] = pk
        for address, pk in self.once.items():
            page = Page.objects.filter(pk=pk).first()
            if page is None or now.get(address, pk) != pk:
                continue
            if page.live and not page.get_view_restrictions().exists():
                chain = visitor.get(address, follow=True).redirect_chain
                assert (chain[-1][0] if chain else address) == page.url, address
        assert visitor.get("/api/v1/content?limit=100").status_code == 200
        titles = {p.title for p in Page.objects.filter(alias_of__isnull=False)}
        listed = visitor.get("/api/v1/content?limit=100&locale=en").json()
        assert not {item["title"] for item in listed["items"]} & titles


def _has_english(page: Page) -> bool:
    return bool(page.locale.language_code == "vi" and page.get_translations().exists())


def _original(pk: int) -> Page:
    """Whose being public decides about what is shown at the address of a page."""
    page = Page.objects.get(pk=pk)
    if page.alias_of_id and page.alias_of.locale_id != page.locale_id:
        return page.alias_of
    if page.live:
        return page
    versions = Page.objects.filter(translation_key=page.translation_key)
    return versions.filter(locale__language_code="vi").first() or page


@pytest.mark.django_db
def test_the_trees_stay_in_step(monkeypatch: pytest.MonkeyPatch) -> None:
    # Lists of two and more are asked about, like those of thousands; the last look reads all.
    monkeypatch.setattr(families, "LARGE", 1)
    run_state_machine_as_test(
        TreeMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
