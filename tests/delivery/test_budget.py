"""How many queries a page of each kind costs that has to be made anew, what many pages share in
memory; measured on the example content package.
"""

from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import CatalogItem
from catalog.refresh import refresh

AT_MOST = 8
# Relations of their own that nothing else shows: certificates, codes, papers, topics.
MORE = {
    "document": 12, "document_index": 9, "event": 10, "home": 9, "news": 9, "page": 9,
    "place_index": 9, "product": 12, "section": 18,
}  # fmt: skip
_OTHERS = {
    "search": ("/tim-kiem/?q=ban", 17), "site map": ("/so-do/", AT_MOST),
    "offline": ("/khong-co-mang/", AT_MOST),
}  # fmt: skip


def made_anew(address: str) -> int:
    """Of a visitor with a message, for whom nothing is kept."""
    client = Client()
    client.cookies["messages"] = "x"
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_no_kind_of_page_exceeds_its_budget(db: None) -> None:
    call_command("load_content", "content/suoi-mau", verbosity=0)
    call_command("make_renditions", verbosity=0)  # As setup_portal does after it.
    refresh()
    pages = CatalogItem.objects.public().filter(page_id__isnull=False)
    addresses = [(kind, urlsplit(url).path) for kind, url in pages.values_list("kind", "url")]
    budgets = [(address, MORE.get(kind, AT_MOST)) for kind, address in addresses]
    budgets += _OTHERS.values()
    assert len({kind for kind, _address in addresses}) > 8
    costs = {address: (made_anew(address), most) for address, most in budgets}
    assert {a: cost for a, cost in costs.items() if cost[0] > cost[1]} == {}
