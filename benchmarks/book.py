"""How long the book takes to build: from nothing, from executed notebooks, with nothing changed."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from benchmarks.table import Row, say
from tools import book


def measure(folder: Path) -> tuple[Path, list[Row]]:
    """Build the book into an empty folder three times; return it and the times, wall clock."""
    say("Building the book: every notebook runs")
    from_nothing = build(folder)
    say("Building the book again, from executed notebooks")
    shutil.rmtree(folder / "_build/html")
    shutil.rmtree(folder / "_build/.doctrees")
    from_executed = build(folder)
    say("Building the book again, with nothing changed")
    unchanged = build(folder)
    rows = [
        Row("Build of the book, notebooks executed", f"{from_nothing:.0f} s"),
        Row("Cold build of the book from executed notebooks", f"{from_executed:.0f} s"),
        Row(
            "Build of the book with nothing changed",
            f"{unchanged:.1f} s",
            "at most 10 s",
            unchanged <= 10,
        ),
        Row("JupyterLite in the built book", f"{size(folder / '_build/html/lite') / 1e6:.0f} MB"),
    ]
    return folder / "_build/html", rows


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build(folder: Path) -> float:
    """Build as ``make book`` does, but elsewhere; return the seconds it took."""
    log = folder / "book.log"
    start = time.perf_counter()
    built = book.build(folder, log=log)
    seconds = time.perf_counter() - start
    if not built:
        raise SystemExit(log.read_text(encoding="utf-8", errors="replace"))
    return seconds
