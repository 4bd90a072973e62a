"""How long the book takes to build: from nothing, and with nothing changed."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.table import Row, say
from tools import book


def measure(folder: Path) -> tuple[Path, list[Row]]:
    """Build the book into an empty folder, twice; return it and the times, wall clock."""
    say("Building the book: every notebook runs")
    from_nothing = build(folder)
    say("Building the book again, with nothing changed")
    unchanged = build(folder)
    return folder / "_build/html", [
        Row("Build of the book, notebooks executed", f"{from_nothing:.0f} s"),
        Row(
            "Build of the book with nothing changed",
            f"{unchanged:.1f} s",
            "at most 6 s",
            unchanged <= 6,
        ),
    ]


def build(folder: Path) -> float:
    """Build as ``make book`` does, but elsewhere; return the seconds it took."""
    log = folder / "book.log"
    start = time.perf_counter()
    built = book.build(folder, log=log)
    seconds = time.perf_counter() - start
    if not built:
        raise SystemExit(log.read_text(encoding="utf-8", errors="replace"))
    return seconds
