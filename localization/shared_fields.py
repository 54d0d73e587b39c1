"""A shared list that is emptied on the original is emptied on its translations.

wagtail-localize copies a many-to-many field only when something is in it: what was taken away last
stayed on the translation for ever.
"""

from typing import Any

from modelcluster.fields import ParentalManyToManyField
from wagtail_localize import fields, models


def copy_shared_fields(source: Any, target: Any) -> None:
    """wagtail-localize's own copying, with empty lists."""
    fields.copy_synchronised_fields(source, target)
    for policy in fields.get_translatable_fields(type(source)):
        field = policy.get_field(type(source))
        if policy.is_synchronized(source) and isinstance(field, ParentalManyToManyField):
            setattr(target, field.name, list(getattr(source, field.name).all()))


def install() -> None:
    models.copy_synchronised_fields = copy_shared_fields
