"""Questions, from disk and under a strict policy: answered, refused, compared, without script."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

from l2book.sphinx.csp import FIRST
from livefig import Choice, Number, Place, bundle
from livefig.form import html
from livefig.words import QUESTION_WORDS
from tests.engine.asking import PLACE, QUESTIONS, Point, plain, write
from tests.engine.functions import made
from tests.serve import serving
from tests.watch import Watch

# --- In Python ------------------------------------------------------------------------------------

TWO = {"One.": "Why.", "Two.": "Why not."}
PUT = {"figure": Point, "panel": "plane", "truth": "point", "at": {"alpha": 3.0}}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Choice("Two words", "?", TWO, right="One."), "id must be at most 60 lower-case"),
        (lambda: Choice("a--b", "?", TWO, right="One."), "id must be"),
        (lambda: Choice(7, "?", TWO, right="One."), "id must be .*, not 7"),
        (lambda: Choice("a", "  ", TWO, right="One."), "question must be a text of at most"),
        (lambda: Choice("a", "?", ["One."], right="One."), "answers must be a dict of 2 to 8"),
        (lambda: Choice("a", "?", {"One.": "Why."}, right="One."), "answers must be a dict"),
        (lambda: Choice("a", "?", {**TWO, "3": ""}, right="One."), "the reason of '3' must be"),
        (lambda: Choice("a", "?", TWO, right="Three."), "right must be one of answers, not 'Thr"),
        (lambda: Choice("a", "?", TWO, right="One.", language="xx"), "language must be one of"),
        (lambda: Choice("a", "?", TWO, right="One.", language=["en"]), "language must be one of"),
        (lambda: Choice("a", "?", {**TWO, "One. ": "x"}, right="One."), "answers must differ, not"),
        (lambda: _number(answer=10**400), "answer must be a finite number, not 1000"),
        (lambda: _number(answer=np.timedelta64(3)), "answer must be a finite number"),
        (lambda: _number(tolerance=10**400), "tolerance must be a number above 0"),
        (lambda: _place(tolerance=10**400), "tolerance must be a number above 0"),
        (lambda: _place(panel=["plane"]), r"panel must be one of plane, log, not \['plane'\]"),
        (lambda: _place(truth=["point"]), "truth must be an artist of 'plane'"),
        (lambda: _place(locks="no"), "locks must be True or False, not 'no'"),
        *(
            (lambda axes=axes: _place(axes=axes), "axes must be the names of two coordinates")
            for axes in (None, 5, "xy", ("",), {"x", "y"})
        ),
        (lambda: _number(answer=math.nan), "answer must be a finite number, not nan"),
        (lambda: _number(answer=True), "answer must be a finite number, not True"),
        (lambda: _number(tolerance=0), "tolerance must be a number above 0, not 0"),
        (lambda: _number(unit=3), "unit must be a text"),
        (lambda: _number(explanation=None), "explanation must be a text"),
        (lambda: _place(figure=int), "figure must be a LiveFigure or its class"),
        (lambda: _place(panel="moon"), "panel must be one of plane, log, not 'moon'"),
        (lambda: _place(panel="log"), "panel must have two linear axes, which 'log' has not"),
        (lambda: _place(truth="path"), "truth must be an artist of 'plane' .* point, not 'path'"),
        (lambda: _place(truth="there"), "truth must be an artist of 'plane'"),
        (lambda: _place(at={}), "at must give some of the parameters alpha, x, y, not {}"),
        (lambda: _place(at={"beta": 1}), "at must give some of the parameters"),
        (lambda: _place(at={"alpha": 9}), r"at: alpha must be a number in \[0, 5\], not 9"),
        (lambda: _place(tolerance=-1), "tolerance must be a number above 0"),
        (lambda: _place(axes=("x", "y", "z")), "axes must be the names of two coordinates"),
    ],
)
def test_bad_input_names_the_argument(made: Callable[[], Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        made()


def _number(**other: Any) -> Number:
    return Number("a", "?", **{"answer": 1.0, "tolerance": 0.1, "explanation": "So.", **other})


def _place(**other: Any) -> Place:
    return Place("a", "?", **{**PUT, "explanation": "So.", **other})


def test_space_around_an_answer_says_nothing() -> None:
    asked = Choice("a", "?", {" One ": "w", "Two": "x"}, right=" One ")
    assert (asked._state["answers"], asked._state["truth"]) == (["One", "Two"], 0)


def test_the_truth_is_the_figures_own() -> None:
    assert PLACE._state["truth"] == [0.5, 0.25]
    assert _place(figure=Point(x=-4.0))._state["truth"] == [-1.0, 0.25]
    moved = Point()
    moved.x = -4.0  # by the reader; the question is about the figure as it begins
    assert _place(figure=moved)._state["truth"] == [0.5, 0.25]
    assert bundle.question_of(PLACE._esm) == (PLACE._state, PLACE._html)
    assert [repr(each) for each in QUESTIONS] == [
        "Choice('shrinks')",
        "Number('half')",
        "Place('where')",
    ]


def test_a_dragged_point_that_is_the_answer_does_not_say_where_it_is() -> None:
    for alpha, said in ((3, "α = 3, x = 2, y = 1"), (0, "α = 0")):
        asked = _place(at={"alpha": alpha, "x": 2, "y": 1})
        assert asked._state["state"].replace("\N{NO-BREAK SPACE}", " ") == said


def test_the_question_that_contributing_shows(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    figure, question = re.findall(r"^```python\n(.*?)^```", shown, re.M | re.S)[:2]
    code, _, last = question.partition("\nPlace(")
    one_weight = SimpleNamespace(OneWeight=made(f"{figure}\nupdate = OneWeight\n", tmp_path))
    monkeypatch.setitem(sys.modules, "l2book.figures.one_weight", one_weight)
    known: dict[str, Any] = {}
    exec(code, known)
    assert eval(f"Place({last}", known)._state["truth"] == [0.5, 0.0]


def test_what_an_author_writes_is_text() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    asked = Choice("a", hostile, {hostile: hostile, "b": "c"}, right="b")
    assert "<img" not in asked._html
    assert {w: set(each) for w, each in QUESTION_WORDS.items()} == {
        w: set(QUESTION_WORDS["en"]) for w in QUESTION_WORDS
    }


# --- In a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("asked")).parent


@pytest.fixture
def watch(folder: Path, watched: Callable[..., Watch]) -> Watch:
    """The page from disk, in a browser that has no answers."""
    watch = watched(viewport={"width": 900, "height": 900}, has_touch=True)
    watch.page.goto((folder / "page.html").as_uri())
    yield watch
    assert (watch.problems, watch.other_hosts) == ([], set())
    watch.page.context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def send(form: Locator) -> None:
    form.locator("[type=submit]").click()


#: After the browser has taken it from what is gone.
FOCUSED = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  .then(() => document.activeElement.id)"""


