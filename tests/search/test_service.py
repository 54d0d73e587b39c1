"""A search service that is slow, wrong or not there: visitors and editors notice nothing.

On the server that all service tests share; those that need one to kill are in test_faults.py.
"""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from elasticsearch import Elasticsearch

from catalog.models import CatalogItem
from search import background, engines
from search.engines.base import EngineUnavailableError, Filters
from search.fallback import first_to_answer
from search.indexing import catch_up, rebuild
from search.models import SearchIndex
from search.preparing import documents_of
from search.query import parse
from search.state import search_state
from tests.factories.catalog import make_item, withdraw
from tests.search.conftest import titles_of
from tests.services.elasticsearch import running_url
from tests.services.postgres import free_port
from tests.services.proxy import Proxy, proxy

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def _as_a_new_process() -> Iterator[None]:
    background.forget()
    yield
    background.forget()


@pytest.fixture
def service(db: None, elasticsearch: Elasticsearch, settings) -> Iterator[Proxy]:  # type: ignore[no-untyped-def]
    """The service as the portal reaches it, with three items in its index."""
    with proxy(running_url()) as before:
        settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "URL": [before.url]}
        for title in ("Vải sớm", "Vải thiều", "Lễ hội"):
            make_item(title)
        for engine in engines.in_order():
            catch_up(engine)
        yield before


def ask(text: str) -> tuple[str, list[str]]:
    """Who answered, and the titles."""
    query = parse(text)
    asked = []

    def question(engine: engines.Engine):  # type: ignore[no-untyped-def]
        asked.append(engine.name)
        return engine.search(query.whole, Filters())

    found = first_to_answer(question)
    return asked[-1], sorted(titles_of(found.ids))


def publish(title: str) -> CatalogItem:
    """As the catalog does: its own index knows at once."""
    row = make_item(title)
    catch_up(engines.database_engine())
    return row


VAI = ["Vải sớm", "Vải thiều"]


def refused(service: Proxy, settings) -> None:  # type: ignore[no-untyped-def]
    url = f"http://127.0.0.1:{free_port()}"
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "URL": [url]}


def slow(service: Proxy, settings) -> None:  # type: ignore[no-untyped-def]
    service.delay = 60


def broken(service: Proxy, settings) -> None:  # type: ignore[no-untyped-def]
    service.is_broken = True


def test_the_service_answers_while_it_is_well(service: Proxy) -> None:
    assert ask("vai") == ("elasticsearch", VAI)
    assert not search_state(probe=True).is_degraded


@pytest.mark.parametrize("fault", [refused, slow, broken])
def test_a_visitor_gets_results_whatever_the_service_does(
    service: Proxy, settings, monkeypatch: pytest.MonkeyPatch, fault: Callable
) -> None:  # type: ignore[no-untyped-def,type-arg]
    monkeypatch.setattr("search.engines.elasticsearch.SECONDS", 1.0)
    fault(service, settings)
    started = time.monotonic()
    assert ask("vai") == ("database", VAI)
    assert (
        time.monotonic() - started < 30
    )  # The slow one would take a minute; it is given a second.
    before = service.requests
    assert ask("vai") == ("database", VAI)
    assert service.requests == before  # The circuit breaker: it is not asked again for a while.
    background.work()
    index = SearchIndex.objects.get(engine="elasticsearch")
    assert index.failing_since
    assert index.failure
    assert "127.0.0.1" not in index.failure


