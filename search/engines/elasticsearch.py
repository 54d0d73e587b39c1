"""Elasticsearch: an index beside the database, for portals that share a cluster or grow large.

Texts come as tokens already and ranks from the plan, so nothing is analysed but spaces and nothing
is scored but steps: no plugin, no module, no script. Every index has a name of its own; ``ALIAS``
is what answers and ``ALIAS.write`` what is written to, so that a rebuild shows when it is complete.
"""

import re
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elastic_transport.client_utils import url_to_node_config
from elasticsearch import ApiError, Elasticsearch, helpers

from search.engines import base
from search.engines.base import (
    Document,
    EngineUnavailableError,
    Filters,
    Found,
    Health,
    RefusedError,
    UnsupportedError,
)
from search.engines.elasticsearch_query import ORDER, counted, microseconds, query
from search.query import Field, Plan

SECONDS = 1.0  # for a visitor, to connect and to answer
WORK_SECONDS = 60.0  # for what nobody waits for
CONFLICT = 409  # something newer is there
REFUSED = 400  # of one document: it does not fit the index
_LONGEST_TITLE = 1000
_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}
_FOLDED = {**_WORDS, "index_prefixes": {"min_chars": 2, "max_chars": 8}}
#: `_meta.form` tells an index made for another mapping, or by somebody else.
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},  # The catalog has it all.
    "_meta": {"form": 1},
    "properties": {
        **{f"{field.value}_exact": _WORDS for field in Field},
        **{f"{field.value}_folded": _FOLDED for field in Field},
        "id": {"type": "keyword"},
        "kind": {"type": "keyword"},
        "language": {"type": "keyword"},
        "facets": {"type": "flattened"},
        "date": {"type": "long"},  # microseconds since 1970: before that, negative
        "expires_at": {"type": "long"},
        "shortness": {"type": "float", "index": False},
    },
}


@cache
def _client(urls: tuple[str, ...], api_key: str, ca: str, seconds: float) -> Elasticsearch:
    """One for each process; where a node refuses the next one is asked at once."""
    # More connections than threads: whoever waits for one waits longer than a second.
    how = {"request_timeout": seconds, "connections_per_node": 50}
    nodes = [url_to_node_config(url).replace(**how) for url in urls]
    options: dict[str, Any] = {"ca_certs": ca} if ca else {}
    return Elasticsearch(nodes, api_key=api_key or None, max_retries=len(urls) - 1, **options)


@contextmanager
def _asking() -> Iterator[None]:
    """Whatever goes wrong there is one error here; its text names no address."""
    try:
        yield
    except ApiError as error:
        text = f"{error.status_code} {error.error}"
        # What this index cannot be asked is no sign that the service is down.
        refused = UnsupportedError if error.status_code in (400, 404) else EngineUnavailableError
        raise refused(text) from error
    except TransportError as error:
        raise EngineUnavailableError(type(error).__name__) from error


