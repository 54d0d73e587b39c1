"""What is at a path of the portal: content, a redirect, something gone, or nothing."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field
from wagtail.models import Site

from api.openapi import DOCUMENTED_ERRORS
from api.parameters import Parameters
from api.problems import GONE, NOT_FOUND, Problem
from api.reading import Read, quoted
from api.shapes import ProblemShape, ResolvedContent, ResolvedRedirect
from catalog.addresses import normal
from catalog.models import CatalogItem, PublicAddress
from core.redirects import redirect_at

router = Router(tags=["portal"])


class ResolveParameters(Parameters):
    path: str = Field(
        min_length=1,
        max_length=2000,
        pattern=r"^/[^\x00]*$",
        description=_(
            "Path as a visitor's address shows it, such as /en/news: in any Unicode form, "
            "with or without the last slash."
        ),
    )


@router.get(
    "/resolve",
    response={
        200: ResolvedContent | ResolvedRedirect,
        **DOCUMENTED_ERRORS,
        404: ProblemShape,
        410: ProblemShape,
    },
    operation_id="resolve",
    summary=_("What is at a path"),
    description=_(
        "200 with `result` content or redirect; 410 for what was public once, for whatever reason "
        "it is not any more; 404 for everything else, whether it exists or not."
    ),
)
def resolve(request: HttpRequest, asked: Query[ResolveParameters]) -> HttpResponse:
    read = Read(request)
    path = _path(asked.path)
    known = _items_at(path)
    here = [item for item in known if item.is_public and item.at(path)]
    if here:
        if (same := read.unchanged) is not None:
            return same
        return read.answer(quoted(here[0].as_content()))
    read.etag = ""  # Redirects are no part of the log.
    query = asked.path.partition("#")[0].partition("?")[2]
    if (target := _redirect(request, f"{path}?{query}" if query else path)) is not None:
        return read.answer(quoted(target))
    for item in known:
        if item.is_public:
            moved = {"result": "redirect", "location": item.row.url, "permanent": True}
            return read.answer(quoted(moved))
    raise Problem(GONE if known else NOT_FOUND)


def _path(asked: str) -> str:
    path = normal("/" + asked.lstrip("/"))
    if "\x00" in path:  # No database can look for it.
        raise Problem(NOT_FOUND)
    return path


class _Known:
    """An item that is or was at a path."""

    def __init__(self, row: CatalogItem, is_public: bool) -> None:
        self.row = row
        self.is_public = is_public

    def at(self, path: str) -> bool:
        return normal(self.row.url) == path

    def as_content(self) -> dict[str, Any]:
        row = self.row
        link = {"id": str(row.pk), "type": row.kind, "locale": row.locale or None,
                "url": row.url, "title": row.title}  # fmt: skip
        return {"result": "content", "item": link, "digest": row.digest}


def _items_at(path: str) -> list[_Known]:
    """One query. The heavy texts stay in the database."""
    public = CatalogItem.objects.public().filter(pk=OuterRef("pk"))
    rows = CatalogItem.objects.filter(addresses__path=path).annotate(is_public=Exists(public))
    heavy = ("card", "payload", "exact_text", "folded_text")
    known: Any = rows.defer(*heavy).order_by("-seq")
    return [_Known(row, row.is_public) for row in known]


def _redirect(request: HttpRequest, address: str) -> dict[str, Any] | None:
    """The redirect an editor made for the path, perhaps with a query; None unless its target is
    public or elsewhere.
    """
    made = redirect_at(address, Site.find_for_request(request))
    if made is None:
        return None
    if made.redirect_page_id:
        target = CatalogItem.objects.public().filter(page_id=made.redirect_page_id)
        location = target.values_list("url", flat=True).first()
    else:
        location = _public_location(made.redirect_link)
    if not location:
        return None
    return {"result": "redirect", "location": location, "permanent": made.is_permanent}


def _public_location(link: str) -> str | None:
    """An address elsewhere as it is; one of this portal only when something public is there."""
    parts = urlsplit(link)
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    if parts.hostname and parts.hostname != own:
        return link if parts.scheme in {"http", "https"} else None
    public = CatalogItem.objects.public()
    try:
        there = PublicAddress.objects.filter(path=normal(link))
    except ValueError:
        return None
    return public.filter(pk__in=there.values("item")).values_list("url", flat=True).first()
