"""Ways to the screen from the pages."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.models import Translation

from core.language_names import language_in_sentence


def parallel_buttons(page: Page, user: Any, view_name: str = "", **kwargs: Any) -> Iterator[Button]:
    """At a translation, and at its source for every language that this user may edit."""
    if not page.pk:
        return
    translations = Translation.objects.filter(
        Q(target_locale=page.locale_id) | Q(source__locale=page.locale_id),
        source__object_id=page.translation_key, enabled=True,
    ).select_related("target_locale")  # fmt: skip
    for translation in translations:
        target = Page.objects.filter(
            translation_key=page.translation_key, locale=translation.target_locale_id
        ).first()
        if target is None or not target.permissions_for_user(user).can_edit():
            continue
        language = language_in_sentence(translation.target_locale.language_code)
        label = _("Translate side by side: %(language)s") % {"language": language}
        url = reverse("parallel", args=[translation.pk])
        yield Button(label, url=url, icon_name="wagtail-localize-language", priority=55)
