"""The editor's form of a news item."""

from typing import Any

from core.forms import PortalPageForm
from news.rules import problems


class NewsPageForm(PortalPageForm):
    """Says what is missing at the field that misses it. A draft may still be incomplete."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for name, messages in problems(cleaned, cleaned.get("topics") or []).items():
                self.add_error(name if name in self.fields else None, messages)
        return cleaned
