"""What Schemathesis has to know about the API."""

from typing import Any

import schemathesis


@schemathesis.hook
def map_query(context: Any, query: Any) -> Any:
    """A cursor is given by the answer before: an invented one is refused, as the contract says."""
    if query:
        query.pop("cursor", None)
    return query
