"""The pictures of docs/design.md: `make screenshots`, or with the address of a portal that runs."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import OFFLINE, chromium
from tests.portal.conftest import ROOT, start_portal

FOLDER = ROOT / "docs" / "design"
DESKTOP, PHONE = (1280, 860), (360, 740)
#: name, address, size, theme, what to do before the picture is taken.
SHOTS: list[tuple[str, str, tuple[int, int], str, str]] = [
    ("home-vi", "/", DESKTOP, "light", ""),
    ("home-en-dark", "/en/", DESKTOP, "dark", ""),
    ("home-vi-phone", "/", PHONE, "light", ""),
    ("menu-vi-phone", "/", PHONE, "dark", "document.querySelector('.menu-toggle').open = true"),
    ("product-vi", "/san-pham/vai-say-deo/", DESKTOP, "light", ""),
    ("product-vi-season", "/san-pham/vai-say-deo/", DESKTOP, "light",
     "document.querySelector('.layout-columns').scrollIntoView()"),
    ("product-en-phone", "/en/products/soft-dried-lychee/", PHONE, "dark",
     "document.querySelector('h1').scrollIntoView()"),
    ("place-vi", "/du-lich/dinh-ha/", DESKTOP, "light", ""),
    ("place-en-map", "/en/visit/", DESKTOP, "light",
     "document.querySelector('.map').scrollIntoView({block: 'center'})"),
    ("document-vi", "/van-ban/57-kl-tw/", DESKTOP, "light", ""),
    ("documents-vi-phone", "/van-ban/", PHONE, "light",
     "document.querySelector('.filter-sheet').scrollIntoView()"),
    ("calendar-vi", "/su-kien/?month=2027-02", DESKTOP, "light",
     "document.querySelector('.tabs').scrollIntoView()"),
    ("events-en-phone", "/en/events/", PHONE, "dark",
     "document.querySelector('.card').scrollIntoView()"),
    ("business-vi-dark", "/doanh-nghiep/htx-nong-san-doi-vai/", DESKTOP, "dark", ""),
    ("news-vi-phone", "/tin-tuc/phong-su-mot-ngay-o-lang-ha/", PHONE, "light", ""),
    ("not-found-en", "/en/nothing-here/", DESKTOP, "light", ""),
]  # fmt: skip


def take(browser: Browser, url: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, address, (width, height), theme, before in SHOTS:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            base_url=url,
        )
        page = context.new_page()
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200 or "not-found" in name, (address, answer.status)
        if before:
            page.evaluate(before)
        page.wait_for_timeout(1200)  # Pictures and the map come when they are near.
        page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=68)
        context.close()


@contextmanager
def a_portal() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as var:
        for portal in start_portal(Path(var), "content/tan-trung"):
            yield portal.url


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OFFLINE)
        if len(sys.argv) > 1:
            take(browser, sys.argv[1])
        else:
            with a_portal() as url:
                take(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
