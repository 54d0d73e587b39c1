"""Whatever happens in whatever order, the kept states are those that a slow look gives.

The slow look knows what was done, not how states are kept: it shares with them only the cutting of
a page into pieces.
"""

import uuid
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core.publishing import MINOR
from home.models import StandardPage
from localization import joint, translating
from localization.models import PreparedDraft, State, TranslationState
from localization.states.basis import confirm_valid
from localization.states.pieces import pieces_of
from localization.states.refresh import recompute_all, refresh
from tests.factories.core import Portal, make_standard_page, make_user

FIRST, SECOND = str(uuid.uuid4()), str(uuid.uuid4())
Texts = dict[str, list[str]]


def block(key: str, first: int, second: int) -> dict[str, Any]:
    value = f"<p>Đoạn một, bản {first}.</p><p>Đoạn hai, bản {second}.</p>"
    return {"type": "text", "id": key, "value": value}


def by_path(pieces: Any) -> Texts:
    found: Texts = defaultdict(list)
    for path, text in pieces:
        found[path].append(text)
    return dict(found)


class Office:
    """One page, its English version, and a memory of what was done to them."""

    def __init__(self, portal: Portal) -> None:
        self.en = portal.en
        self.user = make_user(f"u{uuid.uuid4().hex[:8]}", is_superuser=True)
        body = [block(FIRST, 0, 0)]
        self.pk = make_standard_page(portal.home, f"Trang {uuid.uuid4().hex[:6]}", body=body).pk
        self.public = by_path(pieces_of(self.source))  # What the source says in public.
        self.seen = self.public  # What translators see.
        self.valid: Texts | None = None  # What the public English page covers.
        self.since: Any = None
        self.numbers = [0, 0, 0]
        self.has_second = False

    @property
    def source(self) -> StandardPage:
        return StandardPage.objects.get(pk=self.pk)

    @property
    def english(self) -> StandardPage | None:
        key = self.source.translation_key
        return StandardPage.objects.filter(translation_key=key, locale=self.en).first()

    @property
    def translation(self) -> Translation | None:
        return translating.translation_into(self.source, self.en)

    # Steps

    def write(self, which: int) -> None:
        """Another draft of the source: a summary, a paragraph, or a block more or less."""
        draft = self.source.get_latest_revision_as_object()
        if which == 3:
            self.has_second = not self.has_second
        else:
            self.numbers[which] += 1
        draft.summary = f"Tóm tắt {self.numbers[0]}"
        blocks = [block(FIRST, self.numbers[1], self.numbers[2])]
        draft.body = blocks + ([block(SECOND, 0, 0)] if self.has_second else [])
        draft.save_revision(user=self.user)

    def publish(self, is_minor: bool) -> None:
        revision = self.source.get_latest_revision()
        if is_minor:
            PageLogEntry.objects.log_action(self.source, MINOR, revision=revision)
        was_prepared = PreparedDraft.objects.filter(source_id=self.pk).first()
        before = self.public
        revision.publish(user=self.user)
        self.public = self.seen = by_path(pieces_of(self.source))
        if is_minor and self.valid is not None:
            self.valid = self._after_minor(before)
        self._look()
        if was_prepared and was_prepared.is_joint and self._is_complete():
            self._published()

    def _after_minor(self, before: Texts) -> Texts:
        """A text that replaced a covered one is covered; a covered one that is gone is no more."""
        after: Texts = {}
        for path, texts in (self.valid or {}).items():
            old, new = before.get(path, []), self.public.get(path, [])
            where = dict(zip(old, new, strict=False))
            kept = [where.get(text, text if text not in old else None) for text in texts]
            after[path] = [text for text in kept if text is not None]
        return {path: texts for path, texts in after.items() if texts}

    def _look(self) -> None:
        if not self.source.live or self.valid is None:
            return
        if self.valid == self.public:
            self.since = None
        elif self.since is None:
            self.since = self.source.last_published_at

    def withdraw(self) -> None:
        self.source.unpublish()

    def begin(self) -> None:
        if self.source.live or PreparedDraft.objects.filter(source_id=self.pk).exists():
            translating.begin(self.source, self.en, self.user)

    def prepare(self, is_joint: bool) -> None:
        joint.prepare(self.source, [self.en], self.user, is_joint=is_joint)
        self.seen = by_path(pieces_of(self.source.get_latest_revision_as_object()))

    def translate(self, which: int, kind: str) -> None:
        if translation := self.translation:
            segments = list(StringSegment.objects.filter(source=translation.source))
            segment = segments[which % len(segments)]
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, context=segment.context, locale=self.en,
                defaults={"data": f"English {segment.pk}", "translation_type": kind},
            )  # fmt: skip

    def translate_all(self) -> None:
        for which in range(12):
            self.translate(which, "manual")

    def publish_english(self) -> None:
        if self._is_complete() and not translating.why_not_publish(self.translation):
            translating.publish(self.translation, self.user)
            self._published()

    def _published(self) -> None:
        self.valid, self.since = dict(self.seen), None
        self._look()

    def _is_complete(self) -> bool:
        return self.translation is not None and self._progress()[0] == self._progress()[1]

    def confirm(self) -> None:
        if self.english and self.english.live and self.valid is not None and self.source.live:
            confirm_valid(self.english, self.user)
            self.valid = dict(self.public)
            self._look()

    def take_english_down(self) -> None:
        if self.english and self.english.live:
            self.english.unpublish()

    def lock(self) -> None:
        if self.english:
            self.english.__class__.objects.get(pk=self.english.pk)
            page = self.english
            page.locked, page.locked_by = not page.locked, self.user
            page.save()

    def delete_english(self) -> None:
        if self.english:
            self.english.delete()
            self.valid = self.since = None

    # The slow look

    def _progress(self) -> tuple[int, int, int]:
        if self.translation is None:
            return (0, 0, 0)
        total = done = machine = 0
        for path, texts in self.seen.items():
            for text in texts if not path.endswith("#layout") else []:
                total += 1
                rows = StringTranslation.objects.filter(
                    context__path=path, translation_of__data=text, locale=self.en,
                    context__object_id=self.source.translation_key,
                )  # fmt: skip
                done += rows.count()
                machine += rows.filter(translation_type="machine").count()
        return (total, done, machine)

    def expected(self) -> dict[str, Any]:
        english, source = self.english, self.source
        total, done, machine = self._progress() if english else (0, 0, 0)
        is_public = english is not None and english.live
        if not source.live:
            state = State.WITHDRAWN if is_public else State.UNPUBLISHED
        elif english is None:
            state = State.MISSING
        elif is_public and self.since:
            state = State.OUTDATED
        elif not is_public and done < total:
            state = State.IN_PROGRESS
        elif machine:
            state = State.MACHINE
        else:
            state = State.UP_TO_DATE if is_public else State.READY
        locked_by = english.locked_by_id if english and english.locked else None
        return {
            "state": state, "total": total, "done": done, "unchecked": machine,
            "since": self.since if is_public else None, "locked_by_id": locked_by,
        }  # fmt: skip

    def kept(self) -> dict[str, Any]:
        row = TranslationState.objects.get(source_id=self.pk, locale=self.en)
        return {name: getattr(row, name) for name in self.expected()}


STEPS = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 3)),
    st.tuples(st.just("publish"), st.booleans()),
    st.tuples(st.just("prepare"), st.booleans()),
    st.tuples(st.just("translate"), st.integers(0, 8), st.sampled_from(["manual", "machine"])),
    st.tuples(
        st.sampled_from([
            "begin", "translate_all", "translate_all", "publish_english", "publish_english",
            "withdraw", "confirm", "take_english_down", "lock", "delete_english",
        ])
    ),
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(STEPS, min_size=3, max_size=10))
def test_kept_states_are_the_true_ones(bilingual: Portal, steps: list[tuple[Any, ...]]) -> None:
    office = Office(bilingual)
    for name, *values in [("begin",), ("translate_all",), *steps]:
        getattr(office, name)(*values)
        refresh()
        assert office.kept() == office.expected(), (name, values)
    kept = office.kept()
    recompute_all()
    assert office.kept() == kept
