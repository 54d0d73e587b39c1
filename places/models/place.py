"""Places one can go to, and the history they tell."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel

from core import plausible
from core.models import TopicalPage
from core.models.sorting import TitleSorted
from core.policy import shared, translated
from places.choices import PlaceKind, RelicRank, RelicType


class PlacePage(TitleSorted, TopicalPage):
    """Abstract: a place with a position and what a visitor must know before coming."""

    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north (WGS 84), such as 21.426000."),
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east (WGS 84), such as 106.109000."),
    )  # fmt: skip
    address = models.CharField(
        _("address"), max_length=255, blank=True, help_text=_("Village, commune, province.")
    )
    directions = models.TextField(
        _("how to get there"), blank=True, help_text=_("From the main road, by bus, where to park.")
    )
    opening = models.CharField(
        _("opening hours"),
        max_length=255,
        blank=True,
        help_text=_("Days and hours, and closing days."),
    )
    fees = models.CharField(
        _("entrance fee"), max_length=255, blank=True, help_text=_("Say so when it is free.")
    )
    accessibility = models.TextField(
        _("accessibility"), blank=True,
        help_text=_("Steps, paths, toilets: what a wheelchair user or an older person must know."),
    )  # fmt: skip

    # Set by selectors.nearby, shown on the card.
    kilometres_away: float | None = None
    card_extras: ClassVar[tuple[str, ...]] = ("kilometres_away",)

    parent_page_types: ClassVar[list[str]] = ["places.PlaceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    visit_panels = [
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("directions"),
                FieldRowPanel([FieldPanel("opening"), FieldPanel("fees")]),
                FieldPanel("accessibility"),
            ],
            heading=_("For visitors"),
        ),
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("address", "directions", "opening", "fees", "accessibility"),
        *shared("latitude", "longitude"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Give both coordinates or none.")})

    @property
    def kind_label(self) -> str:
        """What it is, in the active language."""
        raise NotImplementedError(f"{type(self).__name__} must say what it is.")

    @property
    def has_position(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from places.presentation import place_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **place_context(self)}


class TourismPlacePage(PlacePage):
    place_kind = models.CharField(
        _("kind of place"), max_length=10, choices=PlaceKind.choices, default=PlaceKind.SCENIC,
        help_text=_("What visitors come for."),
    )  # fmt: skip
    best_season = models.CharField(
        _("best season"), max_length=200, blank=True, help_text=_("Such as: late May to mid June.")
    )

    content_panels = [
        *TopicalPage.content_panels,
        FieldRowPanel([FieldPanel("place_kind"), FieldPanel("best_season")]),
        *PlacePage.visit_panels,
    ]
    override_translatable_fields = [
        *PlacePage.override_translatable_fields,
        *translated("best_season"),
        *shared("place_kind"),
    ]

    class Meta:
        verbose_name = _("place to visit")
        verbose_name_plural = _("places to visit")

    @property
    def kind_label(self) -> str:
        return str(self.get_place_kind_display())


class RelicPage(PlacePage):
    rank = models.CharField(
        _("rank"), max_length=20, choices=RelicRank.choices, default=RelicRank.INVENTORIED,
        help_text=_("As the decision gives it; “inventoried” when there is none yet."),
    )  # fmt: skip
    decision_number = models.CharField(
        _("number of the decision"), max_length=60, blank=True,
        help_text=_("Of the decision that ranked it, as printed."),
    )  # fmt: skip
    decision_date = models.DateField(
        _("date of the decision"),
        validators=[plausible.DOCUMENT],
        null=True,
        blank=True,
        help_text=_("As printed on it."),
    )
    relic_type = models.CharField(
        _("type of relic"), max_length=15, choices=RelicType.choices, default=RelicType.HISTORY,
        help_text=_("One of the four types of the Law on Cultural Heritage."),
    )  # fmt: skip
    period = models.CharField(
        _("period"),
        max_length=200,
        blank=True,
        help_text=_("When it was built or what it recalls."),
    )
    worship = models.CharField(
        _("worship"), max_length=255, blank=True, help_text=_("Who is worshipped here.")
    )
    festival = models.ForeignKey(
        "events.EventPage", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("festival"), help_text=_("Its Vietnamese page under Events."),
    )  # fmt: skip

    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("rank"), FieldPanel("relic_type")]),
                FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decision_date")]),
                FieldRowPanel([FieldPanel("period"), FieldPanel("worship")]),
                PageChooserPanel("festival"),
            ],
            heading=_("Relic"),
        ),
        *PlacePage.visit_panels,
    ]
    override_translatable_fields = [
        *PlacePage.override_translatable_fields,
        *translated("period", "worship"),
        *shared("rank", "decision_number", "decision_date", "relic_type", "festival"),
    ]

    class Meta:
        verbose_name = _("relic")
        verbose_name_plural = _("relics")

    @property
    def kind_label(self) -> str:
        return str(self.get_rank_display())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from places.presentation import festival_of, relic_facts

        context = super().get_context(request, *args, **kwargs)
        return {**context, "relic_facts": relic_facts(self), "festival": festival_of(self)}


class HistoryPage(TitleSorted, TopicalPage):
    period = models.CharField(
        _("period"), max_length=200, blank=True, help_text=_("Such as 1884-1913.")
    )

    parent_page_types: ClassVar[list[str]] = ["places.PlaceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*TopicalPage.content_panels, FieldPanel("period")]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("period"),
    ]

    class Meta:
        verbose_name = _("page of history")
        verbose_name_plural = _("pages of history")
