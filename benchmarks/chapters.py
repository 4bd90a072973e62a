"""What one kernel needs in each chapter: the part of ``make hub`` that needs no hub.

::

    python benchmarks/chapters.py            # measure and print
    python benchmarks/chapters.py --write    # and write hub.json and README.md beside this file

Each notebook runs once, every cell, in a kernel of its own, one notebook after the other. After its
last cell, while the kernel lives, two things are read: the most memory that it ever held
(``VmHWM``, which counts every page, shared or not), and the processor time that it took.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import sizing  # noqa: E402  (the root is on the path only now)
from benchmarks.table import say  # noqa: E402
from l2reg.execution import HearingClient  # noqa: E402
from tools import files  # noqa: E402

PATIENCE = 600  # seconds for any one cell


def used(process: psutil.Process) -> dict[str, float]:
    """Return the most memory that a living process ever held, MiB, and its processor time."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    times = process.cpu_times()
    return {"peak_rss": peak / 1024, "cpu_seconds": times.user + times.system}


def kernel_of(notebook: Path) -> dict[str, float]:
    """Run every cell of a notebook in a new kernel; return what the kernel has used."""
    seen: list[dict[str, float]] = []
    client = HearingClient(
        nbformat.read(notebook, as_version=4),
        timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(notebook.resolve().parent)}},
        on_cell_executed=lambda **_: seen.append(used(psutil.Process(client.km.provisioner.pid))),
    )
    client.execute()
    return {name: round(value, 1) for name, value in seen[-1].items()}  # neither ever falls


def measure(notebooks: Iterable[Path]) -> dict[str, dict[str, float]]:
    """Return what the kernel of each notebook has used, by the notebook's name."""
    found = {}
    for notebook in sorted(notebooks):
        say(f"The kernel of {notebook.stem}")
        found[notebook.stem] = kernel_of(notebook)
    return found


def of_the_book(root: Path = ROOT) -> dict[str, dict[str, float]]:
    """Measure every chapter that _toc.yml names."""
    return measure(files.chapters(root))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write if asked to; the class of twenty stays as it was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write hub.json and README.md")
    options = parser.parse_args(arguments)
    measured: dict[str, Any] = sizing.read() | {"chapters": of_the_book()}
    sizing.report(measured, keep=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
