"""Every mistake is named with its file and line, all at once, and nothing is written."""
# ruff: noqa: E501 (a message is shown as it is printed, on one line)

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db

HISTORY = "pages/gioi-thieu/lich-su.vi.md"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (HISTORY, "summary:", "sumary:",
         f'{HISTORY}:5: unknown field "sumary" of home.StandardPage; did you mean "summary"?'),
        (HISTORY, "type: home.StandardPage", "type: home.StandarPage",
         f'{HISTORY}:2: there is no page type "home.StandarPage"; did you mean "home.StandardPage"?'),
        (HISTORY, "cover: hill.svg", "cover: hil.svg",
         f'{HISTORY}:6: there is no picture "hil.svg"; did you mean "hill.svg"?'),
        (HISTORY, "first_published: 2024-03-05 08:30", "first_published: 5/3/2024",
         f'{HISTORY}:4: "5/3/2024" is not a date and time'),
        (HISTORY, "is_illustrative: true", "is_illustrative: maybe",
         f'{HISTORY}:7: "maybe" is not yes or no'),
        (HISTORY, "cover: hill.svg", "cover: hill.svg\ncover: dot.png",
         f'{HISTORY}:7: "cover" is given twice'),
        (HISTORY, "page:/gioi-thieu)", "page:/gioi)",
         f'{HISTORY}:11: there is no page "/gioi"'),
        (HISTORY, "file:note.txt", "file:notes.txt",
         f'{HISTORY}:11: there is no file "notes.txt"; did you mean "note.txt"?'),
        (HISTORY, "Hết.", "Hết <b>rồi</b>.", f"{HISTORY}:54: raw HTML is not allowed"),
        (HISTORY, "## Ngày xưa", "# Ngày xưa", f"{HISTORY}:9: headings are of level 2 to 4"),
        (HISTORY, "::: timeline", "::: timelin",
         f'{HISTORY}:16: unknown block "timelin"; did you mean "timeline"?'),
        (HISTORY, "caption: Đồi", "captoin: Đồi",
         f'{HISTORY}:29: unknown key "captoin"; did you mean "caption"?'),
        (HISTORY, "latitude: 21.5\n", "latitude: bắc\n", f'{HISTORY}:42: latitude: "bắc":'),
        (HISTORY, "latitude: 21.5\n", "", f'{HISTORY}:40: the key "latitude" is missing'),
        (HISTORY, "agency: office", "agency: ofice",
         f'{HISTORY}:49: there is no core.Agency "ofice"; did you mean "office"?'),
        (HISTORY, "email: office@example.org", "email: office",
         f'{HISTORY}:51: email: "office":'),
        (HISTORY, "headers: [Năm, Người]", "headers: [Năm, Người", f"{HISTORY}:35: YAML:"),
        (HISTORY, ":::\n\nHết.", "\nHết.", f"{HISTORY}:48: the block ::: contact is not closed"),
        ("pages/su-kien/hoi-cho.vi.md", "kind: fair", "kind: fare", "pages/su-kien/hoi-cho.vi.md:4: "
         "kind:"),
        ("pages/su-kien/hoi-cho.vi.md", "start: 2026-05-01 08:00\n", "",
         "pages/su-kien/hoi-cho.vi.md:2: events.EventPage: start: "),
        ("pages/su-kien/hoi-cho.vi.md", "Asia/Tokyo", "Asia/Tokio",
         'pages/su-kien/hoi-cho.vi.md:7: there is no time zone "Asia/Tokio"'),
        ("pages/san-pham/vai.vi.md", "    number: VG-01", "    numbr: VG-01",
         'pages/san-pham/vai.vi.md:12: unknown field "numbr"'),
        ("pages/san-pham/vai.vi.md", "type: products.ProductPage", "type: news.NewsPage",
         "pages/san-pham/vai.vi.md:2: a news.NewsPage cannot stand below a "
         "products.ProductIndexPage"),
        ("records/agencies.csv", "commune,small,ministry", "comune,small,ministry",
         "records/agencies.csv:2: level:"),
        ("records/agencies.csv", "commune,small,ministry", "commune,small,minstry",
         'records/agencies.csv:2: there is no core.Agency "minstry"; did you mean "ministry"?'),
        ("records/localities.csv", "old,Xã cũ,Old Commune,commune", "small,Xã cũ,Old Commune,commune",
         'records/localities.csv:3: the code "small" is given twice'),
        ("records/posts.csv", "rank", "rnak", "records/posts.csv:2: unknown field"),
        ("records/posts.csv", ",5\n", ",5,6\n", "records/posts.csv:2: 8 cells in a table of 7"),
        ("pictures.csv", "dot.png", "dott.png",
         'pictures.csv:3: there is no file pictures/dott.png; did you mean "dot.png"?'),
        ("package.yaml", "agency: office", "agancy: office",
         'package.yaml:8: unknown field "agancy" of core.PortalSettings; did you mean "agency"?'),
        ("package.yaml", "requires: [land]", "requires: [lnd]",
         'package.yaml:3: there is no package "lnd" beside this one'),
        ("package.yaml", "    - /le-hoi", "    - /le-hoii", "package.yaml:20: there is no page"),
        ("package.yaml", "menus:\n  main:", "menus:\n  mian:", 'package.yaml:19: there is no menu'),
        ("package.yaml", "code: village", "cod: village", 'package.yaml:1: unknown key "cod"'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_is(village, file, old, new, expected):
    village.change(file, old, new)
    errors = village.refused("--dry-run")
    assert any(error.startswith(expected) for error in errors), errors
    assert not Page.objects.filter(slug="lich-su").exists()


def test_all_mistakes_are_listed_in_the_order_of_the_files(village):
    village.change(HISTORY, "summary:", "sumary:")
    village.change(HISTORY, "agency: office", "agency: nobody")
    village.change("pages/le-hoi.vi.md", "[T02, T01]", "[T02, T77]")
    errors = village.refused("--dry-run")
    places = [error.split(": ")[0] for error in errors]
    assert places == [f"{HISTORY}:5", f"{HISTORY}:49", "pages/le-hoi.vi.md:5"]


def test_a_page_without_its_vietnamese_file_and_one_in_the_air(village):
    village.write("pages/mot.en.md", "---\ntitle: One\n---\n")
    village.write("pages/khong/hai.vi.md", "---\ntype: home.StandardPage\ntitle: Hai\n---\n")
    assert village.refused() == [
        "pages/khong/hai.vi.md: the page above it, /khong, does not exist",
        "pages/mot.en.md: there is no .vi.md beside it",
    ]


def test_what_the_editor_would_refuse_is_refused(village):
    village.change(HISTORY, "::: image\nimage: hill.svg", "::: media\ntitle: Phim\nkind: video\n"
                   "file: note.txt\ntranscript: Lời.\n:::\n\n::: image\nimage: hill.svg")  # fmt: skip
    assert village.refused() == [f"{HISTORY}:27: captions: A video needs captions."]
