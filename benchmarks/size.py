"""How much script and style a live page loads for its figures, as a static host sends it."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from benchmarks.table import Row, say

LIMIT, RATIO = 15_000, 70
# What MyST-NB's pages name; require.js comes on top of it and is not counted.
STOCK, FILE = "@jupyter-widgets/html-manager@1.0.6", "package/dist/embed-amd.js"
# Its measured size, for a machine that cannot fetch it: 4,377,864 bytes before compression.
STOCK_BYTES = 1_100_000


def compressed(data: bytes) -> int:
    """Return the size after gzip at the level that static hosts use."""
    return len(gzip.compress(data, compresslevel=6, mtime=0))


def of_page(page: Path) -> int:
    """Return what a page loads for its figures: the engine, its style, and the figures' scripts."""
    found = re.findall(r'(?:src|href)="([^"?]*_static/live/[^"?]+)', page.read_text("utf-8"))
    return sum(compressed((page.parent / name).read_bytes()) for name in found)


def measure(html: Path, folder: Path) -> list[Row]:
    """Compare each page with live figures with the stock html-manager."""
    pages = {page.stem: of_page(page) for page in sorted(html.glob("*/*.html"))}
    pages = {name: size for name, size in pages.items() if size}
    stock, source = fetched(folder)
    ratio = stock / max(pages.values())
    rows = [
        Row(
            f"Script and style of the live figures on `{name}`, gzip",
            f"{ours / 1000:.1f} kB",
            "",
            f"at most {LIMIT / 1000:.0f} kB",
            ours <= LIMIT,
        )
        for name, ours in pages.items()
    ]
    beside = f"html-manager's `embed-amd.js`, {source}: {stock / 1000:,.0f} kB"
    return [*rows, Row("The largest of them", f"{ratio:.0f} times less", beside, f"{RATIO} times")]


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
