from django.db import migrations


def keep_as_written(apps, schema_editor):
    """PostgreSQL would compress the texts and unpack them for every answer."""
    if schema_editor.connection.vendor == "postgresql":
        for column in ("payload", "card"):
            schema_editor.execute(
                f"ALTER TABLE catalog_catalogitem ALTER COLUMN {column} SET STORAGE EXTERNAL"
            )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_public_address")]
    operations = [migrations.RunPython(keep_as_written, migrations.RunPython.noop)]
