"""Fairs, exhibitions, festivals, exchanges: what takes place, when, where and who shows what."""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.search import index

from catalog.references import named_by, references_of
from core import plausible
from core.models import BasePage, IndexPage, TopicalPage
from core.policy import shared, translated
from core.vietnamese import lunar
from core.vietnamese.dates import VIETNAM
from events import selectors, wording
from events.calendars import Month, month_table, weekday_names
from events.choices import EventKind, Recurrence, validate_time_zone
from events.filters import PAST, EventFilterSet
from events.forms import EventPageForm
from events.icalendar_feed import calendar_response
from events.recurrence import Occurrence, Schedule, in_zone
from events.routes import CalendarRoutesMixin

_SOURCE_PAGES = {"locale__language_code": "vi", "alias_of__isnull": True}
_LONGEST_RECURRING = datetime.timedelta(days=350)  # A lunar year may have 353 days.


class EventIndexPage(CalendarRoutesMixin, IndexPage):
    filterset_class = EventFilterSet

    subpage_types: ClassVar[list[str]] = ["events.EventPage"]

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def get_items(self) -> Any:
        return selectors.events_below(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        today = timezone.localdate()
        context["this_month"] = Month(today.year, today.month)
        if "month" in request.GET:
            context["month"] = month = self._month(request)
            context["title_details"].append(date_format(month.first_day, "YEAR_MONTH_FORMAT"))
            context["weekdays"] = weekday_names(self.locale.language_code)
            context["weeks"] = month_table(month, context["filterset"].qs, today)
        return context

    def paginate(self, request: HttpRequest, items: Any) -> Any:
        """Coming events by their next day, or past ones; dates that recur are computed here."""
        today = timezone.localdate()
        chosen = selectors.past if request.GET.get("when") == PAST else selectors.upcoming
        ordered: Any = chosen(items, today)
        return super().paginate(request, ordered)

    @staticmethod
    def _month(request: HttpRequest) -> Month:
        try:
            return Month.parse(request.GET["month"])
        except ValueError as unknown:
            raise Http404 from unknown

    @path("ics/", name="ics")
    def ics(self, request: HttpRequest) -> HttpResponse:
        """All public events of this language, to subscribe to."""
        return calendar_response(self.get_items(), self.title, self.slug)


class EventPage(CalendarRoutesMixin, TopicalPage):
    kind = models.CharField(
        _("kind"), max_length=15, choices=EventKind.choices, help_text=_("Type of event.")
    )
    # Obligatory, but a draft may be saved before the day is known.
    start = models.DateTimeField(
        _("begins"), validators=[plausible.EVENT], null=True, db_index=True,
        help_text=_("In local time of the venue."),
    )  # fmt: skip
    end = models.DateTimeField(
        _("ends"),
        validators=[plausible.EVENT],
        null=True,
        blank=True,
        help_text=_("Leave empty if not known."),
    )
    is_all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("Only the days are shown; the last one counts.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default=VIETNAM.key,
        validators=[validate_time_zone],
        help_text=_("Of an event abroad: Asia/Tokyo, Europe/Paris."),
    )
    recurrence = models.CharField(
        _("repeats"),
        max_length=15,
        choices=Recurrence.choices,
        default=Recurrence.NONE,
        help_text=_("For a festival of the lunar calendar, the date is computed for each year."),
    )
    lunar_day = models.PositiveSmallIntegerField(
        _("lunar day"), null=True, blank=True, help_text=_("1 to 30: the first day of the event."),
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )  # fmt: skip
    lunar_month = models.PositiveSmallIntegerField(
        _("lunar month"), null=True, blank=True, help_text=_("1 (Giêng) to 12 (Chạp)."),
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )  # fmt: skip
    venue = models.CharField(
        _("venue"), max_length=250, blank=True, help_text=_("Name and address.")
    )
    place = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("page of the place"), help_text=_("A place, relic or craft village."),
    )  # fmt: skip
    organiser = models.CharField(
        _("organiser"), max_length=250, blank=True, help_text=_("Who organises it.")
    )
    stand = models.CharField(
        _("stand"), max_length=150, blank=True, help_text=_("Where the commune is found at a fair.")
    )
    businesses = ParentalManyToManyField(
        "products.BusinessPage", blank=True, related_name="events", limit_choices_to=_SOURCE_PAGES,
        verbose_name=_("businesses"), help_text=_("Who takes part."),
    )  # fmt: skip
    products = ParentalManyToManyField(
        "products.ProductPage", blank=True, related_name="events", limit_choices_to=_SOURCE_PAGES,
        verbose_name=_("products"), help_text=_("What is shown there."),
    )  # fmt: skip
    results = models.TextField(
        _("results"),
        blank=True,
        help_text=_("Written when it is over: visitors, contracts, prizes."),
    )

    base_form_class = EventPageForm
    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start", required_on_save=False), FieldPanel("end")]),
                FieldRowPanel([FieldPanel("is_all_day"), FieldPanel("time_zone")]),
                FieldPanel("recurrence"),
                FieldRowPanel([FieldPanel("lunar_day"), FieldPanel("lunar_month")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                PageChooserPanel("place", ["places.TourismPlacePage", "places.RelicPage"]),
                FieldRowPanel([FieldPanel("organiser"), FieldPanel("stand")]),
            ],
            heading=_("Where and who"),
        ),
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("body"),
        FieldPanel("businesses"),
        FieldPanel("products"),
        FieldPanel("results"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("venue"),
        index.SearchField("results"),
        index.FilterField("kind"),
        index.FilterField("start"),
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("venue", "organiser", "stand", "results"),
        *shared(
            *("kind", "start", "end", "is_all_day", "time_zone", "recurrence"),
            *("lunar_day", "lunar_month", "place", "businesses", "products"),
        ),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def schedule(self) -> Schedule | None:
        """The first occurrence, on the clock of the event, and how it comes again.

        None in a draft that has no date yet.
        """
        if self.start is None:
            return None
        end = in_zone(self.end, self.time_zone) if self.end else None
        first = Occurrence(in_zone(self.start, self.time_zone), end, self.is_all_day)
        return Schedule(first, self.recurrence, self.lunar_day, self.lunar_month)

    def occurrences(self, start: datetime.date, end: datetime.date) -> list[Occurrence]:
        """Those that touch the days from ``start`` to ``end``, both included, in order."""
        return self.schedule.occurrences(start, end) if self.schedule else []

    def next_occurrence(self, today: datetime.date) -> Occurrence | None:
        """The one that goes on or comes next; None when the event is over."""
        return self.schedule.next_occurrence(today) if self.schedule else None

    @property
    def shown_occurrence(self) -> Occurrence | None:
        """The next one; of an event that is over, the only one."""
        schedule = self.schedule
        if schedule is None:
            return None
        return schedule.next_occurrence(timezone.localdate()) or schedule.first

    @property
    def is_over(self) -> bool:
        return self.start is not None and self.next_occurrence(timezone.localdate()) is None

    @property
    def when(self) -> str:
        """In words of the active language."""
        shown = self.shown_occurrence
        return wording.period(shown, self.time_zone) if shown else ""

    @property
    def lunar_date(self) -> str:
        """Lunar date of the first day in words; empty when the event does not follow it."""
        if not (self.lunar_day and self.lunar_month):
            return ""
        return wording.lunar_day(self.lunar_day, self.lunar_month)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # A time without a zone (from a data file) is one of the event's clock, not of the server's.
        for name in ("start", "end"):
            value = getattr(self, name)
            moment = parse_datetime(value) if isinstance(value, str) else value
            if isinstance(moment, datetime.datetime) and timezone.is_naive(moment):
                validate_time_zone(self.time_zone)
                setattr(self, name, in_zone(moment, self.time_zone))
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end is before the start.")})
        if self.recurrence == Recurrence.NONE or not self.start:
            return
        if self.end and self.end - self.start > _LONGEST_RECURRING:
            raise ValidationError(
                {"end": _("An event that repeats every year must last less than a year.")}
            )
        if self.recurrence == Recurrence.LUNAR_YEARLY:
            self._clean_lunar_date()

    def _clean_lunar_date(self) -> None:
        for name in ("lunar_day", "lunar_month"):
            if not getattr(self, name):
                raise ValidationError({name: _("Give the lunar day and month of the festival.")})
        schedule = self.schedule
        if schedule is None:
            return
        first = schedule.first.first_day
        try:
            found = lunar.nearest_occurrence(self.lunar_day or 0, self.lunar_month or 0, first)
        except ValueError as unknown:
            raise ValidationError(
                {"lunar_day": _("The lunar calendar has no such day.")}
            ) from unknown
        if found != first:
            raise ValidationError(
                {"start": _("This is not the lunar day given below; that falls on %(day)s.")
                 % {"day": found.strftime("%d/%m/%Y")}}
            )  # fmt: skip

    @path("ics/", name="ics")
    def ics(self, request: HttpRequest) -> HttpResponse:
        """This event as an iCalendar file."""
        return calendar_response([self], self.title, self.slug)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        context["event_index"] = parent if parent.live else None
        context["topics"] = list(self.topics.all())
        shown = references_of(
            self,
            place=named_by(self, "place"),
            businesses=self.businesses.all(),
            products=self.products.all(),
        )
        return {**context, **shown, "place": next(iter(shown["place"]), None)}
