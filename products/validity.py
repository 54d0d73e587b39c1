"""How long an OCOP star lasts, and what it is worth on a given day. All days are Vietnamese days.

Sources: Decision 148/QD-TTg of 24 February 2023 (a certificate is valid for 36 months from the
decision, and the points of each star); Civil Code 91/2015/QH15, Articles 147 and 148 (the day of
the event is not counted; a term of months ends with the corresponding day of its last month, or
with the last day of that month where it has no such day).
"""

import calendar
import datetime
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.vietnamese.dates import VIETNAM

VALIDITY_MONTHS = 36
# How long before the end the producer and the officer are warned.
NOTICE_MONTHS = 6
# Stars: (lowest points, points that already are the next star's). Fewer than 50 points give no
# certificate. The top is 101 because 100 points still are five stars.
POINTS_OF_STARS: dict[int, tuple[Decimal, Decimal]] = {
    3: (Decimal(50), Decimal(70)),
    4: (Decimal(70), Decimal(90)),
    5: (Decimal(90), Decimal(101)),
}


class CertificateState(models.TextChoices):
    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


def today_in_viet_nam() -> datetime.date:
    """The present day there, whatever time zone a user of the admin has chosen."""
    return timezone.localdate(timezone=VIETNAM)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day ``months`` (>= 0) later, or the month's last day: 30 November + 3 = 28 February.

    Not beyond the last day of the calendar, 31 December 9999.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > datetime.MAXYEAR:
        return datetime.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def expiry_of(decision_date: datetime.date) -> datetime.date:
    """The last day on which a certificate of this decision is in force."""
    return add_months(decision_date, VALIDITY_MONTHS)


def state_on(
    today: datetime.date,
    decision_date: datetime.date,
    revoked_on: datetime.date | None = None,
) -> CertificateState:
    """State of a certificate on a day; a revocation counts from its own day on."""
    if revoked_on is not None and revoked_on <= today:
        return CertificateState.REVOKED
    if today < decision_date:
        return CertificateState.NOT_YET
    expires_on = expiry_of(decision_date)
    if today > expires_on:
        return CertificateState.EXPIRED
    if expires_on <= add_months(today, NOTICE_MONTHS):
        return CertificateState.EXPIRING
    return CertificateState.IN_FORCE


def points_fit(stars: int, points: Decimal) -> bool:
    low, next_star = POINTS_OF_STARS[stars]
    return low <= points < next_star
