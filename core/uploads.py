"""What an officer may upload: only what it says it is, harmless, and under no secrecy stamp."""

import contextlib
import logging
import shutil
from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from core.files.child import read_in_child
from core.files.reading import read
from core.files.report import Reason, Report
from core.files.scanner import ScannerError, found_in
from core.public_files import PublicFileForm
from core.secrecy import level, mark_in_name
from core.vietnamese.filenames import safe_file_name

logger = logging.getLogger(__name__)

_DOCUMENT_DOORS = {"wagtaildocs", "wagtaildocs_chooser"}
_SENTENCES = {
    Reason.DAMAGED: _("This file is damaged or locked. Open it, save it again and upload it."),
    Reason.PROGRAM: _("This is a web page or a program. Upload a document instead."),
    Reason.MACROS: _(
        "This file holds macros, controls or programs packed into it. "
        "Save it without them, or as PDF, and upload it."
    ),
    Reason.REMOTE: _(
        "This file fetches its template or a part of it from another computer. "
        "Save it as PDF and upload that."
    ),
    Reason.ACTIVE_PDF: _(
        "This PDF holds programs or other files that cannot be taken out without breaking its "
        "signature or its form. Print it to a new PDF and upload that."
    ),
    Reason.TOO_LARGE: _("This file is too large to be checked. Split it into smaller files."),
}
_DAMAGED_PDF = _(
    "This PDF cannot be read: it is damaged or locked with a password. "
    "Save it again without a password and upload it."
)


def refuse_mark(mark: str) -> None:
    if mark:
        raise ValidationError(
            _(
                "This file bears the stamp “%(mark)s”. Documents with state secrets must not "
                "be put on a computer that is connected to the Internet. The file was not kept."
            ),
            params={"mark": level(mark)},
        )


def report_on(uploaded: Any) -> Report:
    """What reading the upload gave; ValidationError, in one sentence, when it is refused.

    It is read once, however often this is asked.
    """
    if not hasattr(uploaded, "reading"):
        try:
            uploaded.reading = _checked(uploaded)
        except ValidationError as refused:
            uploaded.reading = refused
    if isinstance(uploaded.reading, ValidationError):
        raise uploaded.reading
    report: Report = uploaded.reading
    return report


def _checked(uploaded: Any) -> Report:
    stem, _dot, extension = uploaded.name.rpartition(".")
    FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(uploaded)
    refuse_mark(mark_in_name(stem))
    _scan_for_viruses(uploaded)
    report = (read_in_child if settings.FILES_IN_CHILD else read)(extension.lower(), uploaded)
    uploaded.seek(0)
    if report.refused:
        raise _sentence(report.refused, extension.upper())
    refuse_mark(report.mark)
    return report


def _sentence(reason: Reason, extension: str) -> ValidationError:
    if reason is Reason.OTHER_FORMAT:
        return ValidationError(
            _("The content of this file is not %(extension)s. Save it again in that format."),
            params={"extension": extension},
        )
    is_pdf = reason is Reason.DAMAGED and extension == "PDF"
    return ValidationError(_DAMAGED_PDF if is_pdf else _SENTENCES[reason])


def _scan_for_viruses(uploaded: Any) -> None:
    if not settings.CLAMD:
        return
    try:
        virus = found_in(uploaded, settings.CLAMD)
    except ScannerError as unavailable:
        logger.error("The virus scanner at %s gave no result: %s", settings.CLAMD, unavailable)
        raise ValidationError(
            _(
                "The virus scanner does not answer, so this file was not checked and not kept. "
                "Try again later; if it stays so, tell the administrator."
            )
        ) from unavailable
    if virus:
        raise ValidationError(
            _("The virus scanner found “%(virus)s” in this file. The file was not kept."),
            params={"virus": virus},
        )


def read_before_transaction(request: HttpRequest) -> None:
    """Of a request that uploads documents in the admin: the long part, while nothing is locked."""
    match = request.resolver_match
    if match is None or not _DOCUMENT_DOORS.intersection(match.namespaces):
        return
    if request.user.has_perm("wagtailadmin.access_admin"):
        uploads: list[Any] = list(request.FILES.values())
        for uploaded in uploads:
            if uploaded.size <= settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
                with contextlib.suppress(ValidationError):  # The form tells it.
                    report_on(uploaded)


class PortalDocumentForm(PublicFileForm, BaseDocumentForm):
    confirms_no_stamp = forms.BooleanField(
        required=False,
        label=_("If it is a scan: I have looked at every page, and none bears a secrecy stamp"),
        help_text=_(
            "Words in pictures of pages cannot be checked by the portal. "
            "Documents marked MẬT, TỐI MẬT or TUYỆT MẬT must not be uploaded."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_unread = False
        if self.instance.pk and not self.files:  # Only its title or the like is being changed.
            del self.fields["confirms_no_stamp"]
        elif "file" not in self.fields:  # A file of several, which waits for an answer.
            self.fields["confirms_no_stamp"].required = True
            self.fields["confirms_no_stamp"].help_text = _(
                "This file is a scan, or has pages without text: the portal cannot read them. "
                "Look at every page; if none bears a secrecy stamp, tick this box."
            )

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data.get("file")
        if not uploaded or "file" not in self.changed_data:
            return uploaded
        self.refuse_unless_replaceable()
        report = report_on(uploaded)
        self._is_unread = report.is_unread
        if report.clean:
            _keep(uploaded, report.clean)
        uploaded.name = safe_file_name(uploaded.name)
        return uploaded

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self._is_unread and not cleaned.get("confirms_no_stamp"):
            self.add_error(
                "confirms_no_stamp",
                _(
                    "This file is a scan, or has pages without text: the portal cannot read "
                    "them. Look at every page; if none bears a secrecy stamp, tick this box and "
                    "choose the file again."
                ),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("confirms_no_stamp"):
            self.instance.confirmed_by = self.user
        return super().save(commit=commit)


def _keep(uploaded: Any, clean: IO[bytes]) -> None:
    """The same file object is stored by every kind of upload view: change what it holds."""
    uploaded.file.seek(0)
    uploaded.file.truncate()
    clean.seek(0)
    shutil.copyfileobj(clean, uploaded.file)
    uploaded.file.flush()
    uploaded.size = uploaded.file.tell()
    uploaded.seek(0)
