"""Models of the room, each defined where it is used."""

from localization.glossary.models import GlossaryTerm

__all__ = ["GlossaryTerm"]
