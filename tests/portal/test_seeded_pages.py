"""Every page of the content package, in both languages, as a visitor without JavaScript gets it.

One file, because the portal it needs takes a minute: files are what parallel runs are divided by.
"""

import itertools
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.clients.node_tools import TOOLS, module, run
from tests.portal.conftest import Portal, run_command, run_setup
from tests.search.asked.table import Asked, judged

LANGUAGES = ("vi", "en")
SCRIPT = Path(__file__).with_name("structured_data.mjs")


@pytest.fixture(scope="session")
def answers(portal: Portal) -> dict[str, dict[str, BeautifulSoup]]:
    """Language → address → parsed page; asserts on the way that each answers 200."""
    found: dict[str, dict[str, BeautifulSoup]] = {}
    wrong = []
    for language in LANGUAGES:
        found[language] = {}
        for address in portal.pages(language):
            answer = portal.get(address)
            if answer.status != 200 or "Set-Cookie" in answer.headers:
                wrong.append(f"{address}: {answer.status}, cookie {'Set-Cookie' in answer.headers}")
            found[language][address] = parsed(answer.text)
    assert not wrong, "\n".join(wrong)
    return found


def test_the_package_is_as_large_as_promised(answers) -> None:
    translated = [
        a for a, page in answers["en"].items() if not page.find("meta", {"content": "noindex"})
    ]
    assert len(answers["vi"]) >= 100
    assert len(translated) >= 80
    assert len(answers["en"]) == len(answers["vi"])


def test_one_heading_and_the_right_language(answers) -> None:
    wrong = []
    for language, pages in answers.items():
        for address, page in pages.items():
            if page.html["lang"] != language or len(page.find_all("h1")) != 1:
                wrong.append(f"{address}: lang {page.html['lang']}, {len(page.find_all('h1'))} h1")
            if not page.title.get_text(strip=True):
                wrong.append(f"{address}: no title")
    assert not wrong, "\n".join(wrong)


def test_every_address_has_a_title_of_its_own(portal: Portal, answers) -> None:
    """Pages, and what lists link to or offer as filters: later pages, months, choices."""
    others = {"/so-do/", "/en/site-map/", "/tim-kiem/", "/tim-kiem/?q=vai", "/en/search/?q=lychee",
              "/tim-kiem/?q=vai&page=2", "/feeds/", "/en/feeds/"}  # fmt: skip
    titles: dict[str, list[str]] = {}
    for address, page in itertools.chain.from_iterable(p.items() for p in answers.values()):
        titles.setdefault(page.title.get_text(strip=True), []).append(address)
        others |= {urljoin(address, view) for view in views_of(page)}
    for address in sorted(others):
        title = re.search("<title>(.*?)</title>", portal.get(address).text)
        titles.setdefault(unescape(title[1]) if title else "", []).append(address)
    assert {title: shared for title, shared in titles.items() if len(shared) > 1} == {}
    assert len(others) > 60, "views of lists are among them"


def views_of(page: BeautifulSoup) -> Iterator[str]:
    """Queries of the same page: its next page, a month, the first two choices of each filter."""
    for link in page.main.select("a[rel=next][href^='?'], .tabs a[href*='?']"):
        yield str(link["href"])
    for select in page.main.select("form.filters select"):
        for option in [one for one in select.find_all("option") if one.get("value")][:2]:
            yield "?" + urlencode({select["name"]: option["value"]})


def test_every_page_says_what_it_is_about(portal: Portal, answers) -> None:
    """In a sentence of its own, which search engines show."""
    others = ("/so-do/", "/en/site-map/", "/tim-kiem/?q=vai", "/en/search/?q=lychee")
    texts = dict(itertools.chain.from_iterable(pages.items() for pages in answers.values()))
    # A stand-in in the other language is not for search engines.
    texts = {a: p for a, p in texts.items() if not p.find("meta", {"content": "noindex"})}
    texts |= {address: parsed(portal.get(address).text) for address in others}
    found = {a: page.find_all("meta", {"name": "description"}) for a, page in texts.items()}
    wrong = [a for a, tags in found.items() if len(tags) != 1 or len(tags[0]["content"]) < 20]
    assert not wrong, "\n".join(wrong)


