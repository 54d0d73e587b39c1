"""What a file that somebody uploads really is: read once, within bounds, before anything is kept.

Nothing here needs Django: `reading.read` also runs in a process of its own (`child.py`).
"""
