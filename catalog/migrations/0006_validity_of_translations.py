from django.db import migrations


def build_anew(apps, schema_editor):
    """Every item says from now on whether its translation is valid."""
    if apps.get_model("catalog", "CatalogItem").objects.exists():
        apps.get_model("catalog", "DirtyMark").objects.create(scope="all", target="")


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_generation"),
        ("localization", "0004_translation_states"),
    ]

    operations = [migrations.RunPython(build_anew, migrations.RunPython.noop)]
