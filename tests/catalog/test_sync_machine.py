"""P-LIVE and its kin: after any interleaving of changes, a harvester holds exactly what is public.

The machine drives real models the way Wagtail's admin does; its oracle is the visitor's GET.
`make test` runs a few histories, `make test-nightly` two hundred of fifty steps.
"""

import datetime
import os
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction

from catalog.maintenance import reconcile
from core.models import PortalImage
from home.models import StandardPage
from tests.catalog.harvester import Harvester, canonical
from tests.catalog.visible import id_of, visible_pages
from tests.factories.core import make_image, make_portal

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "5"))
STEPS = int(os.environ.get("MACHINE_STEPS", "25"))
START = datetime.datetime(2026, 6, 1, 3, tzinfo=datetime.UTC)
LISTS = ("/api/v1/content?limit=100&view=full", "/sitemap-vi-1.xml", "/sitemap-en-1.xml",
         "/feeds/vi/pages.rss", "/api/v1/navigation")  # fmt: skip


class PublishingMachine(RuleBasedStateMachine):
    pages: Any = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        cache.clear()
        self.count = 0
        self.secrets: set[str] = set()
        self.portal = make_portal()
        self.early = Harvester()  # Has been reading since the beginning.

    def teardown(self) -> None:
        try:
            self.everything_is_held()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.clock.stop()
            cache.clear()

    # What an editor does

    def word(self) -> str:
        """A title that occurs nowhere else, so that a leak can be found by its letters."""
        self.count += 1
        return f"Trang zq{self.count}zq"

    def page(self, pk: int) -> Any:
        return Page.objects.filter(pk=pk).specific().first()

    @initialize(target=pages)
    def homes(self) -> Any:
        return multiple(self.portal.home.pk, self.portal.english.pk)

    @rule(target=pages, parent=pages, is_live=st.booleans(), with_picture=st.booleans())
    def create(self, parent: int, is_live: bool, with_picture: bool) -> Any:
        above = self.page(parent)
        if above is None or above.alias_of_id:
            return multiple()
        title = self.word()
        page = StandardPage(
            title=title, slug=f"trang-{self.count}", live=is_live, locale=above.locale,
            summary=f"Tóm tắt {title}", cover=make_image(f"Ảnh {title}") if with_picture else None,
        )  # fmt: skip
        above.add_child(instance=page)
        revision = page.save_revision()
        if is_live:
            revision.publish()
        return page.pk

    @rule(pk=pages, other=pages)
    def link(self, pk: int, other: int) -> None:
        """A draft that names another page, published at once."""
        page = self.page(pk)
        if page is None or page.alias_of_id or not isinstance(page, StandardPage):
            return
        text = f'<p>Xem <a linktype="page" id="{other}">bài liên quan</a></p>'
        page.body = StandardPage._meta.get_field("body").stream_block.to_python(
            [{"type": "text", "value": text}]
        )
        page.save_revision().publish()

    @rule(pk=pages)
    def save_draft(self, pk: int) -> None:
        page = self.page(pk)
        if page is None or page.alias_of_id:
            return
        secret = f"{self.word()} nháp"
        self.secrets.add(secret)
        page.title = secret
        page.save_revision()

    @rule(pk=pages, new_slug=st.booleans())
    def publish(self, pk: int, new_slug: bool) -> None:
        page = self.page(pk)
        if page is None or page.alias_of_id:
            return
        page.title = self.word()
        if new_slug and page.depth > 2:
            page.slug = f"moi-{self.count}"
        page.save_revision().publish()

    @rule(pk=pages)
    def publish_unchanged(self, pk: int) -> None:
        page = self.page(pk)
        if page is not None and page.live and not page.alias_of_id and page.latest_revision:
            page.save_revision().publish()

    @rule(pk=pages)
    def publish_and_fail(self, pk: int) -> None:
        """P-ABORT: a publish that is rolled back is never heard of."""
        page = self.page(pk)
        if page is None or page.alias_of_id:
            return
        secret = f"{self.word()} huỷ"
        self.secrets.add(secret)
        page.title = secret
        try:
            with transaction.atomic():
                page.save_revision().publish()
                raise RuntimeError
        except RuntimeError:
            pass

    @rule(pk=pages, recursive=st.booleans())
    def unpublish(self, pk: int, recursive: bool) -> None:
        page = self.page(pk)
        if page is None or not page.live:
            return
        page.unpublish()
        if recursive:
            for below in page.get_descendants().live().specific():
                below.unpublish()

    @rule(pk=consumes(pages))
    def delete(self, pk: int) -> None:
        page = self.page(pk)
        if page is not None and page.depth > 2:
            page.delete()

    @rule(pk=pages, parent=pages)
    def move(self, pk: int, parent: int) -> None:
        page, above = self.page(pk), self.page(parent)
        if page is None or above is None or page.depth == 2:
            return
        if above.pk == page.pk or above.is_descendant_of(page) or above.locale_id != page.locale_id:
            return
        if above.get_children().filter(slug=page.slug).exclude(pk=page.pk).exists():
            return
        page.move(above, pos="last-child")

    @rule(pk=pages)
    def restrict(self, pk: int) -> None:
        page = self.page(pk)
        if page is not None and not page.view_restrictions.exists():
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    @rule(pk=pages)
    def open_again(self, pk: int) -> None:
        for restriction in PageViewRestriction.objects.filter(page_id=pk):
            restriction.delete()

    @rule(target=pages, pk=pages, as_alias=st.booleans())
    def translate(self, pk: int, as_alias: bool) -> Any:
        page = self.page(pk)
        english = Locale.objects.get(language_code="en")
        if page is None or page.locale_id == english.pk or page.depth == 2 or page.alias_of_id:
            return multiple()
        if page.get_translations().filter(locale=english).exists():
            return multiple()
        there = page.copy_for_translation(english, copy_parents=True, alias=as_alias)
        if not as_alias:
            there.title = f"English {self.word()}"
            there.save_revision().publish()
        return there.pk

    @rule(pk=pages)
    def convert_alias(self, pk: int) -> None:
        from wagtail.actions.convert_alias import ConvertAliasPageAction

        page = self.page(pk)
        if page is not None and page.alias_of_id:
            ConvertAliasPageAction(page).execute(skip_permission_checks=True)

    @rule(pk=pages, parent=pages)
    def alias_in_the_same_tree(self, pk: int, parent: int) -> None:
        page, above = self.page(pk), self.page(parent)
        if page is None or above is None or page.alias_of_id or page.depth == 2:
            return
        if above.locale_id == page.locale_id and not above.is_descendant_of(page) and above != page:
            self.count += 1
            page.create_alias(parent=above, update_slug=f"bi-danh-{self.count}")

    @rule(pk=pages, hours=st.integers(1, 5))
    def expire_later(self, pk: int, hours: int) -> None:
        page = self.page(pk)
        if page is not None and page.live and not page.alias_of_id and page.depth > 2:
            page.expire_at = timezone.now() + datetime.timedelta(hours=hours)
            page.save_revision().publish()

    @rule(hours=st.integers(1, 3))
    def time_passes(self, hours: int) -> None:
        """No scheduler runs."""
        self.traveller.shift(datetime.timedelta(hours=hours))

    # Pictures

    @rule(data=st.data())
    def change_picture(self, data: Any) -> None:
        pictures = list(PortalImage.objects.order_by("pk"))
        if pictures:
            picture = data.draw(st.sampled_from(pictures))
            picture.alt = {"vi": f"Ảnh của {self.word()}"}
            picture.save()

    @rule(data=st.data())
    def delete_picture(self, data: Any) -> None:
        pictures = list(PortalImage.objects.order_by("pk"))
        if pictures:
            data.draw(st.sampled_from(pictures)).delete()

    @rule(data=st.data())
    def hide_picture(self, data: Any) -> None:
        """Into a collection of its own that only staff may see."""
        pictures = list(PortalImage.objects.order_by("pk"))
        if not pictures:
            return
        picture = data.draw(st.sampled_from(pictures))
        closed = Collection.get_first_root_node().add_child(name=self.word())
        picture.collection = closed
        picture.save()
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")

    @rule()
    def change_host(self) -> None:
        site = self.portal.site
        site.refresh_from_db()
        site.hostname = "cong.example" if site.hostname == "localhost" else "localhost"
        site.save()

    # What a harvester does

    @rule(limit=st.integers(1, 7))
    def poll_one_page(self, limit: int) -> None:
        self.early.one_page(limit)

    @rule()
    def everything_is_held(self) -> None:
        early = self.early.pull(limit=3)
        expected = {id_of(f"page:{page.pk}"): page for page in visible_pages()}
        pages = {i: d for i, d in early.held.items() if d["type"] not in ("image", "file")}
        assert pages.keys() == expected.keys()
        for item, data in pages.items():
            assert data["title"] == expected[item].title
            assert data["url"] == expected[item].get_full_url()
            answer = early.client.get(f"/api/v1/content/{item}")
            assert canonical(answer.json()) == canonical(data)
        late = Harvester().pull(limit=4)
        assert late.held == early.held
        status = early.client.get("/api/v1/sync/status").json()
        assert (status["live_count"], status["live_digest"]) == (len(late.held), late.digest)
        self.pictures_are_those_shown(late.held)
        self.nothing_else_leaks(expected.values(), late)

    def pictures_are_those_shown(self, held: dict[str, Any]) -> None:
        text = canonical([d for d in held.values() if d["type"] not in ("image", "file")])
        for picture in PortalImage.objects.select_related("collection"):
            item = id_of(f"image:{picture.pk}")
            is_open = not picture.collection.get_view_restrictions()
            assert (item in held) == (is_open and item in text)
            if not is_open:
                assert item not in text

    def nothing_else_leaks(self, visible: Any, harvester: Harvester) -> None:
        shown = {page.title for page in visible}
        hidden = {page.title for page in Page.objects.filter(depth__gt=2)} - shown
        texts = [canonical(harvester.held), canonical(harvester.pages)]
        for path in LISTS:
            answer = harvester.client.get(path)
            assert answer.status_code in (200, 404), path
            texts.append(answer.content.decode())
        for title in (hidden | self.secrets) - shown:
            for text in texts:
                assert f'"{title}"' not in text, title
                assert f">{title}<" not in text, title

    @rule()
    def nothing_to_reconcile(self) -> None:
        """P-RECON."""
        assert reconcile().differences == 0


@pytest.mark.django_db
def test_a_harvester_holds_exactly_what_is_public() -> None:
    run_state_machine_as_test(
        PublishingMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
