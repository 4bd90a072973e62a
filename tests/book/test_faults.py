"""What a reader sees when something is refused, broken or out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from l2book.figures import all_figures
from livefig.words import COMMON_WORDS
from tests.book.pages import CHAPTERS
from tests.book.reader import STATE, close, differs_from_numpy, visit
from tests.engine.pages import YOUNG, without
from tests.watch import Watch

pytestmark = pytest.mark.browser

CHAPTER, FIGURE = CHAPTERS[2], "descent"
FRONT, COVER = "book/index", "cover"
#: A browser that keeps nothing, or that has no room left.
STORAGE = {
    "refused": "get() { throw new DOMException('refused', 'SecurityError'); }",
    "missing": "get() { return null; }",
    "full": """get() { return { getItem: () => null, removeItem() {}, setItem() {
      throw new DOMException('full', 'QuotaExceededError'); } }; }""",
}
#: And one that copies nothing, or never says whether it has.
CLIPBOARD = {
    "refused": "get() { return { writeText: async () => { throw new DOMException('no'); } }; }",
    "missing": "get() { return undefined; }",
    "silent": "get() { return { writeText: () => new Promise(() => {}) }; }",
    "throwing": "get() { throw new DOMException('no', 'SecurityError'); }",
}
REFUSE = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { configurable: true, %s });
}
Object.defineProperty(Navigator.prototype, "clipboard", { configurable: true, %s });
"""


@pytest.fixture(params=list(zip([*STORAGE, "refused"], CLIPBOARD, strict=True)), ids="-".join)
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
        # Of another state it says nothing; its line took no room.
        end = "(name) => document.getElementById(name).offsetHeight"
        height = page.evaluate(end, name)
        page.evaluate("(name) => reader.put(name, 'alpha', 0.8)", name)
        assert page.evaluate(STATE, name)["message"].strip() == ""
        assert page.evaluate(end, name) == height
    themes = []
    for _ in range(3):
        page.get_by_label("Color mode").first.click()
        themes.append(page.evaluate("() => document.documentElement.dataset.theme"))
    assert {"light", "dark"} <= set(themes)
    assert page.locator("mjx-container").count() > 50
    assert refusing.problems == []


# --- A state in the address, as it is opened ----------------------------------------------------


def drawn(page: Page, name: str = FIGURE) -> dict[str, Any]:
    """Return a figure's state, in which nothing is NaN."""
    state = page.evaluate(STATE, name)
    assert "NaN" not in str(state)
    assert "Infinity" not in state["picture"]
    assert not differs_from_numpy(name, state)
    return state


LONG = "1" * 100_000


#: What an address says of four of the figure's controls, and which of them it sets.
OPENED = [
    ("{0}=NaN&{1}=1e999&{2}=-1.5&{3}=<script>alert(1)</script>", {2: -1.5}),
    ("{0}=%3Cscript%3Ealert(1)%3C/script%3E&{1}=-1e999&{2}=&{3}=Infinity", {}),
    ("{0}=0x1&{1}=-0.2&{2}=1e-9999&{3}=-1e99", {2: 0.0}),
    # What comes after the noise is not read.
    (f"{{0}}=0.25&{{1}}={LONG}&{{2}}=-1&{{3}}=-2.5", {0: 0.25}),
    (f"{{0}}={LONG}&{{1}}=0.3&{{2}}=-1&{{3}}=-2.5", {}),
    # What is missing stays; of what is repeated, the first that can be taken counts.
    ("{0}=0.63&{0}=2.5&{1}=NaN&{1}=0.25&{0}&&=&{2}", {0: 0.63, 1: 0.25}),
]


@pytest.mark.parametrize(("query", "taken"), OPENED)
def test_a_page_opened_with_bad_values(
    watched: Callable[..., Watch], served: str, query: str, taken: dict[int, float]
) -> None:
    """Each bad value leaves its slider as at first, and takes nothing from the good ones."""
    first = {key: trait.default_value for key, trait in all_figures()[FIGURE].parameters().items()}
    keys = [key for key in first if key != "step"]
    watch = watched()
    visit(watch.page, f"{served}/{CHAPTER}.html#{FIGURE}?{query.format(*keys)}")
    assert close(drawn(watch.page)["parameters"], first | {keys[i]: v for i, v in taken.items()})
    assert (watch.problems, watch.other_hosts) == ([], set())
    watch.page.context.close()


