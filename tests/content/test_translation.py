"""English pages are made by wagtail-localize, from segments paired with the Vietnamese page."""

import pytest
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation

pytestmark = pytest.mark.django_db


def test_texts_are_string_translations(loaded, page_at):
    history = page_at("lich-su")
    translation = Translation.objects.get(source__object_id=history.translation_key)
    done, total = translation.get_progress()
    assert done == total > 20
    row = StringTranslation.objects.get(data="The end.")
    assert row.translation_of.data == "Hết."
    assert row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
    # wagtail-localize puts the same page together again.
    translation.save_target()
    assert page_at("history", "en").title == "History"


def test_links_follow_their_texts_and_may_lead_elsewhere(loaded, page_at):
    text = page_at("history", "en").body[0].value.source
    about = page_at("gioi-thieu").pk
    assert 'href="https://example.org/en">book</a>' in text
    assert f'id="{about}" linktype="page">about</a>' in text


def test_blocks_keep_their_ids_and_what_is_not_text(loaded, page_at):
    ours, theirs = page_at("lich-su").body, page_at("history", "en").body
    assert [block.id for block in ours] == [block.id for block in theirs]
    markers = [block.value["markers"][0] for body in (ours, theirs) for block in body
               if block.block_type == "map"]  # fmt: skip
    assert markers[0]["latitude"] == markers[1]["latitude"]
    assert markers[1]["title"] == "Communal house"
    picture = next(block.value["image"] for block in theirs if block.block_type == "image")
    assert picture.contextual_alt_text == "A green hill"


def test_an_edited_translation_changes_the_english_page_only(loaded, page_at):
    source, revisions = page_at("lich-su").latest_revision_id, Revision.objects.count()
    loaded.change("pages/gioi-thieu/lich-su.en.md", "The end.", "That is all.")
    assert "0 created, 1 changed" in loaded.load()
    assert "That is all." in str(page_at("history", "en").body[-1].value)
    assert page_at("lich-su").latest_revision_id == source
    assert Revision.objects.count() == revisions + 1


def test_an_untranslated_page_has_a_stand_in_until_it_is_translated(loaded, page_at):
    stand_in = page_at("le-hoi", "en")
    assert stand_in.alias_of.locale.language_code == "vi"
    loaded.write(
        "pages/le-hoi.en.md",
        "---\ntitle: Festival\nslug: festival\n---\nThe festival is in spring.\n",
    )
    loaded.load()
    english = Page.objects.get(pk=stand_in.pk)
    assert (english.slug, english.alias_of, english.live) == ("festival", None, True)


def test_shared_fields_reach_the_translation(loaded, page_at):
    loaded.change("pages/gioi-thieu/lich-su.vi.md", "cover: hill.svg", "cover: dot.png")
    # Public in both languages, so it says in both what it shows.
    loaded.change("pictures.csv", "dot.png,Chấm,,", "dot.png,Chấm,Một chấm,A dot")
    loaded.load()
    assert page_at("history", "en").cover.title == "Chấm"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- One\n", "- One\n- One and a half\n", "an item of a list"),
        ("The end.", "The end.\n\nReally.", "body: a paragraph"),
        ("## Long ago", "### Long ago", "a heading of level 3, where the source language has a "
         "heading of level 2"),
        ("title: Milestones\n", "", 'body.title: 0 texts for 1; no text for "Mốc"'),
        ("rows:\n  - [\"1999\", 120]\n", "rows:\n", "1 items here, but 2 in the source language"),
        ("::: image\ncaption: Hill\n:::\n\n", "", "6 blocks here, but 7"),
        ("::: contact\nname: Mrs Ánh\n:::", "::: quote\ntext: x\n:::", "here is a block quote, but "
         "contact in the source language"),
        ("the [note](file:note.txt) and", "the note and", "are not those of the source"),
        ("summary: From then to now.\n", "", 'no text for "Từ xưa đến nay."'),
        ("slug: history", "slug: history\nseo_title: Past", "no such text in the source language"),
        ("slug: history", "slug: history\ncover: hill.svg", "is the same in all languages"),
        ("slug: history", "slug: history\nsumary: x", 'did you mean "summary"?'),
    ],
)  # fmt: skip
def test_a_translation_that_does_not_match_is_refused(db, village, old, new, message):
    village.change("pages/gioi-thieu/lich-su.en.md", old, new)
    errors = village.refused("--dry-run")
    assert len(errors) == 1, errors
    file, line, text = errors[0].split(":", 2)
    assert file == "pages/gioi-thieu/lich-su.en.md"
    assert int(line) > 0
    assert message in text
    assert not Page.objects.filter(slug="history").exists()


def test_a_wordless_text_may_be_left_out(db, village, page_at):
    village.change(
        "pages/gioi-thieu/lich-su.vi.md", "name: Bà Ánh", 'name: Bà Ánh\nphone: "0204 000 0000"'
    )
    village.load()
    contact = next(b for b in page_at("history", "en").body if b.block_type == "contact")
    assert contact.value["phone"] == "0204 000 0000"
