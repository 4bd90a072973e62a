"""Questions in a real JupyterLab: guessed on the figure, answered by keyboard, and said again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

from tests.lab.jupyterlab import jupyterlab, open_and_run
from tests.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.lab]

FIGURE = "from l2book.figures.geometry import Geometry\n\nfigure = Geometry()\nfigure"
PLACE = """from livefig import Number, Place

Place("where", "Where?", figure=figure, panel="plane", truth="w_tilde",
      at={"alpha": 3.0}, explanation="So.")"""
NUMBER = 'Number("half", "How far?", 0.5, tolerance=0.1, explanation="So.")'
AGAIN = '<span class="live-answer" title="where"></span>'
HIDDEN = {"jupyter": {"source_hidden": True}, "tags": ["remove-input"]}


def test_a_guess(tmp_path: Path, watched: Callable[..., Watch]) -> None:
    hidden = [new_code_cell(source, metadata=HIDDEN) for source in (PLACE, NUMBER)]
    cells = [new_code_cell(FIGURE), *hidden, new_markdown_cell(AGAIN), new_code_cell("figure")]
    (tmp_path / "notebooks").mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, tmp_path / "notebooks/asked.ipynb")
    with jupyterlab(tmp_path / "notebooks", tmp_path) as address:
        page = watched(viewport={"width": 1280, "height": 900}).page
        open_and_run(page, address, "asked.ipynb")
        # Both views of the figure wait for the answer.
        page.locator("#where[data-live=true]").wait_for()
        expect(page.locator("figure[data-locked]")).to_have_count(2)
        plane = page.locator("#geometry [data-panel=plane]")
        plane.locator("svg").click(position={"x": 140, "y": 100})
        left = page.locator("#where [name=x]")
        before = float(left.input_value())
        plane.locator(".live-guess").focus()
        page.keyboard.press("ArrowRight")
        assert float(left.input_value()) > before
        page.keyboard.press("Enter")
        expect(page.locator("#where")).to_have_attribute("data-answered", "true")
        expect(page.locator("figure[data-locked]")).to_have_count(0)
        assert page.evaluate("() => document.activeElement.id") == "geometry"
        expect(plane.locator(".live-truth .live-name")).to_contain_text("away")
        expect(page.locator(".live-answer")).to_contain_text("You said: (")
        page.locator("#half input").fill("0,45")
        page.keyboard.press("Enter")
        expect(page.locator("#half")).to_have_attribute("data-right", "true")
