"""Records that pages refer to."""

from typing import Any

from wagtail.images.tests.utils import get_test_image_file

from core.drawing import draw
from core.models import Agency, Officer, PortalImage, Post, Topic


def make_topic(code: str, name: str = "", **fields: Any) -> Topic:
    return Topic.objects.create(code=code, name={"vi": name or f"Chủ đề {code}"}, **fields)


def make_agency(code: str, name: str, english: str = "", **fields: Any) -> Agency:
    names = {"vi": name, "en": english} if english else {"vi": name}
    return Agency.objects.create(code=code, name=names, **{"level": "province", **fields})


def make_officer(
    code: str = "can-bo", full_name: str = "Cán bộ mẫu", agency: Agency | None = None, **fields: Any
) -> Officer:
    agency = agency or make_agency(f"co-quan-{code}", "Cơ quan")
    post = Post.objects.create(code=f"chuc-vu-{code}", name={"vi": "Chủ tịch"}, agency=agency)
    return Officer.objects.create(
        code=code, full_name=full_name, post=post, **{"office_phone": "0204 3 888 888", **fields}
    )


def make_picture(title: str) -> PortalImage:
    file = get_test_image_file(filename=f"{title}.png", size=(60, 40))
    image = PortalImage.objects.create(title=title, file=file, alt={"vi": title, "en": title})
    draw(image, ("card", "figure"))
    return image