def said_again(page: Page) -> list[str]:
    return page.locator(".live-answer").all_inner_texts()


def place_of(page: Page, mark: str = ".live-own") -> tuple[float, float]:
    """Return where a mark stands, in data coordinates, as its pixels say."""
    frame = PLACE._state["frame"]
    box = page.locator(".live-panel[data-panel=plane]").bounding_box()
    dot = page.locator(f"{mark} .live-dot").bounding_box()
    at = []
    for axis, i, side in (("x", 0, "width"), ("y", 1, "height")):
        slope, offset, _ = frame[axis]
        middle = dot[axis] + dot[side] / 2 - box[axis]
        at.append((middle / box[side] * frame["size"][i] - offset) / slope)
    return tuple(at)


@pytest.mark.browser
def test_a_choice(page: Page) -> None:
    form = page.locator("#shrinks")
    send(form)
    assert "Choose an answer first." in form.locator(".live-verdict").inner_text()
    assert form.get_attribute("data-answered") is None
    assert form.locator(".live-reason:visible").count() == 0
    form.get_by_label("It goes away.").check()
    assert form.locator(".live-verdict").inner_text() == ""
    send(form)
    assert form.get_attribute("data-right") == "false"
    verdict = form.locator(".live-verdict")
    expect(verdict).to_have_text("Not quite. The answer is: It comes nearer.")
    assert verdict.evaluate("(e) => e === document.activeElement")
    assert [*map(plain, form.locator(".live-reason:visible").all_inner_texts())] == [
        "No. The factor 1/(1+α) is below 1.",
        "Right. 1/(1+α) falls.",
    ]
    # One attempt counts, also at the next visit.
    page.reload()
    assert form.get_attribute("data-answered") == "true"
    assert form.get_by_label("It goes away.").is_checked()
    assert form.locator("input:enabled").count() == 1
    assert said_again(page) == ["You said: It goes away.", "", ""]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("written", "right"),
    [
        *(("1", "true"), ("1,04", "true"), ("−1", "false"), (" .5e0 ", "false")),
        # Full width, unit, dashes, and what cannot be seen.
        *(("１．０", "true"), ("－1", "false"), ("1 Units of x", "true"), ("1units of x", "true")),
        *(("10e–1", "true"), ("10e−1", "true"), ("—1", "false"), ("\u200e1\u2069", "true")),
    ],
)
def test_a_number(page: Page, written: str, right: str) -> None:
    form = page.locator("#half")
    form.locator("input").fill(written)
    page.keyboard.press("Enter")
    assert form.get_attribute("data-right") == right
    assert "it is 1 units of x." in form.locator(".live-verdict").inner_text()
    assert plain(form.locator(".live-reason:visible").inner_text()) == "1/(1+1) is a half."
    assert said_again(page)[1].startswith("You said: ")


