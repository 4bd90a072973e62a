"""What a reader's hands do to a slider: a finger, a mouse, a program that reads aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import CDPSession, Page

from tests.book.accessibility import PHONE
from tests.book.pages import CHAPTERS
from tests.book.reader import STATE, close, differs_from_numpy, visit
from tests.watch import Watch

pytestmark = pytest.mark.browser

CHAPTER, FIGURE = CHAPTERS[6], "geometry"
FRAME = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def opened(watched: Callable[..., Watch], served: str) -> Watch:
    """The chapter on a laptop."""
    watch = watched(viewport=WIDE)
    visit(watch.page, f"{served}/{CHAPTER}.html")
    return watch


@pytest.fixture
def page(opened: Watch) -> Iterator[Page]:
    """The chapter, its figure as at first; nothing may go wrong with it."""
    opened.page.evaluate("(name) => reader.reset(name)", FIGURE)
    yield opened.page
    assert opened.problems == []


# --- A program that reads aloud -----------------------------------------------------------------


def test_a_change_that_no_input_came_before_is_heard(page: Page) -> None:
    """As some assistive technology sets a slider, or a checkbox."""
    page.evaluate(
        """(name) => {
          const slider = document.querySelector(`#${name} input[name=alpha]`);
          slider.value = 0;
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        FIGURE,
    )
    state = page.evaluate(STATE, FIGURE)
    assert state["parameters"]["alpha"] == 1.0
    assert not differs_from_numpy(FIGURE, state)


# --- A finger -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def phone(watched: Callable[..., Watch], served: str) -> Page:
    """The chapter on a phone."""
    page = watched(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2).page
    return visit(page, f"{served}/{CHAPTER}.html")


