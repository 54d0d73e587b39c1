"""A real Chromium, driven by Playwright, against the portal as a newcomer gets it."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.findings import TARGET, Gathered
from tests.portal.conftest import Portal, start_portal

# Milliseconds. How long a page takes says something of the machine, not of the portal.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
OFFLINE = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def required_or_skipped(name: str, found: str | None) -> str:
    """The program's path. Skips with the reason where it is missing, fails where CI promised it."""
    if found and os.path.exists(found):
        return found
    message = f"{name} is not installed on this machine"
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    yield from start_portal(tmp_path_factory.mktemp("portal"), "content/tan-trung")


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = required_or_skipped("Chromium", chromium())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OFFLINE)
        new_context = browser.new_context

        def patient(**options: Any) -> BrowserContext:
            context = new_context(**options)
            context.set_default_timeout(PATIENCE)
            return context

        browser.new_context = patient  # type: ignore[method-assign]
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def findings() -> Iterator[Gathered]:
    gathered = Gathered()
    yield gathered
    if TARGET:
        gathered.write()


@pytest.fixture
def visitor(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A fresh visitor on a laptop; fails the test when a page asks another host for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=portal.url)
    page = context.new_page()
    foreign: list[str] = []
    page.on(
        "request",
        lambda r: (
            foreign.append(r.url) if not r.url.startswith((portal.url, "data:", "blob:")) else None
        ),
    )
    yield page
    context.close()
    assert not foreign, foreign
