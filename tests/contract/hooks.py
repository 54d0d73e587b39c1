"""What Schemathesis has to know about the API."""

from typing import Any

import schemathesis


@schemathesis.hook
def map_query(context: Any, query: Any) -> Any:
    """A cursor is given by the answer before: an invented one is refused, as the contract says."""
    if query:
        query.pop("cursor", None)
    return query


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """The same in the phase that puts questions together from the document alone."""
    meta = case.meta
    if meta and meta.phase.name.value == "coverage" and meta.generation.mode.is_positive:
        case.query.pop("cursor", None)
