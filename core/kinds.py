"""The kinds of public content: every concrete page type is registered once, by its own room.

Whoever shows things of all kinds (cards, lists, later the catalog) asks here instead of naming the
rooms, so that imports run one way.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """One kind of content.

    code: stable identifier in addresses, CSS and the API (``news``, ``product``).
    model: label of the page model (``news.NewsPage``).
    label, label_plural: for people, translated lazily.
    is_listed: whether items of this kind appear in mixed lists (an index page does not).
    is_dated: whether its card shows the date of the catalog, by which a list puts the newest first.
    is_of_its_day: whether it tells what was, and so is never out of date (news, events).
    schema: dotted path of the class that says what the catalog holds of such a page.
    """

    code: str
    model: str
    label: str | Promise
    label_plural: str | Promise
    is_listed: bool = True
    is_dated: bool = False
    is_of_its_day: bool = False
    schema: str = ""

    @property
    def card_template(self) -> str:
        code = self.code if self.is_listed else "page"
        return f"components/cards/{code}.html"


_by_model: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Register kinds; ValueError when a code or a model is registered twice."""
    for kind in kinds:
        taken = [k for k in _by_model.values() if k.code == kind.code]
        if kind.model.lower() in _by_model or taken:
            raise ValueError(f"Kind {kind.code!r} or model {kind.model!r} is registered already.")
        _by_model[kind.model.lower()] = kind


def all_kinds() -> list[Kind]:
    return list(_by_model.values())


def kind_of(model: object) -> Kind | None:
    """The kind of a page model or instance; None when it is not registered."""
    label = getattr(getattr(model, "_meta", None), "label_lower", "")
    return _by_model.get(label)
