from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        register(
            Kind(
                "event",
                "events.EventPage",
                _("Event"),
                _("Events"),
                is_of_its_day=True,
                is_dated=True,
                schema="events.schemas.EventSchema",
            ),
            Kind(
                "event_index",
                "events.EventIndexPage",
                _("List of events"),
                _("Lists of events"),
                is_listed=False,
                schema="catalog.page_schema.ListSchema",
            ),
        )
