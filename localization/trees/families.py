"""Whether a page's children stand in another language as in the first, asked of the database.

A list of twenty thousand pages is in step as a rule. Its rows need not be read to know that.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Lag
from wagtail.models import Page

from localization.trees.nodes import Node

LARGE = 200  # Children: a smaller list is read, which is the quicker way to know.


def is_large(*parents: Node) -> bool:
    return any(parent.numchild > LARGE for parent in parents)


def is_in_step(parent: Node, source: Node) -> bool:
    """Whether nothing below ``parent`` has to be mended for its slug or its place (two queries).

    ``source``: the same page in the first language. No means that the children have to be read: a
    stand-in rightly has another slug where its original's is taken.
    """
    children = Page.objects.filter(below(parent))
    originals = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale_id=source.locale_id
    )
    same_slug = Exists(originals.filter(slug=OuterRef("slug")))
    if children.filter(~same_slug, alias_of__isnull=False).exists():
        return False
    place = Subquery(originals.filter(below(source)).values("path")[:1])
    mirrored = children.annotate(place=place).filter(place__isnull=False)
    follows: Any = Window(Lag("place"), order_by="path")
    return not mirrored.annotate(follows=follows).filter(follows__gt=F("place")).exists()


def below(parent: Node) -> Q:
    """The children of a page, by the index of paths."""
    return Q(depth=parent.depth + 1, path__range=Page._get_children_path_interval(parent.path))
