"""The addresses of stored files: pictures below /media/, files for download below /documents/.

What is public, anybody gets (`catalog.files`); all else, whoever may see it (`core.file_readers`),
and to others it does not exist. Originals of pictures and portraits of users are for staff; what
waits for its form is for nobody.
"""

import mimetypes
import re
from pathlib import PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.users.models import UserProfile

from catalog.files import is_public, is_public_page
from core.file_readers import is_staff, may_see, works_with
from core.models import PortalDocument, PortalImage, PortalRendition
from delivery import share_cards
from delivery.sending import NO_STORE, send

_MONTH = 2_592_000
_CARD = re.compile(rf"{share_cards.FOLDER}/([0-9a-f-]{{36}})-[0-9a-f]+\.png")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as pages show it, a card to share; to staff also originals and users' portraits."""
    if card := _CARD.fullmatch(path):
        if not is_public_page(card[1]):
            raise Http404
        return _send(request, default_storage, path, _public_cache())
    rendition = PortalRendition.objects.filter(file=path).select_related("image").first()
    if rendition is None:
        return _for_staff(request, path)
    storage = rendition.file.storage
    is_original = "original" in rendition.filter_spec.split("|")
    if not is_original and is_public(rendition.image):
        return _send(request, storage, path, _public_cache())
    may = works_with if is_original else may_see
    if not may(request, rendition.image):
        raise Http404
    return _send(request, storage, path, NO_STORE)


def _for_staff(request: HttpRequest, path: str) -> HttpResponseBase:
    if not is_staff(request):
        raise Http404
    image = PortalImage.objects.filter(file=path).first()
    profile = UserProfile.objects.filter(avatar=path).first()
    if image and works_with(request, image):
        return _send(request, image.file.storage, path, NO_STORE)
    if profile:
        return _send(request, profile.avatar.storage, path, NO_STORE)
    raise Http404


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A file for download, to be read or played in place where browsers can do that."""
    files = PortalDocument.objects.select_related("collection")
    file: PortalDocument = get_object_or_404(files, pk=document_id)
    if file.filename != document_filename:
        raise Http404
    if is_public(file):
        return _send_document(request, file, "no-cache")
    if not may_see(request, file):
        # The library asks for the password or login of a closed collection.
        for hook in hooks.get_hooks("before_serve_document"):
            if isinstance(answer := hook(file, request), HttpResponse):
                return answer
        raise Http404
    return _send_document(request, file, NO_STORE)


def _send_document(request: HttpRequest, file: PortalDocument, keeping: str) -> HttpResponseBase:
    is_inline = file.content_type in settings.WAGTAILDOCS_INLINE_CONTENT_TYPES
    way, name = "inline" if is_inline else "attachment", quote(file.filename)
    return send(request, file.file.storage, file.file.name, {
        "Content-Type": file.content_type,
        "Content-Disposition": f"{way}; filename=\"{name}\"; filename*=UTF-8''{name}",
        "Cache-Control": keeping,
    })  # fmt: skip


def _send(request: HttpRequest, storage: Storage, name: str, keeping: str) -> HttpResponseBase:
    kind = mimetypes.guess_type(PurePosixPath(name).name)[0] or "application/octet-stream"
    return send(request, storage, name, {"Content-Type": kind, "Cache-Control": keeping})


def _public_cache() -> str:
    """A browser keeps a picture, whose name changes with it; a cache in front may do so only as
    long as pages, 0 seconds where none is set: a picture that is withdrawn must leave it. Not
    `private`, which the service worker takes for one person's own.
    """
    return f"public, max-age={_MONTH}, s-maxage={settings.FRONTEND_CACHE_SECONDS}"
