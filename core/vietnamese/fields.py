"""Models whose text is NFC and storable whichever way it came: form, import, shell or editor.

The home for stored text, since the middleware cannot see imports and leaves the editor's JSON
alone. ``full_clean`` covers drafts too: Wagtail cleans a page before it writes a revision.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from core.vietnamese.text import is_blank, nfc, storable


def nfc_value(value: Any) -> Any:
    """The value with every text in it storable and in NFC; goes into lists, tuples and mappings'
    values.
    """
    if isinstance(value, str):
        return nfc(storable(value))
    if isinstance(value, dict):
        return {key: nfc_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [nfc_value(item) for item in value]
    return value


def _nfc_changes(instance: models.Model) -> Iterator[tuple[str, Any]]:
    """``(attribute, new value)`` of each text field of the instance that is not NFC."""
    deferred = instance.get_deferred_fields()
    for field in instance._meta.concrete_fields:
        name = field.attname
        if name in deferred:
            continue
        if hasattr(field, "stream_block"):
            raw = field.get_prep_value(getattr(instance, name))
            if (composed := nfc_value(raw)) != raw:
                yield name, field.to_python(composed)
        elif isinstance(field, models.CharField | models.TextField):
            # An address is an identifier of somebody else's: not ours to respell.
            value = getattr(instance, name)
            if isinstance(field, models.URLField) or type(value) is not str:
                continue
            if (text := _of_a_field(value)) != value:
                yield name, text


def _of_a_field(value: str) -> str:
    """Empty where nothing of it can be seen: what must be filled in is then asked for."""
    text: str = nfc_value(value)
    return "" if is_blank(text) else text


class NFCTextMixin(models.Model):
    """Makes text, rich text and stream fields NFC before validation and before saving."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.make_nfc()
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.make_nfc()
        super().full_clean(*args, **kwargs)

    def make_nfc(self) -> None:
        for name, value in _nfc_changes(self):
            setattr(self, name, value)
