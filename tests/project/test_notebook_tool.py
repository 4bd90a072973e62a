"""The committed form of a notebook, and that strict nbval compares all of it."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.project.make import ran
from tools import isolated, notebooks

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def display(**data: Any) -> NotebookNode:
    kinds = {"svg": "image/svg+xml", "plain": "text/plain", "view": WIDGET_VIEW}
    kinds |= {kind: f"image/{kind}" for kind in ("png", "jpeg")}
    return new_output("display_data", data={kinds[key]: value for key, value in data.items()})


def new_notebook(cells: list[NotebookNode], **metadata: Any) -> NotebookNode:
    """A notebook as it may lie on a disk: unlike nbformat's function, this one repairs nothing."""
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def notebook(*outputs: NotebookNode, **cell: Any) -> NotebookNode:
    """A notebook of one code cell with these outputs."""
    return new_notebook(cells=[new_code_cell("x", outputs=list(outputs), **cell)])


@pytest.fixture
def untidy() -> NotebookNode:
    """What an author's JupyterLab may leave."""
    cells = [
        new_markdown_cell("# α", metadata={"editable": True, "trusted": True}),
        new_code_cell(
            "plt.show()",
            execution_count=17,
            metadata={
                "tags": ["hide-input"],
                "mystnb": {"image": {"alt": "a line"}},
                "jupyter": {"source_hidden": True, "is_executing": True},
                "collapsed": True,
                "scrolled": False,
                "execution": {"iopub.status.busy": "2026-01-01T00:00:00Z"},
            },
            outputs=[
                stream("a"),
                stream("b"),
                display(png="iVBORw0KGgo=", plain="<Figure size 640x480 with 1 Axes>"),
                stream("c"),
            ],
        ),
        new_code_cell(
            "figure",
            execution_count=3,
            outputs=[
                new_output(
                    "execute_result",
                    data={"text/plain": "Figure(alpha=0.3)", WIDGET_VIEW: {"model_id": "1"}},
                    metadata={"needs_background": "light"},
                    execution_count=3,
                )
            ],
        ),
        new_code_cell(
            "interact(draw)",
            metadata={"tags": ["nbval-ignore-output"]},
            outputs=[stream("different under nbval")],
        ),
    ]
    cells[1].metadata.tags.append("hide-input")
    for cell, cell_id in zip(cells, ("title", "draw", "draw", "show"), strict=True):
        cell.id = cell_id
    return new_notebook(
        cells,
        kernelspec={"display_name": "my venv", "name": "venv"},
        language_info={"name": "python", "version": "3.13.1", "file_extension": ".py"},
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {}}},
        mystnb={"execution_timeout": 60},
        toc={"base_numbering": 1},
    )


def test_the_committed_form(untidy: NotebookNode, tmp_path: Path) -> None:
    """Valid, the same when it is made twice, on the disk as in memory; the rest is as it was."""
    before, path = copy.deepcopy(untidy), tmp_path / "a.ipynb"
    clean = notebooks.normalise(untidy)
    assert untidy == before
    nbformat.validate(clean)
    assert notebooks.normalise(clean) == clean
    text = notebooks.to_text(clean)
    assert text.startswith('{\n "cells"')  # indented by one
    assert text.endswith("\n}\n")
    assert "# α" in text
    path.write_text(text, encoding="utf-8")
    assert notebooks.read(path) == clean
    assert [cell.source for cell in clean.cells] == [cell.source for cell in before.cells]
    assert [cell.get("execution_count") for cell in clean.cells] == [None, 1, 2, 3]
    assert clean.cells[2].outputs[0].execution_count == 2
    assert clean.cells[2].outputs[0].metadata == {}
    assert [cell.metadata for cell in clean.cells[:3]] == [
        {"editable": True},
        {
            "tags": ["hide-input"],
            "mystnb": {"image": {"alt": "a line"}},
            "jupyter": {"source_hidden": True},
        },
        {},
    ]
    assert clean.metadata == {
        "kernelspec": notebooks.KERNELSPEC,
        "language_info": notebooks.LANGUAGE_INFO,
        "mystnb": {"execution_timeout": 60},
    }


