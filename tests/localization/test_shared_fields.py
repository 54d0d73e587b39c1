"""Lists that all languages share."""

import pytest
from wagtail_localize.models import Translation, TranslationSource

from core.models import Topic
from tests.factories.core import Portal, make_section


@pytest.mark.parametrize("is_published", [True, False])
def test_an_emptied_list_is_empty_on_the_translation(bilingual: Portal, is_published: bool) -> None:
    """wagtail-localize copies a list only when something is in it."""
    topic = Topic.objects.first() or Topic.objects.create(code="thu", name="Thử")
    section = make_section(bilingual.home, topics=[topic])
    source, _created = TranslationSource.get_or_create_from_instance(section)
    translation = Translation.objects.create(source=source, target_locale=bilingual.en)
    translation.save_target(publish=is_published)
    english = section.get_translation(bilingual.en)
    assert list(english.topics.all()) == [topic]
    section.topics = []
    section.save_revision().publish()
    source.update_from_db()
    translation.save_target(publish=is_published)
    assert list(section.get_translation(bilingual.en).topics.all()) == []
