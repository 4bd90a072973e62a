"""The browser's kernel for real: `make kernel` fetches a part of Pyodide and runs this file.

`PYODIDE=folder make kernel` takes what lies there, a full distribution for instance.

NumPy and all else that Pyodide compiles is in no package registry. In its place lie empty wheels,
so that the installing cell goes its whole way; `import l2reg` then fails at NumPy, and only there.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from l2book.figures import all_figures
from tests.book.pages import CHAPTERS, ROOT
from tests.notebooks.sources import script
from tests.serve import serving
from tests.watch import Watch
from tools import launch, lite, notebooks
from tools.pyodide import WANTED, closure, is_pure

FOLDER = os.environ.get("PYODIDE", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="needs Pyodide: run `make kernel`"),
]

VERSIONS = """\
from importlib.metadata import version

for name in ("l2reg", "anywidget", "comm", "ipywidgets", "jupyterlab-widgets", "psygnal"):
    print(name, version(name))"""
IMPORT = """\
try:
    import l2reg

    print("imported", l2reg.__version__)
except ModuleNotFoundError as error:
    print("missing:", error.name)"""
SYMBOLS = """\
import sympy as sp

w, alpha = sp.symbols("w alpha")
print(sp.diff(alpha * w**2 / 2, w))"""
SLIDER = """\
from ipywidgets import FloatSlider

slider = FloatSlider(value=1, min=0, max=5, step=0.5, description="α")
slider"""
PATIENCE = 60_000  # ms, for a machine that is busy
# A live figure as its Python side sends it; what draws its stage is not to be had here.
FIGURE = """\
import json

import anywidget
import traitlets

state = json.loads({state!r})
members = {{name: state.pop(name) for name in ("_esm", "_css")}}
members |= {{name: traitlets.Any(value).tag(sync=True) for name, value in state.items()}}
figure = type("Figure", (anywidget.AnyWidget,), members)()
figure"""
ASK = "print('slider', slider.value, 'alpha', round(figure.alpha, 6))"
SET = "slider.value = 4.5; figure.alpha = 2.25"


def lock_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))


# --- What the kernel will find ------------------------------------------------------------------


def imported(source: str) -> set[str]:
    """Return the top-level modules that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(script(source))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_every_import_of_the_notebooks_is_to_be_had_in_the_browser() -> None:
    """From Pyodide, whose lock file this is, or from the wheels that the book serves."""
    cells = [c for name in CHAPTERS for c in notebooks.read(ROOT / f"{name}.ipynb").cells]
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    # What only the book's build imports.
    built = ("sphinx", "hosts", "still.py", "__main__.py", "execution.py")
    built += ("catalogues.py", "messages.py")
    library = [p for p in ROOT.glob("src/**/*.py") if not set(p.parts) & set(built)]
    sources += [p.read_text(encoding="utf-8") for p in library]
    modules = set().union(*map(imported, sources)) - sys.stdlib_module_names
    owners = packages_distributions()
    needed = {
        owners[name][0].lower() for name in modules - {"l2reg", "l2book", "livefig", "IPython"}
    }
    assert {"numpy", "scikit-learn", "sympy", "anywidget"} <= needed
    assert needed <= set(lock_of(Path(FOLDER))["packages"]) | set(lite.SERVED)


# --- In a browser -------------------------------------------------------------------------------


def with_empty_wheels(folder: Path) -> None:
    """Put an empty wheel where the lock file names one that no registry has."""
    lock = lock_of(folder)
    for key in closure(lock["packages"], WANTED):
        package = lock["packages"][key]
        if is_pure(package) or (folder / package["file_name"]).exists():
            continue
        name = f"{package['name'].replace('-', '_')}-{package['version']}.dist-info"
        metadata = (
            f"Metadata-Version: 2.1\nName: {package['name']}\nVersion: {package['version']}\n"
        )
        tag = package["file_name"].removesuffix(".whl").split("-", 2)[2]
        wheel = f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: {tag}\n"
        with zipfile.ZipFile(folder / package["file_name"], "w") as archive:
            archive.writestr(f"{name}/METADATA", metadata)
            archive.writestr(f"{name}/WHEEL", wheel)
            archive.writestr(f"{name}/RECORD", "")
        data = (folder / package["file_name"]).read_bytes()
        package["sha256"] = hashlib.sha256(data).hexdigest()
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def figure_cell() -> str:
    """Return a cell with the live figure `descent` as a wheel without NumPy can show it."""
    figure = all_figures()["descent"]()
    state = {key: figure.get_state()[key] for key in ("_esm", "_css", *figure.parameters())}
    return FIGURE.format(state=json.dumps(state))


