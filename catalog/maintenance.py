"""Work on the whole catalog: comparing it with the pages, and building it anew."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from catalog import epoch
from catalog.models import CatalogItem, CatalogState, CatalogTotal, DirtyMark
from catalog.refresh import Report, locked_state, refresh

Progress = Callable[[Report, int], None]


def reconcile(on_progress: Progress | None = None) -> Report:
    """Compare every item with what it should be, and mend it.

    ``differences`` of the report is 0 unless the database was changed behind the portal's back:
    what was marked as changed before is taken in first and not counted.
    """
    refresh()
    with transaction.atomic():
        DirtyMark.objects.create(scope=DirtyMark.Scope.ALL)
    report = refresh(on_progress=on_progress)
    CatalogState.objects.filter(pk=1).update(reconciled_at=timezone.now())
    return report


def rebuild(on_progress: Progress | None = None) -> Report:
    """Build and number everything again, in a new epoch; ids stay, nothing vanishes meanwhile."""
    with transaction.atomic():
        epoch.begin_new(locked_state())
        # Without a digest every item differs from what it should be.
        CatalogItem.objects.filter(state=CatalogItem.State.LIVE).update(digest="")
        CatalogTotal.objects.update(live_digest="0" * 64)
        DirtyMark.objects.create(scope=DirtyMark.Scope.ALL)
    return refresh(on_progress=on_progress)
