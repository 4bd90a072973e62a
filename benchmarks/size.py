"""How much script and style a live page loads for its figures, as a static host sends it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from benchmarks.table import Row

LIMIT = 15_000


def measure(html: Path) -> list[Row]:
    """Return a row for each page with live figures."""
    pages = {page.stem: of_page(page) for page in sorted(html.glob("*/*.html"))}
    return [
        Row(
            f"Script and style of the live figures on `{name}`, gzip",
            f"{size / 1000:.1f} kB",
            f"at most {LIMIT / 1000:.0f} kB",
            size <= LIMIT,
        )
        for name, size in pages.items()
        if size
    ]


def of_page(page: Path) -> int:
    """Return what a page loads for its figures: the engine, its style, and the figures' scripts."""
    found = re.findall(r'(?:src|href)="([^"?]*_static/live/[^"?]+)', page.read_text("utf-8"))
    files = [(page.parent / name).read_bytes() for name in found]
    # At the level that static hosts use.
    return sum(len(gzip.compress(data, compresslevel=6, mtime=0)) for data in files)
