"""Content packages: a portal's records, pictures, files and pages as a folder of plain text.

``loader`` writes a package into the database, ``dumper`` writes the database back as a package.
Nothing here names a vertical: models, their fields and their blocks are found by introspection,
so a new page type needs no change.
"""
