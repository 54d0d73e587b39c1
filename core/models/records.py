"""Records: things with an identity, texts in every language, and dates of validity.

Communes merge, agencies are renamed, posts change hands. So nothing here is ever overwritten: an
old record ends (``valid_to``) and names its successors.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core import plausible
from core.maps import Ground, validate_boundary, validate_drawing
from core.sitewide import remembered
from core.translated import TranslatedTextField
from core.vietnamese.fold import fold
from core.vietnamese.sorting import person_sort_key, sort_key


class ValidityQuerySet(models.QuerySet[Any]):
    def valid_on(self, day: datetime.date) -> "ValidityQuerySet":
        """Those in force on this day; both ends inclusive, an empty end is open."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Record(index.Indexed, models.Model):
    """Abstract base of all records: a stable code, a name in every language, validity."""

    code = models.CharField(
        _("code"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")],
        help_text=_("Short identifier that never changes; used in addresses and data files."),
    )
    name = TranslatedTextField(_("name"))
    valid_from = models.DateField(
        _("valid from"), validators=[plausible.HISTORY], null=True, blank=True
    )
    valid_to = models.DateField(
        _("valid until"),
        validators=[plausible.HISTORY],
        null=True,
        blank=True,
        help_text=_("Last day."),
    )
    sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)

    objects = ValidityQuerySet.as_manager()

    name_panels = [
        FieldPanel("name"),
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]
    search_fields = [
        index.SearchField("searchable_text", boost=2),
        index.AutocompleteField("searchable_text"),
    ]

    class Meta:
        abstract = True
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = self.make_sort_key()[:400]
        super().save(*args, **kwargs)

    @property
    def searchable_text(self) -> str:
        names = " ".join(self.name.values())
        return f"{self.code} {names} {fold(names)}"

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end is before the start.")})

    def make_sort_key(self) -> str:
        return sort_key(self.name.in_language("vi") or self.code)


