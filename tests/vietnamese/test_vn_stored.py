"""Text of models is NFC before it is validated and before it is saved."""

import unicodedata
from typing import Any
from unittest import mock

import pytest
from django.db import models
from django.test.utils import isolate_apps
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.fields import StreamField

from core.vietnamese.fields import NFCTextMixin, nfc_value

FESTIVAL = "Lễ hội đình"
NFD = unicodedata.normalize("NFD", FESTIVAL)


def note(**values: Any) -> Any:
    """An unsaved instance of a model with one field of each sort."""
    with isolate_apps("django.contrib.contenttypes"):

        class Note(NFCTextMixin):
            title = models.CharField(max_length=len(FESTIVAL))
            text = models.TextField(blank=True)
            source = models.URLField(blank=True)
            year = models.IntegerField(null=True, blank=True)
            body = StreamField(
                [
                    ("text", RichTextBlock()),
                    ("facts", ListBlock(StructBlock([("label", CharBlock())]))),
                ],
                blank=True,
            )

            class Meta:
                app_label = "contenttypes"

        return Note(**values)


def test_text_is_composed_before_lengths_are_counted() -> None:
    one = note(title=NFD, text=NFD, source=f"https://example.org/{NFD}")
    one.full_clean(exclude={"source"})
    assert (one.title, one.text) == (FESTIVAL, FESTIVAL)
    assert one.source.endswith(NFD)


def test_text_is_composed_on_save() -> None:
    one = note(title=NFD)
    with mock.patch.object(models.Model, "save") as save:
        one.save(update_fields=["title"])
    save.assert_called_once_with(update_fields=["title"])
    assert one.title == FESTIVAL


def test_stream_is_composed_and_keeps_its_ids() -> None:
    stream = [
        {"type": "text", "value": f"<p>{NFD}</p>", "id": "a"},
        {
            "type": "facts",
            "value": [{"type": "item", "value": {"label": NFD}, "id": "c"}],
            "id": "b",
        },
    ]
    one = note(title="x", body=stream)
    one.full_clean()
    assert one.body[0].value.source == f"<p>{FESTIVAL}</p>"
    assert one.body[1].value[0]["label"] == FESTIVAL
    assert [block.id for block in one.body] == ["a", "b"]


def test_composed_stream_is_not_rebuilt() -> None:
    one = note(title="x", body=[{"type": "text", "value": "<p>Đình</p>", "id": "a"}])
    before = one.body
    one.make_nfc()
    assert one.body is before


@pytest.mark.parametrize(
    ("value", "composed"),
    [
        (NFD, FESTIVAL),
        ({"vi": NFD, "n": 1}, {"vi": FESTIVAL, "n": 1}),
        ([NFD, [NFD], None], [FESTIVAL, [FESTIVAL], None]),
        ((NFD,), [FESTIVAL]),
        (b"\\xff", b"\\xff"),
    ],
)
def test_nested_values(value: Any, composed: Any) -> None:
    assert nfc_value(value) == composed
