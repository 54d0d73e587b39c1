"""Who may see a picture or file that is not public (what is public says `catalog.files`)."""

from typing import Any
from urllib.parse import unquote

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from core.models import Officer
from core.visibility import published_pages

_RIGHTS = ("add", "change", "delete", "choose")
_HOUR = 3600
_KEY = "key"
_signer = TimestampSigner(salt="core.file_readers")


def may_see(request: HttpRequest, thing: Any) -> bool:
    """Whoever works with it, or was given a signed address; else whoever passes the restrictions
    of its collection; and when that is open to all, whoever may open a page that shows it: a page's
    files follow the page.
    """
    if _is_signed(request) or works_with(request, thing):
        return True
    restrictions = thing.collection.get_view_restrictions()
    if restrictions:
        return all(one.accept_request(request) for one in restrictions)
    return any(_may_open(request, page) for page in _pages_showing(thing))


def signed(path: str) -> str:
    """This path of a picture or file for whoever is given it: good for an hour."""
    signature = _signer.sign(unquote(path)).removeprefix(unquote(path) + _signer.sep)
    return f"{path}?{_KEY}={signature}"


def _is_signed(request: HttpRequest) -> bool:
    key = request.GET.get(_KEY, "")
    try:
        _signer.unsign(f"{request.path}{_signer.sep}{key}", _HOUR)
    except BadSignature:
        return False
    return True


def works_with(request: HttpRequest, thing: Any) -> bool:
    """Whether the user finds this picture or file in the library of the admin."""
    policy = policy_registry.get_by_type(type(thing))
    return is_staff(request) and policy.user_has_any_permission_for_instance(
        request.user, _RIGHTS, thing
    )


def is_staff(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.has_perm("wagtailadmin.access_admin")


def _may_open(request: HttpRequest, page: Page) -> bool:
    return all(one.accept_request(request) for one in page.get_view_restrictions())


def _pages_showing(thing: Any) -> Any:
    """Published pages with this picture or file; a portrait is shown with posts and agencies."""
    ids = _pages_naming(thing)
    today = Officer.objects.valid_on(timezone.localdate())
    portraits = today.filter(portrait_id=thing.pk, portrait_consent=True)
    if type(thing) is Officer.portrait.field.related_model:
        for officer in portraits.select_related("post__agency"):
            for record in (officer, officer.post, officer.post.agency):
                ids |= _pages_naming(record)
    return published_pages(Page.objects.filter(pk__in=ids))


def _pages_naming(thing: Any) -> set[int]:
    references = ReferenceIndex.get_references_to(thing).filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    return {int(pk) for pk in references.values_list("object_id", flat=True)}
