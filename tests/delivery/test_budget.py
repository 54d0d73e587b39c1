"""How many queries a page of each kind costs that has to be made anew, what many pages share in
memory; measured on the example content package, and again with as many more pages around it.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import CatalogItem
from catalog.refresh import refresh

AT_MOST = 8
_OTHERS = ["/tim-kiem/?q=vai", "/so-do/", "/khong-co-mang/", "/ban-do.json"]


def made_anew(address: str) -> int:
    """Of a visitor with a message, for whom nothing is kept."""
    client = Client()
    client.cookies["messages"] = "x"
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def public_addresses() -> list[tuple[str, str, str]]:
    """``[(kind, language, path)]`` of all pages."""
    pages = CatalogItem.objects.public().filter(page_id__isnull=False).order_by("seq")
    rows = pages.values_list("kind", "locale", "url")
    return [(kind, language, urlsplit(url).path) for kind, language, url in rows]


def test_every_kind_keeps_its_budget_with_twice_as_many_pages(db: None, settings: Any) -> None:
    call_command("load_content", "content/suoi-mau", verbosity=0)
    call_command("make_renditions", verbosity=0)  # As setup_portal does after it.
    refresh()
    before = public_addresses()
    assert len({kind for kind, _language, _path in before}) > 8
    costs = {path: made_anew(path) for path in [*(row[2] for row in before), *_OTHERS]}
    assert {path: cost for path, cost in costs.items() if cost > AT_MOST} == {}

    # The dearest of each kind and language again, and as many of the made-up ones beside them.
    dearest = {row[:2]: row[2] for row in sorted(before, key=lambda row: costs[row[2]])}
    settings.DEVELOPMENT = True
    call_command("generate_content", pages=len(before), images=1, verbosity=0)
    refresh()
    known = {path for _kind, _language, path in before}
    new = {row[:2]: row[2] for row in public_addresses() if row[2] not in known}
    again = {path: made_anew(path) for path in [*dearest.values(), *_OTHERS]}
    assert {path: cost for path, cost in again.items() if cost > costs[path]} == {}
    made_up = {path: made_anew(path) for path in new.values()}
    assert {path: cost for path, cost in made_up.items() if cost > AT_MOST} == {}
