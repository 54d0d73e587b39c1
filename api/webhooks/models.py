"""Endpoints of receivers, and the outbox: messages, their deliveries, and a log of attempts."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from api.webhooks.signing import new_seed, secret_of
from api.webhooks.targets import validate_url

#: How long messages are signed with the old secret as well, after a rotation.
OLD_SECRET_LASTS = datetime.timedelta(days=7)


class WebhookEndpoint(models.Model):
    """An address of a receiver that wants to hear of changes."""

    class Reason(models.TextChoices):
        MANUAL = "manual", _("switched off by hand")
        GONE = "gone", _("the receiver answered 410: it wants no more messages")
        FAILING = "failing", _("no message got through for five days")

    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(
        _("address"),
        max_length=500,
        validators=[validate_url],
        help_text=_("Begins with https://. Messages are sent there by POST."),
    )
    kinds = models.JSONField(_("kinds of content"), default=list, blank=True)
    locales = models.JSONField(_("languages"), default=list, blank=True)
    contact_email = models.EmailField(
        _("contact e-mail"), help_text=_("Is told when the connection has been switched off.")
    )
    is_enabled = models.BooleanField(_("enabled"), default=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_reason = models.CharField(
        max_length=10, choices=Reason.choices, blank=True, editable=False
    )
    # Since then no message got through, though some were tried all the time.
    failing_since = models.DateTimeField(null=True, editable=False)
    last_failed_at = models.DateTimeField(null=True, editable=False)
    secret_seed = models.CharField(max_length=64, default=new_seed, editable=False)
    secret_shown_at = models.DateTimeField(null=True, editable=False)
    old_secret_seed = models.CharField(max_length=64, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhooks:inspect", args=[self.pk])

    @property
    def secret(self) -> str:
        """What the receiver is given. Whoever copies the database alone does not have it."""
        return secret_of(self.secret_seed, settings.SECRET_KEY)

    def secrets_at(self, moment: datetime.datetime) -> list[str]:
        """What to sign with: the secret, the one before it while it lasts, both by old keys too."""
        seeds = [self.secret_seed]
        if self.old_secret_seed and self.old_secret_until and moment < self.old_secret_until:
            seeds.append(self.old_secret_seed)
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return [secret_of(seed, key) for key in keys for seed in seeds]

    def rotate_secret(self) -> None:
        """A new secret, not shown to anybody yet."""
        self.old_secret_seed, self.secret_seed = self.secret_seed, new_seed()
        self.old_secret_until = timezone.now() + OLD_SECRET_LASTS
        self.secret_shown_at = None
        self.save(
            update_fields=["secret_seed", "old_secret_seed", "old_secret_until", "secret_shown_at"]
        )

    def state_in_words(self) -> str:
        if not self.is_enabled:
            return f"{gettext('Off')}: {self.get_disabled_reason_display()}"
        return gettext("Failing") if self.failing_since else gettext("On")

    state_in_words.short_description = _("state")  # type: ignore[attr-defined]

    def wants_in_words(self) -> str:
        """The kinds and languages asked for."""
        wanted = [*self.kinds, *self.locales]
        return ", ".join(wanted) if wanted else gettext("Everything public")


class WebhookMessage(models.Model):
    """A text to be sent. Written in the transaction of the change; ``not_before`` gathers more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=40)
    body = models.TextField(_("body"))
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="webhook_message_age")]

    def __str__(self) -> str:
        return f"{self.event} {self.webhook_id}"

    @property
    def webhook_id(self) -> str:
        """The same at every attempt and replay: receivers know doubles by it."""
        return f"msg_{self.id}"


class WebhookDelivery(models.Model):
    """A message on its way to an endpoint."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    message = models.ForeignKey(
        WebhookMessage, models.CASCADE, related_name="deliveries", verbose_name=_("message")
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PENDING
    )
    # Never sent so far: further changes may join its message.
    is_open = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    # A worker is sending it; should the worker die, another may take it then.
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(fields=["message", "endpoint"], name="one_webhook_delivery")
        ]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="webhook_due"),
            models.Index(fields=["endpoint", "status"], name="webhook_of_endpoint"),
        ]

    def __str__(self) -> str:
        return self.message.webhook_id


class WebhookAttempt(models.Model):
    """One try: what was sent (without signatures) and what came back."""

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    request_headers = models.JSONField(default=dict)
    status = models.PositiveSmallIntegerField(null=True)
    response = models.TextField(blank=True)  # its first 1024 bytes
    duration_ms = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at} {self.status or self.error}"