def test_heading_levels_have_no_gap(answers) -> None:
    wrong = []
    for pages in answers.values():
        for address, page in pages.items():
            levels = [int(h.name[1]) for h in page.main.find_all(re.compile("^h[1-6]$"))]
            gaps = [b for a, b in itertools.pairwise(levels) if b > a + 1]
            if gaps:
                wrong.append(f"{address}: {levels}")
    assert not wrong, "\n".join(wrong)


def test_switcher_leads_there_and_back(answers) -> None:
    """From every Vietnamese page to its English one (or stand-in) and back to the same page."""
    wrong = []
    for address, page in answers["vi"].items():
        link = page.select_one(".languages a[hreflang=en]")
        there = answers["en"].get(link["href"]) if link else None
        back = there.select_one(".languages a[hreflang=vi]") if there else None
        if not back or back["href"] != address:
            wrong.append(f"{address} -> {link and link['href']} -> {back and back['href']}")
    assert not wrong, "\n".join(wrong)


def test_no_request_to_another_host_and_nothing_inline(answers) -> None:
    wrong = []
    for pages in answers.values():
        for address, page in pages.items():
            loads = [
                tag.get("src") or tag.get("href")
                for tag in page.select(
                    "script[src], img, source, link[rel=stylesheet], iframe, audio"
                )
            ]
            wrong += [f"{address} loads {u}" for u in loads if u and re.match(r"(https?:)?//", u)]
            if page.find("style") or page.find(style=True) or page.find(onclick=True):
                wrong.append(f"{address} has inline style or script")
    assert not wrong, "\n".join(wrong)


def test_every_link_and_file_leads_somewhere(portal: Portal, answers) -> None:
    """Pages, files, pictures, feeds, places in pages; of other hosts only the address is read."""
    texts = dict(itertools.chain.from_iterable(pages.items() for pages in answers.values()))
    texts |= {a: parsed(portal.get(a).text) for a in ("/so-do/", "/en/site-map/", "/tim-kiem/")}
    wanted: dict[str, str] = {}
    for address, page in texts.items():
        wanted |= dict.fromkeys(addresses_in(page, portal.url + address), address)
    names = {a: {tag["id"] for tag in page.find_all(id=True)} for a, page in texts.items()}
    broken, answered = [], {}
    for target, source in sorted(wanted.items()):
        parts = urlsplit(target)
        if f"{parts.scheme}://{parts.netloc}" != portal.url:
            is_sound = _SOUND[parts.scheme](parts) if parts.scheme in _SOUND else False
            broken += [] if is_sound else [f"{target} (from {source}) is no address"]
            continue
        plain = target.removeprefix(portal.url).split("#")[0]
        if plain not in texts and plain not in answered:
            answered[plain] = portal.get(plain).status
            if answered[plain] != 200:
                broken.append(f"{plain} (from {source}): {answered[plain]}")
        if parts.fragment and parts.fragment not in names.get(plain, {parts.fragment}):
            broken.append(f"{target} (from {source}): there is no such place")
    assert not broken, "\n".join(broken)
    assert len(answered) > 200, "pictures, files and feeds are among them"


_SOUND: dict[str, Callable[[SplitResult], bool]] = {
    "https": lambda parts: "." in (parts.hostname or ""),
    "http": lambda parts: "." in (parts.hostname or ""),
    "mailto": lambda parts: not parts.path or "@" in parts.path,
    "tel": lambda parts: re.fullmatch(r"\+?\d{3,15}", parts.path) is not None,
    "webcal": lambda parts: parts.path.endswith("/ics/") or parts.path.endswith(".ics"),
    "data": lambda parts: parts.path.startswith("image/"),
}


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html5lib")


def addresses_in(page: BeautifulSoup, base: str) -> Iterator[str]:
    """Whatever the page names by its address, as a browser understands it."""
    for tag in page.find_all(True):
        for name in ("href", "src", "poster", "action", "data-ground"):
            # A form's address alone asks for nothing; opinions are posted.
            if (value := tag.get(name)) and str(tag.get("method") or "get").lower() == "get":
                yield urljoin(base, str(value))
        for candidate in filter(None, map(str.strip, str(tag.get("srcset") or "").split(","))):
            yield urljoin(base, candidate.split()[0])
    for meta in page.select("meta[property='og:image'], meta[property='og:url']"):
        yield urljoin(base, str(meta["content"]))


