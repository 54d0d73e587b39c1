"""Noticing that the database went back in time.

A restored backup would number other changes with numbers that harvesters know already. So the
highest number given in each epoch is also kept in a file outside the database; where that is ahead
of the database, a new epoch begins, and every harvester is told to start again (410).
"""

import json
import logging
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from catalog.models import CatalogState

logger = logging.getLogger(__name__)


def _file() -> Path:
    return Path(settings.CATALOG_EPOCH_FILE)


def _known() -> dict[str, int]:
    """Epoch to highest number; empty without a file that can be read."""
    file = _file()
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=1)
def _read(file: Path, written: int) -> dict[str, int]:
    """Asked before every public answer, so read anew only after it was written."""
    found: Any = json.loads(file.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def went_back(epoch: uuid.UUID, max_seq: int) -> bool:
    """Whether a higher number than the database knows was given in its epoch."""
    return _known().get(str(epoch), 0) > max_seq


def note(state: CatalogState) -> None:
    """Remember the highest number of this epoch; a folder that cannot be written is logged."""
    known = {**_known()}
    if known.get(str(state.epoch), 0) >= state.max_seq:
        return
    known[str(state.epoch)] = state.max_seq
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{uuid.uuid4().hex}")
        fresh.write_text(json.dumps(known), encoding="utf-8")
        fresh.replace(file)
    except OSError:
        logger.exception("The catalog's epoch cannot be kept in %s", file)


def begin_new(state: CatalogState) -> None:
    """Give the catalog another epoch; every cursor from before answers 410."""
    state.epoch = uuid.uuid4()
    state.save(update_fields=["epoch"])
