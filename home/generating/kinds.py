"""What a made-up page of each kind says. Numbers and names are invented, as the texts are."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from core.models import Agency
from core.vietnamese.slugs import vn_slugify
from home.generating.rows import Rows, Values
from home.generating.words import Vocabulary

#: The newest date in a generated page: fixed, so that the same seed gives the same content.
NEWEST = datetime.date(2025, 12, 31)


@dataclass
class Surroundings:
    """What pages of one run refer to. Lists of keys, Vietnamese pages only; they grow."""

    agency: Agency
    images: list[int]
    files: list[int]
    topics: list[int]
    categories: list[int]
    written: dict[str, list[int]] = field(default_factory=dict)
    linkable: list[int] = field(default_factory=list)

    def earlier(self, code: str, rng: random.Random) -> int | None:
        keys = self.written.get(code)
        return rng.choice(keys) if keys else None


@dataclass(frozen=True)
class Recipe:
    """How pages of one kind are made.

    code: of the registered kind; index: code of the kind that lists it.
    share: of 100 pages. openings: first words of a title, Vietnamese and English.
    shared: values that both languages have; texts: values in one language; rows: child rows.
    """

    code: str
    index: str
    share: int
    openings: tuple[tuple[str, str], ...]
    shared: Callable[[random.Random, Surroundings], Values]
    texts: Callable[[random.Random, Vocabulary], Values] = lambda rng, words: {}
    rows: Callable[[random.Random, Surroundings], Rows] = lambda rng, around: []


def day(rng: random.Random, years: int = 8) -> datetime.date:
    return NEWEST - datetime.timedelta(days=rng.randrange(365 * years))


def moment(rng: random.Random, years: int = 8) -> datetime.datetime:
    clock = datetime.time(rng.randint(7, 17), rng.choice((0, 15, 30, 45)))
    return datetime.datetime.combine(day(rng, years), clock, tzinfo=timezone.get_default_timezone())


def _number(rng: random.Random, symbol: str, on: datetime.date) -> str:
    return f"{rng.randint(1, 3000)}/{on.year}/{symbol}"


def _news(rng: random.Random, around: Surroundings) -> Values:
    kinds = ("brief", "article", "reportage", "press_release")
    return {
        "kind": rng.choices(kinds, (5, 3, 1, 1))[0],
        "date": moment(rng),
        "author": rng.choice(("", "Ban biên tập minh họa")),
        "information_kind": rng.choice(("", "official", "promotion")),
    }


def _product(rng: random.Random, around: Surroundings) -> Values:
    first = rng.randint(1, 12)
    season = {(first + step - 1) % 12 + 1 for step in range(rng.randint(0, 5))}
    return {
        "product_class": rng.choice(("key", "specialty", "ocop", "ocop")),
        "ocop_category_id": rng.choice(around.categories) if around.categories else None,
        "producer_id": around.earlier("business", rng),
        "harvest_months": sorted(season),
        "hs_code": rng.choice(("", "0810.90", "2008.99", "0902.10")),
        "incoterms": rng.choice(([], ["EXW"], ["FCA", "FOB"])),
        "is_featured_for_export": rng.random() < 0.1,
        "samples_available": rng.random() < 0.3,
    }


def _product_texts(rng: random.Random, words: Vocabulary) -> Values:
    return {
        "ingredients": words.sentence(rng),
        "packaging": words.sentence(rng),
        "price_note": words.words(rng, 2),
        "yearly_volume": words.words(rng, 2),
        "storage": words.words(rng, 3),
    }


def _certificates(rng: random.Random, around: Surroundings) -> Rows:
    rows: Rows = []
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        stars, on = rng.choice((3, 3, 4, 4, 5)), day(rng, 5)
        rows.append(
            (
                "certificates",
                {
                    "stars": stars, "score": {3: 60, 4: 80, 5: 95}[stars],
                    "decision_number": _number(rng, "QĐ-MH", on), "decision_date": on,
                    "authority_id": around.agency.pk,
                },
            )
        )  # fmt: skip
    if rng.random() < 0.3:
        scheme = rng.choice(("vietgap", "globalgap", "organic", "haccp"))
        number = f"MH-{rng.randint(1000, 9999)}"
        issuer = dict(around.agency.name)
        rows.append(("certifications", {"scheme": scheme, "number": number, "issuer": issuer}))
    return rows


def _business(rng: random.Random, around: Surroundings) -> Values:
    forms = ("cooperative", "cooperative_group", "company", "household")
    return {
        "legal_form": rng.choice(forms),
        "registration_number": f"MH{rng.randint(10**8, 10**9 - 1)}",
    }


def _business_texts(rng: random.Random, words: Vocabulary) -> Values:
    return {"business_fields": words.words(rng, 3), "address": words.title(rng, 2)}


def _position(rng: random.Random) -> Values:
    return {
        "latitude": round(rng.uniform(8.6, 23.3), 6),
        "longitude": round(rng.uniform(102.2, 109.4), 6),
    }


def _place(rng: random.Random, around: Surroundings) -> Values:
    kinds = ("scenic", "orchard", "craft", "market", "food", "stay", "walk")
    return {**_position(rng), "place_kind": rng.choice(kinds)}


def _relic(rng: random.Random, around: Surroundings) -> Values:
    on = day(rng, 30)
    return {
        **_position(rng),
        "rank": rng.choices(("national", "provincial", "inventoried"), (1, 4, 5))[0],
        "relic_type": rng.choice(("history", "architecture", "archaeology", "scenic")),
        "decision_number": _number(rng, "QĐ-MH", on),
        "decision_date": on,
        "festival_id": around.earlier("event", rng),
    }


def _visit_texts(rng: random.Random, words: Vocabulary) -> Values:
    return {
        "address": words.title(rng, 2),
        "directions": words.sentence(rng),
        "opening": words.words(rng, 2),
        "accessibility": words.sentence(rng),
    }


def _event(rng: random.Random, around: Surroundings) -> Values:
    start = moment(rng, 6) + datetime.timedelta(days=rng.choice((0, 0, 1500)))
    kinds = ("fair", "exhibition", "culture", "sport", "promotion", "festival", "training")
    return {
        "kind": rng.choice(kinds),
        "start": start,
        "end": start + datetime.timedelta(hours=rng.choice((3, 8, 56))),
        "recurrence": rng.choices(("none", "yearly"), (4, 1))[0],
        "place_id": around.earlier("place", rng),
    }


def _event_texts(rng: random.Random, words: Vocabulary) -> Values:
    return {"venue": words.title(rng, 2), "organiser": words.title(rng, 2)}


def _document(rng: random.Random, around: Surroundings) -> Values:
    on = day(rng, 15)
    kind, symbol = rng.choice(
        (("plan", "KH-MH"), ("decision", "QĐ-MH"), ("report", "BC-MH"), ("notice", "TB-MH"))
    )
    lasting = rng.choice((None, None, 365, 1500))
    return {
        "kind": kind,
        "number": _number(rng, symbol, on),
        "issuer_id": around.agency.pk,
        "level": around.agency.level,
        "issued_on": on,
        "effective_on": on,
        "expires_on": on + datetime.timedelta(days=lasting) if lasting else None,
    }


def _document_rows(rng: random.Random, around: Surroundings) -> Rows:
    rows: Rows = [("files", {"document_id": rng.choice(around.files), "language": "vi"})]
    target = around.earlier("document", rng)
    if target and rng.random() < 0.3:
        kind = rng.choice(("basis", "implements", "amends", "cites"))
        rows.append(("relations", {"kind": kind, "target_id": target}))
    return rows


# In this order: a product names a producer, a relic its festival, an event its place.
RECIPES = (
    Recipe("business", "business_index", 8,
           (("Hợp tác xã", "Cooperative"), ("Công ty", "Company"), ("Hộ sản xuất", "Household")),
           _business, _business_texts),
    Recipe("place", "place_index", 6, (("Điểm đến", "Destination"), ("Vườn", "Garden")),
           _place, _visit_texts),
    Recipe("event", "event_index", 7, (("Lễ hội", "Festival"), ("Hội chợ", "Fair")),
           _event, _event_texts),
    Recipe("relic", "place_index", 5, (("Đình", "Communal house"), ("Chùa", "Pagoda")),
           _relic, _visit_texts),
    Recipe("product", "product_index", 16, (("Vải thiều", "Lychee"), ("Trà", "Tea")),
           _product, _product_texts, _certificates),
    Recipe("document", "document_index", 16, (("Kế hoạch", "Plan"), ("Về việc", "On")),
           _document, rows=_document_rows),
    Recipe("news", "news_index", 42,
           (("Khai mạc", "Opening of"), ("Hội nghị", "Conference on"), ("Phát huy", "Promoting")),
           _news),
)  # fmt: skip


def common_texts(
    recipe: Recipe, language: str, opening: int, number: int, rng: random.Random, words: Vocabulary
) -> Values:
    """Title, slug and summary; the number makes the slug unique."""
    start = recipe.openings[opening][0 if language == "vi" else 1]
    title = f"{start} {words.title(rng).lower()}"
    slug = f"{vn_slugify(title, 100)}-{number}"
    return {"title": title, "slug": slug, "summary": words.paragraph(rng, 15)}
