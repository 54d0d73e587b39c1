"""What the catalog tells others; it names none of them."""

from django.dispatch import Signal

#: Sent by the refresh inside its transaction, once for all the changes that the transaction makes
#: public. Arguments: ``epoch`` (uuid.UUID), ``max_seq`` (int, after the changes), ``items``
#: (list of ``(id, kind)``; gone items as well).
catalog_changed = Signal()