def test_what_names_or_describes_a_control_is_there(answers) -> None:
    """A screen reader finds what ``aria-describedby`` and its like, or a label, refer to."""
    references = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "for")
    wrong = []
    for pages in answers.values():
        for address, page in pages.items():
            names = {tag["id"] for tag in page.find_all(id=True)}
            for tag, name in itertools.product(page.find_all(True), references):
                missing = set(" ".join(filter(None, tag.get_attribute_list(name))).split()) - names
                wrong += [f"{address}: {name} {reference}" for reference in missing]
    assert not wrong, "\n".join(wrong)


def test_an_untranslated_page_says_so(answers) -> None:
    stand_ins = {a: p for a, p in answers["en"].items() if p.find("meta", {"content": "noindex"})}
    assert stand_ins
    for address, page in stand_ins.items():
        assert page.find("link", rel="canonical")["href"].count("/en/") == 0, address
        assert page.main.find(lang="vi"), address
        assert not page.find("link", rel="alternate", hreflang=True), address


def test_illustrative_items_are_marked_wherever_they_are_listed(answers) -> None:
    for language, word in (("vi", "minh họa"), ("en", "illustrative")):
        marked = [
            a for a, page in answers[language].items()
            if page.select_one(".badge-illustrative") and word in page.get_text().lower()
        ]  # fmt: skip
        assert len(marked) > 30


def test_setup_again_is_quick_and_changes_nothing(portal: Portal) -> None:
    start = time.monotonic()
    again = run_setup(portal.var, "content/tan-trung", portal.database)
    assert again.returncode == 0, again.stderr
    assert "already there" in again.stdout
    assert time.monotonic() - start < 60


def test_the_trees_of_both_languages_are_in_step(portal: Portal) -> None:
    checked = run_command(portal, "localization", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture(scope="module")
def saved(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Address → file with its answer, for checkers that read files: every page and what is none."""
    folder = tmp_path_factory.mktemp("saved")
    others = ["/khong-co-trang-nay/", "/en/no-such-page/", "/so-do/", "/tim-kiem/?q=vai"]
    found = {}
    for address in (*portal.pages("vi"), *portal.pages("en"), *others):
        found[address] = folder / f"{len(found)}.html"
        found[address].write_text(portal.get(address).text, encoding="utf-8")
    return found


def test_every_page_is_valid_html(saved: dict[str, Path]) -> None:
    """The W3C's checker (vnu) finds neither an error nor a warning."""
    jar, java = os.environ.get("VNU_JAR", ""), shutil.which("java")
    if not (jar and os.path.exists(jar) and java):
        message = "the HTML checker is not installed (VNU_JAR and java)"
        if os.environ.get("REQUIRE_SERVICES"):
            pytest.fail(message)
        pytest.skip(message)
    folder = next(iter(saved.values())).parent
    result = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--exit-zero-always", str(folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = {file.name: address for address, file in saved.items()}
    messages = json.loads(result.stderr or result.stdout)["messages"]
    wrong = {
        f"{names[m['url'].rsplit('/', 1)[-1]]}: {m['message']} {m.get('extract', '')}"
        for m in messages
        if m["type"] == "error" or m.get("subType") == "warning"
    }
    assert not wrong, "\n".join(sorted(wrong)[:60])


def test_structured_data_is_what_search_engines_ask_for(
    saved: dict[str, Path], tmp_path: Path
) -> None:
    module("@adobe/structured-data-validator")
    folder = next(iter(saved.values())).parent
    told = json.loads(run("node", SCRIPT, TOOLS, folder, cwd=tmp_path))
    assert told.keys() == {file.name for file in saved.values()}
    wrong = {
        f"{address}: {issue['type']}: {issue['message']}"
        for address, file in saved.items()
        for issue in told[file.name]
        # The portal sells nothing and rates nothing: it has no prices to offer.
        if issue["severity"] == "ERROR" and '"offers"' not in issue["message"]
    }
    assert not wrong, "\n".join(sorted(wrong)[:60])


def test_what_people_ask_for_is_among_the_first_three(portal: Portal) -> None:
    def titles(row: Asked) -> list[str]:
        query = urlencode({"q": row.typed, "locale": row.language, "limit": 3})
        answer = portal.get(f"/api/v1/search?{query}")
        assert answer.status == 200, answer.text
        return [item["title"] for item in json.loads(answer.text)["items"]]

    missed, precision = judged(titles)
    assert missed == []
    assert precision >= 0.9
