"""The page trees of all languages in memory, as far as a question needs them.

The tree of the portal's first language counts; those of the others mirror it. A page of another
language that has no original stands where its officers put it.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from wagtail.models import Locale, Page, PageViewRestriction

from localization.trees.families import below, is_in_step, is_large
from localization.trees.models import KeptTranslation
from localization.trees.nodes import COLUMNS, Node

#: Kind of a restriction, its password, ids of its groups.
Restriction = tuple[str, str, frozenset[int]]


@dataclass
class Languages:
    """Ids of locales: the one whose tree counts, and those that mirror it, in order."""

    source: int
    others: list[int]

    @classmethod
    def now(cls) -> "Languages | None":
        """Of the portal; None before the first language is in the database."""
        ids = dict(Locale.objects.values_list("language_code", "pk"))
        if settings.LANGUAGE_CODE not in ids:
            return None
        codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code in ids]
        source = ids[settings.LANGUAGE_CODE]
        return cls(source, [ids[code] for code in codes if ids[code] != source])


@dataclass
class Trees:
    """Pages that were read. ``scope``: keys to be compared one by one; None for all."""

    languages: Languages
    scope: set[uuid.UUID] | None = None
    nodes: dict[int, Node] = field(default_factory=dict)
    by_path: dict[str, Node] = field(default_factory=dict)
    versions: dict[uuid.UUID, dict[int, Node]] = field(default_factory=lambda: defaultdict(dict))
    families: set[str] = field(default_factory=set)  # Paths whose children are to be compared.
    restrictions: dict[int, list[Restriction]] = field(default_factory=lambda: defaultdict(list))
    kept: set[int] = field(default_factory=set)

    def add(self, nodes: Iterable[Node]) -> list[Node]:
        fresh = [node for node in nodes if node.pk not in self.nodes]
        for node in fresh:
            self.nodes[node.pk] = node
            self.by_path[node.path] = node
            self.versions[node.key][node.locale_id] = node
        return fresh

    def parent(self, node: Node) -> Node | None:
        return self.by_path.get(node.above)

    def source(self, key: uuid.UUID) -> Node | None:
        return self.versions[key].get(self.languages.source) if key in self.versions else None

    def version(self, key: uuid.UUID, locale_id: int) -> Node | None:
        return self.versions[key].get(locale_id) if key in self.versions else None

    def children(self) -> dict[str, list[Node]]:
        """Children of every path that was read, in the order of the tree."""
        found: dict[str, list[Node]] = defaultdict(list)
        for path in sorted(self.by_path):
            found[path[: -Page.steplen]].append(self.by_path[path])
        return found

    def original(self, source: Node, locale_id: int) -> Node:
        """Of what the stand-in of a page is an alias: of the page itself, as a rule.

        A page may itself be an alias, shown in a second section. Where its original is translated,
        the second section shows the translation.
        """
        first = source
        while first.alias_of_id and first.alias_of_id in self.nodes:
            first = self.nodes[first.alias_of_id]
        there = self.version(first.key, locale_id)
        return there if there and there.alias_of_id is None and first is not source else first


def read(keys: Collection[uuid.UUID] | None = None) -> Trees | None:
    """All trees, or what is needed to judge these pages and their neighbours.

    A constant number of queries, however many pages. None where there are no languages yet.
    """
    languages = Languages.now()
    if languages is None:
        return None
    if keys is None:
        trees = Trees(languages)
        trees.add(_rows(Q()))
        trees.families = {node.path for node in trees.nodes.values()}
    else:
        trees = Trees(languages, set(keys))
        _read_around(trees, set(keys))
    _read_rules(trees)
    return trees


def _rows(condition: Q) -> list[Node]:
    return [Node(*row) for row in Page.objects.filter(condition).values_list(*COLUMNS)]


def _read_around(trees: Trees, keys: set[uuid.UUID]) -> None:
    """The pages, what lies around them in every language, and what all of that is called there."""
    groups = trees.add(_rows(Q(translation_key__in=keys)))
    doubles = _rows(Q(alias_of__in=[node.pk for node in groups]))  # In other sections.
    trees.scope = keys | {node.key for node in doubles}
    groups += trees.add(_rows(Q(translation_key__in={node.key for node in doubles})))
    parents = trees.add(_rows(Q(path__in={node.above for node in groups})))
    parents += trees.add(_rows(Q(translation_key__in={node.key for node in parents})))
    trees.families = _families_to_read(trees, [*groups, *parents])
    children_of_all = Q(pk__in=())
    for path in trees.families:
        children_of_all |= below(trees.by_path[path])
    children = trees.add(_rows(children_of_all))
    # Most counterparts have just been read: both languages' lists are.
    near = trees.add(_rows(Q(translation_key__in=_without_some_version(trees, children))))
    aliases = {n.alias_of_id for n in trees.nodes.values() if n.alias_of_id}
    while missing := aliases - trees.nodes.keys():
        originals = trees.add(_rows(Q(pk__in=missing)))
        near += trees.add(_rows(Q(translation_key__in={node.key for node in originals})))
        aliases = {n.alias_of_id for n in originals if n.alias_of_id}
    trees.add(_rows(Q(path__in={n.above for n in near} - trees.by_path.keys())))


def _families_to_read(trees: Trees, parents: list[Node]) -> set[str]:
    """Paths of these pages, without the lists in step of which the database says so itself."""
    paths = {node.path for node in parents}
    for source in parents:
        if source.locale_id != trees.languages.source:
            continue
        mirrors = [n for i in trees.languages.others if (n := trees.version(source.key, i))]
        if mirrors and is_large(source, *mirrors):
            in_step = {node.path for node in mirrors if is_in_step(node, source)}
            paths -= in_step
            if len(in_step) == len(mirrors):
                paths.discard(source.path)
    return paths


def _without_some_version(trees: Trees, nodes: Iterable[Node]) -> set[uuid.UUID]:
    """Keys of which not every language's page has been read."""
    every = {trees.languages.source, *trees.languages.others}
    return {node.key for node in nodes if not every <= trees.versions[node.key].keys()}


def _read_rules(trees: Trees) -> None:
    """Who may see the pages, and which translations stay public by an officer's decision."""
    trees.kept = set(KeptTranslation.objects.values_list("page_id", flat=True))
    for restriction in PageViewRestriction.objects.exclude(
        restriction_type=PageViewRestriction.NONE
    ).prefetch_related("groups"):
        trees.restrictions[restriction.page_id].append(rule_of(restriction))


def rule_of(restriction: PageViewRestriction) -> Restriction:
    groups = frozenset(group.pk for group in restriction.groups.all())
    return (restriction.restriction_type, restriction.password, groups)
