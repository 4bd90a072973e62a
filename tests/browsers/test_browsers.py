"""The book in Firefox and in WebKit: alive, moved by every hand, and all of it as in Chromium."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

import numpy as np
import pytest
from pypdf import PdfReader

from l2book.figures import all_figures
from livefig import Rail
from livefig.words import COMMON_WORDS
from tests.book import presenter
from tests.book.pages import CHAPTERS, PAGES
from tests.book.reader import READER_JS, STATE, UNLOCK, close, differs_from_numpy
from tests.book.states import whole
from tests.browsers import conftest
from tests.browsers.tabs import MIDDLE, PlaywrightTab, Tab, until

pytestmark = pytest.mark.browser

#: `make test` moves the figures of one chapter, which has two; `make test-browsers` all.
EVERY = bool(os.environ.get("EVERY_HAND"))
HANDLED = CHAPTERS if EVERY else CHAPTERS[2:3]
SCRIPTS = "\n".join(
    [READER_JS, presenter.SCRIPT, Path(__file__).with_name("reader.js").read_text(encoding="utf-8")]
)
#: What keys do to a slider, in shares of its length; one after another.
KEYS = (
    ("Home", -1),
    ("ArrowRight", 0.01),
    ("ArrowUp", 0.01),
    ("PageUp", 0.1),
    ("ArrowLeft", -0.01),
)
KEYS += (("ArrowDown", -0.01), ("End", 1), ("PageDown", -0.1), ("ArrowRight", 0.01))
AT_REST = "() => !document.fullscreenElement && !document.querySelector('[data-enlarged]')"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FOUND = """() => {
  const results = document.querySelector("#search-results");
  const summary = results.querySelector(".search-summary")?.textContent ?? "";
  return /found/i.test(summary) && [summary, [...results.querySelectorAll("li > a")]
    .map((link) => `${link.textContent} ${link.getAttribute("href")}`)];
}"""


def visit(tab: Tab, address: str) -> None:
    """Open a page, unlock its figures, and let it know what the tests see and do."""
    tab.visit(address)
    tab.evaluate(f"() => {{ {SCRIPTS} }}")
    tab.evaluate(UNLOCK)


def apart(path: str) -> tuple[list[str], np.ndarray]:
    """Take the numbers of a path from its letters."""
    path = path.replace(" -180 1 0 ", " 180 1 0 ")  # half a turn of an ellipse, either way
    letters = NUMBER.split(path)
    return letters, np.array(NUMBER.findall(path), dtype=float)


def scrolled_to(tab: Tab, x: float, y: float) -> bool:
    """Say whether a page stands where it stood, to the pixel."""
    return tab.evaluate("() => [scrollX, scrollY]") == pytest.approx([x, y], abs=1)


def focus(tab: Tab, selector: str) -> None:
    """Give an element the focus."""
    tab.evaluate("(selector) => document.querySelector(selector).focus()", selector)


def assert_as_numpy(tab: Tab, name: str) -> dict[str, Any]:
    """Assert that a figure says what Python says of its parameters, and return its state."""
    state = tab.evaluate(STATE, name)
    assert not differs_from_numpy(name, state), tab.name
    return state


def moved_by_controls(tab: Tab, name: str, hands: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Move each slider by every key and by the mouse, press each switch, and say what is shown."""
    for selector, key, kind in hands["controls"]:
        tab.evaluate("(name) => reader.reset(name)", name)
        focus(tab, selector)
        if kind == "checkbox":
            for press in (lambda: tab.press("Space"), lambda chosen=selector: tab.click(chosen)):
                before = tab.evaluate(STATE, name)["parameters"][key]
                press()
                state = assert_as_numpy(tab, name)
                assert state["parameters"][key] is not before, f"{name}: {key}"
                yield state
            continue
        at = 0.0
        for press, step in KEYS:
            tab.press(press)
            at = min(1.0, max(0.0, at + step))
            share = tab.evaluate("browsers.share", selector)
            assert share == pytest.approx(at, abs=1e-6), f"{name}: {press} on {key}"
            yield assert_as_numpy(tab, name)
        places = [tab.evaluate("browsers.onTrack", [selector, share]) for share in (0.9, 0.6, 0.3)]
        tab.drag(*places)
        assert tab.evaluate("browsers.share", selector) == pytest.approx(0.3, abs=0.05), selector
        yield assert_as_numpy(tab, name)