@pytest.mark.browser
def test_what_is_no_number_is_no_answer(page: Page) -> None:
    form = page.locator("#half")
    for none in ("", "much", "1e999", "0x1", "1 2", "1,000", "-12,345,678", "10²", "units of x"):
        form.locator("input").fill(none)
        send(form)
        assert form.get_attribute("data-answered") is None


@pytest.mark.browser
def test_a_place_by_pointer(page: Page) -> None:
    """Locked until the answer; then in the state that was asked about, with both places."""
    form, figure = page.locator("#where"), page.locator("figure")
    assert figure.get_attribute("data-locked") is not None
    assert page.evaluate("() => document.querySelector('.live-controls').inert")
    assert not figure.locator(".live-reset").is_visible()
    send(form)
    assert "Put your mark on the figure first" in form.locator(".live-verdict").inner_text()
    page.locator("[data-panel=plane] svg").click(position={"x": 150, "y": 90})
    put = [float(form.locator(f"[name={axis}]").input_value()) for axis in "xy"]
    assert place_of(page) == pytest.approx(put, abs=0.05)
    # And drag it from there.
    box = page.locator(".live-guess").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(box["x"] + 82, box["y"] + 62, steps=4)
    page.mouse.up()
    moved = [float(form.locator(f"[name={axis}]").input_value()) for axis in "xy"]
    assert moved[0] > put[0] + 0.5
    assert moved[1] < put[1] - 0.5
    assert page.locator(".live-truth").is_hidden()
    send(form)
    assert form.get_attribute("data-answered") == "true"
    assert page.evaluate("() => liveFigures.point.values") == {"alpha": 3, "x": 2, "y": 1}
    assert place_of(page, ".live-truth") == pytest.approx([0.5, 0.25], abs=0.05)
    far = math.dist(moved, [0.5, 0.25])
    verdict = form.locator(".live-verdict").inner_text()
    assert "at α\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}3 the place is (0.500, 0.250)" in verdict
    assert float(re.search(r"is ([\d.]+) away", verdict)[1]) == pytest.approx(far, abs=0.005)
    assert form.get_attribute("data-right") == "false"
    # Free; the marks are of that state alone, and come back with it.
    assert figure.get_attribute("data-locked") is None
    page.evaluate("() => liveFigures.point.set({ alpha: 3.000000000002332 })")  # of a logarithm
    expect(page.locator(".live-truth .live-dot")).to_be_visible()
    figure.locator("input[name=alpha]").fill("1")
    expect(page.locator(".live-marks")).to_be_hidden()
    form.get_by_text("Show it on the figure").click()
    expect(page.locator(".live-truth .live-dot")).to_be_visible()
    assert said_again(page)[2].startswith("You said: (")


