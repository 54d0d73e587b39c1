"""A portal that cannot write for a while: 503 with what to do, wherever it shows.

Asked by the handler of errors that nobody caught, so that it holds for views, middleware, sessions
and logins alike. The text of the error itself is for the log only.
"""

import errno
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.admin_request import expects_json
from core.unsaved.session import error_for_scripts


class Trouble(Enum):
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    AWAY = "away"


_KEPT = _("What you typed is kept: go back in the browser, and it is offered to you again.")
_TITLES: dict[Trouble, str | Promise] = {
    Trouble.BUSY: _("The portal is busy saving something else"),
    Trouble.FULL: _("The disk of the portal is full"),
    Trouble.READ_ONLY: _("The portal can only be read at the moment"),
    Trouble.AWAY: _("The database of the portal does not answer"),
}
_TEXTS: dict[Trouble, str | Promise] = {
    Trouble.BUSY: _("Wait a minute, then save once more."),
    Trouble.FULL: _("Nothing can be saved until the administrator has made room: tell them now."),
    Trouble.READ_ONLY: _("Nothing can be saved until the administrator has changed that."),
    Trouble.AWAY: _("Wait a few minutes, then try again; if it stays so, tell the administrator."),
}
# Of SQLite's messages, which have no numbers in Python before 3.11 and none in Django's errors.
_OF_SQLITE = {
    "database is locked": Trouble.BUSY,
    "table is locked": Trouble.BUSY,
    "disk is full": Trouble.FULL,
    "readonly database": Trouble.READ_ONLY,
    "disk I/O error": Trouble.FULL,
    "unable to open database file": Trouble.AWAY,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_POSTGRES = {
    "25006": Trouble.READ_ONLY,
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "53100": Trouble.FULL,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
}
_OF_FILES = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
}
_RETRY_AFTER = 60  # seconds


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What hinders the portal, from an error or what caused it; None for a fault of the program."""
    while error is not None:
        if found := _trouble_of(error):
            return found
        error = error.__cause__ or error.__context__
    return None


def _trouble_of(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    state = getattr(error.__cause__, "sqlstate", None)
    if state in _OF_POSTGRES:
        return _OF_POSTGRES[state]
    for words, trouble in _OF_SQLITE.items():
        if words in str(error):
            return trouble
    # Without a code the server was not reached: a wrong statement has one.
    unreachable = state is None or state.startswith(("08", "57P"))
    is_postgres = hasattr(error.__cause__, "sqlstate")
    is_away = isinstance(error, OperationalError | InterfaceError) and is_postgres and unreachable
    return Trouble.AWAY if is_away else None


def unavailable(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503 in all languages of the portal, or as a script of the editor reads it."""
    if expects_json(request):
        said = f"{_TITLES[trouble]}. {_TEXTS[trouble]}"
        response: HttpResponse = error_for_scripts(503, "unavailable", said)
    else:
        response = plain_error(503, _TITLES[trouble], _TEXTS[trouble], *_kept(request))
    response["Retry-After"] = str(_RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _kept(request: HttpRequest) -> list[Any]:
    return [_KEPT] if request.method == "POST" and request.path.startswith("/admin/") else []


def plain_error(status: int, title: Any, *texts: Any) -> HttpResponse:
    """A page that needs no database, in all languages of the portal."""
    says = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            says.append({"lang": code, "title": str(title), "text": " ".join(map(str, texts))})
    page = render_to_string("plain_error.html", {"says": says, "status": status})
    return HttpResponse(page, status=status)