@pytest.mark.parametrize(
    "address",
    [
        f"{FRONT}.html#{COVER}%3Falpha%3D0.9%26learning_rate=0.5",
        f"index.html#{COVER}?alpha=0.9&learning_rate=0.5",
        f"#{COVER}?alpha=0.9&learning_rate=0.5",
    ],
)
def test_a_state_in_other_words(watched: Callable[..., Watch], served: str, address: str) -> None:
    """As some programs write an address, and through the page that leads to the first one."""
    watch = watched()
    watch.page.goto(f"{served}/{address}")
    watch.page.wait_for_url(f"**/{FRONT}.html#*")
    watch.page.wait_for_load_state("load")
    visit(watch.page, watch.page.url)
    parameters = drawn(watch.page, COVER)["parameters"]
    assert close([parameters["alpha"], parameters["learning_rate"]], [0.9, 0.5])
    # What a page that leads on has asked for is broken off; nothing else may be amiss.
    assert [problem for problem in watch.problems if "ERR_ABORTED" not in problem] == []
    watch.page.context.close()


# --- Words that somebody else has taken apart ---------------------------------------------------

#: Everything that a figure writes, at both ends of each slider and when it is reset.
WRITTEN = """(name) => {
  const figure = document.getElementById(name), found = [];
  const parts = ".live-value, output, .live-statuses, title";
  const read = () => found.push(
    [...figure.querySelectorAll(parts)].map((part) => part.textContent));
  for (const end of ["min", "max"]) {
    for (const slider of figure.querySelectorAll("input[type=range]")) {
      slider.value = slider[end];
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      read();
    }
  }
  figure.querySelector(".live-reset").click();
  read();
  return found;
}"""
TRANSLATE = """(name) => {
  const texts = document.createTreeWalker(document.getElementById(name), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  for (const text of found.filter(({ parentNode }) => !parentNode.closest("svg, script"))) {
    const font = document.createElement("font");
    text.replaceWith(font);
    font.append(text);
  }
}"""


@pytest.mark.parametrize(
    ("chapter", "figure", "words"),
    [
        (6, "shrinkage", "component"),
        (6, "shrinkage", "1.00"),
        (3, "descent", "settle"),
        (7, "geometry", "circle"),
    ],
)
def test_a_page_that_a_search_has_found(
    watched: Callable[..., Watch], served: str, chapter: int, figure: str, words: str
) -> None:
    """The words are marked down to the page's end, but in no figure: they say what they did."""
    # Two pages: one that is left while it loads breaks off what it has asked for.
    plain, watch = watched().page, watched()
    page, address = watch.page, f"{served}/{CHAPTERS[chapter - 1]}.html"
    written = visit(plain, address).evaluate(WRITTEN, figure)
    plain.context.close()
    visit(page, f"{address}?highlight={words}")
    assert page.evaluate(WRITTEN, figure) == written
    assert page.locator(".live-figure :is(.highlighted, tspan, rect.highlighted)").count() == 0
    # The script that marks came past the last figure, if there is a word to mark behind it.
    marks, words_behind = page.evaluate(
        """(word) => {
          const last = [...document.querySelectorAll(".live-figure")].pop();
          const behind = [...document.querySelectorAll("article :is(p, li, .highlighted)")].filter(
            (part) => last.compareDocumentPosition(part) === Node.DOCUMENT_POSITION_FOLLOWING);
          return [behind.some((part) => part.matches(".highlighted")),
            behind.some((part) => part.textContent.toLowerCase().includes(word))];
        }""",
        words,
    )
    assert marks == words_behind
    assert watch.problems == []
    page.context.close()


def test_a_figure_whose_words_were_translated(watched: Callable[..., Watch], served: str) -> None:
    """A translator puts each text into an element of its own."""
    page = watched().page
    written = visit(page, f"{served}/{CHAPTER}.html").evaluate(WRITTEN, FIGURE)
    page.evaluate(TRANSLATE, FIGURE)
    assert page.locator(f"#{FIGURE} font").count() > 20
    assert page.evaluate(WRITTEN, FIGURE) == written
    page.context.close()


