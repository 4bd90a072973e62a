"""tools/book.py builds the book for make, the tests and the benchmarks; here by a stand-in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project.make import program
from tools import book, isolated, lite

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")
BOTH = {".doctrees", ".jupyter_cache"}


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A function that says what jupyter-book does in place of building; JupyterLite is away."""
    stand_in = tmp_path / "jupyter-book"
    monkeypatch.setattr(book, "PROGRAM", (str(stand_in),))
    monkeypatch.setattr(lite, "installed", lambda: False)
    monkeypatch.setattr(book, "LANGUAGES", {"en": "English"})
    monkeypatch.setattr(book.execution, "execute", lambda *_: None)
    program(stand_in, "echo with: $*")
    return lambda script: program(stand_in, script)


@pytest.fixture
def folder(tmp_path: Path, builder: Callable[[str], str]) -> Path:
    """A folder in which the book has been built and read."""
    folder = tmp_path / "folder"
    assert book.build(folder, log=tmp_path / "log")
    assert "with: build . -W -n --keep-going" in (tmp_path / "log").read_text(encoding="utf-8")
    for name in BOTH:
        (folder / "_build" / name).mkdir()
    return folder


def test_a_language_that_is_left_out_leaves_no_page(tmp_path: Path) -> None:
    """Such as a search in it, which the first build of both had made."""
    shared, theirs = (
        {"html/index.html", "html/lite/a.html"},
        {"html/ko/a.html", "html/ko/search.html"},
    )
    for name in shared | theirs | {"html/book/a.html", "html/search.html", "html/searchindex.js"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for spoken, left in (["ko"], shared | theirs), (["en"], shared):
        book.forget_unspoken(tmp_path, spoken)
        paths = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
        assert paths == left


def kept(folder: Path) -> set[str]:
    return {name for name in BOTH if (folder / "_build" / name).exists()}


def test_a_reader_s_settings_stay_out(
    folder: Path,
    builder: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("MPLBACKEND", "PYTHONWARNINGS", "PYTEST_ADDOPTS", "OTHER", "CHROMIUM"):
        monkeypatch.setenv(name, "mine")
    builder("env")
    assert book.build(folder, log=tmp_path / "log")
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.endswith("=mine")] == ["CHROMIUM=mine"]
    assert f"HOME={isolated.HOME}" in lines


@pytest.mark.parametrize("stopped", [False, True])
def test_a_failed_build_reports_every_warning_again_and_executes_nothing_again(
    folder: Path,
    builder: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    stopped: bool,
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    if stopped:
        monkeypatch.setattr(book.subprocess, "run", stop)
        with pytest.raises(KeyboardInterrupt):
            book.build(folder)
    else:
        builder("exit 1")
        assert not book.build(folder)
    assert kept(folder) == {".jupyter_cache"}


def test_a_build_that_the_system_ended_says_so(
    folder: Path, builder: Callable[[str], str], tmp_path: Path
) -> None:
    """Where memory is short, say: nothing of Sphinx's own tells it."""
    builder("kill -KILL $$")
    assert not book.build(folder, log=tmp_path / "log")
    assert "ended by the system: Killed" in (tmp_path / "log").read_text(encoding="utf-8")


def test_nothing_is_built_where_nothing_has_changed(
    folder: Path, builder: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a source, nor a file of the site, nor what was asked for."""
    site, source, test = folder / "_build/html", tmp_path / "book/a.md", tmp_path / "tests/a.py"
    for path in (source, test):
        path.parent.mkdir()
        path.write_text("first", encoding="utf-8")
    monkeypatch.setattr(book, "ROOT", tmp_path)
    monkeypatch.setattr(book.files, "present", lambda: [test, source])

    def ran(**options: bool) -> bool:
        """Build, and say whether that took the builder."""
        assert book.build(folder, log=tmp_path / "log", **options)
        said = (tmp_path / "log").read_text(encoding="utf-8")
        assert ("Nothing has changed" in said) != ("with: " in said)
        return "with: " in said

    builder(f"echo with: $*; mkdir -p {site}/_static; date > {site}/index.html; date > {site}/a")
    assert [ran(), ran(), ran(with_lite=False), ran(with_lite=False)] == [True, False, True, False]
    test.write_text("second", encoding="utf-8")
    assert not ran(with_lite=False)
    source.write_text("second", encoding="utf-8")
    assert [ran(), ran()] == [True, False]
    for name in ("a", "index.html"):
        (site / name).unlink()
        assert [ran(), ran()] == [True, False], name
    builder("exit 1")
    source.write_text("third", encoding="utf-8")
    assert not book.build(folder)
    assert not book.build(folder), "a failed build leaves nothing to come back to"


def test_two_builds_take_turns(folder: Path, builder: Callable[[str], str]) -> None:
    lock = folder / "_build/.building.lock"
    ask = f"from filelock import FileLock; FileLock({str(lock)!r}, timeout=0).acquire()"
    builder(f'! "{sys.executable}" -c "{ask}" 2> /dev/null')
    assert book.build(folder), "while it builds, nobody else has the lock"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def test_all_is_executed_again_when_the_library_or_a_package_changes_and_only_then(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not when Python compiles something beside the library."""
    module, package = tmp_path / "src/l2reg/penalty.py", tmp_path / "site/numpy-2.0.0.dist-info"
    for place in (module, package / "METADATA"):
        place.parent.mkdir(parents=True)
        place.write_text("old", encoding="utf-8")
    monkeypatch.setattr(book.sysconfig, "get_path", lambda _: str(tmp_path / "site"))
    found = [book.executed_with(tmp_path)]
    (module.parent / "__pycache__").mkdir()
    (module.parent / "__pycache__/penalty.pyc").touch()
    assert book.executed_with(tmp_path) == found[0]
    module.write_text("new", encoding="utf-8")
    found.append(book.executed_with(tmp_path))
    package.rename(package.with_name("numpy-2.0.1.dist-info"))
    found.append(book.executed_with(tmp_path))
    assert len(set(found)) == 3
    for now, left in ((found[0], set()), (found[0], BOTH), (found[1], set())):
        monkeypatch.setattr(book, "executed_with", lambda *_, now=now: now)
        assert book.build(folder)
        assert kept(folder) == left
        for name in BOTH:
            (folder / "_build" / name).mkdir(exist_ok=True)


def test_jupyterlite_comes_first_and_may_fail(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []
    monkeypatch.setattr(lite, "installed", lambda: True)
    monkeypatch.setattr(lite, "build", lambda *given, **_: not asked.append(given))
    log, site = tmp_path / "log", folder / "_build/html/lite"
    assert book.build(folder, log=log, pyodide=tmp_path / "python")
    assert asked == [(site, tmp_path / "python")]
    first, second = log.read_text(encoding="utf-8").splitlines()
    assert first == f"JupyterLite is in {site}"
    assert second.startswith("with: ")

    def fails(*_: object, **__: object) -> None:
        raise lite.LiteError("no wheel")

    monkeypatch.setattr(lite, "build", fails)
    assert not book.build(folder, log=log)
    assert log.read_text(encoding="utf-8").startswith("No JupyterLite: no wheel\n")
    site.mkdir(parents=True)
    assert book.build(folder, with_lite=False)
    assert not site.exists(), "its button would stay"
