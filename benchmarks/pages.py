"""How fast every page comes, as Lighthouse sees it, on a desktop and on a phone.

Lighthouse is pinned in ``benchmarks/lighthouse``, installed with npm into ``.lighthouse``, and
drives the Chromium of the tests; the book comes from a server that compresses. The settings are
its own: it loads a page once, and computes how long that would have taken on its desktop
(10 Mbit/s) and on its phone (1.6 Mbit/s, a processor four times slower). The median of three runs
counts.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

from benchmarks.table import Row, say
from tools.browser import NO_BROWSER, find_browser

PINNED = Path(__file__).with_name("lighthouse")
INSTALLED = Path(__file__).resolve().parents[1] / ".lighthouse"
RUNS = 3
#: Of each form factor: Lighthouse's option, and the performance to reach, out of 100.
FORMS = {"desktop": ("--preset=desktop", 95), "phone": ("--form-factor=mobile", 90)}
#: The other scores to reach, and the layout shift.
SCORES = {"accessibility": 100, "best-practices": 95}
SHIFT = 0.02
#: What else is reported, and how.
AUDITS = {
    "largest-contentful-paint": "largest contentful paint after {:,.0f} ms",
    "cumulative-layout-shift": "layout shift {:.3f}",
    "total-blocking-time": "blocking {:.0f} ms",
    "total-byte-weight": "loaded {:,.0f} bytes",
}


def measure(html: Path) -> list[Row]:
    """Measure the front page and every chapter, each on a desktop and on a phone."""
    program, browser = lighthouse(), find_browser()
    if browser is None:
        raise SystemExit(NO_BROWSER)
    names = ["index", *sorted(f"notebooks/{p.stem}" for p in html.glob("notebooks/*.html"))]
    rows = []
    with serving(html) as address:
        for name in names:
            for form, (option, performance) in FORMS.items():
                say(f"Lighthouse: {name}, {form}")
                target = f"{address}/{name}.html"
                reports = [visit(program, browser, target, option) for _ in range(RUNS)]
                wanted = {"performance": performance, **SCORES}
                rows.append(row_of(f"`{name}` on a {form}", reports, wanted))
    return rows


def row_of(what: str, reports: list[dict[str, Any]], wanted: dict[str, int]) -> Row:
    """Return what several reports say of one page: the median of each number."""
    # Lighthouse shows a score that is unknown as an error; here it is none.
    scores = {
        key: statistics.median(100 * (r["categories"][key]["score"] or 0) for r in reports)
        for key in wanted
    }
    audits = {
        key: statistics.median(r["audits"][key]["numericValue"] for r in reports) for key in AUDITS
    }
    said = [f"{key.replace('-', ' ')} {value:.0f}" for key, value in scores.items()]
    said += [AUDITS[key].format(value) for key, value in audits.items()]
    met = all(scores[key] >= least for key, least in wanted.items())
    met = met and audits["cumulative-layout-shift"] <= SHIFT
    goal = f"{', '.join(map(str, wanted.values()))}; layout shift {SHIFT}"
    return Row(what, ", ".join(said), goal, met)


class Isolated(StaticFileHandler):
    """Serves a file for a page that is isolated from other origins: its clock counts 5 µs."""

    def set_extra_headers(self, path: str) -> None:
        """Say so."""
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Embedder-Policy", "require-corp")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder as a static host does, with gzip and lasting connections; yield its address.

    By Tornado, which Jupyter has installed already: Python's own static server compresses nothing
    and opens a connection for every file.
    """
    ready: queue.Queue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = queue.Queue()

    async def serve() -> None:
        files = {"path": str(folder), "default_filename": "index.html"}
        site = Application([("/(.*)", Isolated, files)], compress_response=True)
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


def lighthouse() -> Path:
    """Return the program, installed as it is pinned."""
    lock, used = PINNED / "package-lock.json", INSTALLED / "package-lock.json"
    program = INSTALLED / "node_modules/.bin/lighthouse"
    if not (program.exists() and used.read_bytes() == lock.read_bytes()):
        say("Installing Lighthouse with npm into .lighthouse (half a minute, 190 MB)")
        shutil.rmtree(INSTALLED, ignore_errors=True)
        shutil.copytree(PINNED, INSTALLED)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=INSTALLED, check=True)
    return program


def visit(program: Path, browser: str, address: str, form: str) -> dict[str, Any]:
    """Return Lighthouse's report on one visit of a page."""
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [str(program), address, form, "--output=json", "--quiet"]
    categories = ",".join(["performance", *SCORES])
    command += [f"--only-categories={categories}", f"--chrome-flags={flags}"]
    environment = os.environ | {"CHROME_PATH": browser}
    for _ in range(3):  # now and then a trace has no beginning, and Lighthouse asks to run it again
        outcome = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, timeout=300, check=False
        )
        if outcome.returncode == 0:
            return json.loads(outcome.stdout)
    raise SystemExit(f"Lighthouse could not measure {address}; it says why above.")