def moved_by_handles(tab: Tab, name: str, hands: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Drag each handle in each panel, and move it by keys, and say what is shown."""
    middle = "(selector) => browsers.place(document.querySelector(selector))"
    for selector, handle in hands["handles"]:
        spec = all_figures()[name].handles[handle]
        if isinstance(spec, Rail):
            continue  # it moves a slider, and those are tried above
        tab.evaluate("(name) => reader.reset(name)", name)
        x, y = map(round, tab.evaluate(MIDDLE, selector))
        panel = f"figure#{name} [data-panel]:has({selector.split(' ', 2)[2]})"
        across, down = tab.evaluate(middle, panel)
        to = x + (30 if x < across else -30), y + (25 if y < down else -25)
        tab.drag((x, y), ((x + to[0]) / 2, (y + to[1]) / 2), to)
        state = assert_as_numpy(tab, name)
        assert tab.evaluate(middle, selector) == pytest.approx(to, abs=2), f"{name}: {handle}"
        yield state
        for press, key in (("ArrowRight", spec.x), ("ArrowUp", spec.y)):
            before = tab.evaluate(STATE, name)["parameters"][key]
            tab.press(press)
            state = assert_as_numpy(tab, name)
            assert state["parameters"][key] > before, f"{name}: {press} and {key}"
            yield state


def moved_by_landmarks(tab: Tab, name: str, hands: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Click each landmark, and say what is shown."""
    for selector, key, value in hands["landmarks"]:
        tab.evaluate("(name) => reader.reset(name)", name)
        tab.click(selector)
        state = assert_as_numpy(tab, name)
        assert close(state["parameters"][key], value), f"{name}: {key}"
        yield state


def assert_written_alike(
    texts: dict[str, str], others: dict[str, str], readouts: dict[str, Any], link: str
) -> None:
    """Assert that readouts read the same; one in the middle of two decimals may go either way."""
    assert texts.keys() == others.keys(), link
    for key, text in texts.items():
        if text != others[key]:
            numbers = [float(each.replace("\N{MINUS SIGN}", "-")) for each in (text, others[key])]
            assert sum(numbers) / 2 == pytest.approx(readouts[key], rel=1e-9), f"{key} at {link}"


def assert_as_in_chromium(
    tab: Tab, beside: PlaywrightTab, name: str, states: list[dict[str, Any]]
) -> None:
    """Assert that Chromium shows the same numbers, words and paths at the same parameters."""
    links = [
        f"#{name}?"
        + "&".join(
            f"{key}={at if isinstance(at, float) else int(at)}"
            for key, at in state["parameters"].items()
        )
        for state in states
    ]
    for link, state, other in zip(
        links, states, beside.evaluate("browsers.at", [links, name]), strict=True
    ):
        assert_written_alike(state.pop("texts"), other.pop("texts"), state["readouts"], link)
        for what in ("parameters", "readouts"):
            assert close(state.pop(what), other.pop(what)), f"{tab.name}: {what} at {link}"
        paths = [each.pop("picture") for each in (state, other)]
        for each in (state, other):
            del each["message"]
        assert state == other, f"{tab.name}: {link}"
        # The numbers of a path are rounded, and half a hundredth may go either way.
        (letters, numbers), (other_letters, other_numbers) = map(apart, paths)
        assert letters == other_letters, f"{tab.name}: {link}"
        assert numbers == pytest.approx(other_numbers, abs=0.0101), f"{tab.name}: {link}"


class BrowserTests:
    """The tests; a subclass names its `browser`."""

    @pytest.mark.parametrize("place", ["served", "disk"] if EVERY else ["served"])
    def test_every_page_lives_and_fits_a_phone(
        self, tab: Tab, places: dict[str, str], place: str
    ) -> None:
        """From disk, `make test` opens one chapter: where its links are tried."""
        wrong = {}
        for page in PAGES:
            tab.resize(390, 844)
            visit(tab, f"{places[place]}/{page}.html")
            for width, height in ((390, 844), (320, 640)):
                tab.resize(width, height)
                found = tab.evaluate("browsers.look")
                if found != {"dead": [], "wrong": [], "sideways": 0}:
                    wrong[page, width] = found
        tab.resize(1280, 900)
        assert wrong == {}
        assert (tab.new_problems(), tab.other_hosts) == ([], set())

    @pytest.mark.parametrize("chapter", HANDLED)
    def test_every_hand_on_every_figure(
        self, tab: Tab, beside: PlaywrightTab, places: dict[str, str], chapter: str
    ) -> None:
        for each in (tab, beside):
            visit(each, f"{places['served']}/{chapter}.html")
        for name in tab.evaluate("reader.names"):
            tab.click(f"figure#{name} .live-reset")
            first, hands = tab.evaluate(STATE, name), tab.evaluate("browsers.hands", name)
            states = [first.copy()]
            for moved in (moved_by_controls, moved_by_handles, moved_by_landmarks):
                states += moved(tab, name, hands)
            tab.click(f"figure#{name} .live-reset")
            last = tab.evaluate(STATE, name)
            assert close(last.pop("parameters"), first.pop("parameters")), name
            assert last == first
            assert_as_in_chromium(tab, beside, name, states)
        assert (tab.new_problems(), tab.other_hosts) == ([], set())

    @pytest.mark.parametrize("chapter", HANDLED)
    def test_presenter_mode_and_back(self, tab: Tab, places: dict[str, str], chapter: str) -> None:
        visit(tab, f"{places['served']}/{chapter}.html")
        for name in tab.evaluate("reader.names"):
            for enter, leave in (("f", "Escape"), ("click", "f")):
                button = f"figure#{name} .live-enlarge"
                tab.evaluate(MIDDLE, button)
                focus(tab, button)
                before, wide = tab.evaluate("presenter.place"), tab.evaluate("() => innerWidth")
                tab.click(button) if enter == "click" else tab.press(enter)
                tab.wait_for_the_screen()
                least = 29 if tab.evaluate("() => innerHeight") >= 1000 else 20
                seen = tab.seen_large(name, least)
                presenter.assert_whole(seen, least, f"{name} in {tab.name}")
                tab.press(leave)
                tab.wait(AT_REST)
                tab.wait(f"() => innerWidth === {wide}")
                way = f"{name} by {enter}, {leave}"
                back = partial(scrolled_to, tab, *before[:2])
                until(back, f"{way}: not at {before[:2]}", 6)
                assert tab.evaluate("presenter.place")[2:] == before[2:], way
        assert tab.new_problems() == []

    @pytest.mark.parametrize("place", ["served", "disk"])
    def test_a_link_opens_a_state_and_another_moves_to_the_next(
        self, tab: Tab, places: dict[str, str], place: str
    ) -> None:
        """And the button writes one, which opens the same state."""
        address = f"{places[place]}/{CHAPTERS[2]}.html"
        link = "#descent?alpha=0.3&learning_rate=0.1"
        visit(tab, address + link)
        assert close(assert_as_numpy(tab, "descent")["parameters"], whole(link[1:])[1])
        link = "#phase_map?alpha=2.5"
        state = tab.evaluate("([link, name]) => reader.follow(link, name)", [link, "phase_map"])
        # Two figures that share a state: what one is given, the other takes over.
        assert state["parameters"] == {"alpha": 2.5, "learning_rate": 0.1}
        assert assert_as_numpy(tab, "descent")["parameters"]["alpha"] == 2.5
        tab.click("figure#descent .live-link")
        said = tab.wait("() => reader.state('descent').message.trim()")
        assert said in {COMMON_WORDS["en"][key] for key in ("copied", "not_copied")}
        before = tab.evaluate(STATE, "descent")
        shared = unquote(tab.evaluate("() => location.href"))
        assert shared.startswith(f"{address}#descent?")
        visit(tab, shared)
        assert close(assert_as_numpy(tab, "descent")["parameters"], before["parameters"])
        assert tab.new_problems() == []

    def test_the_search_finds_what_it_finds_in_chromium(
        self, tab: Tab, beside: PlaywrightTab, places: dict[str, str]
    ) -> None:
        found = []
        for each in (tab, beside):
            each.visit(f"{places['served']}/search.html?q=shrinkage")
            found.append(each.wait(FOUND))
        assert found[0] == found[1]
        assert len(found[0][1]) >= 2
        assert tab.new_problems() == []

    def test_it_is_dark_where_the_system_is(
        self, dark_tab: Tab, beside: PlaywrightTab, places: dict[str, str]
    ) -> None:
        beside.page.emulate_media(color_scheme="dark")
        colours = []
        for each in (dark_tab, beside):
            visit(each, f"{places['served']}/{CHAPTERS[2]}.html")
            assert each.evaluate("() => document.documentElement.dataset.theme") == "dark"
            colours.append(each.evaluate("browsers.colours"))
        beside.page.emulate_media(color_scheme="light")
        assert colours[0] == colours[1]
        assert dark_tab.new_problems() == []

    @pytest.mark.parametrize("chapter", HANDLED)
    def test_on_paper_it_shows_what_chromium_shows(
        self, tab: Tab, beside: PlaywrightTab, places: dict[str, str], chapter: str
    ) -> None:
        """WebKit's driver has no paper, and Firefox's no such medium: see `onPaper`."""
        for each in (tab, beside):
            visit(each, f"{places['served']}/{chapter}.html")
        beside.page.emulate_media(media="print")
        tab.evaluate("browsers.onPaper")
        shown = [each.evaluate("browsers.shown") for each in (tab, beside)]
        beside.page.emulate_media(media="screen")
        assert shown[0] == shown[1]
        assert any(line.endswith("false") for line in shown[0])

    def test_what_goes_wrong_is_noted(self, dark_tab: Tab, places: dict[str, str]) -> None:
        """Or the other tests would find nothing wrong anywhere."""
        for place in ("served", "disk"):
            visit(dark_tab, f"{places[place]}/{PAGES[0]}.html")
            dark_tab.new_problems()
            dark_tab.evaluate("""() => {
              console.warn("a warning");
              setTimeout(() => { throw new Error("thrown"); });
              document.body.append(Object.assign(new Image(), { src: "https://other.invalid/" }));
            }""")
            dark_tab.wait(
                "() => !document.images[document.images.length - 1].matches('[src*=other]')"
                " || document.images[document.images.length - 1].complete"
            )
            assert len(dark_tab.new_problems()) >= 3, place
        assert {host.partition(":")[0] for host in dark_tab.other_hosts} == {"other.invalid"}


class TestFirefox(BrowserTests):
    """In Firefox."""

    browser = "firefox"

    @pytest.mark.skipif(not EVERY, reason="make test-browsers prints too")
    def test_it_prints(self, tab: PlaywrightTab, places: dict[str, str]) -> None:
        """All of a page: its headings and its figures' titles are on the paper."""
        visit(tab, f"{places['served']}/{CHAPTERS[2]}.html")
        said = tab.evaluate("""() => [...document.querySelectorAll(
          "article :is(h1, h2), figure.live-figure figcaption strong")]
          .map((part) => part.firstChild.textContent)""")
        paper = PdfReader(io.BytesIO(tab.page.pdf()))
        # "ff" is one letter on paper, and of some faces Firefox does not say which.
        text, *said = (
            re.sub(
                "f[fil]|\N{REPLACEMENT CHARACTER}", "f", " ".join(normalize("NFKC", words).split())
            )
            for words in (" ".join(page.extract_text() for page in paper.pages), *said)
        )
        assert [words for words in said if words not in text] == []


class TestWebKit(BrowserTests):
    """In WebKit."""

    browser = "webkit"


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
@pytest.mark.parametrize("tests", [TestFirefox, TestWebKit])
def test_without_a_browser_a_readers_run_skips_and_ci_fails(
    monkeypatch: pytest.MonkeyPatch, tests: type, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(conftest, "find", lambda _: None)
    with pytest.raises(outcome, match=f"(?i)no {tests.browser} here"):
        conftest.a_tab(SimpleNamespace(cls=tests, getfixturevalue=None)).__enter__()
