"""The W3C's checker (vnu) over every page of the package."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.portal.conftest import Portal

pytestmark = pytest.mark.xdist_group("portal")


def test_every_page_is_valid_html(portal: Portal, tmp_path: Path) -> None:
    jar, java = os.environ.get("VNU_JAR", ""), shutil.which("java")
    if not (jar and os.path.exists(jar) and java):
        message = "the HTML checker is not installed (VNU_JAR and java)"
        if os.environ.get("REQUIRE_SERVICES"):
            pytest.fail(message)
        pytest.skip(message)
    names = {}
    for language in ("vi", "en"):
        for number, address in enumerate(portal.pages(language)):
            file = tmp_path / f"{language}-{number}.html"
            file.write_text(portal.get(address).text, encoding="utf-8")
            names[file.name] = address
    for address in ("/khong-co-trang-nay/", "/en/no-such-page/", "/so-do/", "/tim-kiem/?q=vai"):
        file = tmp_path / f"other-{len(names)}.html"
        file.write_text(portal.get(address).text, encoding="utf-8")
        names[file.name] = address
    result = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--exit-zero-always", str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    messages = json.loads(result.stderr or result.stdout)["messages"]
    wrong = {
        f"{names[m['url'].rsplit('/', 1)[-1]]}: {m['message']} {m.get('extract', '')}"
        for m in messages
        if m["type"] == "error" or m.get("subType") == "warning"
    }
    assert not wrong, "\n".join(sorted(wrong)[:60])
