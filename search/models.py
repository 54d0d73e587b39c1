"""What search keeps in the database: the index of the database engines, and how far indexes are."""

from django.db import models


class SearchDocument(models.Model):
    """What is filtered, counted and ordered by of one public item; rows are small for that.

    Its words are in the table of the engine: see `search.engines.sqlite` and `postgres`.
    """

    item = models.OneToOneField("catalog.CatalogItem", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=12, blank=True)
    date = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    title_length = models.PositiveSmallIntegerField()
    # Lines of name=value, with a line's end before and after each.
    facets = models.TextField()

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class SearchWord(models.Model):
    """A word, without marks, that occurs or has occurred: what a typing error may have meant.

    Whether anything public still has it is asked before it is offered to anybody.
    """

    word = models.CharField(max_length=60, primary_key=True)

    def __str__(self) -> str:
        return self.word


class SearchIndex(models.Model):
    """How far an engine has followed the catalog.

    Items written up to ``position`` (their stamp) in ``epoch`` are in it. ``form`` is the form of
    the documents it was given: with another form, or in another epoch, it begins anew, from a
    number of its own below zero.

    An engine beside the database may be down: ``failing_since`` and ``failure`` are for people to
    read. While ``busy_until`` is not over a process is at work on the index.
    """

    engine = models.CharField(max_length=40, primary_key=True)
    epoch = models.UUIDField(null=True)
    form = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    is_rebuilding = models.BooleanField(default=False)
    caught_up_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    busy_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.engine} {self.position}"
