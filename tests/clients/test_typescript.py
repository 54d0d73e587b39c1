"""Types made from the interface's description hold for what it really answers."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.clients.conftest import ROOT
from tests.clients.node_tools import program, run
from tests.factories.core import Portal as Site
from tests.factories.core import make_image, make_standard_page

EXAMPLE = ROOT / "clients" / "typescript"
RUNNING = """
import { Mirror, starredProducts } from "./example.js";
const portal = process.argv[2];
const mirror = new Mirror(portal);
await mirror.pull();
const first = mirror.items.size;
await mirror.pull();
console.log(JSON.stringify([first, mirror.items.size, await mirror.isExact(),
  await starredProducts(portal)]));
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in ("node", "tsc", "openapi-typescript"):
        program(name)
    made = tmp_path_factory.mktemp("typescript")
    shutil.copytree(EXAMPLE, made, dirs_exist_ok=True)
    described = Client().get("/api/v1/openapi.json")
    (made / "openapi.json").write_bytes(described.content)
    run("openapi-typescript", "openapi.json", "--output", "portal.d.ts", cwd=made)
    run("tsc", "--project", ".", "--strict", "--outDir", "made", cwd=made)
    return made


def test_the_types_find_a_misspelt_filter(folder: Path) -> None:
    right = (folder / "example.ts").read_text(encoding="utf-8")
    (folder / "wrong.ts").write_text(right.replace('locale: "vi"', 'locle: "vi"'))
    with pytest.raises(AssertionError, match=r"wrong\.ts.*locle"):
        run("tsc", "--project", ".", "--noEmit", "--skipLibCheck", cwd=folder)


def test_the_example_mirrors_the_portal(folder: Path, live_server: Any, site: Site) -> None:
    make_standard_page(
        site.home, "Giới thiệu <&> \u2028 “vải” 🌿", slug="gioi-thieu", cover=make_image("Vườn vải")
    )
    (folder / "made" / "package.json").write_text('{"type": "module"}')
    (folder / "made" / "run.js").write_text(RUNNING)
    shown = run("node", "made/run.js", live_server.url, cwd=folder)
    assert json.loads(shown) == [4, 4, True, []]


def test_the_description_is_clean(folder: Path) -> None:
    run("redocly", "lint", "openapi.json", "--config", "redocly.yaml", cwd=folder)
