"""Where the launch buttons lead, and the cell that brings the package along."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Coroutine
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from nbconvert import ScriptExporter

from l2book.sphinx.launch import _drop_dead_button
from tests.book.pages import CHAPTERS, PAGES, ROOT
from tests.notebooks.sources import compiled
from tools import launch, lite, notebooks

REPOSITORY = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]
#: Where JupyterLite keeps its kernel.
WHEELS = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
OWNER_AND_NAME = urlsplit(REPOSITORY["url"]).path


def buttons(book: Path, page: str) -> dict[str, str]:
    """Return the launch buttons of a page: name to address."""
    text = (book / f"{page}.html").read_text(encoding="utf-8")
    menus = re.findall(r'<div class="dropdown dropdown-launch-buttons">.*?</div>', text, re.DOTALL)
    links = BeautifulSoup("".join(menus), "html.parser").find_all("a")
    return {link.get_text(strip=True): link["href"] for link in links}


# --- The buttons --------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_launches_in_three_places(book: Path, lite_site: Path, chapter: str) -> None:
    """Each button names this chapter's notebook, at a path that is there."""
    found = buttons(book, chapter)
    path = f"{chapter}.ipynb"
    assert (ROOT / path).is_file()
    assert list(found) == ["Binder", "Colab", "JupyterLite"]

    binder = urlsplit(found["Binder"])
    assert (binder.scheme, binder.netloc) == ("https", "mybinder.org")
    assert binder.path == f"/v2/gh{OWNER_AND_NAME}/{REPOSITORY['branch']}"
    assert parse_qs(binder.query) == {"urlpath": [f"lab/tree/{path}"]}

    colab = urlsplit(found["Colab"])
    assert (colab.scheme, colab.netloc) == ("https", "colab.research.google.com")
    assert colab.path == f"/github{OWNER_AND_NAME}/blob/{REPOSITORY['branch']}/{path}"

    site = urlsplit(found["JupyterLite"])
    assert (site.scheme, site.netloc) == ("", "")
    assert not site.path.startswith("/"), "it would work at the root of a host alone"
    target = (book / chapter).parent / site.path
    assert target.resolve() == (lite_site / "notebooks/index.html").resolve()
    assert parse_qs(site.query) == {"path": [path]}
    assert (lite_site / "files" / path).read_bytes() == (ROOT / path).read_bytes()


def test_a_page_of_prose_launches_nothing(book: Path) -> None:
    for page in sorted(set(PAGES) - set(CHAPTERS)):
        assert buttons(book, page) == {}, page


OURS = "https://github.com/An-Account/a.book_2"


def test_what_is_published_names_the_repository_that_publishes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In _config.yml, of which nothing else is changed, and in the notebook."""
    config, copy = tmp_path / "_config.yml", tmp_path / "chapter.ipynb"
    text = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config.write_text(text, encoding="utf-8")
    copy.write_bytes((ROOT / f"{CHAPTERS[0]}.ipynb").read_bytes())
    monkeypatch.setattr(launch, "CONFIG", config)
    for _ in range(2):
        assert launch.main(["--repository", OURS, str(copy)]) == 0
        assert config.read_text(encoding="utf-8") == text.replace(REPOSITORY["url"], OURS)
    assert yaml.safe_load(config.read_text("utf-8"))["repository"] == {**REPOSITORY, "url": OURS}
    assert f"l2reg @ git+{OURS}@{REPOSITORY['branch']}" in copy.read_text(encoding="utf-8")


NOBODYS = ["", "a/b", "https://example.org/a/b", "http://github.com/a/b"]


@pytest.mark.parametrize("url", [*NOBODYS, f"{OURS}/tree/main", f"{OURS} # x"])
def test_an_address_that_no_button_can_lead_to_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^repository must be"):
        launch.name_repository("repository:\n  url: x\n", url)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("there", [True, False])
def test_no_button_for_a_site_that_is_not_there(tmp_path: Path, there: bool, second: bool) -> None:
    """`make book LITE=0`, or a book built by hand: the other buttons stay.

    A second language, built in a folder of its own, has the first one's site.
    """
    if there:
        (tmp_path / "lite/notebooks").mkdir(parents=True)
        (tmp_path / "lite/notebooks/index.html").touch()
    given = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["launch_buttons"]
    if second:
        given["jupyterlite_url"] = "../" + given["jupyterlite_url"]  # from ko/notebooks
    options = {"launch_buttons": given, "other": 1}
    language, site = ("ko", str(tmp_path)) if second else ("en", "")
    config: Any = SimpleNamespace(html_theme_options=options, book_site=site, language=language)
    app: Any = SimpleNamespace(outdir=str(tmp_path / "elsewhere" if second else tmp_path))
    _drop_dead_button(app, config)
    expected = given if there else {k: v for k, v in given.items() if k != "jupyterlite_url"}
    assert "jupyterlite_url" in given
    assert config.html_theme_options == {"launch_buttons": expected, "other": 1}


# --- The cell -----------------------------------------------------------------------------------


def run_cell() -> None:
    """Run the installing cell as a plain script does."""
    exec(compiled(launch.install_source(), "the installing cell"), {})


def waited_for(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return what a coroutine does, for which whatever it waits for is there at once."""
    with pytest.raises(StopIteration) as stop:
        coroutine.send(None)
    return stop.value.value


