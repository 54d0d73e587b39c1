"""Rows are numbered as written: those that are there already take the number of their change."""

from django.db import migrations, models
from django.db.models import F


def number_rows(apps, schema_editor):
    apps.get_model("catalog", "CatalogItem").objects.update(stamp=F("seq"))
    apps.get_model("catalog", "CatalogState").objects.update(max_stamp=F("max_seq"))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_payload_storage")]

    operations = [
        migrations.AddField("catalogitem", "stamp", models.BigIntegerField(default=0, db_index=True)),
        migrations.AddField("catalogstate", "max_stamp", models.BigIntegerField(default=0)),
        migrations.RunPython(number_rows, migrations.RunPython.noop, elidable=True),
    ]
