"""How much of each page is text, code and checks, and how far down its first live figure begins.

Measured in the built book as a reader first meets it: folded checks, solutions and imports count as
the one line that they take.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.table import Row
from tools import pages
from tools.browser import chromium

SCREENS = [(1280, 900), (390, 844)]
CODE, FIRST_FIGURE = 0.15, 1500
MEASURE = """() => {
  const article = document.querySelector("article.bd-article");
  const sum = (parts) => parts.reduce((all, part) => all + part.getBoundingClientRect().height, 0);
  const shown = (selector) => [...article.querySelectorAll(selector)].filter((part) =>
    part.checkVisibility() && !part.querySelector(".live-figure, .live-question"));
  const figure = article.querySelector(".live-figure");
  return {
    whole: article.getBoundingClientRect().height,
    code: sum(shown(".cell_input, .cell_output")),
    checks: sum(shown("details.check")),
    figure: figure ? figure.getBoundingClientRect().top + scrollY : Infinity,
    words: article.innerText.split(/\\s+/).length,
  };
}"""


def measure(html: Path) -> list[Row]:
    """Return a row for each chapter and width."""
    names = [name for part in pages.contents() for name in part.pages if "notebooks/" in name]
    rows = []
    with chromium() as browser:
        for width, height in SCREENS:
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in names:
                page.goto((html / f"{name}.html").as_uri())
                found = page.evaluate(MEASURE)
                rows.append(row_of(f"`{pages.slug(name)}` at {width} px", found, height))
    return rows


def row_of(where: str, found: dict[str, float], height: int) -> Row:
    """Return what was found on a page, as a row."""
    code, checks = (found[part] / found["whole"] for part in ("code", "checks"))
    return Row(
        f"{where}: code and outputs, folded checks, first figure, screens, words shown",
        f"{code:.0%}, {checks:.0%}, {found['figure']:.0f} px, {found['whole'] / height:.1f}, "
        f"{found['words']:.0f}",
        f"at most {CODE:.0%}, –, {FIRST_FIGURE} px",
        code <= CODE and found["figure"] <= FIRST_FIGURE,
    )
