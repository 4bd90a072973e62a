"""The pages of the book, as the table of contents lists them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]


def _files(entry: Any) -> list[str]:
    """Return every ``file`` below an entry of _toc.yml, in reading order."""
    if isinstance(entry, list):
        return [name for part in entry for name in _files(part)]
    if not isinstance(entry, dict):
        return []
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for part in entry.values() for name in _files(part)]


TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
#: Pages without their suffix: `book/index`, `notebooks/01_l2_penalty`, …
PAGES = _files(TOC)
#: Those that are notebooks.
CHAPTERS = [page for page in PAGES if page.startswith("notebooks/")]


@cache
def tree(path: Path) -> BeautifulSoup:
    """Return a built page, which no test changes."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
