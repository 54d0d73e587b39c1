"""Markdown and rich text are two spellings of one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.content.errors import ContentError, Place
from home.content.markdown import split_body, to_rich_text
from home.content.richtext import to_markdown

HERE = Place("x.md", 1)


def link(target: str, place: Place) -> dict[str, str]:
    return {"href": target}


def read(text: str) -> str:
    return to_rich_text(text, link, HERE)


def write(html: str) -> str:
    return to_markdown(html, lambda attributes: attributes.get("href"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Đầu", "<h2>Đầu</h2>"),
        ("một\nhai", "<p>một hai</p>"),
        ("một\\\nhai", "<p>một<br/>hai</p>"),
        ("**đậm** và *nghiêng*", "<p><b>đậm</b> và <i>nghiêng</i></p>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("[a](https://x.vn/a_b?c=1&d=2)", '<p><a href="https://x.vn/a_b?c=1&amp;d=2">a</a></p>'),
        ("5 \\< 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
    ],
)
def test_what_is_written(text, html):
    assert read(text) == html
    assert read(write(html)) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p># không phải tiêu đề</p>",
        "<p>- không phải danh sách</p>",
        "<p>2024. Năm mới</p>",
        "<p>::: không phải khối</p>",
        "<p>a*b_c[d]`e`\\f</p>",
        "<p>&amp;lt; &lt;b&gt;</p>",
        "<ul><li>a</li></ul><ul><li>b</li></ul>",
        "<ul><li>a</li></ul><ol><li>b</li></ol>",
        "<h2>Điều 1 #</h2>",
    ],
)
def test_what_looks_like_a_sign_is_kept_as_text(html):
    assert read(write(html)) == html


words = st.text(alphabet="aăâđê ọ*_[]<&#-+.1)`\\:|>~=\"'", min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=4))
def test_any_text_survives(lines):
    from html import escape

    html = "".join(f"<p>{escape(' '.join(line.split()), quote=False)}</p>" for line in lines
                   if line.strip())  # fmt: skip
    assert read(write(html)) == html


def test_a_body_is_cut_at_its_fences():
    chunks = split_body("một\n\n::: facts\ntitle: x\n:::\n\nhai\n", 5, HERE)
    assert [(c.name, c.line) for c in chunks] == [("text", 5), ("facts", 7), ("text", 11)]
    assert chunks[1].value == {"title": "x"}


def test_a_link_without_a_scheme_is_refused():
    with pytest.raises(ContentError):
        split_body("::: a\n::: b\n:::", 1, HERE)
