"""Which item is or was public at a path; the refresh notes every address it gives an item."""

import uuid
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from catalog.models import PublicAddress
from core.vietnamese.text import nfc


def normal(address: str) -> str:
    """``/tin-tuc/le-hoi`` of an address or path in any spelling: NFC, decoded, no last slash.

    Scheme, host, query and fragment do not count. The home page is ``/``. ValueError for what is
    no address.
    """
    path = nfc(unquote(urlsplit(address).path))
    parts = [part for part in path.split("/") if part]
    return "/" + "/".join(parts)


def note(items: Iterable[tuple[uuid.UUID, str]]) -> None:
    """Keep ``(id, url)`` of items that are public now; one query, however many."""
    PublicAddress.objects.bulk_create(
        [PublicAddress(item_id=item, path=normal(url)) for item, url in items if url],
        ignore_conflicts=True,
    )
