"""Pages for visitors, made anew and kept, against pages as Wagtail's documentation makes them."""

from urllib.parse import urlsplit

from bench.load import Target, compare, fetch_json
from bench.scenarios import Question, Result

_GZIP = {"Accept-Encoding": "gzip"}  # As browsers ask.
# Whoever brings a message is no visitor like any other: the page is made for this request alone.
_ANEW = {**_GZIP, "Cookie": "messages=x"}
_BOUNDS = (("made anew", _ANEW, 1 / 10), ("kept", _GZIP, 1 / 30))


def _paths(base: str) -> dict[str, str]:
    """A list and a page of it."""
    item = fetch_json(f"{base}/api/v1/content?type=news&limit=1&locale=vi")["items"][0]
    path = urlsplit(item["url"]).path
    return {"list": path.rstrip("/").rpartition("/")[0] + "/", "detail": path}


def questions(base: str) -> list[Question]:
    asked = []
    for name, path in _paths(base).items():
        stock = Target(f"{base}/bench/stock{path}", _GZIP)
        for how, headers, bound in _BOUNDS:
            own = Target(base + path, headers)
            asked.append(Question(f"HTML {name}, {how}", own, stock, f"stock {name}", bound))
        kept, constant = Target(base + path, _GZIP), Target(f"{base}/bench/constant")
        asked.append(Question(f"HTML {name}, kept", kept, constant, "constant", 2.0))
    return asked


def run(base: str, rounds: int, seconds: int) -> list[Result]:
    return [
        Result(q.name, q.baseline_name, compare(q.target, q.baseline, rounds, seconds), q.at_most)
        for q in questions(base)
    ]