def test_a_place_on_a_line_has_one_number() -> None:
    """Its height is that of the truth, in the form and for a mark."""
    one = _place(axes=("x",))
    assert one._state["limits"][1] == [0.25, 0.25]
    form = BeautifulSoup(html(one._state, QUESTION_WORDS["en"]), "html.parser")
    assert [field["name"] for field in form.select("[type=text][size]")][:1] == ["x"]
    assert form.select_one("[type=hidden][name=y]")["value"] == "0.25"
    assert "the place is 0.5." in form.get_text()


@pytest.mark.browser
def test_a_place_by_touch(page: Page) -> None:
    """On a phone, all of it on the figure."""
    page.set_viewport_size({"width": 390, "height": 640})
    give = page.locator(".live-give")
    assert give.is_hidden()
    plane = page.locator("[data-panel=plane] svg")  # others stand beside it, and are scrolled to
    plane.tap(position={"x": 0.8 * plane.bounding_box()["width"], "y": 100})
    assert give.bounding_box()["height"] >= 44
    assert page.locator(".live-own.live-leftward").count() == 1
    give.tap()
    assert page.locator("#where").get_attribute("data-right") == "false"
    assert give.is_hidden()
    expect(page.locator(".live-truth .live-name")).to_have_text(
        re.compile(r"^answer, [\d.]+ away$")
    )
    expect(page.locator(".live-truth .live-dot")).to_be_in_viewport()


@pytest.mark.browser
def test_a_place_by_keyboard(page: Page) -> None:
    form = page.locator("#where")
    form.locator("[name=x]").fill("0,3")
    form.locator("[name=y]").fill("0.3")
    assert place_of(page) == pytest.approx([0.3, 0.3], abs=0.05)
    page.locator(".live-guess").focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    put = place_of(page)
    assert put[0] == pytest.approx(0.3 + 7 / PLACE._state["frame"]["x"][0], abs=0.05)
    assert put[1] < 0.3
    page.keyboard.press("Enter")
    assert form.get_attribute("data-right") == "true"
    assert form.locator(".live-verdict").inner_text().startswith("Right: ")
    assert page.evaluate(FOCUSED) == "point"


@pytest.mark.browser
@pytest.mark.parametrize("button", ["live-give", "live-unlock"])
def test_the_focus_stays_with_the_figure(page: Page, button: str) -> None:
    page.locator("#where [name=x]").fill("0")
    page.locator("#where [name=y]").fill("0")
    page.locator(f".{button}").press("Enter")
    assert page.locator("#where[data-answered]").count() == 1
    assert page.evaluate(FOCUSED) == "point"


@pytest.mark.browser
def test_without_guessing(page: Page) -> None:
    page.locator(".live-unlock").click()
    form = page.locator("#where")
    assert page.evaluate("() => liveFigures.point.values.alpha") == 3
    assert "the place is (0.500, 0.250)" in form.locator(".live-verdict").inner_text()
    assert form.get_attribute("data-right") is None
    # With no mark to tell it from, the ring stands alone; its name is there to be read aloud.
    expect(page.locator(".live-truth .live-dot")).to_be_visible()
    expect(page.locator(".live-truth .live-name")).to_have_css("opacity", "0")
    assert "text: answer" in page.locator(".live-panels").aria_snapshot()
    page.reload()
    assert page.locator("figure[data-locked]").count() == 0
    assert said_again(page)[2] == ""


@pytest.mark.browser
def test_a_link_to_a_state_opens_the_lock(page: Page) -> None:
    for nothing in ("nothing=1", "alpha=9", "alpha=1"):  # where it stands already
        page.evaluate("(query) => { location.hash = `#point?${query}`; }", nothing)
        page.wait_for_timeout(50)
        assert page.locator("figure[data-locked]").count() == 1, nothing
    page.evaluate("() => { location.hash = '#point?alpha=2'; }")
    page.wait_for_function("() => !document.querySelector('figure[data-locked]')")
    assert page.evaluate("() => liveFigures.point.values.alpha") == 2
    assert page.locator("#where").get_attribute("data-answered") is None
    expect(page.locator("#where .live-send p").first).to_have_text(QUESTION_WORDS["en"]["released"])


