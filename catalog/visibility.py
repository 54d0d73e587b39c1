"""What is public, for the rooms above: decided in core, which needs it as well."""

from core.visibility import is_public, public_pages, restricted_collections

__all__ = ["is_public", "public_pages", "restricted_collections"]
