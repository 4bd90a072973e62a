"""Python and live.js say the same: `update`, its placing on the page, the writing of numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import l2reg.figures
from l2reg.figures import all_figures
from l2reg.figures._live import format_number, format_value
from l2reg.sphinx_live import classic_script, figure_html
from tests.figures.samples import results
from tests.watch import Watch

pytestmark = pytest.mark.browser

FIGURES = sorted(all_figures())
TOLERANCE = 1e-9
BATCH = 100

LIVE_JS = Path(l2reg.figures.__file__).with_name("live.js").read_text(encoding="utf-8")
IMPORT = """async (text) => {
  globalThis.live = await import(
    URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}"""
UPDATE = """([name, problem, all]) => JSON.stringify(
  all.map((parameters) => live.updates[name](parameters, problem)),
  (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value))"""
# Writes a figure into the page, brings it alive, and says what that has moved: numbers in places by
# more than a hundredth of a point, anything else at all.
HYDRATE = r"""([markup, state]) => {
  document.body.innerHTML = markup;
  const figure = document.querySelector("figure"), before = figure.cloneNode(true);
  if (!live.hydrate(figure, state)) return ["did not come alive"];
  // A landmark's words step aside from its neighbour's; in a still figure they are hidden.
  for (const one of [figure, before]) {
    one.querySelectorAll(".live-landmark").forEach((e) => { e.style.marginLeft = ""; });
  }
  const tolerances = { d: 0.011, points: 0.011, style: 0.011, value: 1e-9 };
  const ignored = new Set(["disabled", "data-live"]), number = /-?\d+(?:\.\d+)?(?:e-?\d+)?/g;
  const tidy = (text) => text.replace(/[;\s]+/g, " ").replaceAll(": ", ":").trim();
  const relative = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  function same(key, a, b) {
    if (a === b) return true;
    if (key === "data-value") {
      const [x, y] = [a, b].map((text) => [JSON.parse(text)].flat());
      return x.length === y.length && x.every((value, i) => relative(value, y[i]));
    }
    if (!(key in tolerances) || a === null || b === null) return false;
    [a, b] = [tidy(a), tidy(b)];
    if (a.replace(number, "#") !== b.replace(number, "#")) return false;
    const [x, y] = [a, b].map((text) => (text.match(number) || []).map(Number));
    return x.every((value, i) => Math.abs(value - y[i]) <= tolerances[key]);
  }
  const own = (element) => [...element.childNodes].filter((node) => node.nodeType === 3)
    .map((node) => node.data).join("").trim();
  const [ours, theirs] = [before, figure].map((root) => [root, ...root.querySelectorAll("*")]);
  if (ours.map((e) => e.tagName).join() !== theirs.map((e) => e.tagName).join()) {
    return [`${ours.length} elements became ${theirs.length}`];
  }
  return ours.flatMap((our, i) => {
    const their = theirs[i], where = `<${our.tagName} ${our.id || our.getAttribute("name") || ""}>`;
    const keys = new Set([...our.getAttributeNames(), ...their.getAttributeNames()]);
    const found = [...keys].filter((key) => !ignored.has(key))
      .map((key) => [key, our.getAttribute(key), their.getAttribute(key)])
      .filter(([key, a, b]) => !same(key, a, b));
    if (own(our) !== own(their)) found.push(["text", own(our), own(their)]);
    return found.map(([key, a, b]) => `${where} ${key}: ${a} became ${b}`.slice(0, 300));
  });
}"""


@pytest.fixture(scope="module")
def watch(watched: Callable[..., Watch]) -> Iterator[Watch]:
    """A page that has imported the installed live.js as the module it is."""
    watch = watched()
    watch.page.goto("about:blank")
    watch.page.evaluate(IMPORT, LIVE_JS)
    return watch


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def test_same_figures() -> None:
    """Each figure has its function in live.js, and none is left over."""
    body = re.search(r"^export const updates = \{\n(.*?)^\};", LIVE_JS, re.M | re.S)[1]
    assert re.findall(r"^  (\w+)\(", body, re.M) == FIGURES


def differences(ours: Any, theirs: Any, where: str = "") -> Iterator[str]:
    """Yield where two results differ in structure, or in a number by more than rounding."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ours.keys() != theirs.keys():
            yield f"{where}: keys {sorted(ours)} in Python, {sorted(theirs)} in live.js"
            return
        for key in ours:
            yield from differences(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{where}: length {len(ours)} in Python, {len(theirs)} in live.js"
            return
        if _differ(ours, theirs) is not False:
            for i, (our, their) in enumerate(zip(ours, theirs, strict=True)):
                yield from differences(our, their, f"{where}[{i}]")
    elif isinstance(ours, int | float) and isinstance(theirs, int | float):
        if _differ(ours, theirs):
            yield f"{where}: {ours!r} in Python, {theirs!r} in live.js"
    elif ours != theirs:
        yield f"{where}: {ours!r} in Python, {theirs!r} in live.js"


def _differ(ours: Any, theirs: Any) -> bool | None:
    """Say whether two arrays of numbers differ; None when they are not arrays of one shape."""
    try:
        a, b = np.array(ours, dtype=float), np.array(theirs, dtype=float)
    except (TypeError, ValueError):
        return None
    if a.shape != b.shape:
        return None
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return True
    return bool((abs(a - b) > TOLERANCE * np.maximum(1, np.maximum(abs(a), abs(b)))).any())


@pytest.mark.parametrize("name", FIGURES)
def test_update(page: Page, name: str) -> None:
    """The same keys, lengths and numbers, on the grid, its corners, random draws and landmarks."""
    pairs = results(name)
    problem = all_figures()[name]()._state["problem"]
    found = []
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        theirs = json.loads(page.evaluate(UPDATE, [name, problem, [p for p, _ in batch]]))
        for (parameters, ours), their in zip(batch, theirs, strict=True):
            found += [f"{parameters}{line}" for line in differences(ours, their)][:3]
    assert found[:12] == []


def numbers() -> list[float]:
    """Numbers of every size, ties of rounding and the borders of the two notations included."""
    random = np.random.default_rng(3)
    wide = random.normal(size=500) * 10.0 ** random.integers(-12, 12, size=500)
    usual = random.uniform(-5, 5, size=500)
    borders = [m * 10.0**k for k in range(-8, 9) for m in (1, 0.9999, 0.99949, 0.9995, 1.0001, 5)]
    halves = [k / 8 for k in range(-40, 40)] + [0.5, 1.5, 2.5, 12.25, 12.35, 125.5, 0.00125, 1250.5]
    values = [0.0, -0.0, *wide, *usual, *borders, *(-value for value in borders), *halves]
    return [float(value) for value in values]


def test_numbers_are_written_alike(page: Page) -> None:
    values = numbers()
    theirs = page.evaluate("(values) => values.map(live.format)", values)
    ours = [format_number(value) for value in values]
    rows = zip(values, ours, theirs, strict=True)
    assert [f"{v!r}: {a} in Python, {b} in live.js" for v, a, b in rows if a != b] == []


def test_numbers_have_three_digits() -> None:
    """Also where rounding adds one in front."""
    cases = {0.9995: "1.00", 9.996: "10.0", 99.96: "100", 0.09996: "0.100", 0.9994: "0.999"}
    cases |= {-0.99951: "−1.00", 999.6: "1000", 0.0099996: "0.0100", 0.001: "0.0010"}
    assert {value: format_number(value) for value in cases} == cases


def test_lists_are_written_alike(page: Page) -> None:
    values = [[1.0, -2.5], [0.0], [1e-7, 3e8, 12.0]]
    theirs = page.evaluate("(values) => values.map(live.format)", values)
    assert theirs == [format_value(value) for value in values]


@pytest.mark.parametrize("name", FIGURES)
def test_page_moves_nothing_when_it_comes_alive(watch: Watch, name: str) -> None:
    """What Python drew at some parameters is what live.js draws there, to 0.01 points."""
    figure = all_figures()[name]
    pairs = results(name)
    for values, _ in [pairs[0], *pairs[1 :: max(1, len(pairs) // 3)], pairs[-1]]:
        still = figure(**values)
        found = watch.page.evaluate(HYDRATE, [still._markup, dict(still._state)])
        assert found[:5] == [], values
    assert watch.problems == []


# --- What a hand does -----------------------------------------------------------------------

STILL = """([markup, state, key, other]) => {
  document.body.innerHTML = markup;
  const figure = document.querySelector("figure"), alive = live.hydrate(figure, state);
  const [check, slider] = [key, other].map((name) => figure.querySelector(`[name="${name}"]`));
  const see = () => [slider.disabled, Number(slider.value), slider.getAttribute("aria-valuetext"),
    slider.closest(".live-slider").querySelector(".live-value").textContent, alive.values[other]];
  return [0, 1, 2].map((i) => { if (i) check.click(); return see(); });
}"""
STILLED = [
    (name, key, other)
    for name in FIGURES
    for key, trait in all_figures()[name].parameters().items()
    for other in getattr(trait, "stills", {})
]


@pytest.mark.parametrize(("name", "key", "other"), STILLED)
def test_a_switch_stills_a_slider(page: Page, name: str, key: str, other: str) -> None:
    """Ticked, the slider stands still and shows what counts; unticked, all is as it was."""
    figure = all_figures()[name]()
    before, ticked, after = page.evaluate(STILL, [figure._markup, dict(figure._state), key, other])
    shown = format_value(figure.parameters()[key].stills[other])
    assert before[0] is False
    assert after == before
    assert ticked[:2] == [True, before[1]]
    assert ticked[2].endswith(f" = {shown}")
    assert ticked[3:] == [shown, before[4]]


# Each control to both ends and the middle, twice; returns the figure's heights in each round.
HEIGHTS = """async ([markup, state]) => {
  document.body.innerHTML = markup;
  const figure = document.querySelector("figure");
  live.hydrate(figure, state);
  const frames = async (count) => {
    while (count--) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  };
  await frames(3);
  const rounds = [[], []];
  for (const heights of rounds) for (const input of figure.querySelectorAll("input")) {
    figure.querySelector(".live-reset").click();
    for (const at of [0, 1, 0.5]) {
      if (input.type === "checkbox") input.checked = at === 1;
      else input.value = Number(input.min) + at * (input.max - input.min);
      input.dispatchEvent(new Event("input"));
      await frames(1);
      heights.push(figure.getBoundingClientRect().height);
    }
  }
  return rounds;
}"""


@pytest.mark.parametrize("name", FIGURES[::2])
def test_a_figure_keeps_its_height(page: Page, name: str) -> None:
    """It may grow when it has more to say than ever before, and never shrinks or jumps."""
    figure = all_figures()[name]()
    sheet = Path(l2reg.figures.__file__).with_name("live.css").read_text(encoding="utf-8")
    markup = f"<style>{sheet}</style>{figure._markup}"
    first, second = page.evaluate(HEIGHTS, [markup, dict(figure._state)])
    assert first == sorted(first)
    assert set(second) == {first[-1]}


# --- A figure that cannot start -----------------------------------------------------------------

BREAK_LATER = """([markup, state, values]) => {
  document.body.innerHTML = markup;
  const figure = document.querySelector("figure");
  const stills = () => [...figure.querySelectorAll(".live-panel")].map((panel) => panel.innerHTML);
  const before = stills(), update = live.updates[state.name];
  const alive = live.hydrate(figure, state);
  live.updates[state.name] = () => { throw new Error("broken on purpose"); };
  try { alive.set(values); } finally { live.updates[state.name] = update; }
  return [before, stills(), figure.dataset.live ?? null,
    figure.querySelector(".live-message").textContent];
}"""


@pytest.mark.parametrize("name", FIGURES[::4])  # it takes a page of its own, and is alike for all
def test_a_figure_that_cannot_start_keeps_its_picture(
    watched: Callable[..., Watch], name: str
) -> None:
    """In a page as it is built: the broken figure stays still and says so, the next one lives."""
    broken = all_figures()[name]()
    other = all_figures()[FIGURES[FIGURES.index(name) - 1]]()
    states = [figure.get_state() for figure in (broken, other)]
    throwing = f'updates.{name} = () => {{ throw new Error("broken on purpose"); }};\n'
    script = classic_script(LIVE_JS).replace("globalThis.liveFigures", throwing + "globalThis.x")
    watch = watched()
    body = "".join(map(figure_html, states))
    watch.page.set_content(f'<!doctype html><html lang="en"><title>x</title><body>{body}')
    stills = (
        "(name) => [...document.getElementById(name).querySelectorAll('svg')].map(s => s.outerHTML)"
    )
    before = watch.page.evaluate(stills, name)
    watch.page.evaluate(script)
    assert watch.page.evaluate(stills, name) == before
    figure = watch.page.locator(f"#{name}")
    assert figure.get_attribute("data-live") is None
    assert figure.locator(".live-message").inner_text() == broken._state["words"]["failed"]
    assert (
        figure.locator("input:visible, button:visible").count()
        == figure.locator(".live-landmark:visible, :disabled:visible").count()
    )
    assert figure.locator(":enabled:is(input, button)").count() == 0
    if other.name != name:
        assert watch.page.locator(f"#{other.name}").get_attribute("data-live") == "true"
    assert all("broken on purpose" in problem for problem in watch.problems)
    watch.page.context.close()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_that_breaks_later_returns_to_its_picture(page: Page, name: str) -> None:
    figure = all_figures()[name]()
    values = results(name)[-1][0]
    before, after, alive, message = page.evaluate(
        BREAK_LATER, [figure._markup, dict(figure._state), values]
    )
    assert after == before
    assert alive is None
    assert message == figure._state["words"]["failed"]