class ElasticsearchEngine:
    name = "elasticsearch"
    is_transactional = False

    def __init__(self) -> None:
        self.options: Any = settings.ELASTICSEARCH
        self.alias: str = self.options["INDEX"]
        self.write_alias = f"{self.alias}.write"
        self.client = _client(
            tuple(self.options["URL"]), self.options["API_KEY"], self.options["CA"], SECONDS
        )
        self.worker = self.client.options(request_timeout=WORK_SECONDS)

    def index(self, documents: Sequence[Document]) -> None:
        self._write(
            {"_op_type": "index", "_id": str(one.id), "version": one.stamp, "_source": _source(one)}
            for one in documents
        )

    def delete(self, stamps: Mapping[uuid.UUID, int]) -> None:
        self._write(
            {"_op_type": "delete", "_id": str(one), "version": stamp}
            for one, stamp in stamps.items()
        )

    def _write(self, actions: Iterator[dict[str, Any]]) -> None:
        """What is older than what is there is left out; everything else must succeed."""
        common = {"_index": self.write_alias, "version_type": "external_gte"}
        with _asking():
            for _is_done, item in helpers.streaming_bulk(
                self.worker, ({**common, **one} for one in actions), raise_on_error=False,
                max_chunk_bytes=10_000_000, require_alias=True, refresh=True,
            ):  # fmt: skip
                ((_operation, result),) = item.items()
                error = result.get("error")
                if error and result["status"] == REFUSED:
                    raise RefusedError(f"{error['type']}: {error.get('reason', '')}"[:500])
                if error and result["status"] != CONFLICT:
                    raise EngineUnavailableError(f"{result['status']} {error['type']}")

    def search(
        self, plan: Plan, filters: Filters, *, offset: int = 0, limit: int = 20,
        facets: Sequence[str] = (),
    ) -> Found:  # fmt: skip
        if not plan:
            return Found()
        with _asking():
            answer = self.client.search(
                index=self.alias, query=query(plan, filters), sort=ORDER, from_=offset,
                size=max(0, min(limit, base.MAX_RESULTS - offset)),
                track_total_hits=base.MAX_RESULTS + 1,
                aggs={one: counted(one) for one in facets} or None,
                timeout=f"{SECONDS * 900:.0f}ms", allow_partial_search_results=False,
            )  # fmt: skip
        if answer["timed_out"]:
            raise EngineUnavailableError("It took too long")
        total = answer["hits"]["total"]["value"]
        return Found(
            ids=[uuid.UUID(hit["_id"]) for hit in answer["hits"]["hits"]],
            total=min(total, base.MAX_RESULTS),
            is_more=total > base.MAX_RESULTS,
            facets={
                name: {one["key"]: one["doc_count"] for one in facet["buckets"]}
                for name, facet in answer.get("aggregations", {}).items()
            },
        )

    def suggest(self, plan: Plan, filters: Filters, limit: int) -> list[uuid.UUID]:
        titles = tuple(step for step in plan if step.field is Field.TITLE)
        return self.search(titles, filters, limit=limit).ids

    def health(self) -> Health:
        try:
            with _asking():
                status = str(self.client.cluster.health()["status"])
        except EngineUnavailableError as error:
            return Health(is_up=False, detail=str(error))
        return Health(is_up=status != "red", detail=status)

    def is_sound(self, *, is_rebuilding: bool) -> bool:
        with _asking():
            written, read = self._behind(self.write_alias), self._behind(self.alias)
        ours = len(written) == 1 and all(map(self._is_ours, written))
        is_fit = ours and list(written.values()) == [MAPPINGS["_meta"]]
        return is_fit and (is_rebuilding or read == written)

    def begin_rebuild(self) -> None:
        name = f"{self.alias}-{time.time_ns() // 1000}"
        building = {
            "number_of_shards": self.options["SHARDS"],
            "number_of_replicas": 0,
            "refresh_interval": -1,
        }
        with _asking():
            self.worker.indices.create(index=name, settings=building, mappings=MAPPINGS)
            self._point(self.write_alias, name)
            self._delete_all_but(name, *self._behind(self.alias))

    def end_rebuild(self) -> None:
        with _asking():
            (name,) = self._behind(self.write_alias)
            replicas = self.options["REPLICAS"]
            key = "auto_expand_replicas" if "-" in replicas else "number_of_replicas"
            self.worker.indices.put_settings(
                index=name, settings={key: replicas, "refresh_interval": None}
            )
            self.worker.indices.refresh(index=name)
            self._point(self.alias, name)
            self._delete_all_but(name)

    def _behind(self, name: str) -> dict[str, Any]:
        """The indices that this name leads to, with what they say they were made for."""
        found = self.client.options(ignore_status=404).indices.get_mapping(index=name)
        if found.meta.status == 404:
            return {}
        return {one: held["mappings"].get("_meta") for one, held in found.body.items()}

    def _point(self, alias: str, name: str) -> None:
        """In one step to this index alone. An index that took the alias's name goes."""
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": alias}}]
        for other in self._behind(alias):
            if other == alias:
                actions.insert(0, {"remove_index": {"index": other}})
            elif other != name:
                actions.append({"remove": {"index": other, "alias": alias}})
        self.worker.indices.update_aliases(actions=actions)

    def _is_ours(self, name: str) -> bool:
        return re.fullmatch(rf"{re.escape(self.alias)}-\d{{16}}", name) is not None

    def _delete_all_but(self, *kept: str) -> None:
        found = self._behind(f"{self.alias}-*")
        for name in found:
            if self._is_ours(name) and name not in kept:
                self.worker.options(ignore_status=404).indices.delete(index=name)


def _source(one: Document) -> dict[str, Any]:
    source: dict[str, Any] = {
        "id": str(one.id), "kind": one.kind, "language": one.language, "facets": {},
        "date": microseconds(one.date), "expires_at": microseconds(one.expires_at),
        "shortness": 1 - min(one.title_length, _LONGEST_TITLE) / (_LONGEST_TITLE + 1),
    }  # fmt: skip
    for name, value in one.facets:
        source["facets"].setdefault(name, []).append(value)
    texts = [one.title, one.summary, one.body]
    for field, count in ((Field.TITLE, 1), (Field.LEAD, 2), (Field.TEXT, 3)):
        source[f"{field.value}_exact"] = [text.exact for text in texts[:count]]
        source[f"{field.value}_folded"] = [text.folded for text in texts[:count]]
    return source
