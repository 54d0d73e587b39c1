"""A service behind TLS and a login: the portal shows its own and trusts one authority only."""

import base64
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from elasticsearch import Elasticsearch

from search import background, engines
from search.engines.base import EngineUnavailableError
from search.indexing import catch_up
from search.models import SearchIndex
from tests.factories.catalog import make_item
from tests.search.test_service import ask
from tests.services.elasticsearch import running_url
from tests.services.tls import door

pytestmark = pytest.mark.services
USER, PASSWORD, KEY = "portal", "a-password-of-the-test", "a-key-of-the-test"
_BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
LOGINS = {_BASIC, f"ApiKey {KEY}"}


@pytest.fixture
def secured(db: None, elasticsearch: Elasticsearch, tmp_path: Path, settings) -> Iterator[int]:  # type: ignore[no-untyped-def]
    """The port of the door; the settings trust its authority and name no login yet."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    background.forget()
    for title in ("Vải sớm", "Lễ hội"):
        make_item(title)
    catch_up(engines.database_engine())
    with door(running_url(), context, LOGINS) as port:
        settings.ELASTICSEARCH = {
            **settings.ELASTICSEARCH,
            "URL": [f"https://localhost:{port}"],
            "CA": str(tmp_path / "ca.pem"),
        }
        yield port
    background.forget()


def configure(settings, **changes) -> None:  # type: ignore[no-untyped-def]
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, **changes}


def index() -> None:
    catch_up(engines.in_order()[0])


@pytest.mark.parametrize("how", ["password", "key"])
def test_who_is_let_in_indexes_and_finds(secured: int, settings, how: str) -> None:  # type: ignore[no-untyped-def]
    if how == "password":
        configure(settings, URL=[f"https://{USER}:{PASSWORD}@localhost:{secured}"])
    else:
        configure(settings, API_KEY=KEY)
    index()
    assert ask("vai") == ("elasticsearch", ["Vải sớm"])


def no_login(secured: int, settings) -> None:  # type: ignore[no-untyped-def]
    pass


def wrong_login(secured: int, settings) -> None:  # type: ignore[no-untyped-def]
    configure(settings, URL=[f"https://{USER}:wrong-{PASSWORD}@localhost:{secured}"])


def unknown_authority(secured: int, settings) -> None:  # type: ignore[no-untyped-def]
    configure(settings, API_KEY=KEY, CA="")


def another_name(secured: int, settings) -> None:  # type: ignore[no-untyped-def]
    """The certificate is for ``localhost``."""
    configure(settings, API_KEY=KEY, URL=[f"https://127.0.0.1:{secured}"])


@pytest.mark.parametrize("fault", [no_login, wrong_login, unknown_authority, another_name])
def test_whoever_it_is_not_sees_nothing_and_visitors_notice_nothing(
    secured: int, settings, fault
) -> None:  # type: ignore[no-untyped-def]
    fault(secured, settings)
    with pytest.raises(EngineUnavailableError):
        index()
    assert ask("vai") == ("database", ["Vải sớm"])
    background.work()
    said = SearchIndex.objects.get(engine="elasticsearch").failure
    assert said
    assert not any(word in said for word in (PASSWORD, KEY, "localhost", "127.0.0.1"))
