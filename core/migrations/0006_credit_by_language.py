"""The credit of a picture in every language; what there was is that of the source language."""

from typing import Any

from django.conf import settings
from django.db import migrations

import core.translated


def into_the_source_language(apps: Any, schema_editor: Any) -> None:
    _copy(apps, "credit", "credits", lambda credit: {settings.LANGUAGE_CODE: credit})


def out_of_the_source_language(apps: Any, schema_editor: Any) -> None:
    _copy(apps, "credits", "credit", lambda credits: str(credits)[:200])


def _copy(apps: Any, source: str, target: str, turned: Any) -> None:
    images = apps.get_model("core", "PortalImage").objects.only("pk", source, target)
    for image in images.iterator():
        if value := getattr(image, source):
            type(image).objects.filter(pk=image.pk).update(**{target: turned(value)})


class Migration(migrations.Migration):

    dependencies = [("core", "0005_locality_drawing")]

    operations = [
        migrations.AddField(
            "portalimage", "credits",
            core.translated.TranslatedTextField(
                "credit", blank=True, default=core.translated.TranslatedText,
                help_text="Photographer or illustrator. Write a name once where it is the same in every language.",
            ),
        ),
        migrations.RunPython(into_the_source_language, out_of_the_source_language),
        migrations.RemoveField("portalimage", "credit"),
        migrations.RenameField("portalimage", "credits", "credit"),
    ]
