"""What others may ask about news: public items only, newest first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from wagtail.models import Page
from wagtail.query import PageQuerySet

from catalog.listing import listed
from core.images import attach_covers
from core.models import Topic

if TYPE_CHECKING:
    from news.models import NewsPage

RELATED_COUNT = 4


def _public_news(language_code: str) -> PageQuerySet[Any]:
    # By name: news.models asks here for what its pages show.
    pages = listed(apps.get_model("news.NewsPage").objects.all(), language_code)
    return pages.defer_streamfields().select_related("locale").order_by("-date", "-pk")


def news_below(page: Page) -> PageQuerySet[Any]:
    """Public news under an index page, newest first."""
    return _public_news(page.locale.language_code).descendant_of(page)


def latest_news(language_code: str, count: int) -> "list[NewsPage]":
    """The newest ``count`` items in this language, with covers."""
    found = list(_public_news(language_code)[:count])
    attach_covers(found)
    return found


def news_on_topics(
    topics: Iterable[Topic], besides: "NewsPage", count: int = RELATED_COUNT
) -> "list[NewsPage]":
    """The newest items that share a topic with a page, in its language, without itself."""
    chosen = [topic.pk for topic in topics]
    if not chosen:
        return []
    model = apps.get_model("news.NewsPage")
    # EXISTS: the newest are taken by their dates until there are enough, whatever the topic has.
    sharing = model.topics.through.objects.filter(topic__in=chosen, newspage=OuterRef("pk"))
    pages = _public_news(besides.locale.language_code).filter(Exists(sharing))
    found = list(pages.exclude(pk=besides.pk)[:count])
    attach_covers(found)
    return found
