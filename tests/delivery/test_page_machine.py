"""No stale page: after any interleaving of changes every kept answer is what would be made now.

The changes are those of the catalog's machine, and some of what pages show and no item does.
"""

import os

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule, run_state_machine_as_test
from wagtail.models import Page

from core.models import Menu, PortalSettings
from tests.catalog.test_sync_machine import PublishingMachine
from tests.delivery.visitor import ReturningVisitor

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "4"))
STEPS = int(os.environ.get("MACHINE_STEPS", "25"))


class VisitingMachine(PublishingMachine):
    def __init__(self) -> None:
        super().__init__()
        caches["pages"].clear()
        self.visitor = ReturningVisitor()
        self.addresses = {"/", "/en/", "/so-do/", "/en/site-map/", "/khong-co/"}

    @rule()
    def edit_menu(self) -> None:
        links = [
            ("link", {"page": page, "label": "", "url": ""})
            for page in Page.objects.filter(depth__gt=2).order_by("pk")[:3]
        ]
        more = ("link", {"page": None, "label": self.word(), "url": "https://example.vn/"})
        menu, _made = Menu.objects.get_or_create(locale=self.portal.vi, place="main")
        menu.items = [*links, more]
        menu.save()

    @rule()
    def edit_settings(self) -> None:
        found, _made = PortalSettings.objects.get_or_create(site=self.portal.site)
        found.name, found.notice = {"vi": self.word(), "en": self.word()}, {"vi": self.word()}
        found.save()

    @rule()
    def everything_is_held(self) -> None:
        """Old addresses stay in the list: what was withdrawn or moved must be gone."""
        for page in Page.objects.filter(depth__gte=2):
            if address := page.get_url():
                self.addresses.add("/" + address.split("//")[-1].partition("/")[2])
        self.visitor.finds_no_stale_page(sorted(self.addresses))

    def poll_one_page(self) -> None:
        """Harvesters have a machine of their own."""

    def nothing_to_reconcile(self) -> None: ...


@pytest.mark.django_db
def test_no_visitor_sees_a_stale_page() -> None:
    run_state_machine_as_test(
        VisitingMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
