"""The facets of the list of documents."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from core.filters import TopicFilter
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


class DocumentFilterSet(FilterSet):
    """Expects the queryset of `documents.selectors.documents_below`."""

    q = CharFilter(method="in_number_or_title", max_length=200, label=_("Number or words"))
    kind = ChoiceFilter(choices=DocumentKind.choices, label=_("Kind"), empty_label=_("All"))
    issuer = ChoiceFilter(
        choices=issuers, field_name="issuer__code", label=_("Issued by"), empty_label=_("All")
    )
    level = ChoiceFilter(choices=AgencyLevel.choices, label=_("Level"), empty_label=_("All"))
    year = ChoiceFilter(field_name="issued_on__year", label=_("Year"), empty_label=_("All"))
    topic = TopicFilter()
    validity = ChoiceFilter(
        method="with_validity", choices=Validity.choices, label=_("Validity"), empty_label=_("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.queryset.exclude(issued_on=None).dates("issued_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(day.year, str(day.year)) for day in days]

    def in_number_or_title(self, queryset: Any, name: str, text: str) -> Any:
        """The number in any spelling from its beginning, or every word in title or abstract."""
        return queryset.filter(matches(text))

    def with_validity(self, queryset: Any, name: str, state: str) -> Any:
        return queryset.filter(in_state(state, timezone.localdate()))
