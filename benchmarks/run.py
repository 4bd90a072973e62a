"""Measure what the book claims: ``make bench``.

::

    python -m benchmarks.run                     # measure everything and print the table
    python -m benchmarks.run --write             # and write it into benchmarks/README.md
    python -m benchmarks.run --only bytes pages  # one part or more

What is timed, and what is left out, is said in the module of each part.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import book, pages, reading, size, sliders
from benchmarks.table import markdown

README, MARK = Path(__file__).with_name("README.md"), "<!-- written by `make bench` -->"
PARTS = {
    "bytes": size.measure,
    "reading": reading.measure,
    "sliders": sliders.measure,
    "pages": pages.measure,
}


def main() -> int:
    """Measure, print, and write if asked to; 1 when a claim is not met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--write", action="store_true", help="write them into benchmarks/README.md")
    options = parser.parse_args()
    if options.write and set(options.only) != set(PARTS):
        parser.error("--write needs every part: a table of half a run is not one")
    with tempfile.TemporaryDirectory(prefix="l2reg-bench-") as folder:
        html, rows = book.measure(Path(folder))
        try:
            for part in options.only:
                rows += PARTS[part](html)
        except BaseException:  # what was measured is not lost with what failed
            print(markdown(rows))
            raise
    machine = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})"
    table = f"{markdown(rows)}\n\nMeasured on {machine}, Python {platform.python_version()}."
    print(f"\n{table}")
    if options.write:
        text = README.read_text(encoding="utf-8")
        README.write_text(f"{text.partition(MARK)[0]}{MARK}\n\n{table}\n", encoding="utf-8")
    missed = [row for row in rows if row.met is False]
    for row in missed:
        print(f"not met: {row.what}: {row.result} (to reach: {row.to_reach})", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
