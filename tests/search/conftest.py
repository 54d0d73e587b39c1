"""Every engine goes through the same suite: another one joins by its name in ENGINES."""

import uuid
from collections.abc import Iterator, Sequence

import pytest
from elasticsearch import Elasticsearch

from search import engines
from search.engines.base import Engine, Filters, Found
from search.indexing import catch_up
from search.query import Synonyms, parse
from tests.factories.catalog import make_item
from tests.services.elasticsearch import running_url

ENGINES = ["database", pytest.param("elasticsearch", marks=pytest.mark.services)]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, db: None) -> Engine:
    """An empty engine."""
    if request.param == "database":
        return engines.database_engine()
    request.getfixturevalue("elasticsearch")
    return engines.in_order()[0]


@pytest.fixture
def elasticsearch(settings, monkeypatch) -> Iterator[Elasticsearch]:  # type: ignore[no-untyped-def]
    """The portal uses the server of the tests, with names of its own there, and has patience."""
    monkeypatch.setattr("search.engines.elasticsearch.SECONDS", 20.0)
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH = {
        **settings.ELASTICSEARCH, "URL": [running_url()], "INDEX": prefix, "REPLICAS": "0",
    }  # fmt: skip
    with Elasticsearch(running_url()) as client:
        yield client
        for name in client.indices.get(index=f"{prefix}*"):
            client.indices.delete(index=name)


class Index:
    """Items of the catalog in an engine, and questions to it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(self, title: str, summary: str = "", text: str = "", **fields):  # type: ignore[no-untyped-def]
        """An item with its texts; ``fields`` as `make_item`."""
        words = " ".join([title, summary, text])
        return make_item(title, summary=summary, exact_text=words.lower(), **fields)

    def catch_up(self) -> None:
        catch_up(self.engine)

    def ask(
        self, text: str, filters: Filters | None = None, *, is_open: bool = False,
        synonyms: Synonyms | None = None, near: dict[str, Sequence[str]] | None = None, **window,
    ) -> Found:  # type: ignore[no-untyped-def]  # fmt: skip
        query = parse(text, synonyms, near)
        plan = query.open if is_open else query.whole
        return self.engine.search(plan, filters or Filters(), **window)

    def titles(self, text: str, filters: Filters | None = None, **how) -> list[str]:  # type: ignore[no-untyped-def]
        return titles_of(self.ask(text, filters, **how).ids)


def titles_of(ids: Sequence[object]) -> list[str]:
    from catalog.models import CatalogItem

    titles = dict(CatalogItem.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [titles[one] for one in ids]


@pytest.fixture
def index(engine: Engine) -> Index:
    return Index(engine)
