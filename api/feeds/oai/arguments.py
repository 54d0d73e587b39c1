"""What a harvester asks: arguments checked by the rules of the protocol, and its tokens."""

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

PREFIX = "oai_dc"
_SALT = "oai-pmh"
#: Required and optional arguments of each verb; a token, where allowed, stands alone.
VERBS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
}
_NAME = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_SET = re.compile(rf"{_NAME.pattern}(?::{_NAME.pattern})*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class OAIError(Exception):
    """An error of the protocol, answered with status 200 as it asks."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Selection:
    """What a list is made of: ``since`` included, ``before`` not; ``seq`` and ``shown`` resume."""

    since: datetime.datetime | None = None
    before: datetime.datetime | None = None
    set_spec: str = ""
    seq: int = 0
    shown: int = 0


def check_arguments(query: QueryDict) -> dict[str, str]:
    """The arguments, ``verb`` included; badVerb or badArgument."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OAIError("badVerb", "One argument “verb” with a verb of the protocol is needed.")
    required, optional = VERBS[verbs[0]]
    given = set(query) - {"verb"}
    for name in sorted(given):
        if name not in required | optional:
            raise OAIError("badArgument", f"The verb has no argument “{name}”.")
        if len(query.getlist(name)) > 1:
            raise OAIError("badArgument", f"The argument “{name}” is repeated.")
    if "resumptionToken" in given:
        if given != {"resumptionToken"}:
            raise OAIError("badArgument", "A resumptionToken stands alone.")
    elif missing := sorted(required - given):
        raise OAIError("badArgument", f"The argument “{missing[0]}” is missing.")
    for name, pattern in (("metadataPrefix", _NAME), ("set", _SET)):
        if name in given and pattern.fullmatch(str(query[name])) is None:
            raise OAIError("badArgument", f"The argument “{name}” has characters it cannot have.")
    return query.dict()  # type: ignore[return-value]


def selection_of(arguments: dict[str, str], epoch: uuid.UUID) -> Selection:
    """Of ListIdentifiers or ListRecords."""
    if "resumptionToken" in arguments:
        return _resumed(arguments["resumptionToken"], arguments["verb"], epoch)
    if arguments["metadataPrefix"] != PREFIX:
        raise OAIError("cannotDisseminateFormat", f"The only format is {PREFIX}.")
    since, until = arguments.get("from"), arguments.get("until")
    start = _moment(since)[0] if since is not None else None
    end = None
    if until is not None:
        moment, length = _moment(until)
        latest = datetime.datetime.max.replace(tzinfo=datetime.UTC)
        end = moment + length if latest - moment >= length else latest
        if since is not None and len(since) != len(until):
            raise OAIError("badArgument", "“from” and “until” differ in granularity.")
    if start and end and start >= end:
        raise OAIError("badArgument", "“from” is after “until”.")
    return Selection(start, end, arguments.get("set", ""))


def _moment(text: str) -> tuple[datetime.datetime, datetime.timedelta]:
    """The beginning of the day or second that is named, and its length."""
    length = datetime.timedelta(seconds=1)
    if _DAY.fullmatch(text):
        length = datetime.timedelta(days=1)
    elif not _SECOND.fullmatch(text):
        raise OAIError("badArgument", f"“{text}” is not YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    try:
        moment = datetime.datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=datetime.UTC)
    except ValueError:
        raise OAIError("badArgument", f"There is no such time: “{text}”.") from None
    return moment, length


def token_of(selection: Selection, verb: str, epoch: uuid.UUID) -> str:
    """All that is needed to go on, signed: nothing is kept on the server."""
    parts: list[Any] = [
        verb,
        epoch.hex,
        selection.since and selection.since.isoformat(),
        selection.before and selection.before.isoformat(),
        selection.set_spec,
        selection.seq,
        selection.shown,
    ]
    return Signer(salt=_SALT).sign_object(parts)


def _resumed(token: str, verb: str, epoch: uuid.UUID) -> Selection:
    try:
        of_verb, of_epoch, since, before, set_spec, seq, shown = Signer(salt=_SALT).unsign_object(
            token
        )
    except (BadSignature, ValueError):
        raise OAIError("badResumptionToken", "The token is not one of this portal.") from None
    if of_verb != verb or of_epoch != epoch.hex:
        raise OAIError("badResumptionToken", "The token has expired; begin the list again.")
    return Selection(
        since and datetime.datetime.fromisoformat(since),
        before and datetime.datetime.fromisoformat(before),
        set_spec,
        seq,
        shown,
    )
