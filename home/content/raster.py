"""Vector drawings into pictures of dots. Free of Django, so that helper processes start at once."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import resvg_py

WIDTH = 1200
# Below this a second process costs more than it saves.
_FEW = 6


def rasterised(path: Path) -> tuple[bytes, str]:
    """The content to store and its suffix: a drawing becomes PNG, anything else stays as it is."""
    if path.suffix.lower() != ".svg":
        return path.read_bytes(), path.suffix.lower()
    return bytes(resvg_py.svg_to_bytes(svg_path=str(path), width=WIDTH)), ".png"


def rasterised_all(paths: Iterable[Path]) -> dict[Path, tuple[bytes, str]]:
    """Several at once in two processes: drawing holds the interpreter's lock."""
    paths = list(paths)
    if len(paths) <= _FEW:
        return {path: rasterised(path) for path in paths}
    # Spawned and not forked: a fork would share the open connection to the database.
    try:
        with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
            return dict(zip(paths, pool.map(rasterised, paths, chunksize=4), strict=True))
    except BrokenProcessPool:
        # Where no processes can be started (a small container, an embedded interpreter).
        return {path: rasterised(path) for path in paths}
