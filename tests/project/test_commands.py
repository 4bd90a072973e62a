"""The commands of the Makefile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile_home import hostile_home


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
    assert {"book", "test"} <= named <= targets(makefile)


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
def installed(root: Path, tmp_path: Path) -> Path:
    """A folder in which make takes everything for installed; its Python says what it is to do."""
    shutil.copy(root / "Makefile", tmp_path)
    names = (
        *("requirements.lock", "requirements-lite.lock", "requirements-mutants.lock"),
        *("requirements-uv.lock", "pyproject.toml", ".venv/.locked", ".venv/.installed"),
        *(".venv-lite/.installed", ".venv-mutants/.installed", ".venv-lock/.installed"),
    )
    for age, name in enumerate(names):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (1e9 + age, 1e9 + age))
    for name in (".venv", ".venv-lite", ".venv-lock"):
        python = tmp_path / name / "bin/python"
        python.parent.mkdir()
        python.write_text(
            '#!/bin/sh\necho "python: $*"\necho "$PYTHONPATH" >&2\n', encoding="utf-8"
        )
        python.chmod(0o755)
    return tmp_path


def told(outcome: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what the stand-in for Python was told to do."""
    assert outcome.returncode == 0, outcome.stderr
    lines = outcome.stdout.splitlines()
    return [line.removeprefix("python: ") for line in lines if line.startswith("python: ")]


@needs_make
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "-m tools.book"),
        (("PYODIDE=a folder",), "-m tools.book --pyodide a folder"),
        (("LITE=0",), "-m tools.book --no-lite"),
    ],
)
def test_the_book_has_jupyterlite_unless_it_is_left_out(
    installed: Path, options: tuple[str, ...], expected: str
) -> None:
    assert told(make("book", *options, folder=installed)) == [expected]


@needs_make
def test_a_reader_s_settings_reach_no_command(installed: Path, tmp_path: Path) -> None:
    """Nor the shell that runs it; what the book is built with is another test's."""
    home = hostile_home(tmp_path / "home")
    for target in ("book", "check", "execute", "test"):
        found = []
        for environment in ({"PATH": home["PATH"], "HOME": home["HOME"]}, home):
            command = ["make", "--no-print-directory", target]
            outcome = subprocess.run(
                command, cwd=installed, env=environment, capture_output=True, text=True, check=False
            )
            found.append(told(outcome))
        assert found[0] == found[1]


@needs_make
def test_jupyterlite_is_installed_again_when_its_pins_change(installed: Path) -> None:
    os.utime(installed / "requirements-lite.lock", (1.5e9, 1.5e9))
    assert told(make("book", "LITE=0", folder=installed)) == ["-m tools.book --no-lite"]
    assert told(make("book", folder=installed)) == ["-m tools.lite install", "-m tools.book"]
    assert told(make("book", folder=installed)) == ["-m tools.book"]


@needs_make
def test_mutants_find_their_packages_wherever_they_are_run(installed: Path) -> None:
    """They run in a folder of their own, from which a relative path would lead nowhere."""
    outcome = make("mutants", "JOBS=1", "MODULES=penalty live.js", folder=installed)
    assert told(outcome) == ["-m tools.mutants --jobs 1 penalty live.js"]
    assert outcome.stderr.splitlines()[-1] == str(installed / ".venv-mutants")


@needs_make
def test_what_is_no_checkout_is_spelled_too(root: Path, tmp_path: Path) -> None:
    """An unpacked archive, which `.ci/run` copies: git names no file there."""
    for name in ("Makefile", ".gitignore", "pyproject.toml", "tools/files.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    for name in ("requirements.lock", ".venv/bin/python", ".venv/.locked", ".venv/.installed"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    python = tmp_path / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    for name in ("_build/built.md", "book/page.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Right.\n", encoding="utf-8")
    assert make("lint", folder=tmp_path).returncode == 0
    for name, code in (("_build/built.md", 0), ("book/page.md", 2)):
        (tmp_path / name).write_text("This is teh text.\n", encoding="utf-8")  # codespell:ignore
        assert make("lint", folder=tmp_path).returncode == code, name


@needs_make
@pytest.mark.parametrize("there", [True, False])
def test_matplotlib_has_a_folder_where_home_cannot_be_written_to(
    installed: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Else it says so at every import, and in a notebook that stops the build."""
    monkeypatch.setenv("HOME", str(installed if there else installed / "none"))
    python = installed / ".venv/bin/python"
    python.write_text('#!/bin/sh\necho "python: $MPLCONFIGDIR"\n', encoding="utf-8")
    expected = "" if there else str(installed / ".venv/matplotlib")
    assert told(make("book", folder=installed)) == [expected]