def run_in_jupyterlite() -> None:
    """Run the installing cell as JupyterLite's kernel does, with the code that it reads it by."""
    modules = [ModuleType("piplite.cli"), ModuleType("pyodide_kernel.litetransform")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["piplite"], "cli", modules[0], raising=False)
        for module in modules:
            patch.setitem(sys.modules, module.__name__, module)
            (wheel,) = lite.VENV.glob(f"{WHEELS}/{module.__name__.partition('.')[0]}-*.whl")
            with zipfile.ZipFile(wheel) as files:
                exec(files.read(f"{module.__name__.replace('.', '/')}.py"), vars(module))
        reader = modules[1].LiteTransformerManager()
        source = waited_for(reader.transform_cell(launch.install_source()))
        code = compile(source, "the cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        waited_for(eval(code, {}))


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the cell installs, on record and not installed."""
    record: list[Any] = []

    async def install(**options: Any) -> None:
        record.append(("piplite", options))

    def run(command: list[str], **options: Any) -> None:
        record.append((command, options))

    piplite = ModuleType("piplite")
    piplite.install = install  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "piplite", piplite)
    monkeypatch.setattr(subprocess, "run", run)
    return record


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_notebook_begins_with_the_same_cell(chapter: str) -> None:
    """Its first code cell, unseen in the book, folded in JupyterLab; `make execute` writes it."""
    cells = notebooks.read(ROOT / f"{chapter}.ipynb").cells
    first = next(cell for cell in cells if cell.cell_type == "code")
    assert first.source == launch.install_source(), "run `make execute`"
    assert (first.id, first.metadata) == (launch.CELL_ID, launch.METADATA)
    assert first.outputs == []
    assert ["%pip" in cell.source for cell in cells].count(True) == 1


def test_the_cell_is_not_in_the_book(book: Path) -> None:
    for chapter in CHAPTERS:
        assert "google.colab" not in (book / f"{chapter}.html").read_text(encoding="utf-8"), chapter


def test_elsewhere_it_does_nothing(commands: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert "google.colab" not in sys.modules
    run_cell()
    assert commands == []
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not lite.installed(), reason="JupyterLite is not installed")
def test_in_the_browser_it_installs_the_wheel_of_the_book(
    commands: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    run_in_jupyterlite()
    assert commands == [("piplite", {"requirements": ["l2reg"]})]
    assert capsys.readouterr() == ("", "")


def test_on_colab_it_installs_from_the_repository(
    commands: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    run_cell()
    ((command, options),) = commands
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert command[-1] == f"l2reg @ git+{REPOSITORY['url']}@{REPOSITORY['branch']}"
    assert {"--quiet", "--no-deps", "anywidget", "psygnal"} < set(command)
    assert options == {"check": True}, "a failure must be seen"
    assert capsys.readouterr() == ("", "")


def test_a_notebook_gets_the_cell_once(tmp_path: Path) -> None:
    """Also where it has an old one, or no code at all; the rest stays as it was."""
    path = ROOT / f"{CHAPTERS[0]}.ipynb"
    copy = tmp_path / path.name
    for old in ("", "https://example.org/another/address"):
        notebook = notebooks.read(path)
        notebook.cells = [cell for cell in notebook.cells if old or cell.id != launch.CELL_ID]
        for cell in notebook.cells:
            cell.source = cell.source.replace(REPOSITORY["url"], old)
        copy.write_text(notebooks.to_text(notebook), encoding="utf-8")
        assert copy.read_bytes() != path.read_bytes()
        assert launch.main([str(copy)]) == 0
        assert copy.read_bytes() == path.read_bytes()
    prose = notebooks.read(path)
    prose.cells = prose.cells[:1]
    assert launch.with_install_cell(prose, "x").cells[1].source == "x"


def test_nbconvert_makes_a_script_of_a_chapter(tmp_path: Path) -> None:
    """A `.py` that runs; of every chapter the tests of its form say that its code is plain."""
    text, found = ScriptExporter().from_filename(ROOT / f"{CHAPTERS[1]}.ipynb")
    assert found["output_extension"] == ".py"
    environment = os.environ | {"MPLBACKEND": "Agg"}
    script = tmp_path / "chapter.py"
    script.write_text(text, encoding="utf-8")
    command = [sys.executable, str(script)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "both sides agree" in ran.stdout
    assert ran.stderr == ""
