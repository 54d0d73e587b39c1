"""News items."""

import datetime
from itertools import count
from typing import Any

from wagtail.models import Page

from news.models import NewsIndexPage, NewsPage
from tests.factories.tree import add

_numbers = count(1)
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def make_news_index(home: Page) -> NewsIndexPage:
    index: NewsIndexPage = add(home, NewsIndexPage(title="Tin tức", slug="tin-tuc"))
    return index


def make_news(index: Page, title: str = "", topics: Any = (), **fields: Any) -> NewsPage:
    number = next(_numbers)
    fields.setdefault("date", datetime.datetime(2026, 3, 5, 8, tzinfo=VIETNAM))
    page: NewsPage = add(
        index,
        NewsPage(title=title or f"Tin {number}", slug=f"tin-{number}", **fields),
        topics=topics,
    )
    return page
