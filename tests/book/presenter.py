"""Presenter mode: every live figure enlarged, all of it on the screen, in type a room can read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.book.reader import PAGE_WITH_ALL
from tests.watch import Watch

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SEEN = "(name) => presenter.seen(name)"
NARROWEST = "(name) => presenter.narrowest(name)"
ON_PHONE = "(name) => presenter.onPhone(name)"
STATE = "(name) => reader.state(name)"
AT_REST = "() => !document.fullscreenElement"
ENLARGED = "figure[data-enlarged]"
PHONES = ((844, 390), (320, 640))
#: The width and height of a screen, the smallest type on it, words and drawings alike, and the ends
#: of the controls that are tried there: screens of 16 to 9 are one layout, in proportion.
SCREENS = (
    ((1280, 720), 20, (0, 1)),
    ((1920, 1080), 29, ()),
    ((1024, 768), 16, (0, 1)),
)

#: Figures of two drawings whose controls and words leave each of them four tenths of the width.
WIDE = ("penalty", "phase_map", "trade_off", "ridge_path", "bias_variance", "filters")


def assert_whole(seen: dict[str, Any], smallest: float, where: str) -> None:
    """Assert that an enlarged figure is all on the screen, and large enough."""
    assert seen.pop("words") >= smallest - 0.01, where
    assert seen.pop("drawn") >= smallest - 0.3, where  # a drawing's numbers are rounded
    found = ("off", "hidden", "meeting", "overlapping", "cut", "astray")
    whole = {"enlarged": True, "covered": True, "scrolls": False, **{key: [] for key in found}}
    assert seen == whole, (where, seen)


def assert_fit_for_a_phone(seen: dict[str, Any], where: str) -> None:
    """Assert that a figure scrolls, but not sideways, and that its way back is in sight."""
    assert seen.pop("narrowest") >= 190, where
    assert seen == {"covered": True, "sideways": False, "off": []}, where


def put_on(page: Page, width: int, height: int) -> None:
    """Put a page on a screen of that size, and wait until its letters are fitted to it."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(
        "() => new Promise((done) =>"
        " requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"
    )


def put_all(page: Page, name: str, at: float) -> None:
    """Put every control of a figure where `at` says: 0 for its left end, 1 for its right."""
    for key in page.evaluate(STATE, name)["parameters"]:
        page.evaluate("([...all]) => reader.put(...all)", [name, key, at])


