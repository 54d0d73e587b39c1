"""What the catalog tells the rooms above it."""

from django.dispatch import Signal

#: Sent inside the transaction of a refresh that changed items, with ``epoch: UUID``,
#: ``max_seq: int`` and ``items: list[tuple[UUID, str]]`` (id and kind, in the order of ``seq``).
#: A receiver must not do anything that a rollback could not undo.
catalog_changed = Signal()

#: Sent inside the same transaction when rows of the catalog were written, also where nothing that
#: the public sees has changed; without arguments. What was written has a higher ``stamp``.
catalog_written = Signal()

#: Sent inside the transaction of a refresh that took in a change of a record, a menu, a setting or
#: a site: any page may show it without being built from it; without arguments.
sitewide_changed = Signal()
