"""Results that editors put on top, in the language of the page.

They are kept by Wagtail (Settings, Promoted search results). A promotion has no language of its
own: a page is shown in the reader's language where it has one, and otherwise not at all. A link to
another place is shown in every language.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail.contrib.search_promotions.models import SearchPromotion

from catalog.models import CatalogItem
from core.vietnamese.tokens import folded
from search.query import Query
from search.synonyms import words_of


@dataclass(frozen=True)
class Promotion:
    title: str
    description: str
    url: str


def promoted(query: Query, language: str) -> list[Promotion]:
    """For this text in any spelling; one query where nothing is promoted."""
    asked = tuple(folded(word) for word in query.words)
    texts = PromotedQuery.objects.filter(editors_picks__isnull=False).distinct()
    ids = [pk for pk, text in texts.values_list("pk", "query_string") if words_of(text) == asked]
    if not ids:
        return []
    rows = list(SearchPromotion.objects.filter(query__in=ids).select_related("page"))
    keys = [row.page.translation_key for row in rows if row.page]
    public = CatalogItem.objects.public().filter(translation_key__in=keys, locale=language)
    items = {item.translation_key: item for item in public.exclude(page_id=None)}
    found = [_shown(row, items.get(row.page.translation_key) if row.page else None) for row in rows]
    return list(dict.fromkeys(one for one in found if one))


def _shown(row: SearchPromotion, item: CatalogItem | None) -> Promotion | None:
    if item:
        return Promotion(item.title, row.description or item.summary, urlsplit(item.url).path)
    if row.external_link_url:
        title = row.external_link_text or row.external_link_url
        return Promotion(title, row.description, row.external_link_url)
    return None
