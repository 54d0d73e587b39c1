"""What is public, for the rooms above: lists now, catalog, API and search as they come."""

from core.visibility import is_public, public_pages

__all__ = ["is_public", "public_pages"]