@pytest.mark.browser
def test_all_questions_answered(page: Page) -> None:
    """The sidebar's ✓ comes with the last answer, and a question that was shown is not answered."""
    done = page.locator("nav .live-done")
    page.get_by_label("It goes away.").check()
    send(page.locator("#shrinks"))
    page.locator("#half input").fill("2")
    send(page.locator("#half"))
    assert done.count() == 0
    page.locator("#where [name=x]").fill("0")
    page.locator("#where [name=y]").fill("0")
    send(page.locator("#where"))
    assert done.get_attribute("aria-label") == "all answered"
    page.reload()
    done.wait_for()
    records = page.evaluate("() => Object.keys(localStorage).sort()")
    assert records == [f"live-answer:tests:{name}" for name in ("half", "shrinks", "where")]


@pytest.mark.browser
def test_refused_storage(folder: Path, watched: Callable[..., Watch]) -> None:
    """All works for the visit; and what another program has kept there does no harm."""
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    kept = ["{", "null", "[]", '{"said": 7}', '{"said": "x", "answer": 99}', '{"said": "x"}']
    kept += [f'{{"said": "x", "answer": 1{more}}}' for more in ("", ', "right": "true"')]
    kept += ['{"said": "x", "answer": 99, "right": true}', '{"said": "", "skipped": true}']
    for before in (refuse, "Storage.prototype.setItem = () => {}", ""):
        watch = watched()
        watch.page.add_init_script(before)
        watch.page.goto((folder / "page.html").as_uri())
        for record in [None] if before else kept:
            if record is not None:
                put = "(record) => { localStorage['live-answer:tests:shrinks'] = record; }"
                watch.page.evaluate(put, record)
                watch.page.reload()
            form = watch.page.locator("#shrinks")
            assert form.get_attribute("data-answered") is None, record
            assert said_again(watch.page)[0] == "", record
            form.get_by_label("It comes nearer.").check()
            send(form)
            assert form.get_attribute("data-right") == "true"
            assert said_again(watch.page)[0] == "You said: It comes nearer."
            lost = QUESTION_WORDS["en"]["lost"] in form.locator(".live-verdict").inner_text()
            assert lost is bool(before)
        assert watch.problems == []
        watch.page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("hears", [True, False])
def test_two_windows(watch: Watch, folder: Path, hears: bool) -> None:
    """One attempt counts in both, also where the other hears of it only when it answers."""
    page, other = watch.page, watch.page.context.new_page()
    if not hears:
        other.add_init_script("addEventListener('storage', (e) => e.stopImmediatePropagation())")
    other.goto((folder / "page.html").as_uri())
    page.locator("#half input").fill("1")
    send(page.locator("#half"))
    form = other.locator("#half")
    if not hears:
        form.locator("input").fill("99")
        send(form)
    expect(form).to_have_attribute("data-right", "true")
    assert form.locator("input").input_value() == "1"
    expect(other.locator(".live-answer").nth(1)).to_have_text("You said: 1 units of x")
    kept = page.evaluate("() => JSON.parse(localStorage['live-answer:tests:half'])")
    assert kept["answer"] == 1


@pytest.mark.browser
@pytest.mark.parametrize("back", [False, True])
def test_cleared_on_another_page(page: Page, folder: Path, back: bool) -> None:
    """Then this one asks anew: at once, or when the browser comes back to it."""
    page.locator("#half input").fill("1")
    send(page.locator("#half"))
    other = page.context.new_page()
    other.goto((folder / "page.html").as_uri())
    expect(other.locator("#half")).to_have_attribute("data-answered", "true")
    if back:
        page.evaluate("() => localStorage.clear()")
        page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow'))")
    else:
        other.evaluate("() => localStorage.clear()")
    for each in (page, other)[: 1 if not back else 2]:
        expect(each.locator("#half[data-live]:not([data-answered])")).to_be_visible()
        assert said_again(each) == ["", "", ""]


