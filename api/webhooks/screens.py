"""The menu “Connections”: webhooks with what can be done to them, and the log of deliveries."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView, InspectView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from api.webhooks import actions
from api.webhooks.bodies import CHANGED, TEST
from api.webhooks.forms import EndpointForm
from api.webhooks.models import WebhookDelivery, WebhookEndpoint


class EndpointCreateView(CreateView):
    def get_success_url(self) -> str:
        return reverse("webhooks:secret", args=[self.object.pk])


class EndpointInspectView(InspectView):
    """State, what can be done, and the latest deliveries."""

    def get_page_title(self) -> str:
        return str(self.object.name)

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.object.deliveries.select_related("message").order_by("-message__created_at")
        return super().get_context_data(
            endpoint=self.object,
            may_change=self.user_has_permission("change"),
            latest=latest[:10],
            log_url=f"{reverse('webhook_deliveries:index')}?endpoint={self.object.pk}",
            **kwargs,
        )


class EndpointViewSet(ModelViewSet):
    model = WebhookEndpoint
    name = "webhooks"
    icon = "link-external"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name"]  # The template shows the rest; never the secrets.
    inspect_template_name = "api/webhooks/endpoint.html"
    inspect_view_class = EndpointInspectView
    add_view_class = EndpointCreateView
    list_filter = ["is_enabled"]
    search_fields = ["name", "url"]
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="webhooks:inspect", sort_key="name"),
        Column("url", label=_("Address")),
        Column("state_in_words", label=_("State")),
        DateColumn("failing_since", label=_("Failing since")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:
        return EndpointForm

    def get_urlpatterns(self) -> list[URLPattern]:
        views: dict[str, type[actions.EndpointAction]] = {
            "test": actions.TestView,
            "enable": actions.EnableView,
            "disable": actions.DisableView,
            "rotate": actions.RotateView,
            "secret": actions.SecretView,
            "replay": actions.ReplayFailedView,
        }
        own = [path(f"{name}/<int:pk>/", view.as_view(), name=name) for name, view in views.items()]
        return [*super().get_urlpatterns(), *own]


class DeliveryFilterSet(WagtailFilterSet):
    created = django_filters.DateFromToRangeFilter(
        field_name="message__created_at", label=_("Made on"), widget=DateRangePickerWidget
    )
    event = django_filters.ChoiceFilter(
        field_name="message__event", label=_("Event"), choices=[(CHANGED, CHANGED), (TEST, TEST)]
    )

    class Meta:
        model = WebhookDelivery
        fields = ["endpoint", "status"]


class DeliveryIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[WebhookDelivery]:
        return WebhookDelivery.objects.select_related("message", "endpoint")


class DeliveryInspectView(InspectView):
    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            delivery=self.object,
            may_change=self.request.user.has_perm("api.change_webhookendpoint"),
            **kwargs,
        )


class DeliveryViewSet(ModelViewSet):
    """To read only; what is sent again is sent by an action."""

    model = WebhookDelivery
    name = "webhook_deliveries"
    url_prefix = "webhooks/log"
    icon = "history"
    menu_label = _("Delivery log")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["status"]
    inspect_template_name = "api/webhooks/delivery.html"
    inspect_view_class = DeliveryInspectView
    index_view_class = DeliveryIndexView
    exclude_form_fields: list[str] = []
    ordering = ["-message__created_at", "-pk"]
    filterset_class = DeliveryFilterSet
    list_display = [
        TitleColumn(
            "message__webhook_id",
            label=_("Message"),
            accessor="message.webhook_id",
            url_name="webhook_deliveries:inspect",
        ),
        Column("endpoint", label=_("Webhook")),
        Column("event", label=_("Event"), accessor="message.event"),
        Column("status", label=_("Status"), accessor="get_status_display"),
        Column("attempts", label=_("Attempts")),
        DateColumn("created", label=_("Made on"), accessor="message.created_at"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name"))
        return {**super().get_common_view_kwargs(**kwargs), **none}

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [p for p in super().get_urlpatterns() if p.name in _READING]
        return [*kept, path("replay/<int:pk>/", actions.ReplayView.as_view(), name="replay")]

    def register_admin_url_finder(self) -> None:
        """There is no screen to edit one."""


_READING = ("index", "index_results", "inspect")


class ConnectionsGroup(ViewSetGroup):
    menu_label = _("Connections")
    menu_icon = "link-external"
    menu_order = 350
    items = (EndpointViewSet, DeliveryViewSet)
