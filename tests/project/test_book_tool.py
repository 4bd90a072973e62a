"""tools/book.py builds the book for make, the tests and the benchmarks; here by a stand-in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import book, files, isolated, lite

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")
BOTH = {".doctrees", ".jupyter_cache"}


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A function that says what jupyter-book does in place of building; JupyterLite is away."""
    stand_in = tmp_path / "jupyter-book"
    monkeypatch.setattr(book, "PROGRAM", (str(stand_in),))
    monkeypatch.setattr(lite, "installed", lambda: False)

    def does(script: str) -> None:
        stand_in.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        stand_in.chmod(0o755)

    does("echo with: $*")
    return does


@pytest.fixture
def folder(tmp_path: Path, builder: Callable[[str], None]) -> Path:
    """A folder in which the book has been built and read."""
    folder = tmp_path / "folder"
    assert book.build(folder)
    for name in BOTH:
        (folder / "_build" / name).mkdir()
    return folder


def kept(folder: Path) -> set[str]:
    return {name for name in BOTH if (folder / "_build" / name).exists()}


def test_warnings_are_errors_and_what_is_said_is_shown_or_kept(
    folder: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    capfd.readouterr()
    assert book.build(folder)
    line = f"with: build . -W -n --keep-going --path-output {folder}\n"
    without = "No JupyterLite in the book: it is not installed.\n"
    assert capfd.readouterr().out == without + line
    assert book.build(folder, log=tmp_path / "log")
    assert capfd.readouterr().out == ""
    assert (tmp_path / "log").read_text(encoding="utf-8") == without + line
    assert kept(folder) == BOTH


def test_a_reader_s_settings_stay_out(
    folder: Path,
    builder: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("MPLBACKEND", "PYTHONWARNINGS", "PYTEST_ADDOPTS", "OTHER", "CHROMIUM"):
        monkeypatch.setenv(name, "mine")
    builder("env")
    assert book.build(folder, log=tmp_path / "log")
    found = dict(
        line.split("=", 1) for line in (tmp_path / "log").read_text().splitlines() if "=" in line
    )
    assert [name for name, value in found.items() if value == "mine"] == ["CHROMIUM"]
    assert found["HOME"] == str(isolated.HOME)


def test_a_failed_build_reports_every_warning_again_and_executes_nothing_again(
    folder: Path, builder: Callable[[str], None]
) -> None:
    builder("exit 1")
    assert not book.build(folder)
    assert kept(folder) == {".jupyter_cache"}


def test_so_does_one_that_was_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(book.subprocess, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        book.build(folder)
    assert kept(folder) == {".jupyter_cache"}


def test_two_builds_take_turns(folder: Path, builder: Callable[[str], None]) -> None:
    lock = folder / "_build/.building.lock"
    ask = f"from filelock import FileLock; FileLock({str(lock)!r}, timeout=0).acquire()"
    builder(f'! "{sys.executable}" -c "{ask}" 2> /dev/null')
    assert book.build(folder), "while it builds, nobody else has the lock"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with a library of one module, and a site of one package."""
    for name in ("src/l2reg/penalty.py", "site/numpy-2.0.0.dist-info/METADATA"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("old", encoding="utf-8")
    monkeypatch.setattr(book.sysconfig, "get_path", lambda name: str(tmp_path / "site"))
    return tmp_path


def test_what_is_executed_depends_on_the_library_the_packages_and_what_is_isolated(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not on what Python compiles beside the library, nor on when a file was written."""
    found = [book.executed_with(library)]
    module = library / "src/l2reg/penalty.py"
    (module.parent / "__pycache__").mkdir()
    (module.parent / "__pycache__/penalty.pyc").touch()
    os.utime(module, (time.time() + 9, time.time() + 9))
    assert book.executed_with(library) == found[0]
    module.write_text("new", encoding="utf-8")
    found.append(book.executed_with(library))
    module.rename(module.with_name("descent.py"))
    found.append(book.executed_with(library))
    (library / "site/numpy-2.0.0.dist-info").rename(library / "site/numpy-2.0.1.dist-info")
    found.append(book.executed_with(library))
    monkeypatch.setattr(isolated, "__file__", str(module.with_name("descent.py")))
    found.append(book.executed_with(library))
    assert len(set(found)) == 5


def test_it_is_dropped_when_that_changes_and_only_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert book.build(folder)
    assert kept(folder) == BOTH
    monkeypatch.setattr(book, "executed_with", lambda: "another library")
    assert book.build(folder)
    assert kept(folder) == set()


def test_jupyterlite_comes_first_and_may_fail(
    folder: Path,
    builder: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    asked = []
    monkeypatch.setattr(lite, "installed", lambda: True)
    monkeypatch.setattr(lite, "build", lambda *arguments: not asked.append(arguments))
    capfd.readouterr()
    assert book.build(folder, pyodide=tmp_path / "python")
    site = folder / "_build/html/lite"
    assert asked == [(site, tmp_path / "python")]
    first, second = capfd.readouterr().out.splitlines()
    assert first == f"JupyterLite is in {site}"
    assert second.startswith("with: ")

    def fails(*_: object) -> None:
        raise lite.LiteError("no wheel")

    monkeypatch.setattr(lite, "build", fails)
    for log in (None, tmp_path / "log"):
        assert not book.build(folder, log=log)
        said = log.read_text(encoding="utf-8") if log else capfd.readouterr().err
        assert said == f"No JupyterLite: no wheel\n{book.WITHOUT}\n"
    site.mkdir(parents=True)
    assert book.build(folder, with_lite=False)
    assert not site.exists(), "its button would stay"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], {"with_lite": True, "pyodide": None}),
        (["--no-lite"], {"with_lite": False, "pyodide": None}),
        (["--pyodide", "a folder"], {"with_lite": True, "pyodide": Path("a folder")}),
    ],
)
@pytest.mark.parametrize("built", [True, False])
def test_the_command_says_where_the_book_is(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    options: dict[str, object],
    built: bool,
) -> None:
    asked = []
    monkeypatch.setattr(book, "build", lambda **options: asked.append(options) or built)
    assert book.main(arguments) == (0 if built else 1)
    assert asked == [{**options, "links": False}]
    out, err = capsys.readouterr()
    where = "The book is in _build/html/index.html: open that file, or run 'make serve'.\n"
    assert (out.endswith(where), err) == (
        built,
        "" if built else "The book did not build: see above.\n",
    )


def test_nothing_else_builds_the_book(root: Path) -> None:
    """What knows how stands in one place; the link checker has a builder of its own."""
    names = [name for name in files.tracked(root) if name.endswith((".py", ".yml", "Makefile"))]
    found = {
        name
        for name in names
        if re.search(r"--keep-going|jupyter-book\W+build", (root / name).read_text("utf-8"))
    }
    assert found - {name for name in found if name.startswith("tests/")} == {"tools/book.py"}
