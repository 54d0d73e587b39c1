"""How a product stands with OCOP on a day: one answer for page, card, search, feeds and interface.

What an editor chose as its class, or wrote, never speaks in its place.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.portal import short_day
from products.choices import ProductClass, ShownClass
from products.models.certificates import OcopCertificate, newest_first

_ONE_DAY = datetime.timedelta(days=1)


class OcopState(models.TextChoices):
    IN_FORCE = "in_force", gettext_lazy("In force")
    EXPIRING = "expiring", gettext_lazy("Expires soon")
    EXPIRED = "expired", gettext_lazy("Expired")
    REVOKED = "revoked", gettext_lazy("Revoked")
    NEVER = "never", gettext_lazy("Never rated")


@dataclass(frozen=True)
class OcopStanding:
    """``stars`` are those in force, None without. ``day``: the last one in force, of a revoked
    rating the first one without force; None for what was never rated.
    """

    state: OcopState
    stars: int | None = None
    day: datetime.date | None = None

    @property
    def text(self) -> str:
        """In words of the active language, such as "OCOP certificate expired on 5 January 2026"."""
        words = {"stars": self.stars, "day": short_day(self.day)}
        return {
            OcopState.IN_FORCE: _("OCOP %(stars)s stars, in force until %(day)s"),
            OcopState.EXPIRING: _("OCOP %(stars)s stars, expires soon: %(day)s"),
            OcopState.EXPIRED: _("OCOP certificate expired on %(day)s"),
            OcopState.REVOKED: _("OCOP certificate revoked on %(day)s"),
            OcopState.NEVER: _("No OCOP stars yet"),
        }[self.state] % words


def standing_of(certificates: Iterable[OcopCertificate], today: datetime.date) -> OcopStanding:
    """By the newest rating in force on the day, else by the newest that ever was."""
    begun = [row for row in newest_first(certificates) if row.decision_date <= today]
    row = next((row for row in begun if row.is_in_force(today)), next(iter(begun), None))
    if row is None:
        return OcopStanding(OcopState.NEVER)
    state = OcopState(row.state(today).value)
    if state == OcopState.REVOKED:
        return OcopStanding(state, day=row.revoked_on)
    if state == OcopState.EXPIRED:
        return OcopStanding(state, day=row.last_day)
    last = row.last_day
    if row.revoked_on is not None:  # A revocation that is known already counts from its day on.
        last = min(last, row.revoked_on - _ONE_DAY)
    return OcopStanding(state, row.stars, last)


def shown_class(chosen: str, standing: OcopStanding) -> str:
    """A value of `ShownClass`: OCOP only with a star in force, whatever an editor chose."""
    is_without = chosen == ProductClass.OCOP and standing.stars is None
    return ShownClass.NO_STAR if is_without else chosen


def shown_class_label(chosen: str, standing: OcopStanding) -> str:
    """The same for people; a class that is no longer in the list is its own label."""
    code = shown_class(chosen, standing)
    return str(dict(ShownClass.choices).get(code, code))
