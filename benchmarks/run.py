"""Measure what the book claims: ``make bench``.

::

    python -m benchmarks.run                    # measure everything and print the table
    python -m benchmarks.run --write            # and write it into benchmarks/README.md
    python -m benchmarks.run --only path bytes  # one part or more

Each comparison is of two things measured in the same run, on the same machine. What is timed, and
what is left out, is said where it is done: in the module of each part.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from pathlib import Path

from benchmarks import book, pages, path, size, sliders, suite
from benchmarks.table import Row, markdown

ROOT = Path(__file__).resolve().parents[1]

PARTS = ("build", "bytes", "sliders", "pages", "path", "tests")
START, END = "<!-- bench:start -->", "<!-- bench:end -->"


def main() -> int:
    """Measure, print, and write if asked to; 1 when a claim is not met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--write", action="store_true", help="write them into benchmarks/README.md")
    options = parser.parse_args()
    if options.write and set(options.only) != set(PARTS):
        parser.error("--write needs every part: a table of half a run is not one")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="l2reg-bench-") as folder:
        if set(options.only) & {"build", "bytes", "sliders", "pages"}:
            html, measured = book.measure(Path(folder))
            rows += measured
        if "bytes" in options.only:
            rows += size.measure(html, Path(folder))
        if "sliders" in options.only:
            rows += sliders.measure(html, Path(folder))
        if "pages" in options.only:
            rows += pages.measure(html, options.write)
    if "path" in options.only:
        rows += path.measure()
    if "tests" in options.only:
        rows += suite.measure(ROOT)
    table = f"{markdown(rows)}\n\n{machine()}"
    print(f"\n{table}")
    if options.write:
        readme = ROOT / "benchmarks/README.md"
        text = readme.read_text(encoding="utf-8")
        block = re.compile(f"{START}.*?{END}", re.DOTALL)
        if not block.search(text):
            print(f"benchmarks/README.md has no {START} … {END}", file=sys.stderr)
            return 1
        text = block.sub(lambda _: f"{START}\n{table}\n{END}", text)
        readme.write_text(text, encoding="utf-8")
    missed = [row for row in rows if row.met is False]
    for row in missed:
        print(f"not met: {row.what}: {row.result} (to reach: {row.to_reach})", file=sys.stderr)
    return 1 if missed else 0


def machine() -> str:
    """Say on what this was measured: enough to compare, and no name."""
    return (
        f"Measured on {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}. Both sides of a comparison are of one run."
    )


if __name__ == "__main__":
    sys.exit(main())
