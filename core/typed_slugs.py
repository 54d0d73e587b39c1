"""Slugs that somebody types: of the same form as those made of titles, and not too long.

An address may have as many letters as a redirect can be made from, or moving the page would leave
the old one dead.
"""

from typing import Any

from django import forms
from django.db.models import Max
from django.db.models.functions import Length
from django.utils.translation import ngettext
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from core.vietnamese.slugs import vn_slugify

#: Letters of an address that Wagtail's redirects have room for.
MAX_PATH = 255


def make_clean(field: Any) -> None:
    """Let the form's field turn ``Lễ-Hội`` into ``le-hoi`` before it judges it."""
    field.to_python = lambda value: vn_slugify(value or "")


def fitting(slug: str, parent: Page, page: Page | None, *, may_be_cut: bool) -> str:
    """The slug, cut at a word where it may be; ValidationError when an address gets too long.

    Addresses count with all that lie below the page.
    """
    below = 0
    if page is not None and page.pk:
        deepest = page.get_descendants().aggregate(length=Max(Length("url_path")))["length"]
        below = max(0, (deepest or 0) - len(page.url_path))
    too_many = len(parent.url_path) + len(slug) + 1 + below - MAX_PATH
    if too_many <= 0:
        return slug
    if may_be_cut and len(slug) > too_many:
        return vn_slugify(slug, len(slug) - too_many)
    text = ngettext(
        "The address would be too long by %(number)s letter: shorten the slug.",
        "The address would be too long by %(number)s letters: shorten the slug.",
        too_many,
    )
    raise forms.ValidationError(text % {"number": too_many})


class PortalCopyForm(CopyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        make_clean(self.fields["new_slug"])
        # A copy is another page, which its officer confirms when it is published (core.gate).
        self.fields.pop("publish_copies", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if slug := cleaned.get("new_slug"):
            try:
                fitting(slug, parent, None, may_be_cut=False)
            except forms.ValidationError as error:
                self.add_error("new_slug", error)
        return cleaned
