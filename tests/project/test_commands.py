"""The README, the Makefile and the workflows name the same commands, and the commands exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TEST_COMMAND = re.compile(r"pytest -n \S+ (--dist loadscope .*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def makefile(root: Path) -> str:
    return (root / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_readme_names_targets_that_exist(makefile: str, readme: str) -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", readme, flags=re.MULTILINE))
    some = {"book", "test", "test-oldest", "serve", "lab", "execute", "bench", "clean", "links"}
    assert some <= named
    assert named <= targets(makefile)


def test_readme_tests_with_the_same_line_as_make(makefile: str, readme: str) -> None:
    (by_make,) = TEST_COMMAND.findall(makefile)
    (by_hand,) = TEST_COMMAND.findall(readme)
    assert by_make == by_hand


def test_workflows_run_what_a_reader_runs(root: Path) -> None:
    # The README's two commands, in a fresh clone (tests/project/test_fresh.py), and two more.
    last = (root / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]
    assert last == 'exec "$PYTHON" tools/fresh.py --then "make lint" "make pdf"'
    workflows = root / ".github/workflows"
    assert "run: .ci/run\n" in (workflows / "test.yml").read_text(encoding="utf-8")
    assert "run: make book\n" in (workflows / "publish.yml").read_text(encoding="utf-8")
    assert os.access(root / ".ci/run", os.X_OK)


def test_actions_are_pinned_by_commit(root: Path) -> None:
    for path in (root / ".github/workflows").glob("*.yml"):
        for action in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def make(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    # Not the settings of the `make test` that may have started these tests.
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@needs_make
def test_help_is_the_default_and_lists_every_target(root: Path, makefile: str) -> None:
    outcome = make(folder=root)
    assert outcome.returncode == 0, outcome.stderr
    listed = set(re.findall(r"^  ([a-z-]+) ", outcome.stdout, flags=re.MULTILINE))
    assert listed == targets(makefile)


@needs_make
@pytest.mark.parametrize(
    ("script", "message"),
    [
        (None, "No my-python here. Install Python 3.11 or newer"),
        ('[ "$1" = --version ] && echo Python 3.10.4; [ "$1" = --version ]', "3.10.4 is too old"),
        ('case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac', "python has no venv module"),
    ],
)
def test_a_python_that_cannot_do_is_named(
    root: Path, tmp_path: Path, script: str | None, message: str
) -> None:
    shutil.copy(root / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "pyproject.toml").touch()
    python = tmp_path / "my-python"
    if script is not None:
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
    name = str(python) if script is not None else "my-python"
    outcome = make("install", f"PYTHON={name}", folder=tmp_path)
    assert outcome.returncode != 0
    assert message in outcome.stdout
    assert not (tmp_path / ".venv").exists()


@needs_make
def test_serve_says_that_there_is_no_book_yet(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "Makefile", tmp_path)
    outcome = make("serve", folder=tmp_path)
    assert outcome.returncode != 0
    assert "run 'make book' first" in outcome.stdout


@pytest.fixture
def small_book(root: Path, tmp_path: Path) -> Path:
    """A folder that `make book` takes for installed and built once; its builder is a stand-in."""
    shutil.copy(root / "Makefile", tmp_path)
    names = (
        *("requirements.lock", "requirements-lite.lock", "pyproject.toml", "src/l2reg/penalty.py"),
        *(".venv/.locked", ".venv/.installed", ".venv-lite/.installed", "_build/.sources"),
        *("_build/.doctrees/environment.pickle", "_build/.jupyter_cache/global.db"),
    )
    for age, name in enumerate(names):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (1e9 + age, 1e9 + age))
    builder(tmp_path, exit_code=0)
    stand_in(tmp_path / ".venv/bin/python", 'echo "python: $*"')
    return tmp_path


def builder(folder: Path, exit_code: int) -> None:
    stand_in(folder / ".venv/bin/jupyter-book", f'echo "with: $*"\nexit {exit_code}')


def stand_in(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def kept(folder: Path) -> set[str]:
    return {name for name in (".doctrees", ".jupyter_cache") if (folder / "_build" / name).exists()}


@needs_make
def test_book_makes_warnings_errors_and_says_where_it_is(small_book: Path) -> None:
    outcome = make("book", folder=small_book)
    assert outcome.returncode == 0, outcome.stderr
    assert "with: build . -W -n --keep-going\n" in outcome.stdout
    assert outcome.stdout.endswith(
        "The book is in _build/html/index.html: open that file, or run 'make serve'.\n"
    )
    assert kept(small_book) == {".doctrees", ".jupyter_cache"}


@needs_make
def test_a_failed_build_reports_every_warning_again_and_executes_nothing_again(
    small_book: Path,
) -> None:
    builder(small_book, exit_code=1)
    outcome = make("book", folder=small_book)
    assert outcome.returncode != 0
    assert "The book is in" not in outcome.stdout
    assert kept(small_book) == {".jupyter_cache"}


@needs_make
@pytest.mark.parametrize(
    "changed",
    [
        ["src/l2reg/penalty.py"],
        ["requirements.lock", ".venv/.locked", ".venv/.installed"],  # and installed
    ],
)
def test_notebooks_run_again_when_the_library_or_the_pins_change(
    small_book: Path, changed: list[str]
) -> None:
    for age, name in enumerate(changed):
        os.utime(small_book / name, (1.5e9 + age, 1.5e9 + age))
    assert make("book", folder=small_book).returncode == 0
    assert kept(small_book) == set()


@needs_make
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["python: tools/lite.py build"]),
        (("PYODIDE=a folder",), ["python: tools/lite.py build --pyodide a folder"]),
        (("LITE=0",), []),
    ],
)
def test_the_book_has_jupyterlite_unless_it_is_left_out(
    small_book: Path, options: tuple[str, ...], expected: list[str]
) -> None:
    """Before the book: a chapter shows the button only if JupyterLite is there."""
    old = small_book / "_build/html/lite"
    old.mkdir(parents=True)
    lines = make("book", *options, folder=small_book).stdout.splitlines()
    assert [line for line in lines if line.startswith("python:")] == expected
    assert lines.index("with: build . -W -n --keep-going") == len(expected)
    assert old.exists() == bool(expected)


@needs_make
def test_jupyterlite_is_installed_again_when_its_pins_change(small_book: Path) -> None:
    os.utime(small_book / "requirements-lite.lock", (1.5e9, 1.5e9))
    assert "python: tools/lite.py install\n" in make("book", folder=small_book).stdout
    assert "python: tools/lite.py install\n" not in make("book", folder=small_book).stdout
