"""A slider, a handle, the way back and presenter mode are the same in every browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Error
from selenium.common.exceptions import WebDriverException

from tests.book.pages import CHAPTERS
from tests.book.presenter import SCRIPT, assert_whole
from tests.book.reader import KEYS, READER_JS, STATE, UNLOCK, close, differs_from_numpy
from tests.browsers.tabs import Tab, until

pytestmark = pytest.mark.browser

#: The first that is in sight, or, where all are folded away, the first.
FOCUS = """([name, part]) => {
  const controls = [...document.querySelectorAll(`#${name} ${part}`)];
  const control = controls.find((one) => one.checkVisibility()) ?? controls[0];
  control.closest("details")?.setAttribute("open", "");
  control.scrollIntoView({ block: "center", behavior: "instant" });
  control.focus({ preventScroll: true });
}"""
SHARE = "() => { const { value, min, max } = document.activeElement; " + (
    "return (value - min) / (max - min); }"
)
WHERE = "(name) => document.getElementById(name).getBoundingClientRect().top"
HANDLE = """(name) => {
  const handle = document.querySelector(`#${name} .live-handle`);
  const { x, y, width, height } = handle.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
NO_SCREEN = "() => { Element.prototype.requestFullscreen = undefined; }"


def visit(tab: Tab, places: dict[str, str], chapter: int) -> None:
    """Open a chapter, and make `reader` and `presenter` ready."""
    tab.resize(1280, 900)
    tab.visit(f"{places['served']}/{CHAPTERS[chapter - 1]}.html")
    tab.evaluate("() => {" + READER_JS + SCRIPT + "}")
    tab.evaluate(UNLOCK)


def alive(tab: Tab, name: str) -> bool:
    """Say whether the page of a figure is there, and not one that is just being left."""
    try:
        return tab.evaluate("(name) => document.getElementById(name)?.dataset.live", name) == "true"
    except (Error, WebDriverException):
        return False


def assert_as_numpy(name: str, state: dict[str, Any]) -> None:
    assert not differs_from_numpy(name, state)


class AnywhereTests:
    """The tests; each class below opens them in a browser."""

    @pytest.mark.parametrize("hash_", ["", "#shrinkage?alpha=0.5&singular=1"])
    def test_back_from_another_page_all_agree(
        self, tab: Tab, places: dict[str, str], hash_: str
    ) -> None:
        """Controls, figure and address."""
        name, first = "shrinkage", f"{places['served']}/{CHAPTERS[5]}.html{hash_}"
        tab.visit(first)
        tab.evaluate("() => {" + READER_JS + "}")
        tab.evaluate("(name) => reader.put(name, 'alpha', 0.8)", name)
        tab.evaluate("(name) => reader.put(name, 'singular', 1)", name)
        tab.visit(f"{places['served']}/{CHAPTERS[3]}.html")
        tab.evaluate("() => { setTimeout(() => history.back()); }")
        until(lambda: alive(tab, name), f"{tab.name} does not come back")
        tab.evaluate("() => new Promise((done) => setTimeout(done, 200))")
        tab.evaluate("() => {" + READER_JS + "}")
        state = tab.evaluate(STATE, name)
        assert_as_numpy(name, state)
        values = tab.evaluate("(name) => ({ ...liveFigures[name].values })", name)
        assert close(state["parameters"], values)
        stilled = tab.evaluate(
            "(name) => document.querySelector(`#${name} input[name=eigenvalue_3]`).disabled", name
        )
        assert stilled == state["parameters"]["singular"]
        if hash_:
            tab.wait("() => /alpha=/.test(location.hash)")
            said = tab.evaluate(
                "() => Object.fromEntries(new URLSearchParams(location.hash.split('?')[1]))"
            )
            assert close(float(said["alpha"]), values["alpha"])

    def test_all_fits_a_window_that_has_become_narrower(
        self, tab: Tab, places: dict[str, str]
    ) -> None:
        """No paper is left below panels; and no bar, as WebKit's, covers a line of code."""
        visit(tab, places, 3)
        for width in (1800, 1280, 800, 500):
            tab.resize(width, 900)
            tab.wait("""() => [...document.querySelectorAll(".live-panels")].every((panels) => {
              const { bottom } = panels.getBoundingClientRect();
              let next = panels.nextElementSibling; // the button Answer, unless it is away
              while (!next.getClientRects().length) next = next.nextElementSibling;
              return Math.abs(panels.lastElementChild.getBoundingClientRect().bottom - bottom) < 1
                && Math.abs(next.getBoundingClientRect().top - bottom) < 20;
            }) || innerWidth < 800""")
            tab.wait("""() => [...document.querySelectorAll("article pre")].every((code) =>
              !code.checkVisibility() || code.scrollHeight <= code.clientHeight)""")
        assert tab.evaluate("""() => [...document.querySelectorAll("article pre")]
          .some((code) => code.scrollWidth > code.clientWidth)""")

    def test_the_first_drag_of_a_handle_goes_all_the_way(
        self, tab: Tab, places: dict[str, str]
    ) -> None:
        """Nothing scrolls under the pointer as the handle takes the focus."""
        visit(tab, places, 6)
        name = "rotate_scale_rotate"
        for enlarged in (False, True):
            if enlarged:
                tab.evaluate("(name) => reader.reset(name)", name)
                tab.evaluate(NO_SCREEN)
                tab.evaluate(FOCUS, [name, "input"])
                tab.press("f")
                tab.resize(1024, 768)
            else:  # at the edge of the window
                tab.evaluate(
                    "(name) => document.querySelector(`#${name} .live-panel`)"
                    ".scrollIntoView({ block: 'start', behavior: 'instant' })",
                    name,
                )
            x, y = tab.evaluate(HANDLE, name)
            tab.drag((x, y), (x + 15, y + 10), (x + 30, y + 20))
            assert tab.evaluate(HANDLE, name) == pytest.approx([x + 30, y + 20], abs=2), enlarged


class HandsTests(AnywhereTests):
    """And what the tests of the book try in Chromium, on every figure."""

    def test_a_key_moves_every_slider_alike(self, tab: Tab, places: dict[str, str]) -> None:
        """Those in equal ratios too; Chromium's own hundredth, which Firefox does not have."""
        visit(tab, places, 5)
        name = "regularized_minimum"
        for key in tab.evaluate(STATE, name)["shown"]:
            tab.evaluate(FOCUS, [name, f"input[name={key}]"])
            for press, share in KEYS:
                tab.press(press)
                assert tab.evaluate(SHARE) == pytest.approx(share, abs=1e-9), (key, press)
            assert_as_numpy(name, tab.evaluate(STATE, name))
        assert tab.new_problems() == []

    def test_a_large_figure_gives_the_page_back(self, tab: Tab, places: dict[str, str]) -> None:
        """The page's second figure: what is above it had another width meanwhile."""
        name = "shrinkage"
        visit(tab, places, 6)
        tab.evaluate(FOCUS, [name, "input"])
        tab.evaluate("() => new Promise((done) => setTimeout(done, 100))")
        before = tab.evaluate(WHERE, name)
        tab.press("f")
        tab.wait_for_the_screen()
        # With the room that it keeps for a bar.
        whole = tab.evaluate(
            "(name) => document.getElementById(name).offsetWidth === innerWidth", name
        )
        assert whole
        tab.press("Escape")
        tab.wait("() => !document.fullscreenElement && innerWidth === 1280")
        tab.wait(f"([name, top]) => Math.abs(({WHERE})(name) - top) < 1.5", [name, before])

    def test_a_large_figure_fits_the_screen(self, tab: Tab, places: dict[str, str]) -> None:
        """With every slider at either end."""
        visit(tab, places, 3)
        tab.evaluate(FOCUS, ["descent", "input"])
        tab.press("f")
        tab.wait_for_the_screen()
        self.assert_whole(tab, "descent")
        tab.press("Escape")
        tab.wait("() => !document.fullscreenElement && innerWidth === 1280")
        for chapter, name in ((3, "descent"), (7, "geometry"), (6, "shrinkage")):
            visit(tab, places, chapter)
            tab.evaluate(NO_SCREEN)
            tab.evaluate(FOCUS, [name, "input"])
            tab.press("f")
            tab.resize(1024, 768)
            self.assert_whole(tab, name)

    @staticmethod
    def assert_whole(tab: Tab, name: str) -> None:
        keys = list(tab.evaluate(STATE, name)["parameters"])
        for end in (None, 0, 1):
            for key in keys if end is not None else ():
                tab.evaluate("(all) => reader.put(...all)", [name, key, end])
            assert_whole(tab.seen_large(name), 0, f"{name} at {end} in {tab.name}")


class TestHandsInChromium(AnywhereTests):
    """In Chromium."""

    browser = "chromium"


class TestHandsInFirefox(HandsTests):
    """In Firefox."""

    browser = "firefox"


class TestHandsInWebKit(HandsTests):
    """In WebKit."""

    browser = "webkit"