# --- What does not come, or is not known --------------------------------------------------------


def test_a_figure_whose_script_does_not_come_says_so(
    watched: Callable[..., Watch], served: str
) -> None:
    """Its picture, values and words are there; no place of a slider, no button, and why."""
    watch = watched()
    page = watch.page
    page.route("**/live/live.js*", lambda route: route.abort())
    page.goto(f"{served}/{CHAPTERS[5]}.html", wait_until="load")
    figures = page.locator("figure.live-figure").all()
    assert len(figures) == 2
    for figure in figures:
        assert figure.locator(".live-message").inner_text() == COMMON_WORDS["en"]["failed"]
        assert figure.locator(".live-panel svg").first.is_visible()
        assert figure.locator(".live-value").first.inner_text()
        for control in figure.locator("input, button:not(.live-value), .live-switch").all():
            assert not control.is_visible()
        assert figure.locator(".live-value:enabled").count() == 0  # a value is there to be read
    # The request that was refused, as the browser tells it, and two scripts that build on it.
    assert len(watch.problems) == 4
    assert all("live" in problem or "ERR_FAILED" in problem for problem in watch.problems)
    page.context.close()


@pytest.mark.parametrize("absent", [YOUNG, ["ResizeObserver"]], ids=["all", "one"])
def test_a_state_opens_in_a_browser_that_lacks(
    watched: Callable[..., Watch], served: str, absent: list[str]
) -> None:
    watch = watched()
    watch.page.add_init_script(without(absent))
    visit(watch.page, f"{served}/{CHAPTER}.html#{FIGURE}?alpha=0.9")
    assert drawn(watch.page)["parameters"]["alpha"] == 0.9
    assert -1 < watch.page.locator(f"figure#{FIGURE}").bounding_box()["y"] < 300
    for _ in range(2):
        watch.page.locator(f"figure#{FIGURE} input").first.press("f")
    assert watch.page.locator("[data-enlarged]").count() == 0
    watch.page.locator(f"figure#{FIGURE} .live-link").click()
    watch.page.wait_for_function("(name) => reader.state(name).message", arg=FIGURE)
    assert watch.problems == []
    watch.page.context.close()


# --- A slow phone -------------------------------------------------------------------------------

# Move the figure's sliders frame by frame. Return what was written in vain: put where it stood.
DRAG = """async (name) => {
  const figure = document.getElementById(name), vain = new Set();
  const same = ({ type, target, attributeName, oldValue }) => oldValue
    === (type === "attributes" ? target.getAttribute(attributeName) : target.data);
  const kind = ({ target, attributeName }) =>
    `${target.nodeName} ${target.className} ${attributeName}`;
  const watch = new MutationObserver(() => {});
  watch.observe(figure, { subtree: true, childList: true, attributes: true, characterData: true,
    attributeOldValue: true, characterDataOldValue: true });
  let nodes = 0;
  for (const slider of figure.querySelectorAll("input[type=range]")) {
    for (let step = 1; step <= 8; step += 1) {
      slider.value = Number(slider.min) + (step / 9) * (slider.max - slider.min);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      const records = watch.takeRecords();
      for (const record of records) {
        if (record.type === "childList") nodes += 1;
        else if (same(record)) vain.add(kind(record));
      }
      await new Promise(requestAnimationFrame);
    }
  }
  watch.disconnect();
  return { vain: [...vain], nodes };
}"""


def test_a_slow_phone_keeps_up(watched: Callable[..., Watch], served: str) -> None:
    """Six times slower, the figure ends where its sliders do; and nothing is written in vain.

    How long a frame takes is measured in `benchmarks/`, not here.
    """
    watch = watched(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    page = visit(watch.page, f"{served}/{CHAPTER}.html")
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.locator(f"figure#{FIGURE}").scroll_into_view_if_needed()
    done = page.evaluate(DRAG, FIGURE)
    assert done["vain"] == []
    assert done["nodes"] <= 4  # a status more, a status less: no text is put anew
    assert drawn(page)["live"] == "true"
    assert watch.problems == []
    page.context.close()


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
