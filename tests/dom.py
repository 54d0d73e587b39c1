"""What a visitor without JavaScript gets, parsed as a browser would."""

from bs4 import BeautifulSoup, Tag
from django.test import Client


def page_of(path: str) -> BeautifulSoup:
    response = Client().get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return BeautifulSoup(response.content, "html5lib")


def main_of(path: str) -> Tag:
    main = page_of(path).main
    assert main is not None
    return main


def text_of(path: str) -> str:
    return " ".join(main_of(path).get_text(" ").split())


def titles_listed(path: str) -> list[str]:
    return [link.get_text(strip=True) for link in main_of(path).select(".card-title a")]


def facts_of(path: str) -> dict[str, str]:
    """Label → value of all key facts of the page."""
    return {
        row.dt.get_text(strip=True): row.dd.get_text(" ", strip=True)
        for row in main_of(path).select("dl.facts > div")
    }
