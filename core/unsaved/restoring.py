"""A form shown again with what was typed earlier: posted like any other, and never saved.

Wagtail's editors build a form with blocks and rows from posted data whenever something is wrong
with it. So putting a copy back is posting it, with a mark that makes every form count as wrong.
"""

from contextvars import ContextVar
from typing import Any

from django import forms

#: Marks a request that only wants the form; the name of a posted field.
RESTORE = "typed_restore"

_restoring: ContextVar[bool] = ContextVar("a form is put back", default=False)


def is_restoring() -> bool:
    return _restoring.get()


def begin(request_says_so: bool) -> Any:
    return _restoring.set(request_says_so)


def end(token: Any) -> None:
    _restoring.reset(token)


def install() -> None:
    """Every form, since no view may save one that is only being put back."""
    is_valid = forms.BaseForm.is_valid

    def is_valid_and_meant_to_be_saved(self: forms.BaseForm) -> bool:
        return is_valid(self) and not is_restoring()

    forms.BaseForm.is_valid = is_valid_and_meant_to_be_saved  # type: ignore[method-assign]
