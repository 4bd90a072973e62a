"""What a reader does with every live figure on every page; the same tests served and from disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page

from l2book.figures import all_figures
from livefig import Handle, Rail, Slider
from livefig.words import COMMON_WORDS
from tests.book.pages import CHAPTERS, PAGES
from tests.figures.samples import at
from tests.watch import Watch

READER_JS = Path(__file__).with_name("reader.js").read_text(encoding="utf-8")
STATE = "(name) => reader.state(name)"
#: Tokens of code and boxes of MathJax are alike on every page, and most of its elements. What moves
#: figures, or looks at each element, meets all of them on one page, elsewhere coloured ones only.
PAGE_WITH_ALL = CHAPTERS[2]
#: Keys on a slider, one after the other, and where it is then: 0 its left end, 1 its right.
KEYS = (
    *(("End", 1), ("ArrowRight", 1), ("Home", 0), ("ArrowLeft", 0), ("ArrowUp", 0.01)),
    *(("PageUp", 0.11), ("ArrowRight", 0.12), ("ArrowDown", 0.11), ("PageDown", 0.01)),
    *(("ArrowLeft", 0), ("Shift+ArrowRight", 0.001), ("Shift+End", 1)),
)


# A question locks its figure until it is answered, which the questions' own tests see to.
UNLOCK = """() => {
  const locks = [...document.querySelectorAll(".live-unlock")];
  for (const lock of locks) {
    const { id } = lock.closest("figure");
    lock.click();
    reader.reset(id);
  }
  if (locks.length) scrollTo({ top: 0, behavior: "instant" });
}"""


def visit(page: Page, address: str) -> Page:
    """Open an address, wait for its figures, and make `reader` ready."""
    page.goto(address, wait_until="load")
    page.evaluate(READER_JS)
    page.evaluate(UNLOCK)
    return page


def close(a: Any, b: Any) -> bool:
    """Compare two readouts, or two sets of parameters, to rounding."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(close(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(close, a, b))
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


def differs_from_numpy(name: str, state: dict[str, Any]) -> str:
    """Return how a figure in the page differs from Python's `update` at the page's parameters."""
    figure = all_figures()[name]
    expected = figure.evaluate(state["parameters"])
    statuses = [key for key, _ in expected.get("statuses", [])]
    if not close(expected["readouts"], state["readouts"]):
        return f"{name} at {state['parameters']}: {state['readouts']}, not {expected['readouts']}"
    if statuses != state["statuses"]:
        return f"{name} at {state['parameters']}: says {state['statuses']}, not {statuses}"
    return ""


