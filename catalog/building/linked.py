"""Which pages a text links to, before it is built: so that they are looked up for a whole batch."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_ANCHOR = re.compile(r"<a\b[^>]*>")
_ID = re.compile(r'\bid="(\d+)"')


def linked_pages(raw: Any) -> Iterator[int]:
    """Primary keys in the links of rich text anywhere in a stream's raw data.

    Nothing relies on it: a link that is not found here is looked up by itself.
    """
    if isinstance(raw, str):
        for anchor in _ANCHOR.findall(raw):
            if 'linktype="page"' in anchor and (found := _ID.search(anchor)):
                yield int(found[1])
    elif isinstance(raw, Mapping):
        yield from linked_pages(list(raw.values()))
    elif isinstance(raw, Sequence):
        for part in raw:
            yield from linked_pages(part)
