"""Which years a date can be of: a slip of the finger, such as the year 206, is told at once.

Every date that an officer may enter has such a range (portal.E006). The past goes back as far as
what it is about: 1000 for history, 1800 for documents, 1900 for events (as far as the lunar
calendar is known), 1990 for news and what the portal itself is about.
"""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from core.vietnamese.dates import local_date


@deconstructible(path="core.plausible.Years")
class Years:
    """Validator of dates and moments: from the year ``first`` to ``ahead`` years from now."""

    def __init__(self, first: int, ahead: int) -> None:
        self.first = first
        self.ahead = ahead

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Years) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((self.first, self.ahead))

    def __call__(self, value: datetime.date) -> None:
        last = local_date(timezone.now()).year + self.ahead
        if not self.first <= local_date(value).year <= last:
            raise ValidationError(
                _("The year must lie between %(first)s and %(last)s. Please check the date."),
                code="implausible",
                params={"first": self.first, "last": last},
            )


HISTORY = Years(1000, ahead=100)
DOCUMENT = Years(1800, ahead=1)
DOCUMENT_IN_FORCE = Years(1800, ahead=100)
EVENT = Years(1900, ahead=20)
NEWS = Years(1990, ahead=2)
TERM = Years(1990, ahead=50)
