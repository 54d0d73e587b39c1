"""The command ``portal-mirror``."""

import argparse
import sys
import time
from collections.abc import Sequence

from portal_mirror.audit import Audit
from portal_mirror.client import PAGE, Portal
from portal_mirror.errors import MirrorError, UnavailableError, WrongFileError
from portal_mirror.mirror import Mirror, Progress

DONE, NOT_EXACT, WRONG_USE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "portal-mirror",
        description="Keep an exact copy of everything public on a portal in a SQLite file.",
        epilog="Exit status: 0 done, 1 the copy is not exact, 2 wrong arguments or file, "
        "3 the portal cannot be read, 130 interrupted.",
    )
    parser.add_argument("url", help="address of the portal, such as https://portal.example")
    parser.add_argument("file", help="the copy; made when it is not there")
    parser.add_argument(
        "--type", action="append", default=[], help="only this type; may be repeated"
    )
    parser.add_argument("--locale", default="", help="only this language, such as vi")
    parser.add_argument("--limit", type=_page, default=PAGE, help="items a page (1 to 500)")
    how_long = parser.add_mutually_exclusive_group()
    how_long.add_argument("--once", action="store_true", help="read what is new and end (default)")
    how_long.add_argument(
        "--follow", type=_seconds, metavar="SECONDS", help="read again, so many seconds later"
    )
    parser.add_argument("--audit", action="store_true", help="then compare with the portal's count")
    parser.add_argument("--repair", action="store_true", help="mend what the audit finds")
    return parser


def _page(text: str) -> int:
    if not 1 <= int(text) <= 500:
        raise ValueError
    return int(text)


def _seconds(text: str) -> float:
    if not 0 < float(text) < 1e6:
        raise ValueError
    return float(text)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Teller:
    """Tells each page, with the speed since the first."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.read = 0

    def __call__(self, page: Progress) -> None:
        self.read += page.upserts + page.deletes
        if self.read == 0 and not page.has_more and not page.forgotten:
            say(f"Nothing new; {page.held} items.")
            return
        speed = self.read / max(time.monotonic() - self.started, 0.001)
        forgotten = f", {page.forgotten} forgotten" if page.forgotten else ""
        say(
            f"{'Everything' if page.is_full else 'Changes'}: "
            f"{self.read} read ({page.upserts} new or changed, {page.deletes} withdrawn"
            f"{forgotten}), {page.held} held, {speed:.0f} items/s"
            f"{' ...' if page.has_more else '.'}"
        )


def main(argv: Sequence[str] | None = None) -> int:
    given = arguments().parse_args(argv)
    try:
        with (
            Portal(given.url) as portal,
            Mirror(
                given.file, portal, types=given.type, locale=given.locale, limit=given.limit
            ) as mirror,
        ):
            return run(mirror, given.follow, given.audit, given.repair)
    except KeyboardInterrupt:
        say("Interrupted; the next run goes on from here.")
        return INTERRUPTED
    except WrongFileError as error:
        sys.stderr.write(f"portal-mirror: {error}\n")
        return WRONG_USE
    except MirrorError as error:
        sys.stderr.write(f"portal-mirror: {error}\n")
        return FAILED


def run(mirror: Mirror, follow: float | None, is_audited: bool, is_mended: bool) -> int:
    """Once, or for ever: then a portal that is away is only waited for."""
    if mirror.cursor and mirror.is_full_running:
        say(f"Going on with an unfinished reading; {len(mirror)} items.")
    while True:
        try:
            mirror.pull(Teller())
            status = check(mirror, is_mended) if is_audited or is_mended else DONE
        except UnavailableError as error:
            if follow is None:
                raise
            say(f"{error} Trying again in {follow:.0f} s.")
            status = FAILED
        if follow is None:
            return status
        time.sleep(follow)


def check(mirror: Mirror, is_mended: bool) -> int:
    audit = mirror.audit()
    if is_mended and not audit.is_exact:
        tell(audit)
        say("Mending ...")
        audit = mirror.repair()
    tell(audit)
    return DONE if audit.is_exact else NOT_EXACT


def tell(audit: Audit) -> None:
    if audit.is_exact:
        say(f"Exact: {audit.count} items, number and digests as the portal's.")
    for difference in audit.differences:
        say(f"Differs: {difference}.")
    for item_id in audit.damaged:
        say(f"Damaged: {item_id}.")
