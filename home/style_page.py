"""The living style page for staff: every component with real content of the portal, all letters.

It renders the templates visitors get, so it cannot show a style that the site does not have.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.models import Page

from catalog.listing import listed
from core.cards import attach_for_cards
from core.kinds import Kind, all_kinds
from core.vietnamese.text import LETTERS

TOKENS = {
    "colours": ["paper", "surface", "sunken", "ink", "ink-soft", "vermilion", "accent", "link",
                "leaf", "ochre", "ochre-wash", "leaf-wash", "indigo-wash", "vermilion-wash",
                "ground"],
    "sizes": ["s", "m", "l", "xl", "2xl", "3xl"],
}  # fmt: skip
# Capitals with two marks, descenders below them: what a line set too tight cuts off.
STACKED = ["ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ", "ỦY BAN NHÂN DÂN XÃ", "ĐỀ NẮM, LỄ TẾ CỜ, ĐÌNH HẢ",
           "Nghĩa quân Yên Thế tụ nghĩa, phất cờ, giữ gìn quê hương"]  # fmt: skip


@dataclass(frozen=True)
class _Samples:
    """The newest public page of each listed kind, one without any left out."""

    kind: Kind
    items: list[Any]


def style(request: HttpRequest) -> HttpResponse:
    """Components with the newest public content in the officer's language."""
    language = get_language() or "vi"
    context = {
        **TOKENS,
        "samples": _samples(language),
        "blocks": _blocks(language),
        "stars": (3, 4, 5),
    }
    return render(request, "home/style/components.html", context)


def letters(request: HttpRequest) -> HttpResponse:
    """Every Vietnamese letter in every weight, and capitals that carry two marks."""
    context = {"letters": list(LETTERS), "weights": (400, 600), "stacked": STACKED, **TOKENS}
    return render(request, "home/style/letters.html", context)


def _samples(language: str) -> list[_Samples]:
    found = []
    for kind in all_kinds():
        if not kind.is_listed:
            continue
        pages = listed(apps.get_model(kind.model).objects.filter(locale__language_code=language))
        items = list(pages.select_related("locale").order_by("-last_published_at", "-pk")[:3])
        attach_for_cards(items)
        if items:
            found.append(_Samples(kind, items))
    return found


def _blocks(language: str) -> list[Any]:
    """The first block of each type in the bodies of public pages."""
    first: dict[str, Any] = {}
    for kind in all_kinds():
        model = apps.get_model(kind.model)
        if not issubclass(model, Page) or not hasattr(model, "body"):
            continue
        for page in listed(model.objects.filter(locale__language_code=language)).order_by("pk")[
            :40
        ]:
            for block in page.body:
                first.setdefault(block.block_type, block)
    return list(first.values())
