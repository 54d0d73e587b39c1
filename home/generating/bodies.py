"""The body of a made-up page: about 160 words, some links, sometimes a picture or a table."""

import random
from typing import Any

from home.generating.rows import new_key
from home.generating.words import Vocabulary

Block = dict[str, Any]


def _block(kind: str, value: Any, rng: random.Random) -> Block:
    return {"type": kind, "value": value, "id": str(new_key(rng.getrandbits(128)))}


def _paragraph(rng: random.Random, words: Vocabulary, length: int, links: list[int]) -> str:
    text = words.paragraph(rng, length)
    if links and rng.random() < 0.5:
        target = rng.choice(links)
        text += f' <a linktype="page" id="{target}">{words.words(rng, 2)}</a>.'
    return f"<p>{text}</p>"


def _text(rng: random.Random, words: Vocabulary, lengths: tuple[int, ...], links: list[int]) -> str:
    return "".join(_paragraph(rng, words, length, links) for length in lengths)


def make_body(
    rng: random.Random, words: Vocabulary, links: list[int], images: list[int]
) -> list[Block]:
    """The stream as the database holds it. ``links``: keys of pages to link to."""
    heading = f"<h2>{words.title(rng, 2)}</h2>"
    blocks = [_block("text", _text(rng, words, (40, 35), links), rng)]
    if images and rng.random() < 0.3:
        image = {"image": rng.choice(images), "alt_text": words.title(rng, 2), "decorative": False}
        blocks.append(_block("image", {"image": image, "caption": words.sentence(rng)}, rng))
    blocks.append(_block("text", heading + _text(rng, words, (35, 30), links), rng))
    if rng.random() < 0.1:
        quote = {"text": words.sentence(rng), "attribution": words.title(rng, 1)}
        blocks.append(_block("quote", quote, rng))
    return blocks