def test_it_is_asked_again_after_a_pause_and_all_is_forgotten(
    service: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.is_broken = True
    ask("vai")
    background.work()
    assert search_state().failing_since
    service.is_broken = False
    assert ask("vai")[0] == "database"
    now = time.monotonic()
    monkeypatch.setattr("search.background.time.monotonic", lambda: now + background.PAUSE + 1)
    assert ask("vai") == ("elasticsearch", VAI)
    background.work()
    assert not search_state().is_degraded


def test_what_is_published_meanwhile_is_found_at_once_and_caught_up_later(service: Proxy) -> None:
    service.is_broken = True
    publish("Vải muộn")
    background.work()
    assert ask("vai") == ("database", sorted([*VAI, "Vải muộn"]))
    assert search_state().behind == 1
    service.is_broken = False
    background.forget()
    ask("vai")
    background.work()
    assert ask("vai") == ("elasticsearch", sorted([*VAI, "Vải muộn"]))


def test_a_publish_asks_the_service_nothing(
    service: Proxy, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    before = service.requests
    with django_capture_on_commit_callbacks(execute=True):
        make_item("Vải muộn")
    assert service.requests == before


def test_a_search_costs_one_query_more(service: Proxy) -> None:
    query = parse("vai")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = first_to_answer(lambda engine: engine.search(query.whole, Filters()))
    assert len(found.ids) == 2
    assert len(asked) == 1


@pytest.mark.parametrize("is_alias", [False, True])
def test_a_wrong_mapping_left_behind_is_replaced(
    service: Proxy, elasticsearch: Elasticsearch, settings, is_alias: bool
) -> None:  # type: ignore[no-untyped-def]
    name = settings.ELASTICSEARCH["INDEX"]
    for held in elasticsearch.indices.get(index=f"{name}-*"):
        elasticsearch.indices.delete(index=held)
    for wrong in (name, f"{name}.write"):
        made = f"{name}-wrong-{wrong[-5:]}" if is_alias else wrong
        elasticsearch.indices.create(
            index=made,
            aliases={wrong: {}} if is_alias else {},
            mappings={"properties": {"title_folded": {"type": "integer"}}},
        )
    assert ask("vai") == ("database", VAI)
    background.work()
    assert ask("vai") == ("elasticsearch", VAI)


def test_an_index_that_vanished_is_made_again(
    service: Proxy, elasticsearch: Elasticsearch, settings
) -> None:  # type: ignore[no-untyped-def]
    for held in elasticsearch.indices.get(index=f"{settings.ELASTICSEARCH['INDEX']}-*"):
        elasticsearch.indices.delete(index=held)
    assert ask("vai") == ("database", VAI)
    background.work()
    assert ask("vai") == ("elasticsearch", VAI)


def test_a_rebuild_shows_when_it_is_complete_and_leaves_one_index(
    service: Proxy, elasticsearch: Elasticsearch, settings, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    name = settings.ELASTICSEARCH["INDEX"]
    monkeypatch.setattr("search.indexing.BATCH", 1)
    (before,) = elasticsearch.indices.get_alias(name=name)
    seen = []

    def look(done: int, waiting: int) -> None:
        seen.append((set(elasticsearch.indices.get_alias(name=name)), ask("vai")))

    assert rebuild(engines.in_order()[0], on_progress=look) == 3
    assert seen == [({before}, ("database", VAI))] * 3
    (after,) = elasticsearch.indices.get(index=f"{name}*")
    assert after != before
    assert ask("vai") == ("elasticsearch", VAI)


def test_one_rebuild_overtakes_another(
    service: Proxy, elasticsearch: Elasticsearch, settings, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """As when two processes find at once that the index has to be made anew."""
    monkeypatch.setattr("search.indexing.BATCH", 1)
    engine = engines.in_order()[0]
    begun = []

    def begin_another(done: int, waiting: int) -> None:
        if not begun:
            begun.append(done)
            rebuild(engine)

    rebuild(engine, on_progress=begin_another)
    assert len(elasticsearch.indices.get(index=f"{settings.ELASTICSEARCH['INDEX']}*")) == 1
    assert ask("vai") == ("elasticsearch", VAI)


def test_what_comes_late_does_not_replace_what_is_newer(service: Proxy) -> None:
    """Two processes may do the same work, one of them slowly."""
    engine = engines.in_order()[0]
    row = make_item("Vải muộn")
    (old,) = documents_of([row])
    withdraw(row)
    catch_up(engine)
    engine.index([old])
    assert titles_of(engine.search(parse("vải muộn").whole, Filters()).ids) == []


def test_work_that_another_process_does_is_left_to_it(service: Proxy) -> None:
    make_item("Vải muộn")
    rows = SearchIndex.objects.filter(engine="elasticsearch")
    rows.update(busy_until=timezone.now() + background.LEASE)
    before = service.requests
    background.work()
    assert service.requests == before
    rows.update(busy_until=timezone.now())  # It did not come back: killed, perhaps.
    background.work()
    assert ask("vai")[0] == "elasticsearch"


def test_a_query_of_any_size_is_answered(service: Proxy) -> None:
    """Nested clauses are limited on the server."""
    many = {
        (word,): [tuple(f"x{n}" for n in range(8)) for _ in range(40)]
        for word in ("vai", *(f"w{n}" for n in range(12)))
    }
    query = parse("vai " + " ".join(f"w{n}" for n in range(11)), many)
    engine = engines.in_order()[0]
    assert engine.search(query.open, Filters(), facets=["kind", "topic"]).ids == []


def test_the_command_says_how_it_goes(service: Proxy, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "rebuild")
    call_command("search", "status")
    told = capsys.readouterr().out
    assert "elasticsearch: 3 items, made anew" in told
    assert "elasticsearch: up green" in told
    service.is_broken = True
    make_item("Vải muộn")
    with pytest.raises(CommandError, match="elasticsearch did not answer"):
        call_command("search", "catch-up")
    assert "127.0.0.1" not in capsys.readouterr().err


def test_threads_of_one_process_do_not_wait_for_each_other(
    service: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one asks a service that is slow, others find the breaker closed and ask as well."""
    monkeypatch.setattr("search.engines.elasticsearch.SECONDS", 1.0)
    service.delay = 60
    engine = engines.in_order()[0]
    failures: list[Exception] = []

    def one() -> None:
        try:
            engine.search(parse("vai").whole, Filters())
        except EngineUnavailableError as error:
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(failures) == 12