def touch(
    phone: Page, selector: str, share: float, way: list[tuple[int, int]], end: str = "touchEnd"
) -> list[float]:
    """Move a finger from a control along a way; return where the page was before, and is after."""
    control = phone.locator(f"#{FIGURE} {selector}").first
    control.evaluate("(part) => part.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = control.bounding_box()
    x, y = box["x"] + share * box["width"], box["y"] + box["height"] / 2
    client: CDPSession = phone.context.new_cdp_session(phone)
    event = "Input.dispatchTouchEvent"
    scrolls = [phone.evaluate("scrollY")]
    client.send(event, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for dx, dy in [*way, *4 * way[-1:]]:  # it rests at the end: nothing scrolls by itself then
        client.send(event, {"type": "touchMove", "touchPoints": [{"x": x + dx, "y": y + dy}]})
        phone.evaluate(FRAME)
    client.send(event, {"type": end, "touchPoints": []})
    client.detach()
    phone.evaluate(FRAME)
    return [*scrolls, phone.evaluate("scrollY")]


UP = [(0, -12 * i) for i in range(1, 12)]
#: How a finger goes, from where on a slider of 0 to 180 at 90, whether the page scrolls, and where
#: the slider is then.
WAYS = {
    "up": (0.8, UP, True, 90),
    "down": (0.2, [(0, -y) for _, y in UP], True, 90),
    "aslant": (0.8, [(3 * i, -12 * i) for i in range(1, 12)], True, 90),
    "on the thumb": (0.5, UP, True, 90),
    "across": (0.5, [(6 * i, i) for i in range(1, 14)], False, 135),
    "across, then up": (0.5, [(78, 0), *[(78, y) for _, y in UP]], False, 135),
    "a tap": (0.75, [], False, 138),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_finger_sets_a_slider_or_scrolls(phone: Page, way: str) -> None:
    """Up and down it is the page's; to the side, or lifted where it came down, the slider's."""
    share, steps, scrolls, angle = WAYS[way]
    phone.evaluate("(name) => reader.reset(name)", FIGURE)
    before = phone.evaluate(STATE, FIGURE)
    start, end = touch(phone, "input[name=angle]", share, steps)
    after = phone.evaluate(STATE, FIGURE)
    assert (abs(end - start) > 40) == scrolls
    assert after["parameters"]["angle"] == pytest.approx(angle, abs=2)
    assert not differs_from_numpy(FIGURE, after)
    if scrolls:
        assert after == before


def test_a_second_finger_on_a_slider_leaves_it_to_the_first(phone: Page) -> None:
    phone.evaluate("(name) => reader.reset(name)", FIGURE)
    slider = phone.locator(f"#{FIGURE} input[name=angle]")
    slider.evaluate("(part) => part.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = slider.bounding_box()
    first, second = (
        {"id": i, "x": box["x"] + share * box["width"], "y": box["y"] + box["height"] / 2}
        for i, share in enumerate((0.5, 0.9))
    )
    client = phone.context.new_cdp_session(phone)
    for kind, points in (
        ("touchStart", [first]),
        ("touchMove", [first := {**first, "x": first["x"] + 30}]),
        ("touchStart", [first, second]),
        ("touchMove", [first, {**second, "x": second["x"] - 20}]),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        phone.evaluate(FRAME)
    angle = phone.evaluate(STATE, FIGURE)["parameters"]["angle"]
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    client.detach()
    assert angle == pytest.approx(90 + 180 * 30 / box["width"], abs=3)


def test_a_finger_drags_a_handle_and_scrolls_nothing(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.evaluate("(name) => reader.reset(name)", FIGURE)
    before = phone.evaluate(STATE, FIGURE)
    start, end = touch(phone, ".live-handle", 0.5, [(0, 4 * i) for i in range(1, 8)])
    after = phone.evaluate(STATE, FIGURE)
    assert start == end
    assert after["parameters"]["w_star_2"] < before["parameters"]["w_star_2"]
    assert after["picture"] != before["picture"]
    # A finger that the system takes away has moved nothing.
    touch(phone, ".live-handle", 0.5, [(0, -4 * i) for i in range(1, 8)], "touchCancel")
    assert close(phone.evaluate(STATE, FIGURE)["parameters"], after["parameters"])


# --- A mouse ------------------------------------------------------------------------------------

#: Where the ticks are that stand at both ends of a slider: at the ends of its track.
ENDS = """([name, key]) => {
  const track = document.querySelector(`#${name} input[name="${key}"]`).parentNode;
  const { left, right, top } = track.getBoundingClientRect();
  return [left, right, top + 8];
}"""


def test_the_other_button_of_a_mouse_drags_nothing(page: Page) -> None:
    handle = page.locator(f"#{FIGURE} .live-handle").first
    handle.scroll_into_view_if_needed()
    box, before = handle.bounding_box(), page.evaluate(STATE, FIGURE)["parameters"]
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down(button="right")
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.up(button="right")
    assert page.evaluate(STATE, FIGURE)["parameters"] == before


@pytest.mark.parametrize("enlarged", [False, True])
def test_a_slider_is_where_its_ticks_are(page: Page, enlarged: bool) -> None:
    """A thumb goes to the pointer: at the place of a tick it has the tick's value."""
    page.locator(f"#{FIGURE} input").first.focus()
    if enlarged:
        page.keyboard.press("f")
        page.wait_for_function("() => document.fullscreenElement")
    for key in ("alpha", "eigenvalue_2"):
        slider = page.locator(f"#{FIGURE} input[name={key}]")
        slider.scroll_into_view_if_needed()
        left, right, y = page.evaluate(ENDS, [FIGURE, key])
        low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
        for share in (0.01, 0.5, 0.99):
            slider.press("Home" if share > 0.5 else "End")
            page.mouse.click(left + share * (right - left), y)
            pixel = (high - low) / (right - left)
            expected = low + share * (high - low)
            assert float(slider.input_value()) == pytest.approx(expected, abs=1.2 * pixel), key
    if enlarged:
        page.keyboard.press("Escape")
        page.wait_for_function("() => !document.fullscreenElement")


def test_behind_a_large_figure_nothing_scrolls(page: Page) -> None:
    """A page's scroll bar, where it takes room, takes none of the figure's."""
    bar = "() => innerWidth - document.documentElement.clientWidth"
    assert page.evaluate(bar) > 5  # else this test would see nothing
    page.locator(f"#{FIGURE} input").first.focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement")
    assert page.evaluate(bar) == 0
    page.mouse.move(640, 300)
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(200)
    figure = page.locator(f"#{FIGURE}").bounding_box()
    assert figure["width"] == page.evaluate("innerWidth")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.fullscreenElement")
    page.wait_for_function("(before) => scrollY === before", arg=before)