class PresenterTests:
    """The tests; a module that has a subclass has opened the pages (`page`, `names`)."""

    @pytest.fixture
    def presented(self, page: Page, names: list[str]) -> list[str]:
        """The figures on the page, which knows `presenter`."""
        page.evaluate(SCRIPT)
        return names

    @pytest.fixture
    def pair(self, watch: Watch, presented: list[str]) -> list[str]:
        """The figures on one page that has two: what is alike everywhere is tried there."""
        return presented if watch.name == PAGE_WITH_ALL else []

    def test_an_enlarged_figure_is_whole_and_readable(
        self, page: Page, presented: list[str]
    ) -> None:
        """At first, and with every control at its left end, and at its right end."""
        usual = page.viewport_size
        for name in presented:
            page.locator(f"figure#{name} input").first.focus()
            page.keyboard.press("f")
            for (width, height), smallest, ends in SCREENS:
                put_on(page, width, height)
                page.evaluate("(name) => reader.reset(name)", name)
                where = f"{name} on {width}×{height}"
                assert_whole(page.evaluate(SEEN, name), smallest, where)
                share = page.evaluate(NARROWEST, name) / width
                assert share >= (0.4 if name in WIDE else 0.33), where
                for end in ends:
                    put_all(page, name, end)
                    where = f"{name} at {end} on {width}×{height}"
                    assert_whole(page.evaluate(SEEN, name), smallest, where)
            for width, height in PHONES:
                put_on(page, width, height)
                assert_fit_for_a_phone(page.evaluate(ON_PHONE, name), f"{name} on {width}×{height}")
            page.set_viewport_size(usual)
            page.keyboard.press("Escape")
            page.wait_for_function(AT_REST)

    def test_by_button_or_key_and_back_again(self, page: Page, pair: list[str]) -> None:
        """Whichever way in and out: figure, page and focus are then as they were."""
        ways = (("click", "Escape"), ("f", "click"), ("f", "f"), ("click", "screen"))
        for i, name in enumerate(pair):
            button = page.locator(f"figure#{name} .live-enlarge")
            for way in ways if i == 0 else ways[:1]:
                button.focus()
                button.scroll_into_view_if_needed()
                before = page.evaluate("() => presenter.place()")
                for step in way:
                    self.take(page, name, step)
                page.wait_for_function(AT_REST)
                assert page.evaluate("() => presenter.place()") == before, f"{name} by {way}"

    @pytest.mark.parametrize("answer", ["() => Promise.reject(new TypeError('no'))", "undefined"])
    def test_without_the_whole_screen_the_window_does(
        self, page: Page, pair: list[str], answer: str
    ) -> None:
        """The browser refuses the screen, or cannot give it, as a phone may."""
        page.evaluate(
            f"() => {{ Element.prototype.real = Element.prototype.requestFullscreen; "
            f"Element.prototype.requestFullscreen = {answer}; }}"
        )
        for name in pair[:1]:
            page.locator(f"figure#{name} input").first.focus()
            before = page.evaluate("() => presenter.place()")
            self.take(page, name, "f")
            seen = page.evaluate(SEEN, name)
            assert seen["covered"]
            assert not page.evaluate("() => document.fullscreenElement")
            self.take(page, name, "Escape")
            assert page.evaluate("() => presenter.place()") == before
        page.evaluate("() => { Element.prototype.requestFullscreen = Element.prototype.real; }")

    def test_a_link_to_another_figure_brings_it_into_sight(
        self, page: Page, pair: list[str]
    ) -> None:
        """A link to the figure that is enlarged moves it; one to another ends presenter mode."""
        for name, other in pairwise(pair[:2]):
            page.locator(f"figure#{name} input").first.focus()
            page.keyboard.press("f")
            page.wait_for_function("() => document.fullscreenElement")
            for to, left in ((name, 1), (other, 0)):
                said = page.evaluate("(all) => reader.follow(...all)", [f"#{to}?alpha=0.75", to])
                assert said["parameters"]["alpha"] == pytest.approx(0.75), to
                assert page.locator(f"{ENLARGED}[id={name}]").count() == left, to
            page.wait_for_function(AT_REST)
            page.evaluate("() => new Promise((d) => requestAnimationFrame(() => setTimeout(d)))")
            top = page.locator(f"figure#{other}").bounding_box()["y"]
            assert 0 <= top < page.viewport_size["height"] / 2, other

    def test_it_prints_the_page_and_searches_over_the_figure(
        self, page: Page, pair: list[str]
    ) -> None:
        """The theme opens its search with Ctrl+K."""
        for name in pair[:1]:
            figure = page.locator(f"figure#{name}")
            figure.locator("input").first.focus()
            page.keyboard.press("f")
            page.wait_for_function("() => document.fullscreenElement")
            page.emulate_media(media="print")
            assert figure.evaluate("(figure) => getComputedStyle(figure).position") == "relative"
            page.emulate_media(media="screen")
            page.keyboard.press("Control+k")
            search = page.locator("dialog[open] input")
            search.press_sequentially("fa")
            assert search.input_value() == "fa"
            page.keyboard.press("Escape")
            page.wait_for_function("() => !document.querySelector('dialog[open]')")
            assert page.locator(ENLARGED).count() == 1
            page.keyboard.press("Escape")
            assert page.locator(ENLARGED).count() == 0
            page.wait_for_function(AT_REST)

    @staticmethod
    def take(page: Page, name: str, step: str) -> None:
        """Take one step in or out of presenter mode."""
        figure = page.locator(f"figure#{name}")
        was = figure.get_attribute("data-enlarged") is not None
        if step == "click":
            figure.locator(".live-enlarge").click()
        elif step == "screen":  # the browser's own way out, which tells no key
            page.wait_for_function("() => document.fullscreenElement")
            page.evaluate("() => document.exitFullscreen()")
            page.wait_for_function("() => !document.querySelector('[data-enlarged]')")
        else:
            page.keyboard.press(step)
        assert (figure.get_attribute("data-enlarged") is not None) != was, f"{name} by {step}"

    def test_an_enlarged_figure_is_alive_and_keeps_the_focus(
        self, page: Page, presented: list[str]
    ) -> None:
        inside = "(name) => document.getElementById(name).contains(document.activeElement)"
        for name in presented:
            page.evaluate("(name) => reader.reset(name)", name)  # two figures may share a state
            page.locator(f"figure#{name} input").first.focus()
            page.keyboard.press("f")
            before = page.evaluate(STATE, name)
            kind = page.locator(f"figure#{name} input").first.get_attribute("type")
            page.keyboard.press("Space" if kind == "checkbox" else "Home")
            after = page.evaluate(STATE, name)
            assert after["picture"] != before["picture"], name
            for press in 3 * ["Shift+Tab"] + 4 * ["Tab"]:
                page.keyboard.press(press)
                at_the_edge = page.evaluate("() => document.activeElement === document.body")
                assert at_the_edge or page.evaluate(inside, name), name
            page.keyboard.press("Escape")
            page.wait_for_function(AT_REST)
            # What was set while it was enlarged stays.
            assert page.evaluate(STATE, name)["parameters"] == after["parameters"], name

    def test_a_letter_typed_elsewhere_enlarges_nothing(self, page: Page, pair: list[str]) -> None:
        if not pair:
            return
        page.evaluate("""() => {
          const field = document.body.appendChild(document.createElement("input"));
          field.id = "elsewhere";
          field.focus();
        }""")
        page.keyboard.press("f")
        assert page.locator("#elsewhere").input_value() == "f"
        page.evaluate("() => document.getElementById('elsewhere').remove()")
        page.keyboard.press("f")
        assert page.locator("[data-enlarged]").count() == 0
        page.locator(f"figure#{pair[0]} input").first.focus()
        page.keyboard.press("Control+f")
        assert page.locator("[data-enlarged]").count() == 0
        # Extensions of a browser send keys to no element at all.
        page.evaluate("""() => [document, window].forEach((target) => target.dispatchEvent(
          new KeyboardEvent("keydown", { key: "f", code: "KeyF" })))""")
        assert page.locator("[data-enlarged]").count() == 0

    def test_nothing_went_wrong_while_presenting(self, watch: Watch) -> None:
        assert watch.problems == []
