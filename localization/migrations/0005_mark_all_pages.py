from django.db import migrations


def mark_all(apps, schema_editor):
    """States of pages that were there before are computed when they are first read."""
    Page = apps.get_model("wagtailcore", "Page")
    Mark = apps.get_model("localization", "TranslationMark")
    keys = Page.objects.filter(depth__gt=1).values_list("translation_key", flat=True).distinct()
    Mark.objects.bulk_create([Mark(key=key) for key in keys], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("localization", "0004_translation_states")]

    operations = [migrations.RunPython(mark_all, migrations.RunPython.noop)]
