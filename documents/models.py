"""Official documents (văn bản), their files and their relations to each other."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from core import plausible
from core.models import BasePage, IndexPage, TopicalPage
from core.models.records import AgencyLevel
from core.policy import shared, translated
from core.translated import TranslatedTextField
from core.unfinished import complete
from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.typography import document_number_html
from core.visibility import is_in_open_collection
from documents import selectors
from documents.choices import DocumentKind, RelationKind, Validity
from documents.filters import DocumentFilterSet
from documents.forms import DocumentPageForm
from documents.matching import folded_words
from documents.relations import is_replaced_by, related_documents
from documents.validity import validity_of


class DocumentIndexPage(IndexPage):
    page_size = 20
    filterset_class = DocumentFilterSet

    subpage_types: ClassVar[list[str]] = ["documents.OfficialDocumentPage"]

    class Meta:
        verbose_name = _("list of documents")
        verbose_name_plural = _("lists of documents")

    def get_items(self) -> Any:
        return selectors.documents_below(self)


class OfficialDocumentPage(TopicalPage):
    """Number, date, issuer and file are all optional: papers are cited without them."""

    number = models.CharField(
        pgettext_lazy("official document", "number"),
        max_length=60,
        blank=True,
        help_text=_("Number and symbol as they should be, such as 149/KH-UBND."),
    )
    as_printed = models.CharField(
        _("number as printed"),
        max_length=60,
        blank=True,
        help_text=_("Only where the paper prints it differently, such as 1465/KHUBND."),
    )
    number_key = models.CharField(max_length=60, editable=False, default="", db_index=True)
    folded_text = models.TextField(editable=False, default="")
    kind = models.CharField(
        _("kind"),
        max_length=15,
        choices=DocumentKind.choices,
        help_text=_("Form of the document, as its heading names it."),
    )
    issuer = models.ForeignKey(
        "core.Agency", models.PROTECT, null=True, blank=True, related_name="issued_documents",
        verbose_name=pgettext_lazy("official document", "issued by"),
        help_text=_("The agency as it was at the time; its successor is shown automatically."),
    )  # fmt: skip
    issuer_as_printed = models.CharField(
        _("issuer as printed"),
        max_length=200,
        blank=True,
        help_text=_("Such as a chairperson or a standing board, in the words of the paper."),
    )
    level = models.CharField(
        _("level"),
        max_length=20,
        choices=AgencyLevel.choices,
        blank=True,
        help_text=_("Level of the issuing agency."),
    )
    signer = models.CharField(
        _("signed by"), max_length=120, blank=True, help_text=_("Name and post.")
    )
    issued_on = models.DateField(
        _("date of issue"),
        validators=[plausible.DOCUMENT],
        null=True,
        blank=True,
        db_index=True,
        help_text=_("As on the paper."),
    )
    effective_on = models.DateField(
        _("in force from"),
        validators=[plausible.DOCUMENT_IN_FORCE],
        null=True,
        blank=True,
        help_text=_(
            "Leave empty if not known: the portal then does not claim that it is in force."
        ),
    )
    expires_on = models.DateField(
        _("no longer in force from"),
        validators=[plausible.DOCUMENT_IN_FORCE],
        null=True,
        blank=True,
        help_text=_("The first day on which it is no longer in force."),
    )
    note = models.TextField(
        _("note for readers"),
        blank=True,
        help_text=_("For example that the date printed is doubtful, or that units have merged."),
    )

    shown_with: ClassVar[tuple[str, ...]] = ("issuer",)
    base_form_class = DocumentPageForm
    parent_page_types: ClassVar[list[str]] = ["documents.DocumentIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary", heading=_("Abstract")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("as_printed")]),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("issuer_as_printed"), FieldPanel("signer")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("effective_on")]),
                FieldPanel("expires_on"),
            ],
            heading=_("Dates"),
        ),
        FieldPanel("note"),
        InlinePanel(
            "files",
            heading=pgettext_lazy("official document", "Files"),
            label=_("file"),
            help_text=_("The paper itself, as PDF."),
        ),
        InlinePanel(
            "relations",
            heading=_("Relations"),
            label=_("relation"),
            help_text=_(
                "To other documents; they automatically show the relation from their side."
            ),
        ),
        FieldPanel("body"),
        FieldPanel("cover"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("number", boost=2),
        index.SearchField("note"),
        index.FilterField("kind"),
    ]
    override_translatable_fields = [
        *TopicalPage.override_translatable_fields,
        *translated("note"),
        *shared(
            *("number", "as_printed", "kind", "issuer", "issuer_as_printed", "level", "signer"),
            *("issued_on", "effective_on", "expires_on", "files", "relations"),
        ),
    ]

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")

    @property
    def number_html(self) -> SafeString:
        """The number, which may break after a slash on a narrow screen."""
        return mark_safe(document_number_html(self.number))

    @cached_property
    def is_replaced(self) -> bool:
        """Annotated in lists, known from its relations where they are shown."""
        return selectors.is_replaced(self, timezone.localdate())

    @property
    def validity(self) -> Validity:
        """State of today, Viet Nam time."""
        return validity_of(self, timezone.localdate())

    def clean(self) -> None:
        super().clean()
        if self.effective_on and self.expires_on and self.expires_on < self.effective_on:
            raise ValidationError(
                {"expires_on": _("It cannot cease to be in force before it takes effect.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_key = document_number_key(self.number or self.as_printed)[:60]
        self.folded_text = folded_words(self.title, self.summary)
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        today = timezone.localdate()
        parent = self.get_parent()
        context["document_index"] = parent if parent.live else None
        context["topics"] = list(self.topics.all())
        rows = complete(self.files.select_related("document"))
        context["files"] = [row for row in rows if is_in_open_collection(row.document)]
        context["issuer_today"] = selectors.present_successors(self.issuer, today)
        context["relations"] = related = related_documents(self)
        self.is_replaced = is_replaced_by(related, today)
        context["news"] = selectors.news_about(self)
        return context


class DocumentFile(Orderable):
    """A file of a document: the paper itself, an annex, a translation."""

    class Language(models.TextChoices):
        VIETNAMESE = "vi", _("Vietnamese")
        ENGLISH = "en", _("English")

    page = ParentalKey(OfficialDocumentPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "core.PortalDocument", models.CASCADE, null=True, related_name="+", verbose_name=_("file")
    )
    label = TranslatedTextField(
        _("label"),
        blank=True,
        help_text=_("Such as Annex 1. Leave empty to use the title of the file."),
    )
    language = models.CharField(
        _("language of the file"), max_length=2, choices=Language.choices, blank=True
    )

    panels = [FieldPanel("document"), FieldPanel("label"), FieldPanel("language")]

    class Meta(Orderable.Meta):
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")


class DocumentRelation(Orderable):
    """What the document of ``page`` does to the document ``target``."""

    page = ParentalKey(OfficialDocumentPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=10, choices=RelationKind.choices)
    target = models.ForeignKey(
        OfficialDocumentPage, models.CASCADE, null=True, related_name="incoming_relations",
        verbose_name=_("to the document"),
    )  # fmt: skip

    panels = [FieldPanel("kind"), FieldPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("relation of documents")
        verbose_name_plural = _("relations of documents")
