"""Writing what came back: all that fits, in one transaction, or nothing."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from localization.exchange.incoming import Entry
from localization.exchange.models import ExchangeReturn, JobState
from localization.exchange.report import APPLIED, Comparison, Kind, Report


class NotPossibleError(Exception):
    """The message is for the officer."""


def report_of(returned: ExchangeReturn, user: Any) -> Report:
    """The file compared with the pages as they are now."""
    entries = [Entry(**values) for values in returned.entries]
    return Comparison(returned.job, user).report(entries)


@transaction.atomic
def apply(returned: ExchangeReturn, user: Any, *, overwrites: bool) -> int:
    """Write the texts that fit; returns how many. ``overwrites``: newer ones here as well."""
    # The row is taken first, so that a second click waits and then finds it applied.
    taken = ExchangeReturn.objects.filter(pk=returned.pk, applied_at=None).update(
        applied_by=user, applied_at=timezone.now()
    )
    if not taken:
        raise NotPossibleError(_("This file has been applied already."))
    report = report_of(returned, user)
    wanted = report.of(*APPLIED, *((Kind.NEWER,) if overwrites else ()))
    for line in wanted:
        StringTranslation.objects.update_or_create(
            translation_of_id=line.segment.string_id,
            locale_id=returned.job.locale_id,
            context_id=line.segment.context_id,
            defaults={
                "data": line.target,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": returned.job.get_file_format_display().partition(" ")[0],
                "last_translated_by": user,
                "has_error": False,
                "field_error": "",
            },
        )
    counts = {str(kind): number for kind, number in report.counts.items()}
    ExchangeReturn.objects.filter(pk=returned.pk).update(counts=counts)
    returned.job.state = JobState.BACK
    returned.job.save(update_fields=["state"])
    return len(wanted)
