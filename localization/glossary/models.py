"""Terms that every translation of the portal renders in the same way, as data editors keep."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.models import Record
from core.translated import TranslatedText, TranslatedTextField

_SEPARATORS = re.compile(r"[\n;]")


def phrases(text: str) -> list[str]:
    """The phrases of a field that holds one a line (or between semicolons), without repetition."""
    found = (" ".join(part.split()) for part in _SEPARATORS.split(text))
    return list(dict.fromkeys(part for part in found if part))


class TermStatus(models.TextChoices):
    OFFICIAL = "official", _("official or usual in documents of the State")
    USUAL = "usual", _("usual in the press")
    OURS = "ours", _("our own rendering")


class GlossaryTerm(Record):
    """A term in the source language (``name``) and how other languages render it.

    ``name`` in another language is the rendering to prefer; ``variants`` are accepted as well. In
    the source language ``variants`` are other forms of the term, such as an abbreviation.
    """

    variants = TranslatedTextField(
        _("other accepted forms"),
        blank=True,
        multiline=True,
        help_text=_("One a line: abbreviations of the term, further accepted renderings."),
    )
    forbidden = TranslatedTextField(
        _("forbidden renderings"), blank=True, multiline=True, help_text=_("One a line.")
    )
    is_forbidden_everywhere = models.BooleanField(
        _("forbidden in every text"),
        default=False,
        help_text=_("Warn of a forbidden rendering also where the source does not have the term."),
    )
    exceptions = models.TextField(
        _("means something else in"),
        blank=True,
        help_text=_("Longer phrases in which the term is another word, one a line."),
    )
    is_obligatory = models.BooleanField(
        _("warn when the rendering is missing"),
        default=True,
        help_text=_("Leave out for words with many meanings: they are highlighted only."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=TermStatus.choices, default=TermStatus.USUAL
    )
    note = TranslatedTextField(_("note for translators"), blank=True, multiline=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("variants"),
        MultiFieldPanel(
            [FieldPanel("forbidden"), FieldPanel("is_forbidden_everywhere")],
            heading=_("Never"),
        ),
        MultiFieldPanel(
            [FieldPanel("exceptions"), FieldPanel("is_obligatory")], heading=_("While checking")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("source")]),
                FieldPanel("note"),
                FieldPanel("code"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            ],
            heading=_("About the term"),
        ),
    ]

    class Meta(Record.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    @property
    def searchable_text(self) -> str:
        others = " ".join([*self.variants.values(), *self.forbidden.values()])
        return f"{super().searchable_text} {others}"

    def forms(self, language: str) -> list[str]:
        """The preferred form first, then the accepted ones; empty where there is none."""
        return phrases(_lines(self.name, language) + "\n" + _lines(self.variants, language))

    def forbidden_in(self, language: str) -> list[str]:
        return phrases(_lines(self.forbidden, language))

    def clean(self) -> None:
        super().clean()
        for language in self.forbidden:
            accepted = {form.casefold() for form in self.forms(language)}
            both = [p for p in self.forbidden_in(language) if p.casefold() in accepted]
            if both:
                message = _("“%(phrase)s” cannot be accepted and forbidden at once.")
                raise ValidationError({"forbidden": message % {"phrase": both[0]}})


def _lines(text: Any, language: str) -> str:
    return TranslatedText.of(text).in_language(language)
