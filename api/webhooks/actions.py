"""What an administrator does to an endpoint or a delivery: each asks first and is done by POST."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from api.webhooks import endpoints
from api.webhooks.delivery import send_test
from api.webhooks.forms import SinceForm
from api.webhooks.models import WebhookDelivery, WebhookEndpoint


class EndpointAction(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET asks, POST does. Needs the right to change webhooks."""

    model = WebhookEndpoint
    permission_required = "change"
    template_name = "api/webhooks/confirm.html"
    header_icon = "link-external"
    question: str | Promise = ""
    log_action = ""
    is_serious = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.endpoint = self.find_endpoint(kwargs["pk"])

    def find_endpoint(self, pk: int) -> WebhookEndpoint:
        return get_object_or_404(WebhookEndpoint, pk=pk)

    def get_page_subtitle(self) -> str:
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhooks:index"), "label": WebhookEndpoint._meta.verbose_name_plural},
            {"url": self.endpoint.get_absolute_url(), "label": self.endpoint.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form(self) -> forms.Form | None:
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            log(instance=self.endpoint, action=self.log_action, user=request.user)
        return self.do(form) or redirect(self.endpoint.get_absolute_url())

    def do(self, form: forms.Form | None) -> HttpResponse | None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            endpoint=self.endpoint, question=self.question, is_serious=self.is_serious, **kwargs
        )


class TestView(EndpointAction):
    page_title = gettext_lazy("Send a test message")
    question = gettext_lazy(
        "A message of the type webhook.test is sent now, once; the answer is shown here."
    )
    log_action = "webhooks.test"

    def do(self, form: forms.Form | None) -> None:
        answer = send_test(self.endpoint)
        if answer.is_success:
            text = _("The receiver answered %(status)s after %(ms)s ms.")
            messages.success(
                self.request, text % {"status": answer.status, "ms": answer.duration_ms}
            )
        else:
            text = _("The test message did not get through: %(reason)s")
            reason = answer.error or f"HTTP {answer.status}"
            messages.error(self.request, text % {"reason": reason})


class EnableView(EndpointAction):
    page_title = gettext_lazy("Switch on")
    question = gettext_lazy(
        "Changes are announced to this address from now on. What was cancelled is not sent again "
        "by itself."
    )
    log_action = "webhooks.enable"

    def do(self, form: forms.Form | None) -> None:
        endpoints.enable(self.endpoint)
        messages.success(self.request, _("The webhook is on."))


class DisableView(EndpointAction):
    page_title = gettext_lazy("Switch off")
    question = gettext_lazy("Nothing more is sent to this address; what waits is cancelled.")
    log_action = "webhooks.disable"
    is_serious = True

    def do(self, form: forms.Form | None) -> None:
        endpoints.disable(self.endpoint, WebhookEndpoint.Reason.MANUAL)
        messages.success(self.request, _("The webhook is off."))


class RotateView(EndpointAction):
    page_title = gettext_lazy("Make a new secret")
    question = gettext_lazy(
        "Messages are signed with the new and the old secret for seven days; give the new one to "
        "the receiver within that time. A secret before the old one ends now."
    )
    log_action = "webhooks.rotate"
    is_serious = True

    def do(self, form: forms.Form | None) -> HttpResponse:
        self.endpoint.rotate_secret()
        return redirect("webhooks:secret", self.endpoint.pk)


class SecretView(EndpointAction):
    """Shows the secret in the answer to a POST, once; it is shown nowhere else."""

    page_title = gettext_lazy("Show the secret")
    question = gettext_lazy(
        "The secret is shown once. Copy it and give it to the receiver by a safe way; who has it "
        "can send messages in the name of this portal."
    )
    log_action = "webhooks.secret"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.endpoint.secret_shown_at:
            return self._too_late()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # By the row, so that of two who ask at once only one sees it.
        is_first = WebhookEndpoint.objects.filter(
            pk=self.endpoint.pk, secret_shown_at=None, secret_seed=self.endpoint.secret_seed
        ).update(secret_shown_at=timezone.now())
        return super().post(request, *args, **kwargs) if is_first else self._too_late()

    def do(self, form: forms.Form | None) -> HttpResponse:
        answer = self.render_to_response(self.get_context_data(secret=self.endpoint.secret))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _too_late(self) -> HttpResponse:
        messages.error(
            self.request, _("The secret has been shown already. If it is lost, make a new one.")
        )
        return redirect(self.endpoint.get_absolute_url())


class ReplayFailedView(EndpointAction):
    page_title = gettext_lazy("Send failed messages again")
    question = gettext_lazy("Each is sent with its old webhook-id, so that receivers know doubles.")
    log_action = "webhooks.replay"

    def get_form(self) -> forms.Form:
        return SinceForm(self.request.POST or None)

    def do(self, form: forms.Form | None) -> None:
        if not may_send(self.request, self.endpoint) or form is None:
            return
        failed = self.endpoint.deliveries.filter(
            status__in=[WebhookDelivery.Status.FAILED, WebhookDelivery.Status.CANCELLED],
            message__created_at__gte=form.cleaned_data["since"],
        )
        tell_number(self.request, endpoints.replay(failed))


class ReplayView(EndpointAction):
    """One delivery; ``pk`` is its own."""

    page_title = gettext_lazy("Send again")
    question = ReplayFailedView.question
    log_action = "webhooks.replay"

    def find_endpoint(self, pk: int) -> WebhookEndpoint:
        deliveries = WebhookDelivery.objects.select_related("endpoint", "message")
        self.delivery = get_object_or_404(deliveries, pk=pk)
        return self.delivery.endpoint

    def do(self, form: forms.Form | None) -> HttpResponse:
        if may_send(self.request, self.endpoint):
            tell_number(self.request, endpoints.replay([self.delivery]))
        return redirect("webhook_deliveries:inspect", self.delivery.pk)


def may_send(request: HttpRequest, endpoint: WebhookEndpoint) -> bool:
    if not endpoint.is_enabled:
        messages.error(request, _("The webhook is off. Switch it on first."))
    return endpoint.is_enabled


def tell_number(request: HttpRequest, number: int) -> None:
    text = ngettext(
        "%(number)s message will be sent again shortly.",
        "%(number)s messages will be sent again shortly.",
        number,
    )
    messages.success(request, text % {"number": number})


ACTIONS: tuple[type[EndpointAction], ...] = (
    TestView,
    EnableView,
    DisableView,
    RotateView,
    SecretView,
    ReplayFailedView,
)
