"""The health of an endpoint: since when it fails, and when it is switched off."""

import datetime
import logging
import smtplib
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import mail_admins, send_mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from api.webhooks.models import WebhookDelivery, WebhookEndpoint

GIVE_UP_AFTER = datetime.timedelta(days=5)
#: Longer than any wait between two attempts. Failures further apart are not one long failure.
FORGET_AFTER = datetime.timedelta(days=2)
logger = logging.getLogger(__name__)


def note_success(pk: int) -> None:
    WebhookEndpoint.objects.filter(pk=pk, last_failed_at__isnull=False).update(
        failing_since=None, last_failed_at=None
    )


def note_failure(pk: int, is_gone: bool = False) -> None:
    """Count on; switch off at once when the receiver is gone, or after five days."""
    now = timezone.now()
    with transaction.atomic():
        endpoint = _locked(pk)
        last = endpoint.last_failed_at
        if endpoint.failing_since is None or last is None or now - last > FORGET_AFTER:
            endpoint.failing_since = now
        endpoint.last_failed_at = now
        endpoint.save(update_fields=["failing_since", "last_failed_at"])
        if is_gone:
            disable(endpoint, WebhookEndpoint.Reason.GONE)
        elif now - endpoint.failing_since >= GIVE_UP_AFTER:
            disable(endpoint, WebhookEndpoint.Reason.FAILING)


def _locked(pk: int) -> WebhookEndpoint:
    rows = WebhookEndpoint.objects.all()
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    return rows.get(pk=pk)


def disable(endpoint: WebhookEndpoint, reason: WebhookEndpoint.Reason) -> None:
    """Switch off and send nothing more of what waits; people are told unless a person did it."""
    if not endpoint.is_enabled:
        return
    endpoint.is_enabled = False
    endpoint.disabled_at = timezone.now()
    endpoint.disabled_reason = reason
    with transaction.atomic():
        endpoint.save(update_fields=["is_enabled", "disabled_at", "disabled_reason"])
        endpoint.deliveries.filter(status=WebhookDelivery.Status.PENDING).update(
            status=WebhookDelivery.Status.CANCELLED, finished_at=endpoint.disabled_at, is_open=False
        )
        if reason != WebhookEndpoint.Reason.MANUAL:
            transaction.on_commit(lambda: _tell(endpoint), robust=True)


def enable(endpoint: WebhookEndpoint) -> None:
    """From now on; what was cancelled stays so until somebody replays it."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        is_enabled=True,
        disabled_at=None,
        disabled_reason="",
        failing_since=None,
        last_failed_at=None,
    )


def replay(deliveries: Iterable[WebhookDelivery]) -> int:
    """Send again with the same webhook-id, as if for the first time; how many."""
    return WebhookDelivery.objects.filter(
        pk__in=[delivery.pk for delivery in deliveries], endpoint__is_enabled=True
    ).update(
        status=WebhookDelivery.Status.PENDING,
        attempts=0,
        next_attempt_at=timezone.now(),
        leased_until=None,
        finished_at=None,
        is_open=False,
    )


def _tell(endpoint: WebhookEndpoint) -> None:
    subject = _("The webhook “%(name)s” has been switched off") % {"name": endpoint.name}
    text = _(
        "Address: %(url)s\nReason: %(reason)s\n\n"
        "Nothing is lost: whatever was missed comes with the next call of /api/v1/sync. "
        "Switch the webhook on again when the receiver works: %(admin)s"
    ) % {
        "url": endpoint.url,
        "reason": endpoint.get_disabled_reason_display(),
        "admin": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + endpoint.get_absolute_url(),
    }
    keepers = get_user_model().objects.with_perm(  # type: ignore[attr-defined]
        "api.change_webhookendpoint", backend="django.contrib.auth.backends.ModelBackend"
    )
    to = dict.fromkeys([endpoint.contact_email, *keepers.values_list("email", flat=True)])
    try:
        for address in filter(None, to):  # Each on its own: they need not know of each other.
            send_mail(subject, text, None, [address])
        mail_admins(subject, text)
    except (OSError, smtplib.SMTPException):
        logger.exception("Webhooks: nobody could be told that %s is off", endpoint.pk)
