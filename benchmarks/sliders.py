"""What a move of a slider costs: in the built page, and on a slow phone."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.pages import serving
from benchmarks.table import Row, say
from l2book.figures import all_figures
from tools import pages
from tools.browser import chromium

MOVES, MEDIAN, P95 = 240, 1.0, 3.0
#: Frames in a row, one row in a round. Machines have minutes of their own: rows lie apart, and all
#: frames count.
FRAMES, ROUNDS, SLOWER, FRAME = 60, 7, 6, 25.0

# Timed: the dispatch of one `input` event, and so all the script it runs: `update`, the placing of
# every artist, readouts, statuses, landmarks. Not timed: the browser's own layout and paint, which
# the wait for the next frame lets happen in between. The sliders take turns, to seeded places.
MOVE = """async ([name, moves]) => {
  const figure = document.querySelector(`figure#${name}`);
  const sliders = [...figure.querySelectorAll("input[type=range]")], times = [];
  let seed = 7;
  const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
  for (let i = 0; i < moves; i += 1) {
    const slider = sliders[i % sliders.length];
    slider.value = Number(slider.min) + random() * (slider.max - slider.min);
    const start = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  figure.querySelector(".live-reset").click();
  return times;
}"""

# Timed: a frame in which a slider moves, from its beginning to the first task after it: the script,
# styles, layout and paint. Not timed: the wait for the screen, and what other processes draw.
FRAME_OF_MOVE = """async ([name, frames]) => {
  const figure = document.querySelector(`figure#${name}`);
  const sliders = [...figure.querySelectorAll("input[type=range]")], times = [];
  const { port1, port2 } = new MessageChannel();
  let seed = 11;
  const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
  for (let i = 0; i < frames; i += 1) {
    const start = await new Promise((resolve) => requestAnimationFrame(() => {
      const start = performance.now();
      const slider = sliders[i % sliders.length];
      slider.value = Number(slider.min) + random() * (slider.max - slider.min);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      port1.onmessage = () => resolve(start);
      port2.postMessage(0);
    }));
    times.push(performance.now() - start);
  }
  return times;
}"""


def measure(html: Path) -> list[Row]:
    """Move every live figure of the built book."""
    with chromium() as browser, serving(html) as address:
        times = live(browser, address)
        frames = slow_phone(browser, address)
    rows = []
    for name, moves in sorted(times.items()):
        middle, high = middle_and_high(moves)
        rows.append(
            Row(
                f"Script per slider move, `{name}`: median, 95th percentile of {len(moves)}",
                f"{middle:.2f} ms, {high:.2f} ms",
                f"{MEDIAN:.0f} ms, {P95:.0f} ms",
                middle <= MEDIAN and high <= P95,
            )
        )
    for name, spent in sorted(frames.items()):
        middle, high = middle_and_high(spent)
        rows.append(
            Row(
                f"A frame with a slider's move, processor {SLOWER} times slower, `{name}`",
                f"{middle:.1f} ms; 95th percentile of {len(spent)}: {high:.1f} ms",
                f"median {FRAME:.0f} ms",
                middle <= FRAME,
            )
        )
    return rows


def middle_and_high(times: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def live(browser: Browser, address: str) -> dict[str, list[float]]:
    """Return the times of every figure's moves, each on the first page that has it."""
    times: dict[str, list[float]] = {}
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for name in figures(page, address):
        say(f"Moving {name}")
        page.evaluate(MOVE, [name, 20])  # warm up
        times[name] = page.evaluate(MOVE, [name, MOVES])
    page.close()
    return times


def slow_phone(browser: Browser, address: str) -> dict[str, list[float]]:
    """Return the times of every figure's frames, on a phone's screen, slowed down."""
    times: dict[str, list[float]] = {}
    for count in range(ROUNDS):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
        )
        page = context.new_page()
        client = context.new_cdp_session(page)
        say(f"Moving every figure, {SLOWER} times slower, round {count + 1} of {ROUNDS}")
        for name in figures(page, address):
            client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.evaluate(FRAME_OF_MOVE, [name, 20])  # warm up
            times.setdefault(name, []).extend(page.evaluate(FRAME_OF_MOVE, [name, FRAMES]))
            client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        context.close()
    return times


def figures(page: Page, address: str) -> Iterator[str]:
    """Bring each live figure of the book into sight, on the first of its pages that has it."""
    seen: set[str] = set()
    for name in (name for part in pages.contents() for name in part.pages):
        page.goto(f"{address}/{name}.html", wait_until="load")
        for figure in page.evaluate("() => Object.keys(globalThis.liveFigures ?? {})"):
            if figure not in seen:
                seen.add(figure)
                page.locator(f"figure#{figure}").scroll_into_view_if_needed()
                yield figure
    if missing := set(all_figures()) - seen:
        raise SystemExit(f"Not measured, for no page has them: {', '.join(sorted(missing))}")
