"""Every picture that comes to the portal passes here, whichever door it came through.

What an officer uploads is read by a process of its own, with limits of memory and time, before any
transaction begins: nobody else waits for it, and a decoder that fails ends alone.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.pictures.preparing import Limits, RefusedError, prepared
from core.vietnamese.filenames import safe_file_name

#: AVIF ends at 32,768, JPEG at 65,500; where WebP ends (16,383), `core.renditions` leaves it out.
MAX_SIDE = 30_000
_MEMORY = 2 * 1024**3  # Of addresses; a picture at its limits takes about a third in fact.
_SECONDS = 30
_PROGRAM = "core.pictures.preparing"
_PICTURE_DOORS = {"wagtailimages", "wagtailimages_chooser", "wagtailadmin_account"}
# Each takes much memory: those who come together wait for each other.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Verdict:
    """What is kept of an uploaded picture, or why nothing is."""

    content: bytes = b""
    extension: str = ""
    error: ValidationError | None = None


def limits() -> Limits:
    return Limits(pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS, side=MAX_SIDE)


def cleaned(content: bytes) -> tuple[bytes, str]:
    """For pictures of the operator's own, such as an import; ValidationError when refused."""
    try:
        return prepared(content, limits())
    except RefusedError as refused:
        raise _explained(refused.reason, refused.facts) from refused


def verdict_on(uploaded: Any) -> Verdict:
    """Judged once, however often it is asked for."""
    if not hasattr(uploaded, "picture_verdict"):
        uploaded.picture_verdict = _judged(uploaded)
    verdict: Verdict = uploaded.picture_verdict
    return verdict


def is_ready(file: Any) -> bool:
    """Whether the gate has passed this file, which is an upload or what a field holds of it."""
    verdict: Verdict | None = getattr(file, "picture_verdict", None)
    return verdict is not None and verdict.error is None


def replace_content(uploaded: Any, verdict: Verdict) -> None:
    """The same file object is stored by every kind of upload view: change what it holds."""
    uploaded.file.seek(0)
    uploaded.file.truncate()
    uploaded.file.write(verdict.content)
    uploaded.file.flush()
    uploaded.file.seek(0)
    uploaded.size = len(verdict.content)
    stem = uploaded.name.rsplit(".", 1)[0] if "." in uploaded.name else uploaded.name
    uploaded.name = safe_file_name(f"{stem}.{verdict.extension}")


def judge_before_transaction(request: HttpRequest) -> None:
    """Of a request that uploads pictures in the admin: the long part, while nothing is locked."""
    match = request.resolver_match
    if match is None or not _PICTURE_DOORS.intersection([*match.namespaces, match.url_name]):
        return
    if request.user.has_perm("wagtailadmin.access_admin"):
        for uploaded in request.FILES.values():
            verdict_on(uploaded)


def _judged(uploaded: Any) -> Verdict:
    if uploaded.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        return Verdict(error=_too_large())
    uploaded.seek(0)
    content = uploaded.read()
    uploaded.seek(0)
    with _one_at_a_time:
        return _judged_apart(content)


def _judged_apart(content: bytes) -> Verdict:
    asked = limits()
    arguments = {
        "pixels": asked.pixels, "side": asked.side, "memory": _MEMORY, "seconds": _SECONDS,
    }  # fmt: skip
    command = [sys.executable, "-m", _PROGRAM, json.dumps(arguments)]
    environment = {"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "2"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the picture on standard input
            command, input=content, capture_output=True, timeout=2 * _SECONDS, check=True,
            cwd=settings.BASE_DIR, env=environment,
        )  # fmt: skip
    except subprocess.SubprocessError:
        # It crashed, or asked for more memory or time than a picture may take.
        return Verdict(error=_explained("damaged", {}))
    line, _newline, kept = done.stdout.partition(b"\n")
    said = json.loads(line)
    if "reason" in said:
        return Verdict(error=_explained(said["reason"], said["facts"]))
    return Verdict(kept, said["extension"])


def _too_large() -> ValidationError:
    most = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    return ValidationError(
        _("This picture is larger than %(most)s. Save it smaller and upload it."),
        params={"most": most},
    )


def _explained(reason: str, facts: dict[str, int]) -> ValidationError:
    """A sentence that says what is wrong and what to do."""
    if reason == "unknown":
        return ValidationError(
            _("This file is no picture. Upload a picture in JPEG, PNG, WebP, AVIF, GIF or HEIC.")
        )
    if reason in {"pixels", "side", "frames"}:
        return ValidationError(_too_many(reason, facts))
    return ValidationError(_("This picture is damaged. Open it, save it again and upload it."))


def _too_many(reason: str, facts: dict[str, int]) -> str:
    if reason == "side":
        return str(
            _("This picture has a side of %(side)s pixels; the most is %(most)s. Cut it in parts.")
            % {"side": number_format(facts["side"]), "most": number_format(MAX_SIDE)}
        )
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    if reason == "frames":
        return ngettext(
            "This moving picture has %(frames)s frame, more than %(most)s million pixels in all. "
            "Make it smaller or shorter, or upload it as a video.",
            "This moving picture has %(frames)s frames, more than %(most)s million pixels in all. "
            "Make it smaller or shorter, or upload it as a video.",
            facts["frames"],
        ) % {"frames": number_format(facts["frames"]), "most": most}
    many = -(-facts["pixels"] // 1_000_000) if "pixels" in facts else None
    if many is None:
        return str(
            _("This picture has more than %(most)s million pixels. Save it smaller and upload it.")
            % {"most": most}
        )
    return str(
        _(
            "This picture has %(many)s million pixels; the most is %(most)s million. "
            "Save it smaller, such as 4,000 pixels wide, and upload it."
        )
        % {"many": number_format(many), "most": most}
    )