@pytest.mark.browser
def test_an_answer_given_in_another_language(page: Page) -> None:
    """Is said again in the page's own."""
    kept = {"answer": 2, "said": "2 einheiten", "right": False}
    page.evaluate("(kept) => { localStorage['live-answer:tests:half'] = kept; }", json.dumps(kept))
    page.reload()
    assert said_again(page)[1] == "You said: 2 units of x"


# As if something in the browser were amiss.
NO_VALUE = """const fields = HTMLInputElement.prototype;
const { get, set } = Object.getOwnPropertyDescriptor(fields, "value");
Object.defineProperty(fields, "value", { get, set(value) {
  if (this.form?.id === "half") throw new Error("no");
  set.call(this, value);
} });"""


@pytest.mark.browser
def test_a_question_that_fails_is_a_plain_one(watch: Watch) -> None:
    page, form = watch.page, watch.page.locator("#half")
    form.locator("input").fill("1")
    send(form)
    page.add_init_script(NO_VALUE)
    page.reload()
    expect(form.locator(".live-folded")).to_be_visible()
    expect(form.locator(".live-send")).to_be_hidden()
    assert form.locator(":is(.live-verdict, .live-reason):visible").count() == 0
    (problem,) = watch.problems
    assert "question half:" in problem
    watch.problems.clear()


FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"


@pytest.mark.browser
def test_full_storage(page: Page) -> None:
    """What was kept before can be read and cleared, by the script that a book begins with."""
    page.get_by_label("It goes away.").check()
    send(page.locator("#shrinks"))
    expect(page.locator("#shrinks")).to_have_attribute("data-answered", "true")
    page.add_init_script(FULL + FIRST[0].read_text(encoding="utf-8"))
    for _ in range(10):  # the browser keeps it in its own time
        page.reload()
        if page.locator("#shrinks[data-answered]").count():
            break
    expect(page.locator("#shrinks")).to_have_attribute("data-answered", "true")
    page.locator("#half input").fill("2")
    send(page.locator("#half"))
    assert said_again(page)[:2] == ["You said: It goes away.", "You said: 2 units of x"]
    assert QUESTION_WORDS["en"]["lost"] in page.locator("#half .live-verdict").inner_text()
    page.evaluate("() => localStorage.removeItem('live-answer:tests:shrinks')")
    page.reload()
    assert page.locator("[data-answered]").count() == 0


# --- A group --------------------------------------------------------------------------------------


def isolated(line: Locator) -> str:
    """Return a line of a group whose name, of whatever script, turns nothing after it around."""
    text = line.inner_text()
    assert re.match("^\u2068[^\u2069]+\u2069: ", text)
    return re.sub("[\u2068\u2069]", "", text)


def names(page: Page) -> list[str]:
    return page.locator(".live-other .live-name").all_inner_texts()


@pytest.mark.browser
def test_a_group_compares(page: Page, folder: Path) -> None:
    """Link by link in one window, and pasted; before the truth is shown."""
    form = page.locator("#where")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.locator("[name=x]").fill("1")
    form.locator("[name=y]").fill("-0.5")
    form.locator(".live-compare summary").click()
    form.get_by_label("Name in the link").fill("Min & co")
    page.keyboard.press("Enter")  # the link, and not yet the answer
    expect(form.locator(".live-told")).to_have_text(re.compile("^Link copied"))
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert link == f"{(folder / 'page.html').as_uri()}#guess:where?x=1&y=-0.5&name=Min+%26+co"
    for other in (link, link.replace("Min+%26+co", "%EB%AF%BC"), link.split("&name")[0], link):
        page.goto(other)
    expect(page.locator(".live-other")).to_have_count(3)
    assert names(page) == ["Min & co", "민", "Somebody"]
    lines = [f"Jun: #guess:where?x={i / 10}&y=1&name=J{i} (my guess)" for i in range(3)]
    form.locator("textarea").fill("\n".join(lines))
    form.locator("[name=show]").click()
    assert names(page)[3:] == ["J0", "J1", "J2"]
    assert page.locator(".live-truth").is_hidden()
    assert page.locator("figure[data-locked]").count() == 1
    listed = form.locator(".live-group li")
    assert isolated(listed.first) == "Min & co: (1.00, −0.500)"
    send(form)
    assert isolated(listed.first) == "J2: (0.200, 1.00), 0.808 away"  # the nearest first
    form.locator("[name=clear]").click()
    assert names(page) == []
    assert form.locator(".live-told").inner_text() == ""


