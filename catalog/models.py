"""The public record: one row per public item and language, and what keeps it true.

Written by `catalog.refresh` only. Everything public reads it: API, sync, feeds, search and lists.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Kinds that are not page types: pictures and files for download.
IMAGE = "image"
FILE = "file"
MEDIA_KINDS = (IMAGE, FILE)


class CatalogItemQuerySet(models.QuerySet["CatalogItem"]):
    def public(self) -> "CatalogItemQuerySet":
        """Live now: also right between an expiry and the refresh that notes it."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
            state=CatalogItem.State.LIVE,
        )


class CatalogItem(models.Model):
    """What is (or was) public, in one language. A row that was once public is never deleted.

    ``source`` is the key of the object it shows, such as ``page:12``, ``image:5`` or ``file:7``.
    A gone row keeps id, kind, locale and ``seq`` and nothing else.
    """

    class State(models.TextChoices):
        LIVE = "live", _("live")
        GONE = "gone", _("gone")

    id = models.UUIDField(primary_key=True, editable=False)
    source = models.CharField(max_length=40, unique=True)
    page_id = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=30)
    # Empty for pictures and files, which hold their texts in all languages.
    locale = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=4, choices=State.choices)
    seq = models.BigIntegerField(unique=True)
    # Number of the row's last write. Unlike seq it also counts what no harvester sees, such as
    # another word to be found by: the search index follows it.
    stamp = models.BigIntegerField(default=0, db_index=True)
    rev = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()
    # Not public from this moment on, whether a scheduler runs or not.
    expires_at = models.DateTimeField(null=True, db_index=True)
    # When the payload may change by the calendar alone: a star runs out, an officer's term ends.
    recheck_at = models.DateTimeField(null=True, db_index=True)

    translation_key = models.UUIDField(null=True, db_index=True)
    parent = models.UUIDField(null=True)
    section = models.UUIDField(null=True)
    tree_path = models.CharField(max_length=255, blank=True)  # treebeard's, of a page
    source_path = models.TextField(blank=True)  # Page.url_path at the last refresh
    url = models.TextField(blank=True)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    sort_title = models.CharField(max_length=400, blank=True)
    # What lists are ordered by: of news, an event or a document its own, else first publication.
    date = models.DateTimeField(null=True)
    end_date = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_featured = models.BooleanField(default=False)
    # JSON texts as the API shows them, ready to be put into an answer.
    card = models.TextField(blank=True)
    payload = models.TextField(blank=True)
    # What search reads: exact (NFC, small, tone marks in one style) and without diacritics.
    exact_text = models.TextField(blank=True)
    folded_text = models.TextField(blank=True)

    objects = CatalogItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalog item")
        verbose_name_plural = _("catalog items")
        indexes = [
            models.Index(fields=["kind", "locale", "-date", "id"], name="catalog_kind_list"),
            models.Index(fields=["locale", "-date", "id"], name="catalog_locale_list"),
            models.Index(fields=["section", "-date", "id"], name="catalog_section_list"),
            models.Index(fields=["updated_at", "id"], name="catalog_updated"),
            models.Index(fields=["kind", "locale", "seq"], name="catalog_filtered_log"),
            models.Index(fields=["kind", "-date", "id"], name="catalog_kind_dates"),
            models.Index(fields=["-date", "id"], name="catalog_dates"),
            models.Index(fields=["sort_title", "id"], name="catalog_titles"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class CatalogFacet(models.Model):
    """One value by which a live item can be filtered and counted, such as ``topic`` = ``T02``."""

    item = models.ForeignKey(CatalogItem, models.CASCADE, related_name="facets")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "name", "value"], name="one_facet_value")
        ]
        indexes = [models.Index(fields=["name", "value", "item"], name="catalog_facet_lookup")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class CatalogDependency(models.Model):
    """What an item's payload was built from: when that changes, the item is built again.

    ``target``: ``group:<translation key>`` for a page in all its languages, ``image:<pk>``,
    ``file:<pk>``, ``record:<app.model>:<pk>``.
    """

    item = models.ForeignKey(CatalogItem, models.CASCADE, related_name="dependencies")
    target = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "target"], name="one_catalog_dependency")
        ]
        indexes = [models.Index(fields=["target", "item"], name="catalog_dependents")]

    def __str__(self) -> str:
        return self.target


class DirtyMark(models.Model):
    """Something changed. Written in the transaction of the change, removed by the refresh.

    Marks may repeat: a unique mark could be taken by a refresh that has not seen the change of the
    second transaction which found it there already.
    """

    class Scope(models.TextChoices):
        ITEM = "item"  # target: a source key
        DEPENDENTS = "dependents"  # target: a dependency
        TREE = "tree"  # target: pk of the page on top
        COLLECTION = "collection"  # target: pk of the collection on top
        ALL = "all"

    scope = models.CharField(max_length=12, choices=Scope.choices)
    target = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "target"], name="catalog_marks")]

    def __str__(self) -> str:
        return f"{self.scope} {self.target}"


class CatalogState(models.Model):
    """The one row that numbers changes; locked by whoever refreshes."""

    # Ids of items are derived from it, so that they stay when the catalog is built anew.
    namespace = models.UUIDField(default=uuid.uuid4, editable=False)
    epoch = models.UUIDField(default=uuid.uuid4, editable=False)
    max_seq = models.BigIntegerField(default=0)
    max_stamp = models.BigIntegerField(default=0)
    # Counts the batches of changes that were taken in, those that no item shows included (a menu, a
    # setting): what was made of one generation is right as long as that is the last.
    generation = models.BigIntegerField(default=0)
    generation_at = models.DateTimeField(null=True)
    # The earliest moment at which a live item expires or has to be looked at again.
    due_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.epoch} {self.max_seq}"


class CatalogTotal(models.Model):
    """Number and digest of the live items of one kind and language; kept with every change."""

    kind = models.CharField(max_length=30)
    locale = models.CharField(max_length=12, blank=True)
    live_count = models.PositiveIntegerField(default=0)
    # XOR of the items' digests, 64 hexadecimal digits: independent of order.
    live_digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "locale"], name="one_catalog_total")]

    def __str__(self) -> str:
        return f"{self.kind} {self.locale}: {self.live_count}"


class PublicAddress(models.Model):
    """An address under which an item is or was public; kept when the item moves or goes.

    So that whoever asks for an old address learns that it moved or is gone. Nothing that was never
    public has an address here. ``path``: see `catalog.addresses.normal`.
    """

    path = models.TextField()
    item = models.ForeignKey(CatalogItem, models.CASCADE, related_name="addresses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "item"], name="one_public_address")]

    def __str__(self) -> str:
        return self.path
