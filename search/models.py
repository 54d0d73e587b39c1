"""What search keeps: the rows of its index, how far indexes are, and what editors see."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.vietnamese.fields import NFCTextMixin
from core.vietnamese.tokens import folded, tokens

MAX_TERM = 8  # words of a synonym


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


def _one_a_line(terms: str) -> None:
    """ValidationError unless there are two terms or more, of a length that a query may have."""
    given = [words for line in terms.splitlines() if (words := tokens(line))]
    if len({tuple(map(folded, words)) for words in given}) < 2:
        raise ValidationError(_("Give at least two different terms, each on a line of its own."))
    if any(len(words) > MAX_TERM for words in given):
        raise ValidationError(
            _("A term may have at most %(most)s words.") % {"most": MAX_TERM}, code="long"
        )


class SynonymGroup(NFCTextMixin):
    """Terms that mean the same: a search for one finds the others."""

    terms = models.TextField(
        _("terms"),
        validators=[_one_a_line],
        help_text=_(
            "One on each line, such as an abbreviation and what it stands for. Whoever searches "
            "for one also finds the others. Diacritics and capitals do not count."
        ),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For editors: why they are the same.")
    )

    panels = [FieldPanel("terms"), FieldPanel("note")]

    class Meta:
        ordering = ["terms", "pk"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms for search")

    def __str__(self) -> str:
        return " = ".join(line.strip() for line in self.terms.splitlines() if line.strip())


class MissedSearch(models.Model):
    """A search that found nothing: what editors may write a page, or a synonym, for.

    Kept without anybody's data: of a text that was asked only once no more than a keyed digest is
    stored, so that the second time can be told; see `search.misses`.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.CharField(_("searched for"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=12)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_day = models.DateField(_("last time"), db_index=True)

    class Meta:
        ordering = ["-count", "-last_day", "text", "pk"]
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")

    def __str__(self) -> str:
        return self.text
