"""The form of a file or a picture: what visitors see is changed by who may publish it."""

from typing import Any

from core.models.old_files import keep_old_file
from core.public_use import refuse_unless_replaceable


class PublicFileForm:
    """Replacing or hiding what visitors see takes the right to publish where it is shown.

    The file that is replaced is kept: `core.models.OldFile`.
    """

    instance: Any
    original_file: Any
    changed_data: list[str]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def refuse_unless_replaceable(self) -> None:
        if self.instance.pk and self.user is not None:
            refuse_unless_replaceable(self.user, self.instance)

    def clean_collection(self) -> Any:
        if "collection" in self.changed_data:
            self.refuse_unless_replaceable()
        return self.cleaned_data["collection"]

    def save(self, commit: bool = True) -> Any:
        if commit and self.instance.pk and "file" in self.changed_data and self.original_file:
            keep_old_file(self.instance, self.original_file, self.user)
            self.original_file = None  # Wagtail would delete it.
        return super().save(commit=commit)  # type: ignore[misc]
