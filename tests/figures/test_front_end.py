"""The front end in a host that is no page of the book, such as JupyterLab or marimo."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from l2book.figures import all_figures
from livefig import LiveFigure, Slider
from livefig.hosts.export import with_id
from tests.engine.pages import YOUNG, alive, still, without
from tests.watch import Watch

pytestmark = pytest.mark.browser

FIGURES = sorted(all_figures())
# A host as small as anywidget allows: it imports the module anew for each widget, as anywidget
# does, and hands over a model. `synced` is what a kernel would hear.
HOST = """async (states) => {
  document.body.innerHTML = "";
  globalThis.models = [];
  for (const state of states) {
    const blob = new Blob([state._esm], { type: "text/javascript" });
    const module = await import(URL.createObjectURL(blob));
    const heard = {}, values = { ...state };
    const model = {
      synced: [],
      get: (key) => values[key],
      set(key, value) {
        if (Object.is(values[key], value)) return;
        values[key] = value;
        model.dirty = true;
        (heard[`change:${key}`] || []).forEach((hear) => hear());
      },
      on: (event, hear) => { (heard[event] ||= []).push(hear); },
      off: (event, hear) => { heard[event] = heard[event].filter((other) => other !== hear); },
      save_changes() { model.synced.push({ ...values }); },
    };
    const el = document.createElement("div");
    module.default.render({ model, el });
    document.body.append(el);
    models.push(model);
  }
}"""
COPY = """() => Object.defineProperty(navigator, "clipboard", { configurable: true,
  value: { writeText: async (text) => { globalThis.copied = text; } } })"""


@pytest.fixture(scope="module")
def watch(watched: Callable[..., Watch]) -> Iterator[Watch]:
    """An empty page."""
    watch = watched()
    watch.page.goto("about:blank")
    yield watch
    assert watch.problems == []


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def show(page: Page, *figures: LiveFigure) -> None:
    """Show figures in the host."""
    page.evaluate(HOST, [figure.get_state() for figure in figures])


def message(page: Page, place: int = 0) -> str:
    return page.locator(".live-message").nth(place).inner_text()


def slider(page: Page, name: str, place: int = 0) -> float:
    return float(page.locator(f"input[name={name}]").nth(place).input_value())


# --- Two of a kind ------------------------------------------------------------------------------

APART = """() => {
  const all = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const named = (e) => e.ariaLabel || e.textContent || [...(e.labels ?? [])].length;
  const lost = [];
  for (const e of document.querySelectorAll("figure *")) {
    for (const key of ["for", "aria-labelledby", "aria-describedby", "aria-controls", "clip-path",
      "href", "xlink:href"]) {
      const id = e.getAttribute(key)?.replace(/^(url\\()?#|\\)$/g, "");
      if (!id) continue;
      if (!e.closest("figure").contains(document.getElementById(id))) lost.push(`${key} ${id}`);
    }
  }
  const controls = [...document.querySelectorAll("input, button")];
  const astray = [];
  for (const label of document.querySelectorAll("label[for]")) {
    label.click();
    const input = label.closest(".live-slider").querySelector("input");
    if (document.activeElement !== input && label.control !== input) astray.push(label.htmlFor);
  }
  return { twice: all.filter((id, i) => all.indexOf(id) !== i), lost, astray,
    unnamed: controls.filter((e) => !named(e)).length };
}"""
WELL = {"twice": [], "lost": [], "astray": [], "unnamed": 0}


@pytest.mark.parametrize("name", FIGURES)
def test_two_figures_of_one_class_share_nothing(page: Page, name: str) -> None:
    """No id is there twice, every control has a name, each label its own slider."""
    figure = all_figures()[name]()
    show(page, figure, figure)
    assert page.evaluate(APART) == WELL
    assert page.locator("figure[data-live]").count() == 2


def test_each_of_two_figures_moves_alone(page: Page) -> None:
    figure = all_figures()["descent"]
    show(page, figure(), figure(alpha=1.5))
    page.locator("input[name=alpha]").nth(1).press("ArrowRight")
    assert [slider(page, "alpha", i) for i in (0, 1)] == pytest.approx([0.5, 1.53])
    assert page.evaluate("() => models.map((model) => model.synced.length)") == [0, 1]


def test_a_link_reaches_the_first_of_two_on_a_page(watched: Callable[..., Watch]) -> None:
    """And the second has an address of its own."""
    page = watched().page
    page.goto("about:blank")
    figure = all_figures()["descent"]()
    first = still(figure)
    page.evaluate(
        "(html) => { document.body.innerHTML = html; }",
        first + with_id(first, "descent", "descent-2"),
    )
    page.evaluate(alive(figure))
    for address, alphas in (("descent", [0.3, 0.5]), ("descent-2", [0.3, 0.7])):
        page.evaluate(
            """(hash) => new Promise((heard) => {
              addEventListener("hashchange", heard, { once: true });
              location.hash = hash;
            })""",
            f"#{address}?alpha={alphas[address == 'descent-2']}",
        )
        assert [slider(page, "alpha", i) for i in (0, 1)] == alphas
    assert page.evaluate(APART) == WELL


# --- Values from outside ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["99", "-1", "NaN", "Infinity", "'1'", "null", "undefined", "[1]", "true", "3.0001"]
)
def test_a_value_that_no_slider_takes_is_refused_and_that_is_said(page: Page, value: str) -> None:
    """As a link between two widgets sends it: Python refuses it too."""
    figure = all_figures()["descent"]
    show(page, figure(alpha=0.75))
    drawn = "() => document.querySelector('.live-panels').innerHTML"
    before = page.evaluate(drawn)
    page.evaluate(f"() => models[0].set('alpha', {value})")
    assert slider(page, "alpha") == 0.75
    assert page.evaluate(drawn) == before
    assert message(page).startswith("alpha must be a number in [0, 3], not ")
    # Whoever is linked to it hears what it is, and so does the kernel.
    told = page.evaluate("() => [models[0].get('alpha'), models[0].synced.at(-1).alpha]")
    assert told == [0.75, 0.75]
    # The next good value counts, and nothing more is said.
    page.evaluate("() => models[0].set('alpha', 1.25)")
    assert slider(page, "alpha") == 1.25
    assert message(page).strip() == ""


def test_the_switch_takes_true_or_false_alone(page: Page) -> None:
    show(page, all_figures()["shrinkage"]())
    for value in ("1", "0", "'yes'", "null"):
        page.evaluate(f"() => models[0].set('singular', {value})")
        assert not page.locator("input[name=singular]").is_checked()
        assert "singular must be True or False" in message(page)
    page.evaluate("() => models[0].set('singular', true)")
    assert page.locator("input[name=singular]").is_checked()


TAKE = """([key, all]) => all.map((value) => {
  models[0].set(key, value);
  return [document.querySelector(".live-message").innerText,
    document.querySelector(`input[name=${key}]`).value];
})"""


@pytest.mark.parametrize("name", FIGURES)
def test_the_ends_of_every_slider_are_taken(page: Page, name: str) -> None:
    """Also a rounding away, as one comes back from a logarithmic slider."""
    figure = all_figures()[name]
    show(page, figure())
    for key, trait in figure.parameters().items():
        for end in (trait.minimum, trait.maximum) if isinstance(trait, Slider) else ():
            near = [end, end * (1 + 1e-15), end * (1 - 1e-15)]
            place = math.log10(end) if trait.scale == "log10" else end
            for said, at in page.evaluate(TAKE, [key, near]):
                assert said.strip() == "", key
                assert float(at) == pytest.approx(place), key


def test_a_figure_that_is_given_a_bad_value_at_first_says_so(page: Page) -> None:
    figure = all_figures()["descent"]()
    page.evaluate(HOST, [figure.get_state() | {"alpha": 40.0}])
    assert slider(page, "alpha") == 0.5
    assert message(page).startswith("alpha must be a number in [0, 3], not 40")


# --- A state as Python --------------------------------------------------------------------------


MOVED = """() => document.querySelectorAll("input").forEach((input) => {
  if (input.type === "checkbox") input.checked = !input.checked;
  else input.value = 0.7 * input.min + 0.3 * input.max;
  input.dispatchEvent(new Event("input"));
})"""


@pytest.mark.parametrize("name", FIGURES)
def test_where_no_address_holds_a_state_python_does(page: Page, name: str) -> None:
    """The button copies the call that makes the figure as it is, and says that."""
    figure = all_figures()[name]
    show(page, figure())
    page.evaluate(COPY)
    page.evaluate(MOVED)
    button = page.locator(".live-link")
    assert button.inner_text() == "Copy as Python"
    button.click()
    page.wait_for_function("() => document.querySelector('.live-message').textContent.trim()")
    call = page.evaluate("copied")
    assert message(page) == f"Copied the Python that makes the figure as you see it: {call}"
    again = eval(call, {figure.__name__: figure})  # as a reader runs it
    shown = page.evaluate(
        "(keys) => Object.fromEntries(keys.map((key) => [key, models[0].get(key)]))",
        list(figure.parameters()),
    )
    assert again.values() == shown != figure().values()


@pytest.mark.parametrize("clipboard", ["undefined", "{ writeText: () => Promise.reject() }"])
def test_what_cannot_be_copied_is_there_to_read(page: Page, clipboard: str) -> None:
    show(page, all_figures()["descent"](alpha=0.3))
    page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard', "
        f"{{ configurable: true, value: {clipboard} }})"
    )
    page.locator(".live-link").click()
    page.wait_for_function("() => document.querySelector('.live-message').textContent.trim()")
    assert "Descent(alpha=0.3, learning_rate=0.2, step=0, start_1=2.4, start_2=-2)" in message(page)


def test_a_page_without_an_address_of_its_own_gives_python(watched: Callable[..., Watch]) -> None:
    """As a notebook's HTML within another page's text."""
    figure = all_figures()["descent"]()
    watch = watched()
    watch.page.set_content(
        "<!doctype html><title>x</title><iframe srcdoc='<body></body>'></iframe>"
    )
    frame = watch.page.frames[1]
    frame.evaluate("(html) => { document.body.innerHTML = html; }", still(figure))
    frame.evaluate(alive(figure))
    frame.evaluate(COPY)
    frame.locator(".live-link").click()
    frame.wait_for_function("() => globalThis.copied")
    assert frame.evaluate("copied").startswith("Descent(alpha=0.5, ")
    assert watch.problems == []


# --- A browser of three years ago ---------------------------------------------------------------


@pytest.mark.parametrize("absent", [YOUNG, ["ResizeObserver"]], ids=["all", "one"])
def test_a_figure_lives_in_a_host_that_lacks(
    watched: Callable[..., Watch], absent: list[str]
) -> None:
    watch = watched()
    watch.page.add_init_script(without(absent))
    watch.page.goto("about:blank")
    show(watch.page, all_figures()["descent"](), all_figures()["descent"]())
    watch.page.locator("input[name=alpha]").nth(1).press("End")
    assert slider(watch.page, "alpha", 1) == 3.0
    assert watch.page.locator("figure[data-live]").count() == 2
    assert watch.problems == []


@pytest.mark.parametrize("absent", ["Object.fromEntries", "Math.hypot", "Object.entries"])
def test_a_figure_that_lacks_what_it_needs_stays_still_and_says_so(
    watched: Callable[..., Watch], absent: str
) -> None:
    watch = watched()
    watch.page.goto("about:blank")
    figure = all_figures()["descent"]()
    watch.page.set_content(still(figure))
    watch.page.evaluate(f"() => {{ delete {absent}; }}")
    watch.page.evaluate(alive(figure))
    assert watch.page.locator("figure[data-live]").count() == 0
    assert message(watch.page) == figure._state["words"]["failed"]
    assert watch.page.locator("svg").count() == len(figure._state["panels"])
    assert watch.page.locator(":enabled:is(input, button)").count() == 0
