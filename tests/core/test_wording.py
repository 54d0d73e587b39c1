"""Words of the screens: block labels, columns, and words that mean two things."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, pgettext
from wagtail.blocks import Block, ListBlock

from core.blocks import StoryBlock
from core.models import Agency, OfficialAccount
from core.wagtail_hooks import MarketplaceViewSet, OfficerViewSet
from home.blocks import HomeSectionsBlock
from products.blocks import ProceduresBlock
from products.models import ProductPage


def blocks_in(block: Block) -> Iterator[Block]:
    yield block
    inner = [block.child_block] if isinstance(block, ListBlock) else []
    for child in [*getattr(block, "child_blocks", {}).values(), *inner]:
        yield from blocks_in(child)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("top", [StoryBlock, HomeSectionsBlock, ProceduresBlock])
def test_block_labels_begin_with_a_capital(top: type[Block], language: str) -> None:
    # Wagtail prints them as they are.
    with translation.override(language):
        labels = [str(block.label) for block in blocks_in(top()) if block.label]
    assert [label for label in labels if not label[0].isupper()] == []


def test_labels_of_own_form_fields_begin_with_a_capital() -> None:
    with translation.override("en"):
        for model, name in ((Agency, "name"), (ProductPage, "incoterms")):
            label = str(model._meta.get_field(name).formfield().label)
            assert label[0].isupper(), label


def test_columns_of_yes_and_no_have_words() -> None:
    with translation.override("vi"):
        labels = {
            str(viewset.list_display[-1].label) for viewset in (OfficerViewSet, MarketplaceViewSet)
        }
        assert labels == {"Người phát ngôn", "Đã ngừng hoạt động"}
        assert str(OfficialAccount._meta.verbose_name) == "tài khoản chính thức"


def test_words_with_two_meanings_are_apart() -> None:
    with translation.override("vi"):
        assert pgettext("portal", "agency in charge") == "cơ quan chủ quản"
        assert pgettext("administrative procedure", "Agency in charge") == "Cơ quan thực hiện"
        assert pgettext("social network", "platform") != pgettext("marketplace", "platform")
        assert pgettext("OCOP list", "scheme") != pgettext("certification", "scheme")
        # Wagtail's, of uploaded files.
        assert "ăn bản" not in gettext("Document") + gettext("Latest documents")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("vi", "Tiếng Việt"), ("en", "English")])
def test_captions_are_in_the_language_of_the_page(language: str, name: str) -> None:
    file = SimpleNamespace(url="/f", content_type="video/mp4", filename="f.mp4", collection_id=1)
    file.get_file_size = lambda: 1
    file.file_extension = "mp4"
    value: dict[str, Any] = {"title": "T", "kind": "video", "file": file, "captions": file,
                             "poster": None}  # fmt: skip
    with translation.override(language):
        html = render_to_string("blocks/media.html", {"value": value})
    assert f'srclang="{language}" label="{name}"' in html
