"""What the build draws in V8 is what a page shows when it has come alive, and after a move."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page

from l2book.figures import all_figures
from livefig import bundle
from livefig.hosts.export import element
from livefig.still import Engine, engine
from tests.engine.pages import SEEN, alive, still
from tests.figures.samples import samples
from tests.watch import Watch

FIGURES = sorted(all_figures())
MOVE = f"""([html, script, all]) => {{
  const seen = {SEEN};
  const shown = document.body;
  shown.innerHTML = html;
  const figure = shown.querySelector("figure"), before = seen(figure);
  (0, eval)(script);
  const after = seen(figure);
  const moved = all.map((moves) => {{
    const places = {{}};
    for (const [name, value] of Object.entries(moves)) {{
      const input = figure.querySelector(`[name="${{name}}"]`);
      if (input.type === "checkbox") input.checked = value;
      else input.value = value;
      places[name] = input.type === "checkbox" ? value : Number(input.value);
      input.dispatchEvent(new Event("input"));
    }}
    return [seen(figure), places];
  }});
  return [figure.dataset.live, before, after, moved];
}}"""
READ = f"""(html) => {{
  const page = document.createElement("div");
  page.innerHTML = html;
  return ({SEEN})(page.querySelector("figure"));
}}"""


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty page; one without an address has another button."""
    path = tmp_path_factory.mktemp("page") / "blank.html"
    path.write_text("<!doctype html><html lang=en><title>x</title>", encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def watch(watched: Callable[..., Watch], blank: str) -> Iterator[Watch]:
    watch = watched()
    watch.page.goto(blank)
    yield watch
    assert watch.problems == []


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def states(name: str) -> list[dict[str, Any]]:
    """Three states of a figure: the first, one within and the last of its samples."""
    every = samples(name)
    return [every[0], every[len(every) // 2], every[-1]]


def unread(html: str) -> str:
    """Leave out where the controls stood at first, which stays, and that a hand has moved them."""
    moved = html.replace(' data-dragged="true"', "")
    return re.sub(r'(<input type="range"[^>]*) value="[^"]*"| checked=""', r"\1", moved)


@pytest.mark.browser
@pytest.mark.parametrize("name", FIGURES)
def test_a_page_shows_what_v8_wrote(page: Page, name: str) -> None:
    """Byte for byte: as it comes, when it has come alive, and after its controls have moved."""
    figure, (first, within, last) = all_figures()[name], states(name)
    here, sliders = figure(**within), figure()._state["sliders"]

    def each(call: str, values: dict[str, Any]) -> dict[str, Any]:
        """Call a function of the engine with each slider's value, or its place."""
        return {
            k: engine().call(call, sliders[k], v) if k in sliders else v for k, v in values.items()
        }

    moves = [each("position", values) for values in (last, first)]
    live, before, after, moved = page.evaluate(MOVE, [still(here), alive(here), moves])
    assert live == "true"
    assert after == before
    for shown, places in moved:  # a browser's range input rounds where it stands
        given = still(figure(**each("valueAt", places)))
        assert unread(shown) == unread(page.evaluate(READ, given))


# --- Numbers --------------------------------------------------------------------------------------


def test_numbers_have_three_digits() -> None:
    """Also where rounding adds one in front; or a power of ten."""
    cases = {0.9995: "1.00", 9.996: "10.0", 99.96: "100", 0.09996: "0.100", 0.9994: "0.999"}
    cases |= {-0.99951: "−1.00", 999.6: "1000", 0.0099996: "0.0100", 0.001: "0.0010"}
    cases |= {0: "0", 12345.6: "12346", 99999.4: "99999", 1e5: "1.0 × 10⁵"}
    cases |= {0.0009: "9.0 × 10⁻⁴", -3.26e-7: "−3.3 × 10⁻⁷", 1.25e12: "1.3 × 10¹²"}
    assert {value: engine().call("format", value) for value in cases} == cases
    assert engine().call("format", [1.0, -2.5, 1e-7]) == "(1.00, −2.50, 1.0 × 10⁻⁷)"


# --- A figure that cannot start, or breaks --------------------------------------------------------

BREAKING = """((make) => (python) => (...values) => {{
  const result = make(python)(...values);
  if (values[0] > 2) {};
  return result;
}})({})"""
KINDS = (
    "result.readouts.plain_norm = NaN",
    "result.readouts.w_tilde[1] = Infinity",
    "result.artists.w_tilde[0][1] = NaN",
    "result.artists.shrink[1][0] = NaN",
    "delete result.artists.w_tilde",
    "result.landmarks.learning_rate[0] = NaN",
    "result.statuses[0][0] = 'unheard'",
    "result.statuses[0][1].half = NaN",
    "throw new Error('on purpose')",
)


@pytest.fixture(scope="module")
def breaking(watched: Callable[..., Watch]) -> Watch:
    return watched()


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_that_breaks_keeps_its_picture(breaking: Watch, kind: str) -> None:
    """At once or at a later move it stands still and says so; the next one lives."""
    figures = all_figures()
    first, later, other = figures["descent"](alpha=2.5), figures["descent"](), figures["gradient"]()
    update = BREAKING.format(kind, later._update)
    for broken, moves in ((first, {}), (later, {"alpha": 2.5})):
        watch, page = breaking, breaking.page
        page.goto("about:blank")
        watch.problems.clear()
        page.set_content(still(broken) + still(other))
        before = page.locator("#descent .live-panels").inner_html()
        page.evaluate(alive(broken, other, descent=update))
        figure = page.locator("#descent")
        assert (figure.get_attribute("data-live") is None) == (not moves)
        for name, value in moves.items():
            figure.locator(f"[name={name}]").fill(str(value))
        assert figure.get_attribute("data-live") is None
        assert figure.get_attribute("data-failed") == "true"
        after = figure.locator(".live-panels").inner_html()
        assert after.replace(' disabled=""', "") == before.replace(' disabled=""', "")
        assert figure.locator(".live-message").inner_text() == broken._state["words"]["failed"]
        assert figure.locator(":enabled:is(input, button)").count() == 0
        figure.locator("[name=alpha]").dispatch_event("input")  # whatever comes now
        assert figure.get_attribute("data-live") is None
        assert page.locator("#gradient").get_attribute("data-live") == "true"
        assert all("live figure descent" in problem for problem in watch.problems)
        assert len(watch.problems) == 1
    with pytest.raises(ValueError, match=r"in JavaScript, .*Error"):
        still(first, update)


def test_other_numbers_in_javascript_are_refused() -> None:
    """When a page is written: at its parameters, and at the ends of its sliders."""
    figure = all_figures()["descent"]
    for kind in (*KINDS, "result.readouts.plain_norm += 1e-6", "delete result.readouts.w_tilde"):
        with pytest.raises(ValueError, match=r"^Descent\.update (at|fails at) \{'alpha': 3\.0"):
            engine().compare(
                figure,
                {**figure()._state, "parameters": figure().values()},
                BREAKING.format(kind, figure()._update),
            )

    class Drifting(figure):
        @staticmethod
        def update(alpha, learning_rate, step, start_1, start_2, problem):
            return {"artists": {}, "readouts": {}}

        @classmethod
        def evaluate(cls, values):
            return {"artists": {}, "readouts": {"a": 1}}

    own = Drifting()
    with pytest.raises(ValueError, match=r"Drifting\.update at .* is in JavaScript not what"):
        element(own._esm, own.values(), Drifting)


def test_what_fails_between_the_ends_of_a_slider_is_refused() -> None:
    """A list as a number, which JavaScript takes; None, which it counts as 0."""
    figure = all_figures()["two_springs"]

    class Halting(figure):
        @staticmethod
        def update(alpha, eigenvalue, w_star, problem):
            return {"artists": {}, "readouts": {"a": [1.0] - [alpha] if 1 < alpha < 2 else 0.0}}

    own = Halting.javascript()
    state = {**figure()._state, "parameters": figure().values()}
    Halting.evaluate = classmethod(lambda cls, values: cls.update(**values, problem={}))
    with pytest.raises(ValueError, match=r"Halting\.update fails at .*unsupported operand"):
        engine().compare(Halting, state, own)


# --- What a hand does -----------------------------------------------------------------------------

STILLED = [
    (name, key, other)
    for name in FIGURES
    for key, trait in all_figures()[name].parameters().items()
    for other in getattr(trait, "stills", {})
]
STILL = """([html, script, key, other]) => {
  document.body.innerHTML = html;
  (0, eval)(script);
  const figure = document.querySelector("figure");
  const [check, slider] = [key, other].map((name) => figure.querySelector(`[name="${name}"]`));
  const see = () => [slider.disabled, slider.value, slider.getAttribute("aria-valuetext"),
    slider.closest(".live-slider").querySelector(".live-value").textContent,
    figure.querySelector(".live-panels").innerHTML];
  return [0, 1, 2].map((i) => { if (i) check.click(); return see(); });
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("name", "key", "other"), STILLED)
def test_a_switch_stills_a_slider(page: Page, name: str, key: str, other: str) -> None:
    """Ticked, the slider stands still and shows what counts; unticked, all is as it was."""
    figure = all_figures()[name]()
    before, ticked, after = page.evaluate(STILL, [still(figure), alive(figure), key, other])
    shown = engine().call("format", figure.parameters()[key].stills[other])
    assert before[0] is False
    assert after == before
    assert ticked[:2] == [True, before[1]]
    assert ticked[2].endswith(f" = {shown}")
    assert ticked[3] == shown
    # While it is on, the slider's own value counts nothing.
    traits, on = figure.parameters(), figure.values() | {key: True}
    ends = [{**on, other: end} for end in (traits[other].minimum, traits[other].maximum)]
    assert figure.evaluate(ends[0]) == figure.evaluate(ends[1])


# Each control to both ends and the middle, twice; returns the figure's heights in each round.
HEIGHTS = """async ([html, script]) => {
  document.body.innerHTML = html;
  (0, eval)(script);
  const figure = document.querySelector("figure");
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let i = 0; i < 3; i += 1) await frame();
  const rounds = [[], []];
  for (const heights of rounds) for (const input of figure.querySelectorAll("input")) {
    figure.querySelector(".live-reset").click();
    for (const at of [0, 1, 0.5]) {
      if (input.type === "checkbox") input.checked = at === 1;
      else input.value = Number(input.min) + at * (input.max - input.min);
      input.dispatchEvent(new Event("input"));
      await frame();
      heights.push(figure.getBoundingClientRect().height);
    }
  }
  return rounds;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", FIGURES[::2])
def test_a_figure_keeps_its_height(page: Page, name: str) -> None:
    """It may grow when it has more to say than ever before, and never shrinks or jumps."""
    figure = all_figures()[name]()
    html = f"<style>{bundle.style(figure.palette)}</style>{still(figure)}"
    first, second = page.evaluate(HEIGHTS, [html, alive(figure)])
    assert first == sorted(first)
    assert set(second) == {first[-1]}


def test_the_engine_outlives_an_event_loop() -> None:
    """A notebook's or Playwright's, in which it was made."""

    async def make() -> Engine:
        return Engine()

    with ThreadPoolExecutor(1) as pool, closing(pool.submit(asyncio.run, make()).result()) as made:
        assert made.call("format", 1) == "1.00"


THREADS = """\
from concurrent.futures import ThreadPoolExecutor
from livefig.still import Engine, engine

with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
    first.submit(print).result()  # starts the thread
    made = second.submit(engine).result()
    for call in (first.submit(made.call, "format", 1).result, lambda: made.call("format", 2)):
        print(call())
    for make in (lambda: first.submit(Engine).result(), Engine):
        made = make()
        print(made.call("format", 3))
        made.close()
"""


def test_any_thread_may_call_the_engine() -> None:
    """On a processor with memory protection keys, the threads older than the first V8 as well."""
    command = [sys.executable, "-c", THREADS]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert outcome.stdout.split() == ["1.00", "2.00", "3.00", "3.00"]
