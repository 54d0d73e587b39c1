"""Kinds of events and how they recur."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    FAIR = "fair", _("Fair")
    EXHIBITION = "exhibition", _("Exhibition")
    CULTURE = "culture", _("Culture")
    SPORT = "sport", _("Sport")
    PROMOTION = "promotion", _("Trade and investment promotion")
    FESTIVAL = "festival", _("Festival")
    EXCHANGE = "exchange", _("Exchange")
    TRAINING = "training", _("Training")


class Recurrence(models.TextChoices):
    NONE = "none", _("Once")
    YEARLY = "yearly", _("Every year on the same date")
    LUNAR_YEARLY = "lunar_yearly", _("Every year on the same lunar date")


def validate_time_zone(name: str) -> None:
    """ValidationError unless this is a name of the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("There is no time zone “%(name)s”. Examples: Asia/Ho_Chi_Minh, Asia/Tokyo."),
            params={"name": name},
        )
