"""What a reader sees when something is refused, broken or out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from l2reg.figures import all_figures
from l2reg.figures._words import COMMON_WORDS
from tests.book.pages import CHAPTERS
from tests.book.reader import STATE, close, differs_from_numpy, visit
from tests.figures.samples import at
from tests.watch import Watch

pytestmark = pytest.mark.browser

CHAPTER, FIGURE = CHAPTERS[2], "descent"
FRONT = "book/index"  # it has the figure too, and loads faster
#: A browser that keeps nothing, or that has no room left.
STORAGE = {
    "refused": "get() { throw new DOMException('refused', 'SecurityError'); }",
    "missing": "get() { return null; }",
    "full": """get() { return { getItem: () => null, removeItem() {}, setItem() {
      throw new DOMException('full', 'QuotaExceededError'); } }; }""",
}
CLIPBOARD = {
    "refused": "get() { return { writeText: async () => { throw new DOMException('no'); } }; }",
    "missing": "get() { return undefined; }",
    "throwing": "get() { throw new DOMException('no', 'SecurityError'); }",
}
REFUSE = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { configurable: true, %s });
}
Object.defineProperty(Navigator.prototype, "clipboard", { configurable: true, %s });
"""


@pytest.fixture(params=list(zip(STORAGE, CLIPBOARD, strict=True)), ids="-".join)
def refusing(
    request: pytest.FixtureRequest, watched: Callable[..., Watch], served: str
) -> Iterator[Watch]:
    """A chapter in a browser that lets it store nothing and copy nothing."""
    storage, clipboard = request.param
    watch = watched(viewport={"width": 1280, "height": 900})
    watch.page.add_init_script(REFUSE % (STORAGE[storage], CLIPBOARD[clipboard]))
    visit(watch.page, f"{served}/{CHAPTER}.html")
    yield watch
    watch.page.context.close()


def test_storage_and_clipboard_refused(refusing: Watch) -> None:
    """Figures, equations and the switch of the theme work, and the link is in the address bar."""
    page = refusing.page
    names = page.evaluate("() => reader.names()")
    assert len(names) == 2
    for name in names:
        page.evaluate("(name) => reader.put(name, 'alpha', 0.9)", name)
        state = page.evaluate(STATE, name)
        assert state["live"] == "true"
        assert not differs_from_numpy(name, state)
        page.locator(f"figure#{name} .live-link").click()
        page.wait_for_function("(name) => reader.state(name).message", arg=name)
        assert page.evaluate(STATE, name)["message"] == COMMON_WORDS["en"]["not_copied"]
        assert f"#{name}?alpha=" in page.url
    themes = []
    for _ in range(3):
        page.get_by_label("Color mode").first.click()
        themes.append(page.evaluate("() => document.documentElement.dataset.theme"))
    assert {"light", "dark"} <= set(themes)
    assert page.locator("mjx-container").count() > 50
    assert refusing.problems == []


# --- A state in the address, as it is opened ----------------------------------------------------


def drawn(page: Page) -> dict[str, Any]:
    """Return the figure's state, in which nothing is NaN."""
    state = page.evaluate(STATE, FIGURE)
    assert "NaN" not in str(state)
    assert "Infinity" not in state["picture"]
    assert not differs_from_numpy(FIGURE, state)
    return state


LONG = "1" * 100_000


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        (("NaN", "1e999", "-1.5", "<script>alert(1)</script>"), {2: -1.5}),
        (("%3Cscript%3Ealert(1)%3C/script%3E", "-1e999", "", "Infinity"), {}),
        (("0x1", "-0.2", "1e-9999", "-1e99"), {2: 0.0}),
        (("0.25", LONG, "-1", "-2.5"), {0: 0.25}),  # what comes after the noise is not read
        ((LONG, "0.3", "-1", "-2.5"), {}),
    ],
)
def test_a_page_opened_with_bad_values(
    watched: Callable[..., Watch], served: str, values: tuple[str, ...], taken: dict[int, float]
) -> None:
    """Each bad value leaves its slider as at first, and takes nothing from the good ones."""
    first = {key: trait.default_value for key, trait in all_figures()[FIGURE].parameters().items()}
    keys = list(first)
    assert len(keys) == len(values)
    query = "&".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))
    watch = watched()
    visit(watch.page, f"{served}/{FRONT}.html#{FIGURE}?{query}")
    assert close(drawn(watch.page)["parameters"], first | {keys[i]: v for i, v in taken.items()})
    assert (watch.problems, watch.other_hosts) == ([], set())
    watch.page.context.close()


def test_a_page_opened_with_missing_and_repeated_values(
    watched: Callable[..., Watch], served: str
) -> None:
    """What is missing stays; of what is repeated, the first that can be taken counts."""
    traits = all_figures()[FIGURE].parameters()
    keys, first = list(traits), {key: trait.default_value for key, trait in traits.items()}
    values, others = ([at(trait, share) for trait in traits.values()] for share in (0.21, 0.84))
    query = f"{keys[0]}={values[0]!r}&{keys[0]}={others[0]!r}&{keys[1]}=NaN&{keys[1]}={values[1]!r}"
    query += f"&{keys[0]}&&=&{keys[2]}"
    watch = watched()
    visit(watch.page, f"{served}/{FRONT}.html#{FIGURE}?{query}")
    parameters = drawn(watch.page)["parameters"]
    expected = {**first, keys[0]: values[0], keys[1]: values[1]}
    assert close(parameters, expected)
    assert watch.problems == []
    watch.page.context.close()


# --- A reader who is dizzied by motion ----------------------------------------------------------


def test_nothing_moves_by_itself_for_a_reader_who_asks_for_that(
    watched: Callable[..., Watch], served: str
) -> None:
    """A move of a slider is there at once, with no animation; so is a jump within the page."""
    watch = watched(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = visit(watch.page, f"{served}/{CHAPTER}.html")
    moving = "() => document.getAnimations().filter((a) => a.playState === 'running').length"
    page.evaluate("(name) => reader.put(name, 'alpha', 0.9)", FIGURE)
    assert page.evaluate(moving) == 0
    page.locator(f"figure#{FIGURE} .live-enlarge").click()
    assert page.evaluate(moving) == 0
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.fullscreenElement")
    page.evaluate("() => scrollTo(0, 0)")
    page.evaluate("() => { location.hash = '#phase_map'; }")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    there = page.evaluate("() => scrollY")
    page.wait_for_timeout(200)
    assert there == page.evaluate("() => scrollY") > 0
    assert watch.problems == []
