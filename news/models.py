"""News of the commune: its own reports, republished items, press releases and clarifications."""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from catalog.references import public_references
from core import plausible
from core.blocks import INLINE_FEATURES
from core.models import BasePage, IndexPage, TopicalPage
from core.policy import shared, translated
from news import rules, selectors
from news.choices import NewsKind
from news.filters import NewsFilterSet
from news.forms import NewsPageForm


def this_minute() -> datetime.datetime:
    """Now as the editor's form can say it; with seconds an untouched form would seem changed."""
    return timezone.now().replace(second=0, microsecond=0)


class NewsIndexPage(IndexPage):
    filterset_class = NewsFilterSet

    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_items(self) -> Any:
        return selectors.news_below(self)


class NewsPage(TopicalPage):
    kind = models.CharField(
        _("kind"),
        max_length=15,
        choices=NewsKind.choices,
        default=NewsKind.BRIEF,
        help_text=_("A clarification answers a false claim and has its own fields below."),
    )
    date = models.DateTimeField(
        _("date"),
        validators=[plausible.NEWS],
        default=this_minute,
        db_index=True,
        help_text=_("Shown; newest first."),
    )
    author = models.CharField(
        _("author"),
        max_length=120,
        blank=True,
        help_text=_("Who wrote it; author's fees are paid by this name."),
    )
    is_republished = models.BooleanField(
        _("republished"),
        default=False,
        help_text=_("Taken from a newspaper or agency: name the source and the permission."),
    )
    source_name = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Newspaper or agency.")
    )
    source_url = models.URLField(
        _("address of the original"), blank=True, max_length=500,
        help_text=_("Readers are led to the original."),
    )  # fmt: skip
    source_permission = models.CharField(
        pgettext_lazy("republishing", "permission"),
        max_length=300,
        blank=True,
        help_text=_("Agreement, licence or rule that allows republishing."),
    )
    documents = ParentalManyToManyField(
        "documents.OfficialDocumentPage",
        blank=True,
        related_name="news_pages",
        limit_choices_to={"locale__language_code": "vi", "alias_of__isnull": True},
        verbose_name=_("official documents"),
        help_text=_("Documents that this item implements or reports on."),
    )
    claim = models.TextField(
        _("claim"), blank=True, help_text=_("The false or unclear information, in one sentence.")
    )
    facts = RichTextField(
        pgettext_lazy("clarification", "facts"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("What is true, with sources."),
    )
    statement = RichTextField(
        _("statement"), blank=True, features=INLINE_FEATURES, help_text=_("The agency's position.")
    )
    spokesperson = models.ForeignKey(
        "core.Officer", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("spokesperson"), help_text=_("Who speaks for the agency on this."),
    )  # fmt: skip

    shown_with: ClassVar[tuple[str, ...]] = ("spokesperson__post",)
    base_form_class = NewsPageForm
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("author"),
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("body"),
        FieldPanel("documents"),
        FieldPanel("spokesperson"),
        MultiFieldPanel(
            [
                FieldPanel("is_republished"),
                FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
                FieldPanel("source_permission"),
            ],
            heading=_("Republished from"),
        ),
        MultiFieldPanel(
            [FieldPanel("claim"), FieldPanel("facts"), FieldPanel("statement")],
            heading=_("Clarification"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("claim"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("source_permission", "claim", "facts", "statement"),
        *shared(
            *("kind", "date", "author", "is_republished", "source_name", "source_url"),
            *("documents", "spokesperson"),
        ),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    @property
    def is_clarification(self) -> bool:
        return self.kind == NewsKind.CLARIFICATION

    def full_clean(self, exclude: Any = None, *args: Any, **kwargs: Any) -> None:
        """Complete before it goes live, whichever way: editor, importer, workflow or schedule.

        A form names fields to exclude; it applies the same rules itself, but not to a draft.
        """
        super().full_clean(exclude, *args, **kwargs)
        if exclude is None:
            values = {name: getattr(self, name) for name in rules.FIELDS}
            found = rules.problems(values, self.topics.all())
            if found:
                raise ValidationError(found)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        topics = list(self.topics.all())
        parent = self.get_parent()
        context["news_index"] = parent if parent.live else None
        context["topics"] = topics
        context["documents"] = public_references(self, self.documents.all())
        context["related_news"] = selectors.news_on_topics(topics, besides=self)
        return context
