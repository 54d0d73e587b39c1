"""A column that holds several choices of a closed list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """JSON list of values out of ``options`` (``[(value, label), ...]``), without repetition.

    Kept in the order of the options. Shown in forms as check boxes. The options are not part of
    the migration: a new label is no change of the table.
    """

    def __init__(self, *args: Any, options: Sequence[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        self.options = list(options)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> list[Any]:
        return self.in_order(super().clean(value or [], model_instance))

    def in_order(self, value: Sequence[Any]) -> list[Any]:
        """The values in the order of the options; ValidationError for one that is none of them."""
        allowed = [option for option, _label in self.options]
        if not isinstance(value, list | tuple) or any(item not in allowed for item in value):
            raise ValidationError(_("Choose from the list only."), code="invalid_choice")
        return [option for option in allowed if option in value]

    def formfield(self, **kwargs: Any) -> Any:
        coerce: Any = type(self.options[0][0]) if self.options else str
        return forms.TypedMultipleChoiceField(
            choices=self.options,
            coerce=coerce,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )
