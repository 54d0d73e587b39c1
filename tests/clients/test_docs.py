"""docs/api.md, in both languages: every command runs, every table is complete."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from portal_mirror import Mirror, Portal, digest_of

from api.problems import TYPES
from api.webhooks.signing import new_seed, secret_of, signatures
from tests.clients.conftest import ROOT, SOURCE
from tests.factories.core import Portal as Site
from tests.factories.core import make_standard_page, make_topic

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
ENGLISH, VIETNAMESE = re.split(r"(?m)^# Tiếng Việt$", TEXT)
LANGUAGES = pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE], ids=["en", "vi"])
#: Any answer but 2xx and 3xx fails, and the two programs are those of this checkout.
PREFACE = """
set -eu
curl() { command curl --fail --silent --show-error --max-time 30 "$@"; }
pip() { :; }
portal-mirror() { "$PYTHON" -m portal_mirror "$@"; }
"""


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


@LANGUAGES
def test_every_command_runs(text: str, site: Site, portal: Portal, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        assert not os.environ.get("REQUIRE_SERVICES"), ".ci/run installs curl."
        pytest.skip("curl is not installed")
    make_topic()
    page = make_standard_page(site.home, "Giới thiệu")
    log = portal.sync()
    assert log
    item = next(change.id for change in log.items if change.data["title"] == page.title)
    commands = blocks(text, "sh")
    assert sum(block.count("curl") for block in commands) == 20
    script = PREFACE + "\n".join(commands).replace("https://portal.example", portal.url)
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(SOURCE), "ITEM": item,
             "CURSOR": log.next_cursor, "ETAG": portal.item(item).etag},
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "Exact: 3 items" in done.stdout
    assert "304 Not Modified" in done.stdout


def test_both_languages_have_the_same_examples_and_tables() -> None:
    for language in ("sh", "json", "http"):
        english, vietnamese = blocks(ENGLISH, language), blocks(VIETNAMESE, language)
        assert [re.sub("locale=(en|vi)", "", block) for block in english] == [
            re.sub("locale=(en|vi)", "", block) for block in vietnamese
        ]
    for pattern in (r"(?m)^## ", r"(?m)^\d\. ", r"(?m)^- "):
        assert len(re.findall(pattern, ENGLISH)) == len(re.findall(pattern, VIETNAMESE))
    codes = [
        set(re.findall(r"`[^`\n]+`", re.sub(r"(?ms)^```.*?^```$", "", part)))
        for part in (ENGLISH, VIETNAMESE)
    ]
    assert codes[0] ^ codes[1] == {"`name:value`", "`tên:giá_trị`"}


@LANGUAGES
def test_every_address_and_every_problem_is_there(text: str) -> None:
    described = json.loads(Client().get("/api/v1/openapi.json").content)
    addresses = {path.removeprefix("/api/v1/") for path in described["paths"]}
    assert not addresses - set(re.findall(r"`([^`\n]+)`", text))
    rows = re.findall(r"(?m)^\| (\d{3}) \| ([^|]+) \|", text)
    named = {(slug, int(status)) for status, cell in rows for slug in re.findall("`(.+?)`", cell)}
    assert named == {(slug, kind.status) for slug, kind in TYPES.items()}


@LANGUAGES
def test_the_item_shown_has_the_fields_of_an_item(text: str, site: Site, portal: Portal) -> None:
    make_standard_page(site.home, "Giới thiệu")
    log = portal.sync()
    assert log
    shown = json.loads(blocks(text, "json")[0])
    real = log.items[-1].data
    assert set(shown) == set(real)
    assert {name: type(value) for name, value in shown.items() if real[name] and value} == {
        name: type(value) for name, value in real.items() if value and shown[name]
    }


@LANGUAGES
def test_the_recipes_in_python_work(text: str, site: Site, mirror: Mirror) -> None:
    recipe, receiver = blocks(text, "python")
    names: dict[str, Any] = {}
    exec(recipe, names)
    mirror.pull()
    for item in mirror.items():
        assert names["digest_of"](item) == item["digest"] == digest_of(item)

    secret = secret_of(new_seed(), "key")
    exec(receiver.replace("whsec_…", secret), names)
    page = make_standard_page(site.home, "Giới thiệu")
    status = mirror.portal.status()
    data = {"epoch": status.epoch, "max_seq": status.max_seq, "ids": [], "types": []}
    body = json.dumps({"type": "content.changed", "timestamp": "", "data": data})
    now = int(time.time())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(now),
        "webhook-signature": signatures([secret], "msg_1", now, body),
    }
    assert names["receive"](headers, body.encode() + b" ", mirror) == 400
    assert len(mirror) == 2
    assert names["receive"](headers, body.encode(), mirror) == 204
    assert page.title in {item["title"] for item in mirror.items()}
