"""Visitors' facets. A value that does not exist is an error of the address, not an empty list."""

from collections.abc import Callable
from functools import partial
from typing import Any

import django_filters
from django.apps import apps
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.listing import listed
from core.filters import ListFilterSet
from core.sitewide import remembered
from core.vietnamese.fold import fold
from products.choices import LegalForm, Month, OcopLevel, ProductClass, ShownClass

_YES = [("yes", _("Yes"))]


_Choices = list[tuple[str, str]]


def _remembered(name: str, make: Callable[[], _Choices]) -> _Choices:
    """Choices are the same for whoever reads in one language."""
    return remembered(f"products {name}|{get_language()}", make)


def ocop_groups() -> list[tuple[str, str]]:
    """``[(code, name)]`` of the OCOP groups, in the order of their codes."""
    groups = apps.get_model("products.OcopCategory").objects.filter(level=OcopLevel.GROUP)
    return _remembered("groups", lambda: [(group.code, str(group)) for group in groups])


def producers() -> list[tuple[str, str]]:
    """``[(translation key, title)]`` of the public businesses of the active language.

    The key is the same in every language, so that a filtered address survives a switch.
    """
    pages = apps.get_model("products.BusinessPage").objects.filter(
        locale__language_code=get_language()
    )
    rows = listed(pages).order_by("title_sort_key", "pk").values_list("translation_key", "title")
    return _remembered("producers", lambda: [(str(key), title) for key, title in rows])


def localities() -> list[tuple[str, str]]:
    """``[(code, name)]`` of the localities that public businesses name."""
    naming = listed(apps.get_model("products.BusinessPage").objects.all())
    rows = apps.get_model("core.Locality").objects.filter(pk__in=naming.values("locality"))
    return _remembered("localities", lambda: [(row.code, str(row)) for row in rows])


ChoiceFilter = partial(django_filters.ChoiceFilter, empty_label=_("All"))


class ProductFilterSet(ListFilterSet):
    """Over products annotated with ``current_stars``."""

    product_class = ChoiceFilter(choices=ShownClass.choices, method="of_class", label=_("Class"))
    group = ChoiceFilter(choices=ocop_groups, method="in_group", label=_("OCOP group"))
    stars = ChoiceFilter(
        choices=[("3", "★★★"), ("4", "★★★★"), ("5", "★★★★★")],
        field_name="current_stars",
        label=_("Stars in force today"),
    )
    month = ChoiceFilter(choices=Month.choices, method="in_season", label=_("In season"))
    producer = ChoiceFilter(
        choices=producers, field_name="producer__translation_key", label=_("Producer")
    )
    export_ready = ChoiceFilter(
        choices=_YES, method="ready_for_export", label=_("Export information available"),
        help_text=_("HS code, minimum order and terms of delivery."),
    )  # fmt: skip

    def of_class(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """As `products.standing.shown_class` says it."""
        if value not in (ShownClass.OCOP, ShownClass.NO_STAR):
            return pages.filter(product_class=value)
        is_without = value == ShownClass.NO_STAR
        return pages.filter(product_class=ProductClass.OCOP, current_stars__isnull=is_without)

    def in_group(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Products whose set, sub-group or group is, or lies under, this group."""
        return pages.filter(
            Q(ocop_category__code=value)
            | Q(ocop_category__parent__code=value)
            | Q(ocop_category__parent__parent__code=value)
        )

    def in_season(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        bit = 1 << (int(value) - 1)
        found: QuerySet[Any] = pages.alias(in_month=F("season_mask").bitand(bit))
        return found.filter(in_month__gt=0)

    def ready_for_export(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return pages.exclude(hs_code="").exclude(minimum_order="").exclude(incoterms=[])


class BusinessFilterSet(ListFilterSet):
    q = django_filters.CharFilter(method="containing", label=_("Name, product or address"))
    legal_form = ChoiceFilter(choices=LegalForm.choices, label=_("Legal form"))
    locality = ChoiceFilter(choices=localities, field_name="locality__code", label=_("Locality"))

    def containing(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All words, in any order, with or without diacritics."""
        for word in fold(value).split():
            pages = pages.filter(folded_text__contains=word)
        return pages
