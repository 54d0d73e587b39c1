"""Rows of the catalog as the refresh writes them, without pages behind them."""

import datetime
import hashlib
import itertools
import json
import uuid
from typing import Any

from catalog.models import CatalogDependency, CatalogItem, CatalogState

START = datetime.datetime(2026, 3, 5, 1, 0, tzinfo=datetime.UTC)
_numbers = itertools.count(1)


def make_row(title: str = "Tin mới", kind: str = "news", locale: str = "vi", **given: Any) -> Any:
    """A public item; ``given``: columns of the row, or keys of its payload."""
    state, _ = CatalogState.objects.get_or_create(pk=1)
    state.max_seq += 1
    state.save()
    number = next(_numbers)
    key = given.pop("translation_key", uuid.uuid4())
    source = given.pop("source", f"page:{number}")
    item = uuid.uuid5(state.namespace, source)
    date = given.pop("date", START + datetime.timedelta(minutes=state.max_seq))
    prefix = "/en" if locale == "en" else ""
    url = given.pop("url", f"http://localhost{prefix}/tin/{number}/")
    columns = {
        name: given.pop(name)
        for name in list(given)
        if name in {field.attname for field in CatalogItem._meta.concrete_fields}
        and name not in ("summary",)
    }
    moment = columns.get("changed_at", START)
    payload = {
        "id": str(item), "type": kind, "locale": locale or None, "translation_key": str(key),
        "url": url, "title": title, "summary": "", "is_illustrative": False,
        "date": date.isoformat(), "published_at": date.isoformat(),
        "updated_at": date.isoformat(), "section": None, "parent": None, "breadcrumbs": [],
        "translations": [], "topics": [], "locality": None, "promoted_level": "",
        "information_kind": "", "image": None, "body": {"html": "", "blocks": []}, "data": {},
        "dublin_core": {"title": title, "identifier": url, "language": locale}, "json_ld": {},
        "rev": 1, "digest": "", "changed_at": moment.isoformat(), **given,
    }  # fmt: skip
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    values = {
        "source": source, "kind": kind, "locale": locale, "state": "live",
        "seq": state.max_seq, "digest": hashlib.sha256(text.encode()).hexdigest(),
        "changed_at": START, "translation_key": key, "url": url, "title": title,
        "date": date, "published_at": date, "updated_at": date, "payload": text,
    }  # fmt: skip
    return CatalogItem.objects.create(id=item, **(values | columns))


def withdraw(row: CatalogItem) -> None:
    """As the refresh does: it keeps nothing but what a tombstone needs."""
    state = CatalogState.objects.get(pk=1)
    state.max_seq += 1
    state.save()
    CatalogItem.objects.filter(pk=row.pk).update(
        state="gone", seq=state.max_seq, changed_at=START + datetime.timedelta(hours=1),
        url="", title="", summary="", payload="", card="", digest="", date=None,
        published_at=None, updated_at=None, section=None,
    )  # fmt: skip


def picture(**given: Any) -> dict[str, Any]:
    sizes = [
        {"url": f"http://localhost/media/a-{width}.{end}", "width": width, "height": width // 2,
         "type": f"image/{kind}"}
        for width in (640, 1200) for end, kind in (("avif", "avif"), ("jpg", "jpeg"))
    ]  # fmt: skip
    return {
        "id": str(uuid.uuid4()), "alt": "Vườn vải & đồi", "alt_lang": "vi", "caption": None,
        "credit": "Trung tâm <Văn hoá>", "licence": None, "is_illustrative": False,
        "presets": {"figure": sizes}, **given,
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
