"""Formats of dates and numbers that replace Django's own; see ``FORMAT_MODULE_PATH``."""
