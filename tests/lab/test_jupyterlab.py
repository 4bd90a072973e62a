"""Chapter 3 in a real JupyterLab: the live figure is a widget, and the open hood can be driven."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import Locator, Page

from tests.lab.jupyterlab import jupyterlab, open_and_run
from tests.watch import Watch
from tools import notebooks

pytestmark = [pytest.mark.browser, pytest.mark.lab]

CHAPTER = "03_weight_decay.ipynb"
# What a reader types below the chapter.
ASK, SET = "print(repr(figure))", "figure.alpha = 2.25"
# And another figure of the same class, linked in the front end to a slider that goes further.
TWIN = """from ipywidgets import FloatSlider, jslink
twin, far = type(figure)(alpha=1), FloatSlider(99, max=99)
link = jslink((far, "value"), (twin, "alpha"))
twin"""
# What JupyterLab itself logs where it has no network, no translation and no language server.
OURS = re.compile(r"live|anywidget|l2book|ipywidgets|widget|hydrate", re.IGNORECASE)
# anywidget gives a widget two seconds to load; a machine busy with tests may stand still so long.
# That widget then misses what Python sets: a test above asks one of them for exactly that.
LATE = "error: [anywidget] Failed to initialize model."


@pytest.fixture(scope="module")
def watch(
    watched: Callable[..., Watch], root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watch]:
    """Chapter 3, with two more cells below it, all run."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    path = folder / "notebooks" / CHAPTER
    notebook = notebooks.read(path)
    notebook.cells += [new_code_cell(source) for source in (ASK, SET, TWIN)]
    path.write_text(notebooks.to_text(notebook), encoding="utf-8")
    (folder / "home").mkdir()
    with jupyterlab(folder / "notebooks", folder / "home") as address:
        watch = watched(viewport={"width": 1280, "height": 900})
        open_and_run(watch.page, address, CHAPTER)
        unlock(watch.page)
        yield watch
        watch.page.context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


@pytest.fixture
def slider(page: Page) -> Locator:
    """The slider α of the figure that the name `figure` stands for: the last one of the chapter."""
    return chapters_last(page).locator("input[name=alpha]")


def unlock(page: Page) -> None:
    """Skip the questions that lock a figure, and give it back its first state."""
    page.evaluate("""() => {
      for (const lock of document.querySelectorAll(".live-unlock")) {
        const figure = lock.closest("figure");
        lock.click();
        figure.querySelector(".live-reset").click();
      }
    }""")


def chapters_last(page: Page) -> Locator:
    return page.locator("figure.live-figure").nth(page.locator("figure.live-figure").count() - 2)


def cell(page: Page, source: str) -> Locator:
    return page.locator(".jp-CodeCell", has_text=source).last


def run(page: Page, source: str) -> str:
    """Run a cell again as a reader does, and return what it then prints."""
    prompt = cell(page, source).locator(".jp-InputPrompt")
    before = prompt.inner_text()
    cell(page, source).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "([prompt, before]) => prompt.innerText !== before && /\\d/.test(prompt.innerText)",
        arg=[prompt.element_handle(), before],
    )
    return cell(page, source).locator(".jp-OutputArea").last.inner_text()


def test_no_cell_failed(page: Page) -> None:
    errors = page.locator(
        "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText pre .ansi-red-fg"
    )
    assert errors.all_inner_texts() == []


def test_every_figure_is_live(page: Page) -> None:
    figures = page.locator("figure.live-figure").all()
    assert [figure.get_attribute("data-live") for figure in figures] == ["true"] * len(figures)
    assert figures


def test_python_moves_the_slider(page: Page, slider: Locator) -> None:
    """The last cell set the trait: the slider and the readouts have followed."""
    page.wait_for_function("(slider) => Number(slider.value) === 2.25", arg=slider.element_handle())
    figure = chapters_last(page)
    before = figure.locator(".live-panels").inner_html()
    slider.focus()
    page.keyboard.press("Home")
    assert float(slider.input_value()) == 0
    assert figure.locator(".live-panels").inner_html() != before
    run(page, SET)
    page.wait_for_function("(slider) => Number(slider.value) === 2.25", arg=slider.element_handle())
    assert figure.locator(".live-panels").inner_html() == before


def test_two_figures_of_one_class_share_nothing(page: Page) -> None:
    """No id is there twice, and each label has the slider beside it."""
    ids = page.evaluate(
        "() => [...document.querySelectorAll('figure[id], figure [id]')].map(({ id }) => id)"
    )
    assert len(ids) == len(set(ids))
    assert page.evaluate(
        "() => [...document.querySelectorAll('figure label[for]')].every((label) =>"
        " label.control === label.closest('.live-slider').querySelector('input'))"
    )


def test_what_a_linked_slider_sets_too_far_is_refused(page: Page) -> None:
    """In the front end as in the kernel."""
    twin = page.locator("figure.live-figure").last
    said = "alpha must be a number in [0, 3], not 99: the figure stays as it was."
    assert twin.locator(".live-message").inner_text() == said
    assert twin.locator("input[name=alpha]").input_value() == "1"
    twin.locator(".live-link").click()
    page.wait_for_function("(e) => /Python/.test(e.textContent)", arg=twin.element_handle())
    assert re.search(
        r"[A-Z]\w+\(alpha=1, learning_rate=", twin.locator(".live-message").inner_text()
    )


def test_the_slider_moves_the_trait(page: Page, slider: Locator) -> None:
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    value = float(slider.input_value())
    assert 0.5 < value < 1.5
    assert f"alpha={value:.4g}," in run(page, ASK)


def test_arrow_keys_belong_to_the_slider(page: Page, slider: Locator) -> None:
    """JupyterLab's own shortcuts, which move from cell to cell, leave them alone."""
    value = float(slider.input_value())
    slider.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    moved = float(slider.input_value())
    assert moved > value
    assert slider.evaluate("(slider) => slider === document.activeElement")
    assert f"alpha={moved:.4g}," in run(page, ASK)


def test_arrow_keys_belong_to_the_handle(page: Page) -> None:
    handle = page.locator("figure.live-figure").first.locator(".live-handle").first
    handle.focus()
    before = handle.bounding_box()["x"]
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert handle.bounding_box()["x"] > before
    assert handle.evaluate("(handle) => handle === document.activeElement")


def test_the_open_hood_follows_its_slider(page: Page) -> None:
    area = page.locator(".jp-OutputArea", has=page.locator(".widget-interact")).last
    picture = area.locator("img").last
    for handle in area.locator(".noUi-handle").all():
        handle.scroll_into_view_if_needed()
        before = picture.get_attribute("src")
        handle.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "([area, before]) => { const all = area.querySelectorAll('img');"
            " return all.length && all[all.length - 1].src !== before; }",
            arg=[area.element_handle(), before],
        )
        assert picture.get_attribute("src").startswith("data:image/png")


def test_nothing_of_ours_went_wrong(watch: Watch) -> None:
    """The last test: over all that was done."""
    assert [problem for problem in watch.problems if OURS.search(problem) and problem != LATE] == []
