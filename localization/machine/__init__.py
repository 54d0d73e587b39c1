"""A first translation by a service that the operator has chosen; none by default."""
