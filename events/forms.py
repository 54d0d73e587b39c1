"""The editor's form of an event."""

import datetime
from typing import Any

from django.utils import timezone

from core.forms import PortalPageForm
from events.choices import validate_time_zone
from events.recurrence import in_zone

_MOMENTS = ("start", "end")


class EventPageForm(PortalPageForm):
    """Shows and reads times on the clock of the event's own time zone.

    Django reads a form's times on the clock of Viet Nam. A fair in Tokyo opens at nine o'clock in
    Tokyo, and that is what the officer has before him in the invitation.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _MOMENTS:
            moment = getattr(self.instance, name)
            if moment and name in self.fields:
                local = in_zone(moment, self.instance.time_zone)
                self.initial[name] = timezone.make_aware(local.replace(tzinfo=None))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        zone = cleaned.get("time_zone")
        for name in _MOMENTS:
            moment = cleaned.get(name)
            if zone and isinstance(moment, datetime.datetime):
                wall = timezone.make_naive(moment) if timezone.is_aware(moment) else moment
                cleaned[name] = in_zone(wall, zone)
        return cleaned

    def clean_time_zone(self) -> str:
        # Before the times are read with it; the model's validators run later.
        zone: str = self.cleaned_data["time_zone"]
        validate_time_zone(zone)
        return zone