A = "https://book.test/page.html?from=mail#guess:where?x=1&y=-0.5"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        (f"<{A}>", 1),
        (f"[mine]({A})", 1),
        (f'"{A}", says one', 1),
        (A.replace("&", "&amp;"), 1),
        (A.replace("guess:where?x=1&y=", "guess%3Awhere%3Fx%3D1%26y%3D"), 1),
        (f"{A}&name=J {A} and #guess:where?x=0&y=0", 3),
    ],
)
def test_lines_as_mail_and_chat_write_them(page: Page, pasted: str, read: int) -> None:
    form = page.locator("#where")
    form.locator(".live-compare summary").click()
    form.locator("textarea").fill(pasted)
    form.locator("[name=show]").click()
    assert len(names(page)) == read
    assert "(1.00, −0.500)" in form.locator(".live-group li").first.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("guess%3Awhere%3Fx%3D1%26y%3D2", "Guesses on the figure: 1."),
        ("guess:where?x=9&y=2", QUESTION_WORDS["en"]["no_guess"]),
    ],
)
def test_a_link_to_a_guess_says_what_was_read(page: Page, link: str, said: str) -> None:
    page.evaluate("(link) => { location.hash = link; }", link)
    expect(page.locator("#where .live-told")).to_have_text(said)
    expect(page.locator("#where .live-told")).to_be_visible()


@pytest.mark.browser
def test_hostile_guesses(page: Page) -> None:
    form = page.locator("#where")
    form.locator(".live-compare summary").click()
    bad = [
        *("#guess:where?x=9&y=0", "#guess:where?x=NaN&y=0", "#guess:where?x=1e999&y=0"),
        *("#guess:where?x=1", "#guess:other?x=1&y=1", "#guess:where?%", "#guess:__proto__?x=1&y=1"),
        *("javascript:alert(1)", "#guess:where?x[]=1&y=1", "%E0%A4%A", "#guess:where?x=&y="),
    ]
    for line in bad:
        page.evaluate("(hash) => { location.hash = hash; }", line)
    form.locator("textarea").fill("\n".join(bad))
    form.locator("[name=show]").click()
    expect(form.locator(".live-told")).to_have_text(re.compile("^That is no link to a guess"))
    assert names(page) == []
    name = "%E3%85%A4%3Cimg src=x onerror=alert(1)%3E%E2%80%AE"
    many = [f"#guess:where?x=0&y={i / 1000}&name={name.replace(' ', '+')}" for i in range(200)]
    form.locator("textarea").fill("\n".join(many))
    form.locator("[name=show]").click()
    assert len(names(page)) == 40
    assert isolated(form.locator(".live-group li").last).endswith("(0, 0.199)")
    assert form.locator(".live-told").inner_text().endswith("Left out, the oldest: 160.")
    assert set(names(page)) == {"<img src=x onerror=a"}
    # On a narrow phone a long word is broken.
    page.set_viewport_size({"width": 320, "height": 640})
    form.locator("textarea").fill(f"#guess:where?x=0&y=0&name={20 * 'W'}")
    form.locator("[name=show]").click()
    form.locator(".live-told").evaluate("(e) => { e.textContent = 'https://'.padEnd(90, 'x'); }")
    assert form.evaluate("(e) => e.querySelector('fieldset').scrollWidth - e.clientWidth") <= 0
    assert page.locator("main img").count() == 0
    assert len(form.locator(".live-group li").all()) == 40


# --- Other homes ----------------------------------------------------------------------------------


