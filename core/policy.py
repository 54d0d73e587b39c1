"""The translation policy of every page field, written down.

A *translated* field is cut into segments by wagtail-localize; a *shared* one (codes, dates, stars,
coordinates, references) is copied from the source and cannot differ between languages.
"""

from wagtail_localize.fields import SynchronizedField, TranslatableField


def translated(*names: str) -> list[TranslatableField | SynchronizedField]:
    return [TranslatableField(name) for name in names]


def shared(*names: str) -> list[TranslatableField | SynchronizedField]:
    return [SynchronizedField(name, overridable=False) for name in names]
