"""The committed form of a notebook, and that strict nbval compares all of it."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tools import notebooks

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def display(**data: Any) -> NotebookNode:
    kinds = {
        "png": "image/png",
        "jpeg": "image/jpeg",
        "svg": "image/svg+xml",
        "plain": "text/plain",
        "view": WIDGET_VIEW,
    }
    return new_output("display_data", data={kinds[key]: value for key, value in data.items()})


def new_notebook(cells: list[NotebookNode], **metadata: Any) -> NotebookNode:
    """A notebook as it may lie on a disk: unlike nbformat's function, this one repairs nothing."""
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def notebook(*outputs: NotebookNode, **cell: Any) -> NotebookNode:
    """A notebook of one code cell with these outputs."""
    return new_notebook(cells=[new_code_cell("x", outputs=list(outputs), **cell)])


def outputs_of(*outputs: NotebookNode, **cell: Any) -> list[NotebookNode]:
    return notebooks.normalise(notebook(*outputs, **cell)).cells[0].outputs


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


class TestCommittedForm:
    def test_argument_is_left_as_it_was(self, untidy: NotebookNode) -> None:
        before = copy.deepcopy(untidy)
        notebooks.normalise(untidy)
        assert untidy == before

    def test_twice_is_once(self, untidy: NotebookNode) -> None:
        once = notebooks.normalise(untidy)
        assert notebooks.normalise(once) == once

    def test_is_valid(self, untidy: NotebookNode) -> None:
        nbformat.validate(notebooks.normalise(untidy))

    def test_survives_the_disk(self, untidy: NotebookNode, tmp_path: Path) -> None:
        clean = notebooks.normalise(untidy)
        text = notebooks.to_text(clean)
        (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
        assert notebooks.read(tmp_path / "a.ipynb") == clean
        assert text == notebooks.to_text(notebooks.read(tmp_path / "a.ipynb"))

    def test_text(self, untidy: NotebookNode) -> None:
        text = notebooks.to_text(notebooks.normalise(untidy))
        assert text.endswith("}\n")
        assert not text.endswith("\n\n")
        assert text.startswith('{\n "cells"')  # indented by one
        assert "# α" in text
        assert '"nbformat_minor": 5' in text

    def test_notebook_metadata(self, untidy: NotebookNode) -> None:
        assert notebooks.normalise(untidy).metadata == {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {
                "name": "python",
                "file_extension": ".py",
                "nbconvert_exporter": "python",
            },
            "mystnb": {"execution_timeout": 60},
        }

    def test_cell_metadata(self, untidy: NotebookNode) -> None:
        cells = notebooks.normalise(untidy).cells
        assert cells[0].metadata == {"editable": True}
        assert cells[1].metadata == {
            "tags": ["hide-input"],
            "mystnb": {"image": {"alt": "a line"}},
            "jupyter": {"source_hidden": True},
        }
        assert cells[2].metadata == {}

    def test_counts_run_over_the_code_cells(self, untidy: NotebookNode) -> None:
        cells = notebooks.normalise(untidy).cells
        assert [cell.get("execution_count") for cell in cells] == [None, 1, 2, 3]
        assert cells[2].outputs[0].execution_count == 2

    def test_sources_are_untouched(self, untidy: NotebookNode) -> None:
        cells = notebooks.normalise(untidy).cells
        assert [cell.source for cell in cells] == [cell.source for cell in untidy.cells]


class TestCellIds:
    def test_they_stay_and_the_first_holder_keeps_its_own(self, untidy: NotebookNode) -> None:
        del untidy.cells[3]["id"]
        ids = [cell.id for cell in notebooks.normalise(untidy).cells]
        assert ids[:2] == ["title", "draw"]
        assert len(set(ids)) == 4
        assert all(ids)


class TestOutputs:
    def test_pictures_go_and_their_text_stays(self) -> None:
        (output,) = outputs_of(display(png="x", jpeg="x", svg="<svg/>", plain="<Figure>"))
        assert output.data == {"text/plain": "<Figure>"}

    def test_an_output_of_pictures_alone_goes_whole(self) -> None:
        assert outputs_of(display(png="x")) == []

    def test_widget_views_go(self) -> None:
        (output,) = outputs_of(display(view={"model_id": "1"}, plain="Slider()"))
        assert output.data == {"text/plain": "Slider()"}

    def test_output_metadata_goes(self, untidy: NotebookNode) -> None:
        assert notebooks.normalise(untidy).cells[2].outputs[0].metadata == {}

    def test_neighbouring_pieces_of_a_stream_become_one(self) -> None:
        texts = [
            (output.get("name"), output.get("text"))
            for output in outputs_of(
                stream("a"), stream("b"), stream("e", "stderr"), display(plain="f"), stream("c")
            )
        ]
        assert texts == [("stdout", "ab"), ("stderr", "e"), (None, None), ("stdout", "c")]

    def test_ignored_outputs_go(self) -> None:
        assert outputs_of(stream("a"), metadata={"tags": ["nbval-ignore-output"]}) == []

    def test_an_expected_error_keeps_one_line(self) -> None:
        error = new_output("error", ename="ValueError", evalue="α", traceback=["/home/me/a.py"])
        (output,) = outputs_of(error)
        assert output.traceback == ["ValueError: α"]


class TestProblems:
    @pytest.mark.parametrize(
        ("output", "problem"),
        [
            (stream("UserWarning: hm", "stderr"), "prints a warning"),
            (new_output("error", ename="ValueError", evalue="α", traceback=[]), "ValueError: α"),
            (display(plain="<object at 0x7f29a1b2c3d0>"), "memory address"),
            (stream("<Line2D at 0x7f29a1b2c3d0>"), "memory address"),
            (display(svg="<svg/>"), "image/svg+xml"),
        ],
    )
    def test_what_cannot_be_compared_is_refused(self, output: NotebookNode, problem: str) -> None:
        (found,) = notebooks.find_problems(notebook(output))
        assert found.startswith("code cell 1 ")
        assert problem in found

    def test_empty_code_cells_are_refused(self) -> None:
        book = new_notebook(cells=[new_code_cell("x"), new_code_cell(" \n")])
        assert notebooks.find_problems(book) == ["code cell 2 is empty: delete it"]

    def test_tags_allow_what_they_say(self) -> None:
        error = new_output("error", ename="ValueError", evalue="α", traceback=[])
        shown = display(svg="<svg/>", plain="<object at 0x7f29a1b2c3d0>")
        for output, tag in ((error, "raises-exception"), (shown, "nbval-ignore-output")):
            assert not notebooks.find_problems(notebook(output, metadata={"tags": [tag]}))

    def test_ordinary_outputs_are_not(self, untidy: NotebookNode) -> None:
        assert notebooks.find_problems(untidy) == []


class TestReading:
    def test_only_format_4(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_text('{"nbformat": 3}', encoding="utf-8")
        with pytest.raises(notebooks.NotebookError, match="format 3"):
            notebooks.read(tmp_path / "a.ipynb")


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
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def nbval(root: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Run strict nbval as `make test` does, on one notebook."""
    return run(
        *("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--color=no"),
        *("-c", root / "pyproject.toml", "--rootdir", path.parent, "--nbval"),
        *("--nbval-sanitize-with", root / "tests/nbval_sanitize.cfg", path),
    )


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

    def test_strict_nbval_passes(self, root: Path, executed: Path) -> None:
        outcome = nbval(root, executed)
        assert outcome.returncode == 0, outcome.stdout
        assert f"{len(CELLS)} passed" in outcome.stdout

    def test_strict_nbval_sees_every_stored_text(
        self, root: Path, executed: Path, tmp_path: Path
    ) -> None:
        book = notebooks.read(executed)
        for cell in book.cells:
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text += "!"
                else:
                    output.data["text/plain"] += "!"
        path = tmp_path / "altered.ipynb"
        path.write_text(notebooks.to_text(book), encoding="utf-8")
        outcome = nbval(root, path)
        assert "4 failed, 1 passed" in outcome.stdout, outcome.stdout  # interact's is ignored

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
        broken.write_text(
            json.dumps(new_notebook(cells=[new_code_cell("x = 0"), new_code_cell("1 / x")]))
        )
        warning.write_text(
            json.dumps(new_notebook(cells=[new_code_cell("import warnings; warnings.warn('hm')")]))
        )
        before = broken.read_bytes(), warning.read_bytes()
        outcome = run("-m", "tools.notebooks", "execute", broken, warning)
        assert outcome.returncode == 1
        assert "broken.ipynb: code cell 2 of 2 failed" in outcome.stderr
        assert "ZeroDivisionError: division by zero" in outcome.stderr
        assert "warning.ipynb: code cell 1 prints a warning" in outcome.stderr
        assert (broken.read_bytes(), warning.read_bytes()) == before
