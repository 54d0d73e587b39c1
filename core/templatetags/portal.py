"""Tags that every template may use (registered as built-ins)."""

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.images.models import Picture
from wagtail.models import Page

from core.abbreviations import meanings, spelled_out
from core.images import PICTURE_SPECS
from core.links import home_url
from core.models import Menu, PortalImage
from core.models.base import pages_above
from core.models.settings import NoticeLevel
from core.renditions import ready_or_like
from core.set_aside import note_not_drawn
from core.sitewide import changes_at, remembered
from core.telephone import telephone_link
from core.translated import TranslatedText
from core.vietnamese.dates import VIETNAM, english_date, in_zone, official_date, short_date
from core.vietnamese.typography import keep_together
from core.visibility import is_in_open_collection, public_pages

register = template.Library()

_NOTICE_ICONS = {
    NoticeLevel.INFORMATION: "info",
    NoticeLevel.MAINTENANCE: "tools",
    NoticeLevel.ALERT: "alert",
}
_NEW_FORMATS = ("avif", "webp")
_LOADING = {"lazy": {"loading": "lazy"}, "eager": {}, "first": {"fetchpriority": "high"}}


@register.simple_tag
def photo(
    image: PortalImage | None, slot: str, alt: str | None = None, loading: str = "lazy"
) -> SafeString | str:
    """A `picture` element of the slot's formats and sizes, as far as they are drawn.

    Its alternative text where nothing is; nothing when there is no picture, or one of a collection
    that is not for everybody. Never raises, never draws.

    ``alt=None`` takes the picture's own alternative text; ``alt=""`` marks it as decorative.
    Pictures load when they come near; ``loading="eager"`` is for one that is seen at once, and
    ``"first"`` for the large one that the visitor waits for.
    """
    if not image or not is_in_open_collection(image):
        return ""
    if alt is None:
        alt = getattr(image, "contextual_alt_text", None) or str(image.alt)
    renditions = ready_or_like(image, slot)
    if not renditions:
        return format_html('<span class="no-picture">{}</span>', alt) if alt else ""
    attributes = {"alt": alt, "decoding": "async"}
    if sizes := PICTURE_SPECS[slot][1]:
        attributes["sizes"] = sizes
    attributes |= _LOADING[loading]
    return Picture(renditions, attributes).__html__()


@register.filter
def still(image: PortalImage | None) -> str:
    """Address of the picture that stands for a film until it is played; never the original."""
    if not image or not is_in_open_collection(image):
        return ""
    drawn = ready_or_like(image, "figure").items()
    common = [each for spec, each in drawn if not spec.endswith(_NEW_FORMATS)]
    return str(max(common, key=lambda each: each.width).url) if common else ""


@register.filter
def marked(text: TranslatedText) -> SafeString | str:
    """The text in the active language; wrapped with its ``lang`` when it had to fall back."""
    if not isinstance(text, TranslatedText):
        return str(text or "")
    if text.lang and text.lang != (get_language() or ""):
        return format_html('<span lang="{}">{}</span>', text.lang, str(text))
    return str(text)


@register.filter
def day(value: Any) -> str:
    """A date as state documents print it: "ngày 05 tháng 01 năm 2026", "5 January 2026"."""
    if not value:
        return ""
    return english_date(value) if get_language() == "en" else official_date(value)


@register.filter
def iso(moment: datetime.datetime) -> str:
    """For a ``datetime`` attribute: on the clock of Viet Nam, with its offset."""
    return in_zone(moment, VIETNAM).isoformat(timespec="seconds")


@register.filter
def short_day(value: datetime.date | None) -> str:
    """A date for a narrow column: "05/01/2026", "5 January 2026"."""
    if not value:
        return ""
    return english_date(value) if get_language() == "en" else short_date(value)


@register.simple_tag
def telephone(number: Any) -> str:
    """The number as it was written, as a link that can be dialled from anywhere."""
    return telephone_link(str(number or ""))


@register.filter
def typeset(text: Any) -> str:
    """Keep numbers with their units and document kinds with their numbers on one line."""
    return keep_together(str(text or ""))


@register.filter(name="spelled_out")
def with_abbreviations(text: Any) -> SafeString:
    """Rich text in which abbreviations say what they mean."""
    return spelled_out(str(text or ""), meanings())


@register.simple_block_tag(takes_context=True)
def document_title(context: dict[str, Any], content: str) -> SafeString:
    """What the page is, then ``title_details`` (which part of it is shown), then the portal's name.

    Said once where the page is called like the portal, as a home page is.
    """
    name = str(getattr(context.get("portal"), "name", ""))
    parts = [conditional_escape(text) for text in (*context.get("title_details", ()), name) if text]
    first = mark_safe(content.strip())
    parts = [part for part in parts if part.casefold() != first.casefold()]
    return mark_safe(" – ".join([first, *parts]))


