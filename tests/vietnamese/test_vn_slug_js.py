"""M04: slugs made in the editor's browser, and the sort order against ICU, both run in Node."""

import json
import random
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin

from core.vietnamese.fold import normalise_tone_style
from core.vietnamese.slugs import vn_slugify
from core.vietnamese.sorting import sort_key
from core.vietnamese.text import LETTERS

NODE = shutil.which("node")
HERE = Path(__file__).parent
LISTENER = HERE.parents[1] / "static" / "js" / "vietnamese-slug.js"
CORE = Path(wagtail.admin.__file__).parent / "static/wagtailadmin/js/core.js"

pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")

TITLES = [
    "Lễ hội",
    "Phương hướng",
    "Đức",
    "Đình chùa Hả",
    "Nhã Nam",
    "Kế hoạch số 149/KH-UBND",
    "Giá 1.300 đồng (tạm tính) – 2026!",
    "The People’s Committee of Tân Trung",
    "Ðề Thám và Ɖề Nắm",
    "Nhà thờ Łódź & Ærø, Straße",
    "Diện tích 42 m² _ bản nháp",
    "  -- Hà Nội --  ",
]


def node(script: str, *arguments: Path | str, data: Any) -> Any:
    done = subprocess.run(
        [NODE or "node", script, *map(str, arguments)],
        input=json.dumps(data),
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def in_editor(titles: list[str]) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = node(str(HERE / "slug_harness.js"), CORE, LISTENER, data=titles)
    return result


def test_m04_wagtail_alone_gets_vietnamese_slugs_wrong() -> None:
    stock = [made["stock"] for made in in_editor(TITLES[:5])]
    assert stock == ["l-hi", "phng-hng", "djc", "djinh-chua-h", "nha-nam"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_m04_editor_and_server_make_the_same_slug(form: Any) -> None:
    titles = [unicodedata.normalize(form, title) for title in TITLES]
    titles += [unicodedata.normalize(form, f"x{letter}x") for letter in LETTERS]
    made = in_editor(titles)
    assert [one["slug"] for one in made] == [vn_slugify(title) for title in titles]
    assert all(one["keeps"] for one in made)


def test_m04_vietnamese_typed_into_the_slug_field_is_folded() -> None:
    made = in_editor(["Đình chùa Hả", "dinh_cu-2"])
    assert [one["typed"] for one in made] == ["dinh-chua-ha", "dinh_cu-2"]


def test_m04_other_scripts_stay_with_wagtail() -> None:
    made = in_editor(["Новый йогурт"])
    assert made[0]["slug"] == made[0]["stock"] == "novyj-jogurt"


def test_m18_order_is_that_of_icu() -> None:
    source = random.Random(29)
    alphabet = LETTERS + "abcdeghiklmnopqrstuvxyfjwz" * 4
    texts = ["".join(source.choices(alphabet + "  ", k=source.randint(1, 4))) for _ in range(3000)]
    texts += ["ma", "mà", "mả", "mã", "má", "mạ", "Ma", "mo", "mô 2", "mô 10", "mơ", "đa", "da z"]
    # ICU does not know the two tone styles: leave out what the key would respell.
    distinct = {" ".join(text.split()) for text in texts if normalise_tone_style(text) == text}
    ordered = sorted(distinct - {""}, key=sort_key)
    program = (
        "const t=JSON.parse(require('fs').readFileSync(0,'utf8'));"
        "const c=new Intl.Collator('vi');"
        "const bad=t.slice(1).map((x,i)=>[t[i],x]).filter(([a,b])=>c.compare(a,b)>0);"
        "process.stdout.write(JSON.stringify([c.resolvedOptions().locale,bad]))"
    )
    locale, wrong = node("-e", program, data=ordered)
    if locale != "vi":
        pytest.skip("this Node has no Vietnamese collation")
    assert wrong == []
