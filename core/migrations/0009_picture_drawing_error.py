from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0008_plausible_dates")]

    operations = [
        migrations.AddField(
            model_name="portalimage",
            name="drawing_error",
            field=models.CharField(blank=True, default="", editable=False, max_length=200),
        ),
    ]
