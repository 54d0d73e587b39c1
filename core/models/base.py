"""What every page of the portal has in common. Abstract: wagtail-localize supports nothing else."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail.utils.decorators import cached_classmethod

from core import plausible
from core.blocks import StoryBlock
from core.cards import attach_for_cards
from core.forms import PortalPageForm
from core.images import attach_covers
from core.kinds import Kind, kind_of
from core.panels import page_edit_handler
from core.policy import shared, translated
from core.publishing import CONFIRMED, MINOR
from core.search_text import FoldedTitleMixin
from core.sitewide import remembered
from core.titles import page_detail
from core.typed_slugs import PortalCopyForm
from core.vietnamese.fields import NFCTextMixin
from core.vietnamese.slugs import slug_for, vn_slugify
from core.visibility import closed_paths

if TYPE_CHECKING:
    from core.filters import ListFilterSet


def pages_above(page: Page) -> list[Page]:
    """From the home page down to the parent, with their language: known for a whole section."""

    def above() -> list[Page]:
        return list(page.get_ancestors().filter(depth__gte=2).select_related("locale"))

    return remembered(f"above|{page.path[: -page.steplen]}", above)


class BasePage(FoldedTitleMixin, NFCTextMixin, Page):
    slug: Any  # Declared by Wagtail, which is not typed.

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences; shown in lists, search results and shared links."),
    )
    cover = models.ForeignKey(
        "core.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("Shown in lists and at the top of the page."),
    )  # fmt: skip
    is_illustrative = models.BooleanField(
        _("illustrative content"),
        default=False,
        help_text=_("Example content: marked as such on the page and wherever it is listed."),
    )
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))

    # What of other tables its own page shows: joined when it is asked for by its address.
    shown_with: ClassVar[tuple[str, ...]] = ()

    # Who has just confirmed that it may be public; set by the form, kept in the log only.
    confirmed_by: Any = None
    # Who has just said that the change leaves the translations valid; in the same way.
    called_minor_by: Any = None

    base_form_class = PortalPageForm
    copy_form_class = PortalCopyForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("body"),
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("is_illustrative")]
    search_fields = [
        *Page.search_fields,
        *FoldedTitleMixin.folded_title_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        *translated("title", "slug", "seo_title", "search_description", "summary", "body"),
        *shared("cover", "is_illustrative", "show_in_menus"),
    ]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805
        return page_edit_handler(cls)

    @property
    def page_kind(self) -> Kind | None:
        """Its registered Kind. Not called `kind`: several page types have a field of that name."""
        return kind_of(self)

    def get_parent(self, update: bool = False) -> Any:
        above = [] if update else pages_above(self)
        return above[-1] if above else super().get_parent(update)

    def get_view_restrictions(self) -> Any:
        """Wagtail asks three times for every page; where nothing is private, once is enough."""
        if closed_paths():
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    @property
    def updated_at(self) -> datetime.datetime | None:
        return self.last_published_at

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            if self.confirmed_by:
                log(self, CONFIRMED, user=self.confirmed_by, revision=revision)
                self.confirmed_by = None
            if self.called_minor_by:
                log(self, MINOR, user=self.called_minor_by, revision=revision)
                self.called_minor_by = None
        return revision

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.make_nfc()
        self.slug = vn_slugify(self.slug or "")
        if not self.slug:
            # Before Wagtail's own, which makes "u0110inh" of "Đình" (measured).
            base = slug_for(self.title)
            if base:
                self.slug = self._get_autogenerated_slug(base)
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.make_nfc()
        super().minimal_clean()

    def clean(self) -> None:
        super().clean()
        errors = {}
        for name in ("go_live_at", "expire_at"):
            try:
                if (moment := getattr(self, name)) is not None:
                    plausible.TERM(moment)
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Also to a translation that is not public: `localization` answers for its original."""
        is_translation = self.locale.language_code != settings.LANGUAGE_CODE
        if not path_components and not self.live and is_translation:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_preview = getattr(request, "is_preview", False)
        if not self.live and not is_preview:
            raise Http404
        if self.expire_at and self.expire_at <= timezone.now():
            # Wagtail keeps serving it until a scheduled command has run.
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attach_covers([self])
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context


class PromotedLevel(models.TextChoices):
    NATION = "nation", _("Viet Nam")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District (until 2025)")
    COMMUNE = "commune", _("Commune")


class InformationKind(models.TextChoices):
    """Decree 72/2015/ND-CP, Articles 7 to 10."""

    OFFICIAL = "official", _("Official information on Viet Nam")
    PROMOTION = "promotion", _("Promotion of Viet Nam's image")
    WORLD = "world", _("Information on the world situation for Viet Nam")
    CLARIFICATION = "clarification", _("Explanation and clarification")


class TopicalPage(BasePage):
    """A page that carries out the plan: what about, whose image it promotes, where."""

    topics = ParentalManyToManyField("core.Topic", blank=True, verbose_name=_("topics"))
    promoted_level = models.CharField(
        _("promotes the image of"), max_length=10, choices=PromotedLevel.choices, blank=True
    )
    locality = models.ForeignKey(
        "core.Locality", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("locality"),
    )  # fmt: skip
    information_kind = models.CharField(
        _("kind of external information"),
        max_length=15,
        choices=InformationKind.choices,
        blank=True,
        help_text=_("As Decree 72/2015/ND-CP names them."),
    )

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("topics"),
                FieldRowPanel([FieldPanel("promoted_level"), FieldPanel("information_kind")]),
                FieldPanel("locality"),
            ],
            heading=_("In the plan"),
        ),
        *Page.promote_panels,
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *shared("topics", "promoted_level", "locality", "information_kind"),
    ]

    class Meta:
        abstract = True


class IndexPage(BasePage):
    """A page that lists others: filters as a plain GET form, safe paging, no query per item."""

    page_size: ClassVar[int] = 12
    filterset_class: ClassVar[type[ListFilterSet] | None] = None

    class Meta:
        abstract = True

    def get_items(self) -> QuerySet[Any]:
        """The public pages listed here, in order, with what their cards show already fetched."""
        raise NotImplementedError(f"{type(self).__name__} must say what it lists.")

    def get_filterset(self, request: HttpRequest) -> ListFilterSet | None:
        """The bound filters; Http404 when an address asks for a value that does not exist."""
        if self.filterset_class is None:
            return None
        filterset = self.filterset_class(
            request.GET, queryset=self.get_items(), request=request, index=self
        )
        if not filterset.form.is_valid():
            raise Http404
        return filterset

    def paginate(self, request: HttpRequest, items: QuerySet[Any]) -> PaginatorPage[Any]:
        paginator = Paginator(items, self.page_size)
        if not request.GET.keys() - {"page"}:  # Of the whole list: the same on all its leaves.
            paginator.count = remembered(f"count|{self.pk}", lambda: paginator.count)
        page = paginator.get_page(request.GET.get("page"))
        page.object_list = list(page.object_list)
        attach_for_cards(page.object_list)
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        filterset = self.get_filterset(request)
        items = filterset.qs if filterset else self.get_items()
        context["filterset"] = filterset
        context["items"] = self.paginate(request, items)
        chosen = filterset.chosen if filterset else []
        context["is_filtered"] = bool(chosen)
        context["title_details"] = [*chosen, *page_detail(context["items"].number)]
        return context
