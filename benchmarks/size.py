"""How much script and style a live page loads for its figures, as a static host sends it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from benchmarks.table import Row

#: What comes after the figures live: saving, enlarging, questions, and the mark in the sidebar.
LATER = re.compile(r"/(more|question|answers|sidebar)\.\w+$")
#: Engine, its style and the page's figures; and all scripts, with those of questions and the book.
MOVING, SCRIPTS = 15_000, 25_000


def measure(html: Path) -> list[Row]:
    """Return two rows for each page with live figures."""
    return [row for page in sorted(html.glob("*/*.html")) for row in of_page(page)]


def of_page(page: Path) -> list[Row]:
    """Return what a page loads that its figures may move, and all its scripts of this project."""
    text = page.read_text("utf-8")
    found = re.findall(r'(?:src|href)="([^"?]*_static/(?:live/[^"?]+|early\.js|book\.js))', text)
    # At the level that static hosts use.
    sizes = {
        name: len(gzip.compress((page.parent / name).read_bytes(), compresslevel=6, mtime=0))
        for name in found
    }
    moving = {name for name in sizes if "/live/" in name and not LATER.search(name)}
    if not moving:
        return []
    wanted = {
        "script and style to move the figures": (moving, MOVING),
        "scripts of figures, questions and the book": (
            {name for name in sizes if name.endswith(".js")},
            SCRIPTS,
        ),
    }
    rows = []
    for what, (names, limit) in wanted.items():
        size = sum(sizes[name] for name in names)
        said = f"`{page.stem}`: {what}, gzip"
        rows.append(
            Row(said, f"{size / 1000:.1f} kB", f"at most {limit / 1000:.0f} kB", size <= limit)
        )
    return rows
