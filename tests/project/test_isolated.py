"""What a reader has set stays out of what the project runs: tools/isolated.py."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from l2book.figures import all_figures
from tests.hostile_home import SIGN, VARIABLES, hostile_home
from tests.project.make import ran
from tools import isolated

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a HOME is made for POSIX")
ALONE = (sys.executable, "-I", str(isolated.ROOT / "tools/isolated.py"))


@pytest.fixture
def machines(tmp_path: Path) -> list[dict[str, str]]:
    """The environments of two readers: one with nothing set, one with everything."""
    (tmp_path / "empty").mkdir()
    empty = isolated.kept() | {"HOME": str(tmp_path / "empty")}
    return [empty, hostile_home(tmp_path / "hostile")]


def said(*command: str, environment: dict[str, str]) -> str:
    outcome = ran(*command, folder=isolated.ROOT, env=environment)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def test_python_is_the_same(machines: list[dict[str, str]]) -> None:
    look = (
        "import json, locale, os, sys, time; print(json.dumps([dict(os.environ), sys.path, "
        "str(sys.flags), sys.stdout.encoding, locale.getlocale(), time.tzname, sys.warnoptions]))"
    )
    empty, hostile = (json.loads(said(*ALONE, "-c", look, environment=m)) for m in machines)
    assert hostile == empty
    assert not hostile[0].keys() & VARIABLES.keys() - isolated.SET.keys()
    assert SIGN not in str(hostile)


def test_pip_installs_where_it_should(machines: list[dict[str, str]]) -> None:
    """It knows the way to an index and the reader's cache, and nothing else of theirs."""
    hostile = machines[1] | {"PIP_INDEX_URL": "https://example.org/simple"}
    found = said(*ALONE, "-m", "pip", "config", "list", environment=hostile)
    assert "index-url='https://example.org/simple'" in found
    names = {line.partition("=")[0].rpartition(".")[2] for line in found.splitlines()}
    assert not names & {"user", "target", "no-deps", "no-binary"}
    assert str(Path(hostile["HOME"], ".cache/pip")) in found


def notebook(folder: Path) -> Path:
    """Write a notebook that shows what settings would change, beside a matplotlibrc."""
    source = [
        "import os, sys, matplotlib, numpy as np, matplotlib.pyplot as plt\n",
        "1; sorted(k for k in os.environ if not k.startswith('PYTEST'))\n",
        "print(__debug__, np.geterr(), np.array([1 / 3]), matplotlib.rcParams['lines.marker'])\n",
        "print(matplotlib.rcParams['savefig.bbox'], sys.stdout.encoding)\n",
        "print(get_ipython().ast_node_interactivity, get_ipython().history_length)\n",
        "print(sorted(name for name in dir() if name[0] != '_'))\n",
        "display(plt.plot([1, 2])[0].axes.figure)\n",
        "plt.close()\n",
        "np.float64(1 / 3)",
    ]
    folder.mkdir()
    path = folder / "a.ipynb"
    notebook = new_notebook(cells=[new_code_cell("".join(source), id="a")])
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    (folder / "matplotlibrc").write_text("lines.marker: o\nsavefig.bbox: tight\nnot.a.key: 1\n")
    return path


def test_a_notebook_shows_the_same(machines: list[dict[str, str]], tmp_path: Path) -> None:
    texts = []
    for number, machine in enumerate(machines):
        path = notebook(tmp_path / str(number))
        if number == 0:
            (path.parent / "matplotlibrc").unlink()
        given = {k: v for k, v in machine.items() if k != "PYTHONSAFEPATH"}  # make leaves it out
        said(sys.executable, "-m", "tools.notebooks", "execute", str(path), environment=given)
        texts.append(path.read_text(encoding="utf-8"))
    assert texts[1] == texts[0]
    assert "None UTF-8" in texts[1]
    assert SIGN not in texts[1]


def test_a_figure_is_the_same_with_nothing_isolated(machines: list[dict[str, str]]) -> None:
    """As in a reader's JupyterLab: everything they have set is in force."""
    draw = "from l2book.figures import all_figures as f; print(f()['penalty']()._esm, end='')"
    hostile = machines[1] | {"PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"}
    printed = said(sys.executable, "-c", draw, environment=hostile)
    assert printed.removeprefix(f"{SIGN}\n") == all_figures()["penalty"]()._esm


def test_make_runs_no_python_in_the_reader_s_own_environment(
    machines: list[dict[str, str]],
) -> None:
    """What a reader's Python prints at its start would be the name of a browser, or of a file."""
    hostile = {k: v for k, v in machines[1].items() if k not in ("MAKEFLAGS", "GIT_DIR")}
    hostile |= {"PYTHONHOME": "/nowhere", "PYTHONINSPECT": "1", "SHELLOPTS": "xtrace"}
    # A whole .venv would be a stray one, and deleted.
    rule = "begun: ; @$(PY) -c 'print(\"$(LESSONS) [$(STRAY)]\")'"
    assert said("make", "-s", f"--eval={rule}", "begun", environment=hostile) == "notebooks []\n"


TOOLS = ("fresh", "lite", "lock", "pdf", "publish", "slides")
HELP = """\
import contextlib, runpy, sys
for tool in sys.argv[1:]:
    sys.argv[1:] = ["--help"]
    with contextlib.suppress(SystemExit):
        runpy.run_module(f"tools.{tool}", run_name="__main__")
"""


def test_a_tool_starts_in_the_reader_s_own_environment(machines: list[dict[str, str]]) -> None:
    """PYTHONOPTIMIZE takes docstrings away; with PYTHONSAFEPATH there would be no `tools`."""
    hostile = {k: v for k, v in machines[1].items() if k != "PYTHONSAFEPATH"}
    hostile["PYTHONWARNINGS"] = "ignore"
    printed = said(sys.executable, "-c", HELP, *TOOLS, environment=hostile)
    assert printed.count("usage: ") == len(TOOLS)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """As file in the folder's place, since root may write anywhere."""
    tool = tmp_path / "tools/isolated.py"
    tool.parent.mkdir()
    shutil.copy(isolated.__file__, tool)
    (tmp_path / ".venv").touch()
    outcome = ran(sys.executable, tool, "-c", "print('began')", folder=tmp_path)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith(f"{tmp_path} must be a folder that you can write to: ")
    assert len(outcome.stderr.splitlines()) == 1
