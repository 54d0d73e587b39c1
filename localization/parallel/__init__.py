"""Translating with both pages in sight: the source and the draft, side by side."""