def test_cells_keep_their_ids_and_others_get_one(untidy: NotebookNode) -> None:
    del untidy.cells[3]["id"]
    ids = [cell.id for cell in notebooks.normalise(untidy).cells]
    assert ids[:2] == ["title", "draw"]
    assert len(set(ids)) == 4
    assert all(ids)


ERROR = new_output("error", ename="ValueError", evalue="α", traceback=["/home/me/a.py"])
IGNORED = {"metadata": {"tags": ["nbval-ignore-output"]}}


@pytest.mark.parametrize(
    ("outputs", "cell", "kept"),
    [
        ([display(png="x", jpeg="x", svg="<svg/>", plain="f")], {}, [{"text/plain": "f"}]),
        ([display(png="x")], {}, []),
        ([display(view={"model_id": "1"}, plain="f")], {}, [{"text/plain": "f"}]),
        (
            [stream("a"), stream("b"), stream("e", "stderr"), display(plain="f"), stream("c")],
            {},
            [("stdout", "ab"), ("stderr", "e"), {"text/plain": "f"}, ("stdout", "c")],
        ),
        ([stream("a")], IGNORED, []),
        ([ERROR], {}, ["ValueError: α"]),
    ],
)
def test_texts_stay_and_pictures_go(
    outputs: list[NotebookNode], cell: dict[str, Any], kept: list[Any]
) -> None:
    """Pieces of one stream become one, and an expected error keeps one line."""
    (found,) = notebooks.normalise(notebook(*outputs, **cell)).cells
    assert [
        (output.name, output.text)
        if output.output_type == "stream"
        else output.get("data") or output.traceback[0]
        for output in found.outputs
    ] == kept


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        (stream("UserWarning: hm", "stderr"), "prints a warning"),
        (ERROR, "ValueError: α"),
        (display(plain="<object at 0x7f29a1b2c3d0>"), "memory address"),
        (stream("<Line2D at 0x7f29a1b2c3d0>"), "memory address"),
        (display(svg="<svg/>"), "image/svg+xml"),
    ],
)
def test_what_cannot_be_compared_is_refused(output: NotebookNode, problem: str) -> None:
    (found,) = notebooks.find_problems(notebook(output))
    assert found.startswith("code cell 1 ")
    assert problem in found


def test_ordinary_outputs_and_what_a_tag_allows_are_not(untidy: NotebookNode) -> None:
    assert notebooks.find_problems(untidy) == []
    assert notebooks.find_problems(notebook(display(svg="<svg/>", plain="a"), **IGNORED)) == []
    expected = {"metadata": {"tags": ["raises-exception"]}}
    assert notebooks.find_problems(notebook(ERROR, **expected)) == []
    empty = new_notebook(cells=[new_code_cell("x"), new_code_cell(" \n")])
    assert notebooks.find_problems(empty) == ["code cell 2 is empty: delete it"]


# --- With real kernels --------------------------------------------------------------------------

CELLS = {
    "print": "import matplotlib.pyplot as plt\nprint('α', 1)\nprint('β', 2)",
    "value": "1 / 4",
    "figure": "print('before')\nplt.plot([1, 2])\nplt.show()\nprint('after')",
    "widget": """\
import anywidget
import traitlets

class Figure(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'hi' } }"
    alpha = traitlets.Float(0.3).tag(sync=True)

    def __repr__(self):
        return f"Figure(alpha={self.alpha})"

Figure()""",
    "interact": """\
from ipywidgets import FloatSlider, interact

def draw(alpha):
    plt.plot([0, alpha])
    plt.show()

interact(draw, alpha=FloatSlider(value=0.5, min=0, max=1));""",
}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return ran(sys.executable, *arguments, folder=isolated.ROOT, timeout=300)


