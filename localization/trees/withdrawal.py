"""What becomes of a translation when its original is unpublished, expires or is deleted."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from localization.trees.models import Fate, KeptTranslation
from localization.trees.reading import Languages

#: Log action: a translation was withdrawn because its original was.
WITHDRAWN = "localization.withdraw"

_fate = ContextVar("what becomes of translations", default=Fate.WITHDRAW)


@contextmanager
def deciding(fate: Fate) -> Iterator[None]:
    """What an officer has chosen for the translations of what is withdrawn inside."""
    token = _fate.set(fate)
    try:
        yield
    finally:
        _fate.reset(token)


def withdraw(page: Any) -> None:
    page.unpublish(log_action=WITHDRAWN)


def translations_of(pages: Iterable[Page]) -> QuerySet[Page]:
    """Translations of pages of the first language; stand-ins are none, nor are other pages."""
    languages = Languages.now()
    if languages is None:
        return Page.objects.none()
    keys = {page.translation_key for page in pages if page.locale_id == languages.source}
    found: QuerySet[Page] = Page.objects.filter(
        translation_key__in=keys, locale_id__in=languages.others, alias_of__isnull=True
    )
    return found


def follow_withdrawal(page: Page) -> None:
    """A page was unpublished: in the same transaction its translations are, or are kept public."""
    for translation in translations_of([page]).filter(live=True).exclude(pk=page.alias_of_id):
        if _fate.get() == Fate.KEEP:
            KeptTranslation.objects.get_or_create(page=translation)
        else:
            withdraw(translation.specific)
    # What is withdrawn itself is not kept any longer.
    KeptTranslation.objects.filter(page_id=page.pk).delete()


def forget_decision(page: Page) -> None:
    """A page is public again: so its translations are public for that reason."""
    KeptTranslation.objects.filter(page__in=translations_of([page])).delete()
