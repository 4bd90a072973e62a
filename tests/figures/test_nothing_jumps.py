"""While a control moves, no drawing moves, nor does anything below the figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from l2book.figures import all_figures
from livefig.hosts.export import export_page
from tests.watch import Watch

pytestmark = pytest.mark.browser

FIGURES = sorted(all_figures())
PAGES = ((1280, 800), (844, 390), (390, 844), (320, 640))
SCREENS = ((1920, 1080), (1280, 720))
#: Each control from end to end, the others as at first and then at their other ends; returns by
#: how much the drawings and the figure's end move, of each control the most.
JUMPS = """() => {
  const figure = document.querySelector("figure[data-live]");
  const inputs = [...figure.querySelectorAll("input[name]")];
  const places = () => [...figure.querySelectorAll(".live-panel svg"), figure].flatMap((part) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    return [left, top, right, bottom];
  });
  const put = (input, share) => {
    if (input.type === "checkbox") input.checked = share > 0.5;
    else input.value = Number(input.min) + share * (input.max - input.min);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const reset = () => figure.querySelector(".live-reset").click();
  const first = places(), most = {};
  for (const input of inputs) {
    for (const others of [null, 0, 1]) {
      reset();
      if (others !== null) inputs.forEach((other) => put(other, others));
      for (let k = 0; k <= 10; k += 1) {
        put(input, k / 10);
        const moved = Math.max(...places().map((at, i) => Math.abs(at - first[i])));
        if (moved > (most[input.name] ?? 1)) most[input.name] = moved;
      }
    }
  }
  reset();
  most.reset = Math.max(...places().map((at, i) => Math.abs(at - first[i])));
  return most;
}"""


@pytest.mark.parametrize("name", FIGURES)
def test_no_drawing_moves_while_a_control_does(
    watched: Callable[..., Watch], tmp_path: Path, name: str
) -> None:
    """On a page of any width and in presenter mode."""
    (path,) = export_page(all_figures()[name](), tmp_path)
    watch = watched()
    watch.page.goto(path.as_uri())
    for presented, sizes in ((False, PAGES), (True, SCREENS)):
        if presented:
            watch.page.locator(".live-enlarge").focus()
            watch.page.keyboard.press("f")
        for width, height in sizes:
            watch.page.set_viewport_size({"width": width, "height": height})
            watch.page.wait_for_timeout(50)
            jumps = watch.page.evaluate(JUMPS)
            assert jumps == {"reset": 0}, (name, presented, width, height)
    assert watch.problems == []


def test_a_panel_swiped_to_stays_in_sight(watched: Callable[..., Watch], tmp_path: Path) -> None:
    """While a phone's own bars come and go, and in presenter mode and back."""
    (path,) = export_page(all_figures()["shrinkage"](), tmp_path)
    page = watched(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    page.goto(path.as_uri())
    row = page.locator(".live-panels")
    last = row.evaluate("(row) => row.scrollLeft = row.scrollWidth - row.clientWidth")
    assert last > 100
    for key in (None, "f", "f"):
        if key:
            page.locator(".live-enlarge").press(key)
        for height in (780, 844):
            page.set_viewport_size({"width": 390, "height": height})
            page.wait_for_timeout(50)
            at = row.evaluate("(row) => row.scrollLeft - (row.scrollWidth - row.clientWidth)")
            assert at == pytest.approx(0, abs=1), (key, height)


def test_a_phone_that_enlarges_a_figure_shows_its_drawing_as_in_the_page(
    watched: Callable[..., Watch], tmp_path: Path
) -> None:
    """The whole figure is higher than the window and scrolls; its numbers do not touch."""
    (path,) = export_page(all_figures()["geometry"](), tmp_path)
    page = watched(viewport={"width": 390, "height": 844}).page
    page.goto(path.as_uri())
    drawn = """() => [...document.querySelectorAll("svg [data-em] > *")].map((letter) =>
      letter.getScreenCTM().a * letter.getBBox().width).filter(Boolean)"""
    before = page.evaluate(drawn)
    page.locator(".live-enlarge").press("f")
    assert page.evaluate(drawn) == pytest.approx(before, rel=0.1)


def test_on_a_screen_no_landmark_leaves_its_slider(
    watched: Callable[..., Watch], tmp_path: Path
) -> None:
    (path,) = export_page(all_figures()["shrinkage"](), tmp_path)
    page = watched(viewport={"width": 1280, "height": 720}).page
    page.goto(path.as_uri())
    page.locator(".live-enlarge").press("f")
    for share in (0, 0.95, 1):
        page.evaluate(
            """(share) => document.querySelectorAll("input[type=range]").forEach((input) => {
              input.value = Number(input.min) + share * (input.max - input.min);
              input.dispatchEvent(new Event("input", { bubbles: true }));
            })""",
            share,
        )
        over = "({ scrollWidth, clientWidth }) => scrollWidth - clientWidth"
        assert page.locator("figure").evaluate(over) <= 0, share


def test_rings_and_hints_grow_with_the_letters_of_a_screen(
    watched: Callable[..., Watch], tmp_path: Path
) -> None:
    (path,) = export_page(all_figures()["descent"](), tmp_path)
    page = watched(viewport={"width": 1920, "height": 1080}).page
    page.goto(path.as_uri())
    sizes = """() => [".live-handle", ".live-hint"].map((part) =>
      parseFloat(getComputedStyle(document.querySelector(part)).width))"""
    assert page.evaluate(sizes) == [32, 64]
    page.locator(".live-enlarge").press("f")
    assert page.evaluate(sizes) == pytest.approx([60, 150], rel=0.01)
