"""A translation without an address of its own follows that of its original."""

from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from localization.trees import standins
from localization.trees.withdrawal import translations_of


def follow(source: Page, old_slug: str) -> None:
    """The slug of a page of the first language has changed; addresses before lead to the new ones.

    A translation has a slug of its own when it differs from the original's or was translated.
    """
    for page in translations_of([source]).filter(slug=old_slug, depth__gt=2):
        is_own = StringTranslation.objects.filter(
            locale_id=page.locale_id,
            context__object_id=page.translation_key,
            context__path="slug",
        )
        if not is_own.exists():
            page.slug = source.slug
            standins.rename(page.specific, standins.free_beside(page))
            _in_drafts(page, old_slug)


def _in_drafts(page: Page, old_slug: str) -> None:
    """Publishing what was saved before must not bring the old address back."""
    page.refresh_from_db()
    revision = page.latest_revision
    if revision and revision.content.get("slug") == old_slug:
        revision.content["slug"] = page.slug
        revision.save(update_fields=["content"])