class Locality(Record):
    """An administrative unit, as it was named and drawn for a period."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        DISTRICT = "district", _("District (until 30 June 2025)")
        TOWN = "town", _("Town (until 30 June 2025)")
        TOWNSHIP = "township", _("Township (until 30 June 2025)")
        COMMUNE = "commune", _("Commune")
        WARD = "ward", _("Ward")
        VILLAGE = "village", _("Village")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    unit_code = models.CharField(
        _("national code"),
        max_length=10,
        blank=True,
        help_text=_("Code of the unit in the national list, such as 07309."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("belongs to"),
    )  # fmt: skip
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors",
        verbose_name=_("successors"),
    )  # fmt: skip
    legal_basis = TranslatedTextField(_("legal basis or source"), blank=True, multiline=True)
    boundary = models.JSONField(
        _("boundary"), null=True, blank=True, validators=[validate_boundary],
        help_text=_("A GeoJSON geometry, WGS 84."),
    )  # fmt: skip
    drawing = models.JSONField(
        _("map drawing"), null=True, blank=True, validators=[validate_drawing],
        help_text=_(
            "What maps show below their points: a GeoJSON FeatureCollection, WGS 84. Each "
            "feature has a “kind” (field, hill, orchard, forest, water, river, road, highway, "
            "settlement) and may have a “name”."
        ),
    )  # fmt: skip
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )

    panels = [
        *Record.name_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("unit_code")]),
        FieldPanel("parent"),
        FieldPanel("successors"),
        FieldPanel("legal_basis"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("boundary"),
                FieldPanel("drawing"),
            ],
            heading=_("On the map"),
        ),
    ]

    class Meta(Record.Meta):
        verbose_name = _("locality")
        verbose_name_plural = _("localities")

    @property
    def ground(self) -> Ground:
        """What maps draw: its own, else that of the unit it became part of (one query)."""
        own_first = Case(When(pk=self.pk, then=0), default=1)
        units = Locality.objects.filter(Q(pk=self.pk) | Q(predecessors=self))
        grounds = units.order_by(own_first, "sort_key", "code").values_list("boundary", "drawing")
        return remembered(
            f"ground|{self.pk}",
            lambda: next((Ground(*each) for each in grounds if any(each)), Ground()),
        )


class AgencyLevel(models.TextChoices):
    PARTY_CENTRAL = "party_central", _("Party, central")
    CENTRAL = "central", _("Central")
    PARTY_PROVINCE = "party_province", _("Party, province")
    PROVINCE = "province", _("Province")
    PARTY_DISTRICT = "party_district", _("Party, district")
    DISTRICT = "district", _("District")
    PARTY_COMMUNE = "party_commune", _("Party, commune")
    COMMUNE = "commune", _("Commune")
    INTERNATIONAL = "international", _("International")
    OTHER = "other", _("Other")


class Agency(Record):
    """A body that issues documents, holds posts or is responsible for something."""

    level = models.CharField(_("level"), max_length=20, choices=AgencyLevel.choices)
    locality = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="agencies",
        verbose_name=_("locality"),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("belongs to"),
    )  # fmt: skip
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors",
        verbose_name=_("successors"),
    )  # fmt: skip
    website = models.URLField(_("website"), blank=True)

    panels = [
        *Record.name_panels,
        FieldRowPanel([FieldPanel("level"), FieldPanel("locality")]),
        FieldPanel("parent"),
        FieldPanel("successors"),
        FieldPanel("website"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")


class Post(Record):
    """A post in an agency: held by an officer for a period."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="posts", verbose_name=_("agency")
    )
    duties = TranslatedTextField(_("duties"), blank=True, multiline=True)
    rank = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Smaller numbers are listed first.")
    )

    panels = [*Record.name_panels, FieldPanel("agency"), FieldPanel("duties"), FieldPanel("rank")]

    class Meta(Record.Meta):
        ordering = ["rank", "sort_key", "code"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")


class Officer(index.Indexed, models.Model):
    """Who holds a post, and from when to when. Office contact only (Law 91/2025/QH15)."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    post = models.ForeignKey(Post, models.PROTECT, related_name="officers", verbose_name=_("post"))
    valid_from = models.DateField(
        _("holds the post from"), validators=[plausible.HISTORY], null=True, blank=True
    )
    valid_to = models.DateField(
        _("holds the post until"), validators=[plausible.HISTORY], null=True, blank=True
    )
    biography = TranslatedTextField(_("short biography"), blank=True, multiline=True)
    portrait = models.ForeignKey(
        "core.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("portrait"),
    )  # fmt: skip
    portrait_consent = models.BooleanField(
        _("agrees to the portrait being published"), default=False
    )
    office_phone = models.CharField(
        _("office telephone"), max_length=30, blank=True, help_text=_("Never a private number.")
    )
    office_email = models.EmailField(_("office e-mail"), blank=True)
    is_spokesperson = models.BooleanField(_("spokesperson"), default=False)
    sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)

    objects = ValidityQuerySet.as_manager()

    panels = [
        FieldPanel("full_name"),
        FieldPanel("code"),
        FieldPanel("post"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        FieldPanel("portrait_consent"),
        FieldRowPanel([FieldPanel("office_phone"), FieldPanel("office_email")]),
        FieldPanel("is_spokesperson"),
    ]
    search_fields = [
        index.SearchField("searchable_text", boost=2),
        index.AutocompleteField("searchable_text"),
    ]

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("officer")
        verbose_name_plural = _("officers")

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = person_sort_key(self.full_name)[:400]
        super().save(*args, **kwargs)

    @property
    def searchable_text(self) -> str:
        return f"{self.code} {self.full_name} {fold(self.full_name)}"

    def holds_post_on(self, day: datetime.date) -> bool:
        """Both ends included; without them from ever, and until further notice."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_to is None or day <= self.valid_to)

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end is before the start.")})


class Topic(Record):
    """An entry of the plan's taxonomy; reports count by it."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    description = TranslatedTextField(_("description"), blank=True, multiline=True)
    republished_only = models.BooleanField(
        _("republished items only"),
        default=False,
        help_text=_("The commune does not report on this itself; it republishes with source."),
    )
    needs_orientation = models.BooleanField(
        _("needs orientation before approval"),
        default=False,
        help_text=_("Sensitive: the Commission for Information and Education looks at it first."),
    )

    panels = [
        *Record.name_panels,
        FieldPanel("parent"),
        FieldPanel("description"),
        FieldPanel("republished_only"),
        FieldPanel("needs_orientation"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def make_sort_key(self) -> str:
        # The taxonomy is read in the order of its numbers: T02 before T10, T22.2 before T23.
        return self.code


class Marketplace(Record):
    """An e-commerce platform. Platforms die: a closed one stays, marked."""

    url = models.URLField(_("address"), blank=True)
    is_closed = models.BooleanField(_("closed down"), default=False)

    panels = [*Record.name_panels, FieldPanel("url"), FieldPanel("is_closed")]

    class Meta(Record.Meta):
        verbose_name = _("marketplace")
        verbose_name_plural = _("marketplaces")


class Abbreviation(Record):
    """A short form that not every visitor knows; texts say its name, which is what it means."""

    short = models.CharField(
        _("short form"), max_length=20, unique=True,
        validators=[RegexValidator(r"^[^\W_][^<>&]*[^\W_]$")],
        help_text=_("As it stands in texts, such as UBND; small and capital letters count."),
    )  # fmt: skip

    panels = [FieldPanel("short"), *Record.name_panels]

    class Meta(Record.Meta):
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")

    def __str__(self) -> str:
        return f"{self.short}: {self.name}"

    @property
    def searchable_text(self) -> str:
        return f"{self.short} {super().searchable_text}"

    def make_sort_key(self) -> str:
        return sort_key(self.short)
