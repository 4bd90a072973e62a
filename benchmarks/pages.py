"""How fast every page comes, as Lighthouse sees it, on a desktop and on a phone.

Lighthouse is pinned in ``benchmarks/lighthouse``, installed with npm into ``.lighthouse``, and
drives the Chromium of the tests; the book comes from a server that compresses. The settings are
its own: it loads a page once, and computes how long that would have taken on its desktop
(10 Mbit/s) and on its phone (1.6 Mbit/s, a processor four times slower). On the desktop the median
of three runs counts, on the phone one.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import shutil
import statistics
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

from benchmarks.table import Row, say
from tools.browser import NO_BROWSER, find_browser

PINNED = Path(__file__).with_name("lighthouse")
INSTALLED = Path(__file__).resolve().parents[1] / ".lighthouse"
TABLE = Path(__file__).with_name("README.md")
START, END = "<!-- pages:start -->", "<!-- pages:end -->"

PERFORMANCE, ACCESSIBILITY, PRACTICES, SHIFT = 95, 100, 95, 0.02
RUNS = {"desktop": 3, "phone": 1}
FORM = {"desktop": ["--preset=desktop"], "phone": ["--form-factor=mobile"]}
CATEGORIES = ("performance", "accessibility", "best-practices")
AUDITS = {
    "paint": "largest-contentful-paint",
    "shift": "cumulative-layout-shift",
    "blocking": "total-blocking-time",
    "bytes": "total-byte-weight",
}


@dataclass(frozen=True)
class Page:
    """What Lighthouse says of one page.

    Attributes
    ----------
    name
        The page's path from the book's root, without a suffix.
    performance, accessibility, practices
        Scores out of 100.
    paint
        Largest Contentful Paint, in milliseconds.
    shift
        Cumulative Layout Shift, without a unit.
    blocking
        Total Blocking Time, in milliseconds.
    bytes
        All that the page loads, compressed.
    """

    name: str
    performance: float
    accessibility: float
    practices: float
    paint: float
    shift: float
    blocking: float
    bytes: float

    @property
    def met(self) -> bool:
        """Whether it reaches what a desktop is to see."""
        return (
            self.performance >= PERFORMANCE
            and self.accessibility >= ACCESSIBILITY
            and self.practices >= PRACTICES
            and self.shift <= SHIFT
        )


# --- Measuring ----------------------------------------------------------------------------------


@contextmanager
def compressing(folder: Path) -> Iterator[str]:
    """Serve a folder as a static host does, with gzip and lasting connections; yield its address.

    By Tornado, which Jupyter has installed already: Python's own static server compresses nothing
    and opens a connection for every file.
    """
    ready: queue.Queue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = queue.Queue()

    async def serve() -> None:
        files = {"path": str(folder), "default_filename": "index.html"}
        site = Application([("/(.*)", StaticFileHandler, files)], compress_response=True)
        site.settings["log_function"] = lambda handler: None
        (socket,) = sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(site)
        server.add_sockets(sockets)
        done = asyncio.Event()
        ready.put((socket.getsockname()[1], asyncio.get_running_loop(), done))
        await done.wait()
        server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    port, loop, done = ready.get(timeout=30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(timeout=30)


def lighthouse() -> Path | None:
    """Return the program, installed as it is pinned, or None where npm or a package is missing."""
    program = INSTALLED / "node_modules/.bin/lighthouse"
    lock, used = PINNED / "package-lock.json", INSTALLED / "package-lock.json"
    if program.exists() and used.exists() and used.read_bytes() == lock.read_bytes():
        return program
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        say("Lighthouse needs node and npm, which are not here: no page is measured")
        return None
    say("Installing Lighthouse with npm into .lighthouse (half a minute, 190 MB)")
    shutil.rmtree(INSTALLED, ignore_errors=True)
    shutil.copytree(PINNED, INSTALLED)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    outcome = subprocess.run(command, cwd=INSTALLED, capture_output=True, text=True, check=False)
    if outcome.returncode:
        last = outcome.stderr.strip().splitlines()[-1:]
        say(f"npm could not install Lighthouse: no page is measured {last}")
        shutil.rmtree(INSTALLED, ignore_errors=True)
        return None
    return program


def visit(program: Path, browser: str, address: str, form: str) -> dict[str, Any]:
    """Return Lighthouse's report on one visit of a page.

    Raises
    ------
    SystemExit
        When it has none.
    """
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [str(program), address, *FORM[form], "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
    outcome = subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    report = json.loads(outcome.stdout) if outcome.returncode == 0 else {}
    if not report or "runtimeError" in report:
        raise SystemExit(f"Lighthouse could not measure {address}:\n{outcome.stderr[-2000:]}")
    return report


def page_of(name: str, reports: Sequence[dict[str, Any]]) -> Page:
    """Return what several reports say of one page: the median of each number."""

    def score(category: str) -> float:
        # Lighthouse shows a score that is unknown as an error; here it is none.
        return statistics.median(100 * (r["categories"][category]["score"] or 0) for r in reports)

    def number(audit: str) -> float:
        return statistics.median(r["audits"][audit]["numericValue"] for r in reports)

    return Page(name, *map(score, CATEGORIES), **{k: number(v) for k, v in AUDITS.items()})


def measure(html: Path, write: bool = False) -> list[Row]:
    """Measure the front page and every chapter; return a few rows, and write one for each page."""
    program = lighthouse()
    if program is None:
        return [Row("Pages of the book, by Lighthouse", "not measured: no node, npm or package")]
    browser = find_browser()
    if browser is None:
        raise SystemExit(NO_BROWSER)
    names = ["index", *sorted(f"notebooks/{p.stem}" for p in html.glob("notebooks/*.html"))]
    found: dict[str, list[Page]] = {form: [] for form in FORM}
    with compressing(html) as address:
        for name in names:
            for form, pages in found.items():
                say(f"Lighthouse: {name}, {form}")
                target = f"{address}/{name}.html"
                reports = [visit(program, browser, target, form) for _ in range(RUNS[form])]
                pages.append(page_of(name, reports))
    table = each_page(found)
    print(f"\n{table}")
    if write:
        text = TABLE.read_text(encoding="utf-8")
        before, _, rest = text.partition(START)
        _, _, after = rest.partition(END)
        TABLE.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")
    return summary(found)


# --- Reporting ----------------------------------------------------------------------------------


def summary(found: dict[str, list[Page]]) -> list[Row]:
    """Return the rows of the README: the worst of all pages in each respect."""
    rows = []
    for form, pages in found.items():
        scores = [
            f"{min(getattr(page, part) for page in pages):.0f}"
            for part in ("performance", "accessibility", "practices")
        ]
        desktop = form == "desktop"
        rows += [
            Row(
                f"Lighthouse, {len(pages)} pages on a {form}, the lowest: performance, "
                "accessibility, best practices",
                ", ".join(scores),
                "each page: [benchmarks](benchmarks/README.md)",
                f"{PERFORMANCE}, {ACCESSIBILITY}, {PRACTICES}" if desktop else "",
                all(page.met for page in pages) if desktop else None,
            ),
            Row(
                f"… largest of them on a {form}: layout shift, largest contentful paint, blocking",
                f"{max(page.shift for page in pages):.3f}, "
                f"{max(page.paint for page in pages) / 1000:.1f} s, "
                f"{max(page.blocking for page in pages):.0f} ms",
                f"bytes loaded, gzip: up to {max(page.bytes for page in pages) / 1000:,.0f} kB",
                f"layout shift at most {SHIFT}" if desktop else "",
                all(page.shift <= SHIFT for page in pages) if desktop else None,
            ),
        ]
    return rows


def each_page(found: dict[str, list[Page]]) -> str:
    """Return a Markdown table with two rows for each page."""
    head = "page | on a | performance | accessibility | best practices | largest contentful paint"
    head += " | layout shift | blocking | loaded, gzip | "
    lines = [f"| {head} |", f"| --- | --- |{' ---: |' * 7} --- |"]
    for both in zip(*found.values(), strict=True):
        for form, page in zip(found, both, strict=True):
            mark = ("✓" if page.met else "✗") if form == "desktop" else ""
            lines.append(
                f"| {f'`{page.name}`' if form == 'desktop' else ''} | {form} "
                f"| {page.performance:.0f} | {page.accessibility:.0f} | {page.practices:.0f} "
                f"| {page.paint / 1000:.2f} s | {page.shift:.3f} | {page.blocking:.0f} ms "
                f"| {page.bytes / 1000:,.0f} kB | {mark} |"
            )
    return "\n".join(lines)
