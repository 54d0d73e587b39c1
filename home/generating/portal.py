"""Fill a portal with made-up pages of every kind."""

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction

from catalog.models import DirtyMark
from core.gate import Ground, published_on
from core.models import Agency, Topic
from home.content.quiet import Touched, quiet
from home.content.values import as_stream
from home.generating.bodies import make_body
from home.generating.branches import make_branches, model_of
from home.generating.kinds import RECIPES, Recipe, Surroundings, common_texts, moment
from home.generating.media import collection, draw_pictures, write_files
from home.generating.rows import BATCH, Draft, Values, new_key, write
from home.generating.words import Vocabulary

#: Of 100 pages, so many are translated; the others have a stand-in.
TRANSLATED = 40
_FILES = 5


class Generator:
    """One run. Everything is drawn from the seed; ``say`` gets a line of progress at a time."""

    def __init__(self, seed: int, say: Callable[[str], None]) -> None:
        self.say = say
        self.rng = random.Random(seed)  # noqa: S311 (made-up texts, no secret)
        self.languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        self.words = {code: Vocabulary(code, self.rng) for code in self.languages}
        self.batches: list[Touched] = []

    def run(self, pages: int, images: int) -> None:
        """Write this number of public pages, of all languages together; stand-ins come besides.

        Either all of them or none. CannotGenerateError where the portal is not ready for it.
        """
        codes = sorted({recipe.index for recipe in RECIPES})
        with quiet() as touched, published_on(Ground.GENERATED), transaction.atomic():
            self.branches = make_branches(codes, self.languages, self.rng)
            self.around = self._surroundings(images)
            touched.update_references()
            self.batches.append(touched)
            done = 0
            for recipe, plan in self._plan(pages):
                self._write_batch(recipe, plan)
                done += len(plan) + sum(plan) * (len(self.languages) - 1)
                self.say(f"  {done} of {pages} pages")
            for branch in (b for of_kind in self.branches.values() for b in of_kind.values()):
                branch.close()
            # Rows written at once send no signals, by which the catalog would learn of them.
            DirtyMark.objects.create(scope=DirtyMark.Scope.ALL)
        self._index()

    def _surroundings(self, images: int) -> Surroundings:
        place = collection()
        name = {"vi": "Cơ quan minh họa", "en": "Illustrative agency"}
        agency, _ = Agency.objects.get_or_create(
            code="minh-hoa", defaults={"name": name, "level": "province"}
        )
        topics = Topic.objects.filter(republished_only=False, needs_orientation=False)
        categories = model_of("product")._meta.get_field("ocop_category").related_model.objects
        return Surroundings(
            agency=agency,
            images=[row.pk for row in draw_pictures(images, self.rng, self.words, place)],
            files=[row.pk for row in write_files(_FILES, self.rng, self.words, place)],
            topics=list(topics.order_by("code").values_list("pk", flat=True)),
            categories=list(
                categories.filter(level="set").order_by("code").values_list("pk", flat=True)
            ),
        )

    def _plan(self, pages: int) -> Iterator[tuple[Recipe, list[bool]]]:
        """Batches of one kind: for each page in the source language, whether it is translated."""
        others = len(self.languages) - 1
        translated = int(pages * TRANSLATED / (100 + TRANSLATED * others)) if others else 0
        sources = pages - translated * others
        counts = [sources * recipe.share // 100 for recipe in RECIPES]
        counts[-1] += sources - sum(counts)
        choice = (
            (number + 1) * translated // sources > number * translated // sources
            for number in range(sources)
        )
        for recipe, count in zip(RECIPES, counts, strict=True):
            remaining = list(itertools.islice(choice, count))
            for start in range(0, count, BATCH):
                yield recipe, remaining[start : start + BATCH]

    def _write_batch(self, recipe: Recipe, plan: list[bool]) -> None:
        touched = Touched()
        model = model_of(recipe.code)
        sources = [self._draft(recipe) for _ in plan]
        write([draft for draft, _opening in sources])
        drafts = [draft for draft, _opening in sources]
        for language in self.languages[1:]:
            twins = [
                self._twin(recipe, language, draft, opening if is_translated else None)
                for (draft, opening), is_translated in zip(sources, plan, strict=True)
            ]
            write(twins)
            drafts += twins
        touched.rows[model] = {draft.page.pk for draft in drafts}
        touched.update_references()
        self.batches.append(touched)
        written = self.around.written.setdefault(recipe.code, [])
        written += [draft.page.pk for draft, _opening in sources]
        self.around.linkable += [draft.page.pk for draft, _opening in sources]

    def _draft(self, recipe: Recipe) -> tuple[Draft, int]:
        """A page in the source language, and which of the recipe's openings it has."""
        rng, around = self.rng, self.around
        published = moment(rng)
        shared = {
            "translation_key": new_key(rng.getrandbits(128)),
            "first_published_at": published,
            "last_published_at": published,
            "is_illustrative": True,
            "cover_id": rng.choice(around.images) if around.images else None,
            "promoted_level": rng.choice(("", "province", "commune")),
            **recipe.shared(rng, around),
        }
        opening = rng.randrange(len(recipe.openings))
        topics = rng.sample(around.topics, min(len(around.topics), rng.randint(0, 2)))
        rows = recipe.rows(rng, around)
        texts = self._texts(recipe, self.languages[0], opening)
        draft = Draft(self._page(recipe, self.languages[0], shared, texts), shared, texts)
        draft.topics, draft.rows = topics, rows
        return draft, opening

    def _texts(self, recipe: Recipe, language: str, opening: int) -> Values:
        words = self.words[language]
        number = self.branches[language][recipe.index].count + 1
        texts = common_texts(recipe, language, opening, number, self.rng, words)
        texts |= recipe.texts(self.rng, words)
        texts["body"] = make_body(self.rng, words, self.around.linkable, self.around.images)
        return texts

    def _twin(self, recipe: Recipe, language: str, source: Draft, opening: int | None) -> Draft:
        """The page in another language: translated, or a stand-in when there is no opening."""
        shared, texts = source.shared, source.texts
        if opening is None:
            shared = {**shared, "alias_of_id": source.page.pk}
        else:
            texts = self._texts(recipe, language, opening)
        page = self._page(recipe, language, shared, texts)
        return Draft(page, shared, texts, source.rows, source.topics)

    def _page(self, recipe: Recipe, language: str, shared: Values, texts: Values) -> Any:
        model = model_of(recipe.code)
        plain = {name: value for name, value in texts.items() if name != "body"}
        page = model(live=True, **shared, **plain)
        page.body = as_stream(model._meta.get_field("body"), texts["body"])
        self.branches[language][recipe.index].place(page)
        return page

    def _index(self) -> None:
        for number, touched in enumerate(self.batches, 1):
            touched.update_search()
            if number % 10 == 0 or number == len(self.batches):
                self.say(f"  search index: {number} of {len(self.batches)} batches")
