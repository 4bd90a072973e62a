"""How long `make test` takes once the environment is there, the book not yet built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Row, say

MINUTES = 5
#: Where the author's ``_build`` waits; Jupyter Book looks into no folder of such a name.
ASIDE = ".build-aside"


def measure(root: Path) -> list[Row]:
    """Run every test from a clean tree; wall clock."""
    say("Running every test (some minutes)")
    with nothing_built(root):
        start = time.perf_counter()
        outcome = subprocess.run(
            ["make", "test"], cwd=root, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - start
    if outcome.returncode:
        raise SystemExit("The tests did not pass:\n" + "\n".join(outcome.stdout.splitlines()[-40:]))
    count = re.search(r"(\d+) passed", outcome.stdout)
    minutes, rest = divmod(round(seconds), 60)
    return [
        Row(
            f"`make test` after installation, on {os.cpu_count()} cores: {int(count[1]):,} tests, "
            "the book built",
            f"{minutes} min {rest} s",
            "",
            f"at most {MINUTES} min",
            seconds <= 60 * MINUTES,
        )
    ]


@contextmanager
def nothing_built(root: Path) -> Iterator[None]:
    """Move what is built aside, and back at the end in place of what was built meanwhile.

    Raises
    ------
    SystemExit
        When something is aside already: a run was killed, and that is the author's.
    """
    built, aside = root / "_build", root / ASIDE
    if aside.exists():
        raise SystemExit(f"{aside} is there from a run that was killed: move it back to _build")
    if built.exists():
        built.rename(aside)
    try:
        yield
    finally:
        if aside.exists():
            shutil.rmtree(built, ignore_errors=True)
            aside.rename(built)
