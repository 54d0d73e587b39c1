"""Previews of drafts: whoever holds the link reads one draft for one hour, and nothing else."""

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from api.problems import NOT_FOUND, PREVIEW_EXPIRED, Problem
from api.reading import absolute
from catalog.building import Directory, build_page
from catalog.canonical import finished
from catalog.freshness import bring_up_to_date
from catalog.identity import item_id, source_key
from catalog.models import CatalogItem

HOUR = 3600
_SALT = "api.preview"


def address_of(page: Page) -> str:
    """A new link for this page. Whoever asks must be allowed to edit it."""
    token = TimestampSigner(salt=_SALT).sign_object(page.pk)
    return absolute(reverse("api-v1:preview", kwargs={"token": token}))


def page_of(token: str) -> Page:
    """The page that a link is for; Problem 410 after its hour, 404 for any other token."""
    try:
        key = TimestampSigner(salt=_SALT).unsign_object(token, max_age=HOUR)
    except SignatureExpired:
        raise Problem(PREVIEW_EXPIRED) from None
    except (BadSignature, ValueError):
        raise Problem(NOT_FOUND) from None
    page = Page.objects.filter(pk=key).first()
    if page is None:
        raise Problem(NOT_FOUND)
    return page


def draft_text(page: Page) -> str:
    """The item as it would be if the draft were published now; nothing is written.

    Its ``rev`` would be the next. References lead to what is public today.
    """
    namespace = bring_up_to_date().namespace
    draft = page.specific.get_latest_revision_as_object()
    try:
        built = build_page(draft, Directory(namespace, signs_files=True))
    except TypeError:  # Of no kind that the portal shows.
        raise Problem(NOT_FOUND) from None
    row = CatalogItem.objects.filter(pk=item_id(namespace, source_key(page))).first()
    return finished(built.payload, row.rev + 1 if row else 1, timezone.now())
