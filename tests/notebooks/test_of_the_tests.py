"""The tests of the notebooks go red when they should."""

from __future__ import annotations

import ast
import copy
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode

from tests.notebooks.sources import CHAPTERS, ROOT, checks, read, tags
from tools import notebooks

pytestmark = pytest.mark.slow
NUMBER = re.compile(r"\d+\.\d+")


def write(notebook: NotebookNode, path: Path) -> Path:
    path.write_text(notebooks.to_text(notebook), encoding="utf-8")
    return path


def up_to(chapter: str, last: int) -> NotebookNode:
    """Return a chapter as far as one of its cells."""
    part = copy.deepcopy(read(chapter))
    part.cells = part.cells[: last + 1]
    return part


def nbval(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Run strict nbval on notebooks as the second command does, in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--nbval"]
    command += ["--nbval-sanitize-with", str(ROOT / "tests/nbval_sanitize.cfg"), "-rf"]
    command += ["-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={paths[0].parent}"]
    command += map(str, paths)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def first(printed: str) -> tuple[str, int]:
    """Return a chapter and its first cell that prints something which is compared."""
    for chapter in CHAPTERS:
        for i, cell in enumerate(read(chapter).cells):
            if cell.cell_type == "code" and notebooks.IGNORED_TAG not in tags(cell):
                for output in cell.outputs:
                    if output.output_type == "stream" and re.search(printed, output.text):
                        return chapter, i
    raise AssertionError(f"no chapter prints {printed}")


def test_one_stored_number_altered_turns_nbval_red(tmp_path: Path) -> None:
    part = up_to(*first(NUMBER.pattern))
    good = write(part, tmp_path / "good.ipynb")
    for output in part.cells[-1].outputs:
        if output.output_type == "stream":
            output.text = NUMBER.sub(
                lambda n: f"{n[0][:-1]}{(int(n[0][-1]) + 1) % 10}", output.text
            )
    outcome = nbval(good, write(part, tmp_path / "bad.ipynb"))
    said = outcome.stdout + outcome.stderr
    assert outcome.returncode == 1, said
    assert "1 failed" in outcome.stdout, said
    assert re.findall(r"^FAILED .*?(\w+)\.ipynb", outcome.stdout, re.MULTILINE) == ["bad"], said


def test_a_wrong_equation_stops_the_run(tmp_path: Path) -> None:
    """A sign flipped in a copy of a chapter: the run fails, and names the equation."""
    part = up_to(*first(r"✓ eq-.* numbers, to"))
    cell = part.cells[-1]
    call = next(checks(cell))
    label, right = call.args[0].value, ast.get_source_segment(cell.source, call.args[2])
    segment = ast.get_source_segment(cell.source, call)
    flipped = segment.replace(right, f"[-part for part in {right}]")
    cell.source = cell.source.replace(segment, flipped)
    assert flipped in cell.source
    path = write(part, tmp_path / "chapter.ipynb")
    with pytest.raises(notebooks.NotebookError, match=f"EquationError: {label}: "):
        notebooks.run(path)