@pytest.mark.browser
def test_without_script_and_on_paper(folder: Path, watched: Callable[..., Watch]) -> None:
    page = watched(java_script_enabled=False).page
    page.goto((folder / "page.html").as_uri())
    assert page.locator("form :is(input, button, textarea):visible").count() == 0
    shown = [*map(plain, page.locator("form").all_inner_texts())]
    for text, asked in zip(shown, QUESTIONS, strict=True):
        assert asked.question in text
        assert "The answer" in text
    assert "It comes nearer." in shown[0]
    for summary in page.locator(".live-folded summary").all():
        summary.click()
    opened = [*map(plain, page.locator("form").all_inner_texts())]
    assert "Right. 1/(1+α) falls." in opened[0]
    assert "1 units of x. 1/(1+1) is a half." in opened[1]
    assert "(0.5, 0.25). A quarter is left." in opened[2]
    paper = watched().page
    paper.goto((folder / "page.html").as_uri())
    paper.emulate_media(media="print")
    assert paper.locator("form :is([type=submit], textarea):visible").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, theme: str) -> None:
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    page.add_style_tag(
        content="[data-theme=dark] :is(body, nav a) {background: #14181e; color: #e6edf3}"
    )
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    for answered in (False, True):
        found = Axe().run(
            page, options={"preload": False, "runOnly": {"type": "tag", "values": rules}}
        )
        wrong = [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]
        assert wrong == []
        if answered:
            break
        page.get_by_label("It goes away.").check()
        page.locator("#half input").fill("2")
        page.locator("#where [name=x]").fill("0")
        page.locator("#where [name=y]").fill("0")
        for form in page.locator("form").all():
            send(form)
    small = page.locator("form :is(button, input:not([type=radio]), label:has(input)):visible")
    assert [b for b in (e.bounding_box() for e in small.all()) if b["height"] < 43.9] == []


HOST = """<!doctype html><html lang="en"><title>A host</title><link rel="icon" href="data:,">
<div id="cells"></div><p><span class="live-answer" title="where"></span></p>
<script type="module">
  const model = { get: (key) => values[key], set() {}, save_changes() {}, on() {}, off() {} };
  const values = VALUES;
  globalThis.ends = {};
  globalThis.run = async (name) => {
    ends[name]?.();
    document.querySelector(`#cell-${name}`)?.remove();
    const el = document.createElement("div");
    el.id = `cell-${name}`;
    const { default: widget } = await import(`./${name}.mjs`);
    ends[name] = await widget.render({ model, el });
    document.querySelector("#cells").append(el); // only then, as JupyterLab does
  };
  for (const name of ["point", "shrinks", "half", "where"]) await run(name);
  globalThis.ready = true;
</script>"""


@pytest.mark.browser
def test_a_host_of_anywidget(tmp_path: Path, watched: Callable[..., Watch]) -> None:
    """Each question is a module of its own, as in JupyterLab, and finds the figure."""
    figure = Point()
    for name, widget in {"point": figure, **{each.id: each for each in QUESTIONS}}.items():
        (tmp_path / f"{name}.mjs").write_text(widget._esm, encoding="utf-8")
    host = HOST.replace("VALUES", json.dumps(figure.values()))
    (tmp_path / "host.html").write_text(host, encoding="utf-8")
    with serving(tmp_path) as address:
        watch = watched()
        page = watch.page
        page.goto(f"{address}/host.html")
        page.wait_for_function("() => globalThis.ready")
        assert page.locator("form[data-live=true]").count() == 3
        page.locator("[data-panel=plane] svg").click(position={"x": 150, "y": 90})
        # Run again, the figure is locked again, and the question asks once.
        page.evaluate("() => run('where')")
        page.evaluate("() => run('point')")
        page.locator("figure[data-locked]").wait_for()
        assert page.locator(".live-guess").count() == 1
        page.locator("form[data-kind=place] [name=x]").fill("1")
        page.locator("form[data-kind=place] [name=y]").fill("1")
        page.locator("form[data-kind=place] [type=submit]").click()
        expect(page.locator(".live-answer")).to_have_text("You said: (1.00, 1.00)")
        assert page.locator("figure output").get_attribute("data-value") == "[0.5,0.25]"
        assert (
            page.locator("form :is(input, button):not([data-lm-suppress-shortcuts])").count() == 0
        )
        assert watch.problems == []
