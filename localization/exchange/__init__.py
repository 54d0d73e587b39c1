"""Translations done outside: many pages out in one job as XLIFF or PO, and back with a report."""
