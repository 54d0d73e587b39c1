"""Every size that templates show is made ahead, once."""

from io import StringIO

import pytest
from django.core.management import call_command

from core.images import PICTURE_SPECS
from core.models import PortalImage, PortalRendition

pytestmark = pytest.mark.django_db


def make(**options: bool) -> str:
    out = StringIO()
    call_command("make_renditions", stdout=out, **options)
    return out.getvalue()


def test_all_slots_are_made_and_then_nothing(loaded):
    assert "renditions made" in make()
    hill = PortalImage.objects.get(title="Đồi")
    specs = set(hill.renditions.values_list("filter_spec", flat=True))
    # It is a cover, a portrait, the emblem and the picture of the welcome block.
    for spec, _sizes in PICTURE_SPECS.values():
        assert spec.split("|")[0].split("{")[0] in {text.split("-")[0] + "-" for text in specs}
    assert {"width-1200|format-webp", "fill-200x240|format-jpeg", "max-160x160|format-png"} <= specs
    count = PortalRendition.objects.count()
    assert "0 renditions made" in make()
    assert PortalRendition.objects.count() == count


def test_a_picture_that_shows_no_officer_is_drawn_in_no_portrait_size(loaded):
    make()
    dot = PortalImage.objects.get(title="Chấm")
    specs = set(dot.renditions.values_list("filter_spec", flat=True))
    assert not any(spec.startswith("fill-200x240") for spec in specs)
    assert "fill-720x480|format-webp" in specs


def test_what_is_missing_in_the_storage_is_drawn_again(loaded):
    make()
    one = PortalRendition.objects.first()
    one.file.storage.delete(one.file.name)
    assert "0 renditions made" in make()
    said = make(check_files=True)
    assert "1 files are missing" in said
    assert "1 renditions made" in said