class ReaderTests:
    """The tests; a module that has a subclass has the fixture `address`, where the book is."""

    #: Pages whose last figure is shared, which opens a page anew.
    shared = PAGES
    #: Pages whose figures are moved by every hand: key, pointer, landmark, link and button.
    handled = PAGES

    @pytest.fixture
    def handled_names(self, watch: Watch, names: list[str]) -> list[str]:
        """The figures on the page, if it is one of those."""
        return names if watch.name in self.handled else []

    def test_every_figure_is_live(self, watch: Watch, names: list[str]) -> None:
        states = [watch.page.evaluate(STATE, name) for name in names]
        assert [state["live"] for state in states] == ["true"] * len(names)
        assert [state["message"] for state in states] == [""] * len(names)
        assert set(names) <= set(all_figures())
        assert names or watch.name not in CHAPTERS

    def test_every_equation_is_set(self, watch: Watch) -> None:
        """Each one, with no error, and with MathML for those who hear it."""
        found = watch.page.evaluate(
            """() => {
              const all = [...document.querySelectorAll("article .math")];
              const text = (e) => (e.id || e.textContent).slice(0, 80);
              return {
                unset: all.filter((e) => !e.querySelector("mjx-container")).map(text),
                silent: all.filter((e) => !e.querySelector("mjx-assistive-mml math")).map(text),
                errors: [...document.querySelectorAll("mjx-merror, [data-mjx-error]")].map(text),
                blank: [...document.querySelectorAll("article mjx-c")].filter((e) =>
                  ["none", "normal"].includes(getComputedStyle(e, "::before").content)).map(text),
                unnumbered: all.filter((e) => e.id.startsWith("equation-")
                  && !/^\\([\\d.]+\\)/.test(e.querySelector(".eqno")?.textContent ?? "")).map(text),
              };
            }"""
        )
        assert found == {key: [] for key in ("unset", "silent", "errors", "blank", "unnumbered")}

    def test_pictures_are_drawn_for_a_fine_screen(self, watch: Watch) -> None:
        """Two dots for each of the page's; and each says its size before it is loaded."""
        sizes = watch.page.evaluate(
            """async () => {
              const pictures = [...document.querySelectorAll("article .cell_output img")];
              for (const picture of pictures) picture.loading = "eager";
              await Promise.all(pictures.map((picture) => picture.decode()));
              return pictures.map(({ naturalWidth, style }) =>
                [naturalWidth, parseFloat(style.width)]);
            }"""
        )
        assert all(dots == pytest.approx(2 * width, abs=2) for dots, width in sizes)

    def test_each_solution_has_a_name_of_its_own(self, watch: Watch) -> None:
        names = watch.page.evaluate(
            "() => [...document.querySelectorAll('article .toggle-button')].map((b) => b.ariaLabel)"
        )
        assert len(set(names)) == len(names)
        assert all(name.startswith("Solution") for name in names)
        assert watch.page.locator("summary[aria-label]").count() == 0

    def test_sliders_move_the_figure_as_numpy_says(self, page: Page, names: list[str]) -> None:
        for name in names:
            sweep = page.evaluate("(name) => reader.sweep(name)", name)
            assert len(sweep) == 3 * len(all_figures()[name].parameters())
            for step in sweep:
                where = f"{name}: {step['key']} to {step['wanted']} of its slider"
                assert step["moved"] or not step["changed"], f"{where} moves nothing"
                assert not differs_from_numpy(name, step), where
            for key in {step["key"] for step in sweep}:
                assert any(step["moved"] for step in sweep if step["key"] == key), (name, key)

    def test_keys_on_a_slider(self, page: Page, handled_names: list[str]) -> None:
        """An arrow is a hundredth of the slider, in every browser; a page key is a tenth.

        On every slider an arrow; of each kind, linear or in equal ratios, one has all the keys.
        """
        for name in handled_names:
            kinds = set()
            page.locator(f"figure#{name}").evaluate(
                "(figure) => figure.querySelectorAll('details')"
                ".forEach((fold) => { fold.open = true; })"
            )
            for control in page.locator(f"figure#{name} input:visible").all():
                key = control.get_attribute("name")
                if control.evaluate("({ type, value, max }) => type === 'range' && value === max"):
                    control.press("Home")  # one that opens at its end
                before = page.evaluate(STATE, name)
                if control.get_attribute("type") == "checkbox":
                    control.press("Space")
                    after = page.evaluate(STATE, name)
                    assert after["parameters"][key] is not before["parameters"][key]
                else:
                    control.press("ArrowRight")
                    after = page.evaluate(STATE, name)
                    assert after["parameters"][key] > before["parameters"][key], f"{name}: {key}"
                    spoken, shown = after["shown"][key]
                    assert spoken.endswith(f" = {shown}")
                    assert spoken != before["shown"][key][0]
                    kind = control.get_attribute("data-scale")
                    for press, moved in KEYS[:1] if kind in kinds else KEYS:
                        assert where_after(control, press) == pytest.approx(moved), (name, press)
                    kinds.add(kind)
                # A count of steps that stood at its end draws nothing new there, and elsewhere
                # draws whole steps only.
                pictures = {after["picture"], page.evaluate(STATE, name)["picture"]}
                assert pictures != {before["picture"]}, f"{name}: {key}"
                assert not differs_from_numpy(name, page.evaluate(STATE, name))
            page.locator(f"figure#{name}").evaluate(
                "(figure) => figure.querySelectorAll('details')"
                ".forEach((fold) => { fold.open = false; })"
            )

    def test_arrow_keys_on_a_handle(self, page: Page, handled_names: list[str]) -> None:
        for name in handled_names:
            for handle, spec in handles(page, name):
                place = handle.locator("xpath=..").bounding_box()
                assert middle(handle) == pytest.approx((place["x"], place["y"]), abs=0.6)
                handle.focus()
                for press, axis in (("ArrowRight", spec.x), ("ArrowUp", spec.y)):
                    before = page.evaluate(STATE, name)["parameters"][axis]
                    page.keyboard.press(press)
                    after = page.evaluate(STATE, name)
                    assert after["parameters"][axis] > before, f"{name}: {press} and {axis}"
                    assert not differs_from_numpy(name, after)

    def test_drag_of_a_handle(self, page: Page, handled_names: list[str]) -> None:
        """A handle follows the pointer, in each panel that has it, and both its sliders move."""
        for name in handled_names:
            for handle, spec in handles(page, name):
                before = page.evaluate(STATE, name)
                x, y = middle(handle)
                panel = handle.locator("xpath=ancestor::*[@data-panel]").bounding_box()
                to_x = x + (30 if x < panel["x"] + panel["width"] / 2 else -30)
                to_y = y + (25 if y < panel["y"] + panel["height"] / 2 else -25)
                page.mouse.move(x, y)
                page.mouse.down()
                page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
                page.mouse.move(to_x, to_y)
                page.mouse.up()
                after = page.evaluate(STATE, name)
                for key in (spec.x, spec.y):
                    assert after["parameters"][key] != before["parameters"][key], f"{name}: {key}"
                assert middle(handle) == pytest.approx((to_x, to_y), abs=2), f"{name}: {spec}"
                assert not differs_from_numpy(name, after)
                page.mouse.move(to_x, to_y + 200)  # the button is up: nothing may follow
                assert page.evaluate(STATE, name)["parameters"] == after["parameters"]

    def test_a_point_on_a_rail(self, page: Page, handled_names: list[str]) -> None:
        """Dragged to where its slider would take it, or moved by keys, it moves that slider."""
        for name in handled_names:
            for handle, rail in handles(page, name, Rail):
                begin, start = page.evaluate(STATE, name)["parameters"], middle(handle)
                for share in (0.3, 0.9):
                    page.evaluate("(all) => reader.put(...all)", [name, rail.moves, share])
                    there = middle(handle)
                    page.evaluate("(name) => reader.reset(name)", name)
                    page.mouse.move(*start)
                    page.mouse.down()
                    page.mouse.move(*there, steps=4)
                    page.mouse.up()
                    after = page.evaluate(STATE, name)
                    assert middle(handle) == pytest.approx(there, abs=2), f"{name}: {rail}"
                    moved = {k for k, v in after["parameters"].items() if v != begin[k]}
                    assert moved == {rail.moves}, f"{name}: {rail}"
                    assert not differs_from_numpy(name, after)
                    page.evaluate("(name) => reader.reset(name)", name)
                handle.focus()
                reached = set()
                for press in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
                    page.keyboard.press(press)
                    reached.add(page.evaluate(STATE, name)["parameters"][rail.moves])
                assert len(reached) > 1, f"{name}: {rail}"

    def test_landmarks_set_their_slider(self, page: Page, handled_names: list[str]) -> None:
        for name in handled_names:
            for button in page.locator(f"figure#{name} .live-landmark").all():
                page.evaluate("(name) => reader.reset(name)", name)
                if not button.is_visible():
                    continue
                key, value = (button.get_attribute(f"data-{k}") for k in ("slider", "value"))
                button.click(timeout=3000)
                state = page.evaluate(STATE, name)
                assert close(state["parameters"][key], float(value)), f"{name}: {key}"
                assert not differs_from_numpy(name, state)

    def test_reset_returns_to_the_first_state(self, page: Page, handled_names: list[str]) -> None:
        for name in handled_names:
            before = page.evaluate(STATE, name)
            for key in before["parameters"]:
                page.evaluate("([name, key]) => reader.put(name, key, 1)", [name, key])
            assert page.evaluate(STATE, name)["parameters"] != before["parameters"]
            page.locator(f"figure#{name} .live-reset").click()
            assert page.evaluate(STATE, name) == before

    def test_a_link_sets_the_figure(self, page: Page, handled_names: list[str]) -> None:
        for name in handled_names:
            for key, trait in all_figures()[name].parameters().items():
                wanted = at(trait, 0.21) if isinstance(trait, Slider) else True
                text = repr(wanted) if isinstance(trait, Slider) else "1"
                state = page.evaluate(
                    "([hash, name]) => reader.follow(hash, name)", [f"#{name}?{key}={text}", name]
                )
                assert close(state["parameters"][key], wanted), f"{name}: {key}"
                assert not differs_from_numpy(name, state)

    def test_a_shared_link_opens_the_same_state(
        self, watch: Watch, page: Page, names: list[str]
    ) -> None:
        """The button writes the address; opened anew, it shows the page's last figure as it was."""
        for name in names[-1:] if watch.name in self.shared else ():
            for i, key in enumerate(all_figures()[name].parameters()):
                page.evaluate(
                    "([name, key, at]) => reader.put(name, key, at)", [name, key, 0.3 + 0.07 * i]
                )
            page.locator(f"figure#{name} .live-link").click()
            page.wait_for_function("(name) => reader.state(name).message", arg=name, timeout=5000)
            before = page.evaluate(STATE, name)
            words = COMMON_WORDS["en"]
            assert before["message"] in (words["copied"], words["not_copied"])
            assert unquote(page.url).split("#")[1].startswith(f"{name}?")
            friend = Watch(page.context.new_page())
            friend.page.goto(page.url, wait_until="domcontentloaded")
            friend.page.evaluate(READER_JS)
            after = friend.page.evaluate(STATE, name)
            assert close(after["parameters"], before["parameters"])
            assert close(after["readouts"], before["readouts"])
            assert friend.problems == []
            friend.page.close()

    def test_nothing_went_wrong_and_no_other_host_was_asked(self, watch: Watch) -> None:
        """The last test of a page: over all that was done on it."""
        assert watch.problems == []
        assert watch.other_hosts == set()


def where_after(slider: Locator, key: str) -> float:
    """Press a key on a slider; return where it is then, 0 for its left end and 1 for its right."""
    slider.press(key)
    return slider.evaluate("({ value, min, max }) => (value - min) / (max - min)")


def handles(
    page: Page, name: str, kind: type[Handle] | type[Rail] = Handle
) -> Iterator[tuple[Locator, Any]]:
    """Yield each handle of a figure in each panel, the figure as at first, and what it moves."""
    specs = all_figures()[name].handles
    one = "[data-slider]" if kind is Rail else ":not([data-slider])"
    for handle in page.locator(f"figure#{name} .live-handle{one}").all():
        page.evaluate("(name) => reader.reset(name)", name)
        handle.scroll_into_view_if_needed()
        yield handle, specs[handle.get_attribute("data-handle")]


def middle(handle: Locator) -> tuple[float, float]:
    """Return the middle of a handle, in pixels of the window."""
    box = handle.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
