"""How much script and style a live page loads for its figures, as a static host sends it."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tarfile
from pathlib import Path

from benchmarks.table import Row, say

LIMIT, RATIO = 17_000, 60
# What MyST-NB's pages name; require.js comes on top of it and is not counted.
STOCK, FILE = "@jupyter-widgets/html-manager@1.0.6", "package/dist/embed-amd.js"
# Its measured size, for a machine that cannot fetch it: 4,377,864 bytes before compression.
STOCK_BYTES = 1_100_000


def compressed(data: bytes) -> int:
    """Return the size after gzip at the level that static hosts use."""
    return len(gzip.compress(data, compresslevel=6, mtime=0))


def measure(html: Path, folder: Path) -> list[Row]:
    """Compare live.js and live.css, the loader inside, with the stock html-manager."""
    files = sorted((html / "_static/live").iterdir())
    ours = sum(compressed(file.read_bytes()) for file in files)
    stock, source = fetched(folder)
    ratio = stock / ours
    return [
        Row(
            f"Script and style of the live figures ({', '.join(f.name for f in files)}), gzip",
            f"{ours / 1000:.1f} kB",
            f"html-manager's `embed-amd.js`, {source}: {stock / 1000:,.0f} kB",
            "at most 17 kB, and 60 times less than stock",
            ours <= LIMIT and ratio >= RATIO,
        ),
        Row("", f"{ratio:.0f} times less"),
    ]


def fetched(folder: Path) -> tuple[int, str]:
    """Return the stock script's size, compressed here, or else the documented one."""
    say(f"Fetching {STOCK} with npm")
    if npm := shutil.which("npm"):
        outcome = subprocess.run(
            [npm, "pack", "--silent", STOCK],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        packages = list(folder.glob("jupyter-widgets-html-manager-*.tgz"))
        if outcome.returncode == 0 and packages:
            with tarfile.open(packages[0]) as package:
                member = package.extractfile(FILE)
                if member is not None:
                    return compressed(member.read()), "compressed here"
    return STOCK_BYTES, "as documented (npm could not fetch it)"
