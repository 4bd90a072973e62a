"""How long `make test` takes once the environment is there, the book not yet built."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

from benchmarks.table import Row, say

MINUTES = 5


def measure(root: Path) -> list[Row]:
    """Run every test from a clean tree, with two workers; wall clock."""
    say("Running every test (some minutes)")
    shutil.rmtree(root / "_build", ignore_errors=True)
    start = time.perf_counter()
    outcome = subprocess.run(
        ["make", "test", "JOBS=2"], cwd=root, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if outcome.returncode:
        raise SystemExit("The tests did not pass:\n" + "\n".join(outcome.stdout.splitlines()[-40:]))
    count = re.search(r"(\d+) passed", outcome.stdout)
    minutes, rest = divmod(round(seconds), 60)
    return [
        Row(
            f"`make test` after installation: {int(count[1]):,} tests, two workers, the book built",
            f"{minutes} min {rest} s",
            "",
            f"at most {MINUTES} min",
            seconds <= 60 * MINUTES,
        )
    ]
