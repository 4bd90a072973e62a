"""What a screen shows of a figure.

On a desk it is wide. A phone shows drawing, slider and readouts together. While the list after it
is read, it stays in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.book.pages import CHAPTERS
from tests.book.reader import READER_JS, UNLOCK
from tests.watch import Watch

pytestmark = pytest.mark.browser

#: How far down a chapter its first live figure begins at most, on a desk.
FIRST_FIGURE = 1500
# Of each question that asks for a place: what stands between it and its figure, and whether it and
# the whole drawing are in the window, below the bar that stays.
ASKED = """async () => {
  const found = {};
  for (const form of document.querySelectorAll("form[data-kind=place]")) {
    const figure = document.getElementById(JSON.parse(form.nextElementSibling.textContent).figure);
    const between = document.createRange();
    between.setStartAfter(form.nextElementSibling);
    between.setEndBefore(figure);
    const bar = document.querySelector(".bd-header-article").getBoundingClientRect();
    scrollTo({ top: scrollY + form.getBoundingClientRect().top - bar.height, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
    const drawn = [...figure.querySelectorAll(".live-panel svg")];
    const bottom = Math.max(...drawn.map((svg) => svg.getBoundingClientRect().bottom));
    const follows = form.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_FOLLOWING;
    found[form.id] = { after: Boolean(follows), between: between.toString().trim(),
      hidden: Math.max(0, Math.round(bottom - innerHeight)) };
  }
  return found;
}"""
# Of each figure, brought to the top of the window: what of the drawing, the first slider and the
# readouts is not in sight, and the smallest type of the drawing.
SEEN = """async () => {
  const found = {};
  for (const figure of document.querySelectorAll("figure[data-live]")) {
    figure.scrollIntoView({ behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
    const parts = figure.querySelectorAll(
      ".live-panel:first-child svg, .live-main input, .live-readout");
    const off = [...parts].filter((part) => {
      const { top, bottom, left, right } = part.getBoundingClientRect();
      return top < 0 || bottom > innerHeight + 1 || left < -1 || right > innerWidth + 1;
    }).map((part) => part.textContent.slice(0, 20) || part.name);
    const type = Math.min(...[...figure.querySelectorAll("svg [data-em] > *")]
      .map((word) => word.parentNode.dataset.em * word.getScreenCTM().a));
    found[figure.id] = { off, type, width: figure.getBoundingClientRect().width };
  }
  return found;
}"""
# The figure while the end of its list is in the window: where it is, and how much the page grew.
READ = """async ([name, share]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 120)));
  const figure = document.getElementById(name), part = listOf(figure);
  scrollTo({ top: 0, behavior: "instant" });
  await frame();
  const before = document.documentElement.scrollHeight, was = figure.hasAttribute("data-docked");
  const { bottom } = part.getBoundingClientRect();
  scrollTo({ top: scrollY + bottom - share * innerHeight, behavior: "instant" });
  await frame();
  const box = figure.getBoundingClientRect();
  const drawing = figure.querySelector(".live-panel svg").getBoundingClientRect();
  const slider = figure.querySelector(".live-main input").getBoundingClientRect();
  return { was, docked: figure.hasAttribute("data-docked"),
    grown: document.documentElement.scrollHeight - before,
    share: box.bottom / innerHeight,
    drawing: drawing.bottom <= box.bottom + 1 && drawing.height > 90,
    slider: slider.bottom <= box.bottom && slider.right <= box.right && slider.width > 100 };
}"""
READING = """() => [...document.querySelectorAll("figure[data-live]")].filter((figure) =>
  listOf(figure)).map(({ id }) => id)"""
# The list after a figure, before the next heading; or else the first list that sets the figure.
LIST = """() => { globalThis.listOf = (figure) => {
  let part = figure.closest("section > *")?.nextElementSibling;
  for (; part && !part.matches("section, h2, h3, div.cell, figure"); part = part.nextElementSibling)
    if (part.matches("ul, ol")) return part;
  return document.querySelector(`li a[href^="#${figure.id}?"]`)?.closest("ul, ol");
}; }"""


@pytest.fixture(scope="module", params=CHAPTERS)
def locked(
    request: pytest.FixtureRequest, watched: Callable[..., Watch], served: str
) -> Iterator[Page]:
    """Each chapter as a reader opens it: its questions are asked."""
    watch = watched(viewport={"width": 1280, "height": 900})
    watch.page.goto(f"{served}/{request.param}.html", wait_until="load")
    yield watch.page
    assert watch.problems == []
    watch.page.context.close()


@pytest.fixture(scope="module")
def page(locked: Page) -> Page:
    """The same, its figures free."""
    locked.evaluate(READER_JS)
    locked.evaluate(UNLOCK)
    return locked


def test_a_question_stands_above_its_figure_on_one_screen(locked: Page) -> None:
    first = locked.locator("figure.live-figure").first
    top = first.evaluate("(figure) => figure.getBoundingClientRect().top + scrollY")
    assert top <= FIRST_FIGURE
    found = locked.evaluate(ASKED)
    assert found
    for name, seen in found.items():
        assert seen == {"after": True, "between": "", "hidden": 0}, name


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (844, 390)])
def test_a_phone_shows_drawing_slider_and_readouts_together(
    page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    seen = page.evaluate(SEEN)
    assert {name: each["off"] for name, each in seen.items() if each["off"]} == {}
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".live-tabs button")]
          .filter((tab) => tab.scrollWidth > tab.clientWidth).map((tab) => tab.textContent)"""
    )
    assert cut == []  # the name of a panel


@pytest.mark.parametrize("width", [1200, 1280, 1600])
def test_a_desk_shows_it_wide(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name, each in page.evaluate(SEEN).items():
        assert each["width"] >= 900, name
        assert each["type"] >= 10.9, name


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_a_figure_stays_in_sight_while_its_list_is_read(page: Page, size: tuple[int, int]) -> None:
    """And the page keeps its length."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(LIST)
    names = page.evaluate(READING)
    assert names
    for name in names:
        seen = page.evaluate(READ, [name, 0.8])
        share = seen.pop("share")
        assert seen == {
            "was": False, "docked": True, "grown": 0, "drawing": True, "slider": True,
        }, name  # fmt: skip
        assert share <= 0.455, name
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_function("() => !document.querySelector('[data-docked]')")
