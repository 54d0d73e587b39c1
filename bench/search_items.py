"""Items of the catalog by the thousand, made for search alone: no pages stand behind them."""

import datetime
import random
import uuid
from collections.abc import Iterator
from functools import cache

from django.db.models import Max
from django.utils import timezone

from catalog.models import CatalogFacet, CatalogItem, CatalogState
from core.vietnamese.fold import fold, match_key
from home.generating.words import Vocabulary

#: Keys of generated items begin here, far above those of pages.
FIRST = 10_000_000
BATCH = 1000
PAIRS = 80  # of syllables, in a text: 160 words
LANGUAGES = ("vi", "vi", "vi", "vi", "en")


@cache
def vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language, random.Random(1))


def add(count: int) -> None:
    """So many more news items, always the same ones: what is drawn depends on the number alone."""
    held = CatalogItem.objects.filter(page_id__gte=FIRST).count()
    state = CatalogState.objects.get(pk=1)
    stamp = CatalogItem.objects.aggregate(last=Max("stamp"))["last"] or 0
    for start in range(held, held + count, BATCH):
        numbers = range(start, min(start + BATCH, held + count))
        rows = list(_rows(numbers, state, stamp))
        stamp = rows[-1].stamp
        CatalogItem.objects.bulk_create(rows)
        CatalogFacet.objects.bulk_create(
            CatalogFacet(item=row, name=name, value=value)
            for row, number in zip(rows, numbers, strict=True)
            for name, value in (("topic", f"T{number % 7:02}"), ("year", str(2020 + number % 7)))
        )
    CatalogState.objects.filter(pk=1).update(max_seq=state.max_seq, max_stamp=stamp)


def _rows(numbers: range, state: CatalogState, stamp: int) -> Iterator[CatalogItem]:
    now = timezone.now()
    for number in numbers:
        rng = random.Random(number)
        language = LANGUAGES[number % len(LANGUAGES)]
        words = vocabulary(language)
        title, summary = words.title(rng), words.sentence(rng)
        text = f"{title} {summary} {words.words(rng, PAIRS)}"
        state.max_seq += 1
        stamp += 1
        yield CatalogItem(
            id=uuid.uuid5(uuid.NAMESPACE_URL, f"bench-{number}"),
            source=f"page:{FIRST + number}", page_id=FIRST + number, kind="news", locale=language,
            state=CatalogItem.State.LIVE, seq=state.max_seq, stamp=stamp, changed_at=now,
            title=title, summary=summary, sort_title=fold(title)[:400],
            url=f"https://portal.example/{number}/",
            date=now - datetime.timedelta(hours=number % 40_000),
            exact_text=match_key(text), folded_text=fold(text), payload="{}", card="{}",
        )  # fmt: skip
