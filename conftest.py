"""Of the notebooks pytest takes the chapters, and none that a reader keeps beside them."""

from __future__ import annotations

from pathlib import Path

from tools import files


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a notebook that _toc.yml does not name, unless the command line names it."""
    other = collection_path.suffix == ".ipynb" and collection_path not in files.chapters()
    return other or None
