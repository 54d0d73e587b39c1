"""Problems of a package, each with the file and the line where an author can mend it."""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """A position in a package: the path relative to the package, and the line counted from 1."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def at(self, line: int | None) -> "Place":
        """The same file at another line; the own line when none is known."""
        return Place(self.file, line or self.line)


class ContentError(Exception):
    """One mistake at one place."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


class PackageRefusedError(Exception):
    """Everything that is wrong with a package; nothing of it was written."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = sorted(set(map(str, errors)), key=_natural)
        super().__init__("\n".join(self.errors))


def _natural(text: str) -> tuple[str, int, str]:
    file, _, rest = text.partition(":")
    line, _, message = rest.partition(":")
    return file, int(line) if line.isdigit() else 0, message


@dataclass
class Problems:
    """Collects mistakes, so that an author sees all of them at once."""

    errors: list[ContentError] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        self.errors.append(ContentError(place, message))

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note a mistake made inside the block and go on after it."""
        try:
            yield
        except ContentError as error:
            self.errors.append(error)

    def refuse_if_any(self) -> None:
        if self.errors:
            raise PackageRefusedError(self.errors)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean "summary"?`` when something known is close, else the empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""