@register.simple_tag(takes_context=True)
def notice(context: dict[str, Any]) -> dict[str, Any] | None:
    """The notice that is up now: ``{text, level, icon}``."""
    portal = context["portal"]
    for moment in portal.notice_changes_at:
        if moment > timezone.now():
            changes_at(moment)
    if not portal.shows_notice(timezone.now()):
        return None
    level = portal.notice_level
    return {"text": portal.notice, "level": level, "icon": _NOTICE_ICONS[level]}


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any], place: str) -> list[dict[str, Any]]:
    """The menu of this place in the active language: ``[{label, href, current,
    is_current_group, children}]``.

    ``current``: "page" for the page that is shown, "true" for the section it is in, or "".
    """
    entries = remembered(f"menu|{place}|{get_language()}", lambda: _menu(place))
    request = context.get("request")
    _mark_current(entries, request.path if request else "")
    return entries


def _mark_current(entries: list[dict[str, Any]], path: str) -> None:
    """The longest address that the path begins with, and the group it stands in."""
    links = [*entries, *(child for entry in entries for child in entry["children"])]
    home = home_url(get_language() or settings.LANGUAGE_CODE)
    above = {link["href"] for link in links if path.startswith(link["href"] or " ")} - {home}
    nearest = max(above, key=len, default=None)
    for link in links:
        is_here = link["href"] == path
        link["current"] = "page" if is_here else "true" if link["href"] == nearest else ""
    for entry in entries:
        inside = [entry, *entry["children"]]
        entry["is_current_group"] = any(link["current"] for link in inside)


def _menu(place: str) -> list[dict[str, Any]]:
    found = Menu.objects.filter(place=place, locale__language_code=get_language()).first()
    if found is None:
        return []
    pages = _public_pages_of(found)
    return [entry for item in found.items if (entry := _entry(item.value, pages))]


def _public_pages_of(found: Menu) -> dict[Any, Page]:
    """By translation key: the menu may name a page of either language."""
    values = [item.value for item in found.items]
    values += [child for value in values for child in value.get("children") or []]
    wanted = [value["page"] for value in values if value["page"]]
    keys = {page.translation_key for page in wanted}
    there = public_pages(
        Page.objects.filter(translation_key__in=keys, locale_id=found.locale_id)
    ).select_related("locale")
    return {page.translation_key: page for page in there}


def _entry(value: Any, pages: dict[Any, Page]) -> dict[str, Any] | None:
    page = pages.get(value["page"].translation_key) if value["page"] else None
    children = [e for child in value.get("children") or [] if (e := _entry(child, pages))]
    href = page.url if page else value["url"]
    if not href and not children:
        return None
    label = value["label"] or (page.title if page else href)
    return {"label": label, "href": href, "children": children}


@register.simple_tag
def ancestors_of(page: Page | None) -> list[Page]:
    """From the home page of this language down to the page itself."""
    if not isinstance(page, Page) or not page.path:
        return []
    return [*pages_above(page), page]


@register.simple_tag(takes_context=True)
def address_shown(context: dict[str, Any]) -> str:
    """The full address of what is shown: of this page of a list, with these filters."""
    request, own = context.get("request"), getattr(context.get("page"), "full_url", None)
    if not own or request is None:
        return str(own or (request and request.build_absolute_uri()) or "")
    return f"{own}?{request.GET.urlencode()}" if request.GET else str(own)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with some parameters changed; None removes one."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = value
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag
def card(item: Page, heading: str = "h2", is_lead: bool = False) -> SafeString:
    """The card of a page by its kind: the same in every list that shows it, so drawn once.

    What a list computes of its items (``card_extras``) is part of what it shows.
    """
    extras = [str(getattr(item, name, "")) for name in getattr(item, "card_extras", ())]
    name = f"card|{item.pk}|{heading}|{is_lead}|{get_language()}|{extras}"

    def drawn() -> SafeString:
        kind = getattr(item, "page_kind", None)
        path = kind.card_template if kind else "components/cards/page.html"
        words = {"item": item, "heading": heading, "is_lead": is_lead}
        return mark_safe(get_template(path).render(words))

    return remembered(name, drawn)


class GuardedNode(template.Node):
    def __init__(self, item: Any, nodelist: template.NodeList) -> None:
        self.item = item
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        depth = len(context.dicts)
        try:
            return self.nodelist.render(context)
        except Exception as error:
            del context.dicts[depth:]
            item = self.item.resolve(context)
            if not isinstance(item, Page):
                raise
            note_not_drawn(item.pk, error)
            return SafeString("")


@register.tag
def guarded(parser: Any, token: Any) -> GuardedNode:
    """``{% guarded page %}...{% endguarded %}``: an entry of a list. A page that cannot be drawn in
    it is left out, and does not take down the page that lists it.
    """
    _name, item = token.split_contents()
    nodelist = parser.parse(("endguarded",))
    parser.delete_first_token()
    return GuardedNode(parser.compile_filter(item), nodelist)


@register.filter
def if_open(file: Any) -> Any:
    """The file, or None when there is none or its collection is not for everybody: whatever shows,
    plays or names a file asks this first.
    """
    return file if is_in_open_collection(file) else None


@register.filter
def file_kind(document: Any) -> str:
    """Such as PDF or DOCX: what a reader wants to know before downloading."""
    return str(document.file_extension).upper()
