"""Rows of the catalog with what a feed shows of them, without pages behind them."""

import datetime
import itertools
import json
import uuid
from typing import Any

from catalog.models import CatalogDependency, CatalogItem, DirtyMark
from tests.factories import catalog
from tests.factories.catalog import make_item, moment_text

START = datetime.datetime(2026, 3, 5, 1, 0, tzinfo=datetime.UTC)
# Far from the numbers of pages and files that a test makes besides.
_numbers = itertools.count(9_000_001)
MEDIA = ("image", "file")
_COLUMNS = {field.attname for field in CatalogItem._meta.concrete_fields} - {"summary"}


def make_row(title: str = "Tin mới", kind: str = "news", locale: str = "vi", **given: Any) -> Any:
    """A public item; ``given``: columns of the row, ``facets``, or keys of its payload.

    Nothing is left for a refresh to do, which would find no page behind the row.
    """
    DirtyMark.objects.all().delete()
    number, facets = next(_numbers), given.pop("facets", ())
    date = given.pop("date", START + datetime.timedelta(seconds=number - 9_000_000))
    columns = {
        "source": f"page:{number}", "page_id": None if kind in MEDIA else number,
        "date": date, "published_at": date, "updated_at": date, "changed_at": START, "url": f"http://localhost/{locale}/{number}/",
        "translation_key": uuid.uuid4(),
        **{name: given.pop(name) for name in list(given) if name in _COLUMNS},
    }  # fmt: skip
    # PostgreSQL stores no NUL; a payload holds it in the escaped form of JSON.
    row = make_item(title.replace("\x00", ""), kind, locale, facets=facets, **columns)
    payload = json.loads(row.payload) | {"title": title, "changed_at": moment_text(row.changed_at)}
    payload |= {"body": {"html": "", "blocks": []}, "data": {}} if kind not in MEDIA else {}
    if "dublin_core" in payload:
        payload["dublin_core"] = {"title": title, "identifier": row.url, "language": locale}
    row.payload = json.dumps(payload | given, ensure_ascii=False)
    row.save()
    return row


def withdraw(row: CatalogItem) -> None:
    """As the refresh does: it keeps nothing but what a tombstone needs."""
    row.changed_at = START + datetime.timedelta(hours=1)
    catalog.withdraw(row)


def picture(**given: Any) -> dict[str, Any]:
    sizes = [
        {"url": f"http://localhost/media/a-{width}.{end}", "width": width, "height": width // 2,
         "type": f"image/{kind}"}
        for width in (640, 1200) for end, kind in (("avif", "avif"), ("jpg", "jpeg"))
    ]  # fmt: skip
    return {
        "id": str(uuid.uuid4()), "alt": "Vườn vải & đồi", "alt_lang": "vi", "caption": None,
        "credit": {"value": "Trung tâm <Văn hoá>", "lang": "vi"}, "licence": None,
        "is_illustrative": False, "presets": {"figure": sizes}, **given,
    }  # fmt: skip


def make_recording(locale: str = "vi", **given: Any) -> Any:
    """An item with an audio block, and the row of its file."""
    number = next(_numbers)
    file = {
        "id": str(uuid.uuid4()), "title": "Bản tin", "url": f"http://localhost/documents/{number}/a.mp3",
        "type": "audio/mpeg", "size": 4321, "sha1": "a" * 40, "extension": "mp3",
    }  # fmt: skip
    captions = {**file, "url": f"http://localhost/documents/{number}/a.vtt", "type": "text/vtt"}
    make_row(
        "Bản tin", "file", "", source=f"file:{number}", media_type="audio/mpeg", url=file["url"]
    )
    value = {
        "title": "Bản tin sáng & chiều", "kind": "audio", "file": file, "poster": None,
        "captions": captions, "duration_seconds": 65, "transcript": "<p>Lời <b>đọc</b></p>",
    }  # fmt: skip
    blocks = [{"id": str(uuid.uuid4()), "type": "media", "value": value}]
    row = make_row(
        "Nghe bản tin", locale=locale, body={"html": "<p>x</p>", "blocks": blocks}, **given
    )
    CatalogDependency.objects.create(item=row, target=f"file:{number}")
    return row
