"""A few drawn pictures and files which all generated pages share."""

import random
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from home.generating.words import Vocabulary

COLLECTION = "Nội dung minh họa / Illustrative"
_SIZE = (1200, 800)


def collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(name=COLLECTION)


def _drawing(rng: random.Random) -> bytes:
    """Hills under a sky: three colours, so that the file is small and drawn in no time."""
    picture = Image.new("RGB", _SIZE, (rng.randint(120, 200), rng.randint(180, 230), 240))
    pen = ImageDraw.Draw(picture)
    for ground in (520, 620, 700):
        colour = (rng.randint(20, 90), rng.randint(90, 170), rng.randint(20, 90))
        left = rng.randint(-400, 700)
        pen.ellipse((left, ground, left + rng.randint(700, 1400), ground + 900), fill=colour)
    out = BytesIO()
    picture.save(out, format="PNG", optimize=True)
    return out.getvalue()


def draw_pictures(
    count: int, rng: random.Random, words: dict[str, Vocabulary], place: Collection
) -> list[Any]:
    """Stored pictures with alternative text in every language."""
    model = get_image_model()
    made = []
    for number in range(1, count + 1):
        image = model(
            title=f"Minh họa {number}: {words['vi'].words(rng, 2)}",
            alt={code: f"{own.title(rng)}." for code, own in words.items()},
            caption={code: own.sentence(rng) for code, own in words.items()},
            credit={"vi": "Minh họa", "en": "Illustration"},
            licence=model.Licence.CC0,
            is_illustrative=True,
            collection=place,
        )
        image.file = ImageFile(BytesIO(_drawing(rng)), name=f"minh-hoa-{number}.png")
        image.save()
        image.get_file_hash()
        image.get_file_size()
        made.append(image)
    return made


def write_files(
    count: int, rng: random.Random, words: dict[str, Vocabulary], place: Collection
) -> list[Any]:
    """Stored text files, for the documents."""
    made = []
    for number in range(1, count + 1):
        text = "\n\n".join(own.paragraph(rng, 80) for own in words.values())
        document = get_document_model()(title=f"Tệp minh họa {number}", collection=place)
        name = f"minh-hoa-{number}.txt"
        document.file.save(name, ContentFile(text.encode()), save=False)
        document.save()
        document.get_file_hash()
        document.get_file_size()
        made.append(document)
    return made
