from typing import Any

from django.db import migrations, models

import api.webhooks.signing


def a_seed_for_each(apps: Any, schema_editor: Any) -> None:
    """Secrets stored readable cannot be taken over: each receiver is given a new one."""
    for endpoint in apps.get_model("api", "WebhookEndpoint").objects.all():
        endpoint.secret_seed = api.webhooks.signing.new_seed()
        endpoint.secret_shown_at = None
        endpoint.old_secret_until = None
        endpoint.save()


class Migration(migrations.Migration):
    dependencies = [("api", "0001_webhooks")]

    operations = [
        migrations.RemoveField(model_name="webhookendpoint", name="old_secret"),
        migrations.RemoveField(model_name="webhookendpoint", name="secret"),
        migrations.AddField(
            model_name="webhookendpoint",
            name="old_secret_seed",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="secret_seed",
            field=models.CharField(
                default=api.webhooks.signing.new_seed, editable=False, max_length=64
            ),
        ),
        migrations.RunPython(a_seed_for_each, migrations.RunPython.noop),
    ]
