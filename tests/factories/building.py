"""Items of the catalog, built from real pages."""

import json
import re
import uuid
from typing import Any

from wagtail.models import Page

from catalog.building import Directory, build_page
from catalog.built import Built
from catalog.schemas import Card, item_model
from core.kinds import kind_of

NAMESPACE = uuid.UUID("11111111-2222-4333-8444-555555555555")
_ADDED = {"rev": 1, "digest": "0" * 64, "changed_at": "2026-03-05T08:00:00+07:00"}
_RELATIVE = re.compile(r'(?:href|src|poster)="(?!https?:|mailto:|tel:)')


def built(page: Page) -> Built:
    """What the catalog would hold of a page as it is stored, after checks that hold for all."""
    stored = Page.objects.get(pk=page.pk).specific
    item = build_page(stored, Directory(NAMESPACE))
    kind = kind_of(stored)
    assert kind is not None
    for value in (item.payload, item.card):
        assert json.loads(json.dumps(value, allow_nan=False)) == value
        assert_canonical(value)
    item_model(kind).model_validate({**item.payload, **_ADDED})
    Card.model_validate(item.card)
    assert not _RELATIVE.search(json.dumps(item.payload).replace('\\"', '"'))
    assert all(isinstance(value, str) and len(value) <= 120 for _name, value in item.facets)
    assert all(len(name) <= 40 for name, _value in item.facets)
    assert all(len(key) <= 120 for key in item.dependencies | item.touches)
    return item


def assert_canonical(value: Any) -> None:
    """No float that is whole: other languages would write it without its fraction."""
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value)
        for one in value.values():
            assert_canonical(one)
    elif isinstance(value, list):
        for one in value:
            assert_canonical(one)
    else:
        assert value is None or isinstance(value, str | int | float)
        assert not (isinstance(value, float) and value.is_integer()), value
