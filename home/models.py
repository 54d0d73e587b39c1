"""The front page, sections that editors make themselves, and plain pages."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog.listing import listed
from core.images import attach_covers
from core.models import BasePage, IndexPage
from core.policy import shared, translated
from home.blocks import HomeSectionsBlock, PageStoryBlock
from home.selectors import on_topics


class HomePage(BasePage):
    sections = StreamField(HomeSectionsBlock(), blank=True, verbose_name=_("sections"))

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("cover"),
                      FieldPanel("sections")]  # fmt: skip
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *translated("sections"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class SectionPage(IndexPage):
    """A section (chuyên mục): an introduction, then everything public on its topics."""

    topics = ParentalManyToManyField(
        "core.Topic",
        blank=True,
        verbose_name=_("topics"),
        help_text=_("Whatever is published on these topics is listed here automatically."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("topics")]
    override_translatable_fields = [*BasePage.override_translatable_fields, *shared("topics")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_items(self) -> Any:
        return on_topics(self.topics.all(), self.locale_id)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["subsections"] = listed(SectionPage.objects.child_of(self)).order_by("path")
        return context


class StandardPage(BasePage):
    body = StreamField(PageStoryBlock(), blank=True, verbose_name=_("body"))

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = list(listed(StandardPage.objects.child_of(self)).order_by("path"))
        attach_covers(context["subpages"])
        context["section_pages"] = self._section_pages(context["subpages"])
        return context

    def _section_pages(self, subpages: Any) -> Any:
        """What stands beside this page under the same page; nothing at the top or above others."""
        parent = self.get_parent()
        if subpages or parent is None or parent.specific_class is not StandardPage:
            return []
        return listed(StandardPage.objects.child_of(parent)).order_by("path")
