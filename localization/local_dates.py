"""Days in wagtail-localize's editor: as the clock here has them, in figures.

It formats times as they are stored, in UTC, so that until seven in the morning what was just
translated was translated "yesterday"; and it names the month in English, whoever reads it.
"""

from copy import copy
from typing import Any

from django.utils.timezone import localtime
from wagtail_localize import models

DATE_FORMAT = "%d/%m/%Y"


def install() -> None:
    models.DATE_FORMAT = DATE_FORMAT
    comment_of = models.StringTranslation.get_comment

    def get_comment(self: Any) -> str:
        here = copy(self)
        here.updated_at = localtime(self.updated_at)
        return str(comment_of(here))

    models.StringTranslation.get_comment = get_comment