@pytest.fixture(scope="module")
def watch(
    watched: Callable[..., Watch], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watch]:
    """A notebook in JupyterLite, with all its cells run."""
    folder = tmp_path_factory.mktemp("kernel")
    shutil.copytree(FOLDER, folder / "pyodide")
    with_empty_wheels(folder / "pyodide")
    (folder / "notebooks").mkdir()
    notebook = nbformat.v4.new_notebook()
    for source in (VERSIONS, IMPORT, SYMBOLS, SLIDER, figure_cell(), ASK, SET):
        notebook.cells.append(nbformat.v4.new_code_cell(source))
    notebook = launch.with_install_cell(notebook, launch.install_source())
    text = notebooks.to_text(notebooks.normalise(notebook))
    (folder / "notebooks/kernel.ipynb").write_text(text, encoding="utf-8")
    lite.build(folder / "html/lite", folder / "pyodide", folder / "notebooks")
    with serving(folder / "html") as address:
        watch = watched(viewport={"width": 1280, "height": 1400})
        page = watch.page
        page.goto(f"{address}/lite/notebooks/index.html?path=notebooks/kernel.ipynb")
        page.locator(".jp-Notebook .jp-CodeCell").last.wait_for()
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
        page.get_by_text("Run All Cells", exact=True).click()
        prompt = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").last
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=4 * PATIENCE)
        yield watch


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def cell(page: Page, source: str) -> Locator:
    return page.locator(".jp-CodeCell", has_text=source).last


def said(page: Page, source: str) -> list[str]:
    return cell(page, source).locator(".jp-OutputArea-output").all_inner_texts()


def run(page: Page, source: str) -> list[str]:
    """Run a cell again as a reader does, and return what it then prints."""
    prompt = cell(page, source).locator(".jp-InputPrompt").first
    before = int(re.search(r"\d+", prompt.inner_text())[0])
    cell(page, source).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(re.compile(rf"\[(\*|{before})\]:"), timeout=PATIENCE)
    return said(page, source)


def test_the_installing_cell_brings_the_package_and_prints_nothing(page: Page) -> None:
    assert said(page, "%pip install") == []
    (printed,) = said(page, "from importlib.metadata import version")
    found = dict(line.split() for line in printed.strip().splitlines())
    own = {path.name.split("-")[0]: path.name.split("-")[1] for path in lite.WHEELS.iterdir()}
    assert found.pop("l2reg") == "0.1.0"
    assert found == {name: own[name.replace("-", "_")] for name in found}


def test_the_package_misses_numpy_at_most(page: Page) -> None:
    numpy = Path(FOLDER) / lock_of(Path(FOLDER))["packages"]["numpy"]["file_name"]
    expected = "imported 0.1.0" if numpy.exists() else "missing: numpy"
    assert [text.strip() for text in said(page, "import l2reg")] == [expected]


def test_a_pure_package_of_pyodide_is_loaded_when_it_is_imported(page: Page) -> None:
    assert [text.strip() for text in said(page, "import sympy")] == ["alpha*w"]


def test_sliders_and_figures_live_there_both_ways(page: Page) -> None:
    """The last cell has set both from Python; a key moves each, and Python sees it."""
    handle = cell(page, "FloatSlider(").locator(".noUi-handle")
    figure = cell(page, "anywidget.AnyWidget").locator("figure.live-figure")
    alpha = figure.locator("input[name=alpha]")
    expect(figure).to_have_attribute("data-live", "true", timeout=PATIENCE)
    expect(handle).to_have_attribute("aria-valuenow", "4.5", timeout=PATIENCE)
    assert float(alpha.input_value()) == 2.25
    handle.focus()
    page.keyboard.press("ArrowRight")
    alpha.focus()
    page.keyboard.press("Home")
    assert [text.strip() for text in run(page, "print('slider'")] == ["slider 5.0 alpha 0"]


def test_nothing_came_from_elsewhere_and_nothing_went_wrong(watch: Watch) -> None:
    """The last test: over all that was done."""
    assert watch.other_hosts == set()
    assert [problem for problem in watch.problems if "console warning" not in problem] == []
