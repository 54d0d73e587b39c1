"""Faults injected for real: a server of its own that is killed, fills its disk, loses a node.

One server for all of them, started again where a test killed it.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search import background, engines
from search.engines.base import EngineUnavailableError
from search.indexing import catch_up, rebuild
from search.models import SearchIndex
from search.state import search_state
from tests.factories.catalog import make_item
from tests.search.test_service import ask, publish
from tests.services.elasticsearch import Node, folder, running_url
from tests.services.proxy import proxy

pytestmark = pytest.mark.services
TITLES = [f"Vải {n}" for n in range(6)]
WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    running_url()  # Where no server can be had there is none to kill.
    with folder() as made:
        yield made


@pytest.fixture(scope="module")
def cluster(place: Path) -> Iterator[list[Node]]:
    """Two nodes, of which the first runs."""
    alone = {"cluster.initial_master_nodes": "one", "discovery.seed_hosts": "[]"}
    first = Node(place, "one", **alone)
    second = Node(place, "two", **{"discovery.seed_hosts": first.transport})
    try:
        first.start()
        yield [first, second]
    finally:
        for node in (second, first):
            node.kill()


@pytest.fixture
def node(cluster: list[Node], db: None, settings, monkeypatch) -> Iterator[Node]:  # type: ignore[no-untyped-def]
    """A running server, and an index that holds the titles."""
    monkeypatch.setattr("search.engines.elasticsearch.SECONDS", 20.0)
    monkeypatch.setattr("search.indexing.BATCH", 2)
    first = cluster[0]
    if first.process is None:
        first.start()
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "URL": [first.url], "INDEX": "faults"}
    background.forget()
    for title in TITLES:
        make_item(title)
    for engine in engines.in_order():
        rebuild(engine)
    assert ask("vai") == ("elasticsearch", TITLES)
    yield first
    background.forget()


def returned(node: Node) -> None:
    """The service is there again, and its pause is over."""
    node.start()
    background.forget()


def indices(node: Node) -> list[str]:
    with Elasticsearch(node.url) as client:
        return list(client.indices.get(index="faults*"))


def test_killed_in_the_middle_of_a_rebuild(node: Node) -> None:
    def kill(done: int, waiting: int) -> None:
        if done == 4:
            node.kill()

    with pytest.raises(EngineUnavailableError):
        rebuild(engines.in_order()[0], on_progress=kill)
    assert ask("vai") == ("database", TITLES)
    returned(node)
    assert len(indices(node)) == 2  # The old one, and the one that was begun.
    assert ask("vai") == ("database", TITLES)
    background.work()
    assert ask("vai") == ("elasticsearch", TITLES)
    assert len(indices(node)) == 1


def test_killed_in_the_middle_of_a_search_and_of_a_publish(node: Node, settings) -> None:  # type: ignore[no-untyped-def]
    with proxy(node.url) as before:
        settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "URL": [before.url]}

        def kill_at(sign: bytes) -> Callable[[bytes], None]:
            return lambda data: node.kill() if sign in data else None

        before.on_request = kill_at(b"/_search")
        assert ask("vai") == ("database", TITLES)
        assert node.process is None
        publish("Vải 6")
        assert ask("vai") == ("database", [*TITLES, "Vải 6"])
        returned(node)

        before.on_request = kill_at(b"/_bulk")
        publish("Vải 7")
        background.work()
        assert node.process is None
        assert search_state().failing_since
        wanted = [*TITLES, "Vải 6", "Vải 7"]
        assert ask("vai") == ("database", wanted)
        before.on_request = None
        returned(node)
        ask("vai")
        background.work()
        assert ask("vai") == ("elasticsearch", wanted)
        assert not search_state().is_degraded


def test_a_disk_that_is_full_and_has_room_again(node: Node) -> None:
    watermark = "cluster.routing.allocation.disk.watermark"
    with Elasticsearch(node.url) as client:
        (name,) = client.indices.get(index="faults*")

        def is_blocked() -> bool:
            held = client.indices.get_settings(index=name, flat_settings=True)[name]["settings"]
            return "index.blocks.read_only_allow_delete" in held

        client.cluster.put_settings(
            persistent={
                "cluster.routing.allocation.disk.threshold_enabled": True,
                "cluster.info.update.interval": "10s",  # The least there is.
                f"{watermark}.low": "902tb",  # So much must be free.
                f"{watermark}.high": "901tb",
                f"{watermark}.flood_stage": "900tb",
            }
        )
        wait_until(is_blocked)
        publish("Vải 6")
        background.work()
        assert "429" in SearchIndex.objects.get(engine="elasticsearch").failure
        assert ask("vai") == ("database", [*TITLES, "Vải 6"])

        client.cluster.put_settings(
            persistent={
                "cluster.routing.allocation.disk.threshold_enabled": False,
                **{f"{watermark}.{level}": None for level in ("low", "high", "flood_stage")},
            }
        )
        wait_until(lambda: not is_blocked())
    background.forget()
    ask("vai")
    background.work()
    assert ask("vai") == ("elasticsearch", [*TITLES, "Vải 6"])


def test_one_of_two_nodes_is_enough(node: Node, cluster: list[Node], settings) -> None:  # type: ignore[no-untyped-def]
    other = cluster[1]
    other.start()
    settings.ELASTICSEARCH = {
        **settings.ELASTICSEARCH, "URL": [node.url, other.url], "REPLICAS": "1",
    }  # fmt: skip
    rebuild(engines.in_order()[0])
    with Elasticsearch(node.url) as client:
        client.cluster.health(index="faults", wait_for_status="green", timeout="60s")
    other.kill()
    for _ in range(4):  # Whichever of them is asked first.
        assert ask("vai") == ("elasticsearch", TITLES)
    publish("Vải 6")
    background.work()
    assert catch_up(engines.in_order()[0]) == 0
    assert ask("vai") == ("elasticsearch", [*TITLES, "Vải 6"])


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, "It never became so"
        time.sleep(0.3)