@pytest.fixture(scope="module")
def executed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook with one cell of each kind that a chapter has, executed by the tool."""
    path = tmp_path_factory.mktemp("executed") / "a.ipynb"
    cells = [new_code_cell(source, id=name) for name, source in CELLS.items()]
    cells[-1].metadata.tags = ["nbval-ignore-output"]
    path.write_text(json.dumps(new_notebook(cells=cells)), encoding="utf-8")
    outcome = run("-m", "tools.notebooks", "execute", path)
    assert outcome.returncode == 0, outcome.stderr
    assert "[1/1]" in outcome.stdout
    return path


@pytest.mark.slow
class TestExecution:
    def test_what_is_committed(self, executed: Path) -> None:
        cells = {cell.id: cell for cell in notebooks.read(executed).cells}
        assert list(cells) == list(CELLS)
        assert cells["print"].outputs[0].text == "α 1\nβ 2\n"
        assert cells["value"].outputs[0].data == {"text/plain": "0.25"}
        kinds = [output.output_type for output in cells["figure"].outputs]
        assert kinds == ["stream", "display_data", "stream"]
        assert cells["figure"].outputs[1].data == {
            "text/plain": "<Figure size 640x480 with 1 Axes>"
        }
        assert cells["widget"].outputs[0].data == {"text/plain": "Figure(alpha=0.3)"}
        assert cells["interact"].outputs == []

    def test_strict_nbval_sees_every_stored_text(
        self, root: Path, executed: Path, tmp_path: Path
    ) -> None:
        """As `make test` runs it: of each kind of text, the altered one fails."""
        book, path = notebooks.read(executed), tmp_path / "altered.ipynb"
        for cell in book.cells:
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text += "!"
                else:
                    output.data["text/plain"] += "!"
        path.write_text(notebooks.to_text(book), encoding="utf-8")
        outcome = run(
            *("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--color=no"),
            *("-c", root / "pyproject.toml", "--rootdir", path.parent, "--nbval"),
            *("--nbval-sanitize-with", root / "tests/nbval_sanitize.cfg", executed, path),
        )
        assert "4 failed, 6 passed" in outcome.stdout, outcome.stdout  # interact's is ignored
        assert len(re.findall("^FAILED .*altered", outcome.stdout, re.MULTILINE)) == 4

    def test_check_finds_the_one_that_differs(
        self, root: Path, executed: Path, tmp_path: Path
    ) -> None:
        altered = tmp_path / "altered.ipynb"
        altered.write_text(executed.read_text("utf-8").replace("0.25", "0.26"), "utf-8")
        before = executed.read_bytes(), altered.read_bytes()
        outcome = run("-m", "tools.notebooks", "check", executed, altered)
        assert outcome.returncode == 1
        removed_and_added = [
            line.split() for line in outcome.stderr.splitlines() if line[:1] in ("-", "+")
        ]
        assert removed_and_added == [
            ["---", str(altered), "(committed)"],
            ["+++", str(altered), "(as", "executed)"],
            ["-", '"0.26"'],
            ["+", '"0.25"'],
        ]
        assert (executed.read_bytes(), altered.read_bytes()) == before

    def test_failures_name_the_cell_and_leave_the_file(self, root: Path, tmp_path: Path) -> None:
        broken, warning = tmp_path / "broken.ipynb", tmp_path / "warning.ipynb"
        for path, sources in (
            (broken, ["x = 0", "1 / x"]),
            (warning, ["import warnings; warnings.warn('hm')"]),
        ):
            path.write_text(json.dumps(new_notebook([new_code_cell(text) for text in sources])))
        before = broken.read_bytes(), warning.read_bytes()
        outcome = run("-m", "tools.notebooks", "execute", broken, warning)
        assert outcome.returncode == 1
        assert "broken.ipynb: code cell 2 of 2 failed" in outcome.stderr
        assert "ZeroDivisionError: division by zero" in outcome.stderr
        assert "warning.ipynb: code cell 1 prints a warning" in outcome.stderr
        assert (broken.read_bytes(), warning.read_bytes()) == before
