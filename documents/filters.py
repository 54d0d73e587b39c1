"""The facets of the list of documents."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from core.filters import ListFilterSet, TopicFilter, YearFilter
from core.models import Agency
from core.models.records import AgencyLevel
from core.sitewide import remembered
from documents.choices import DocumentKind, Validity
from documents.matching import matches
from documents.validity import in_state


def issuers() -> list[tuple[str, str]]:
    """``[(code, name)]`` of the agencies that documents name, in the active language."""
    rows = Agency.objects.filter(issued_documents__isnull=False).distinct()
    return remembered(f"issuers|{get_language()}", lambda: [(row.code, str(row)) for row in rows])


class DocumentFilterSet(ListFilterSet):
    """Expects the queryset of `documents.selectors.documents_below`."""

    q = CharFilter(method="in_number_or_title", max_length=200, label=_("Number or words"))
    kind = ChoiceFilter(choices=DocumentKind.choices, label=_("Kind"), empty_label=_("All"))
    issuer = ChoiceFilter(
        choices=issuers, field_name="issuer__code", label=_("Issued by"), empty_label=_("All")
    )
    level = ChoiceFilter(choices=AgencyLevel.choices, label=_("Level"), empty_label=_("All"))
    year = YearFilter("issued_on")
    topic = TopicFilter()
    validity = ChoiceFilter(
        method="with_validity", choices=Validity.choices, label=_("Validity"), empty_label=_("All")
    )

    def in_number_or_title(self, queryset: Any, name: str, text: str) -> Any:
        """The number in any spelling from its beginning, or every word in title or abstract."""
        return queryset.filter(matches(text))

    def with_validity(self, queryset: Any, name: str, state: str) -> Any:
        return queryset.filter(in_state(state, timezone.localdate()))
