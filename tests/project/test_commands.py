"""The commands of the Makefile."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.hostile_home import hostile_home
from tests.project.make import make, needs_make, program, told

pytestmark = needs_make


def test_help_is_the_default_and_lists_every_target(root: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    listed = re.findall(r"^  ([a-z-]+) ", make(folder=root).stdout, re.MULTILINE)
    assert set(listed) == set(targets)


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
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    python = program(tmp_path / "my-python", script) if script else "my-python"
    outcome = make("install", f"PYTHON={python}", folder=tmp_path)
    assert outcome.returncode != 0
    assert message in outcome.stdout
    assert not (tmp_path / ".venv").exists()


@pytest.fixture
def installed(root: Path, tmp_path: Path) -> Path:
    """A folder in which make takes everything for installed; its Python says what it is to do."""
    shutil.copy(root / "Makefile", tmp_path)
    environments = (".venv", ".venv-lite", ".venv-lock", ".venv-mutants")
    names = [f"requirements{which}.lock" for which in ("", "-lite", "-mutants", "-uv")]
    names += ["pyproject.toml", ".venv/.locked", *(f"{name}/.installed" for name in environments)]
    for age, name in enumerate(names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1e9 + age, 1e9 + age))
    for name in environments[:3]:
        program(tmp_path / name / "bin/python", 'echo "python: $*"')
    return tmp_path


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "-m tools.book"),
        (("PYODIDE=a folder",), "-m tools.book --pyodide a folder"),
        (("LITE=0",), "-m tools.book --no-lite"),
        (("LANGUAGES=en",), "-m tools.book --languages en"),
    ],
)
def test_the_book_has_jupyterlite_unless_it_is_left_out(
    installed: Path, options: tuple[str, ...], expected: str
) -> None:
    """And it is installed again when its pins change."""
    assert told(make("book", *options, folder=installed)) == [expected]
    os.utime(installed / "requirements-lite.lock", (1.5e9, 1.5e9))
    again = [] if "LITE=0" in options else ["-m tools.lite install"]
    assert told(make("book", *options, folder=installed)) == [*again, expected]
    assert told(make("book", *options, folder=installed)) == [expected]


def test_a_reader_s_settings_reach_no_command(installed: Path, tmp_path: Path) -> None:
    """Nor the shell that runs it; what the book is built with is another test's."""
    home = hostile_home(tmp_path / "home")
    for target in ("book", "check", "execute", "test"):
        plain, hostile = (
            told(make(target, folder=installed, env=environment))
            for environment in ({"PATH": home["PATH"], "HOME": home["HOME"]}, home)
        )
        assert plain == hostile


@pytest.mark.parametrize("there", [True, False])
def test_matplotlib_has_a_folder_where_home_cannot_be_written_to(
    installed: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Else it says so at every import, and in a notebook that stops the build."""
    monkeypatch.setenv("HOME", str(installed if there else installed / "none"))
    program(installed / ".venv/bin/python", 'echo "python: $MPLCONFIGDIR"')
    expected = "" if there else str(installed / ".venv/matplotlib")
    assert told(make("book", folder=installed)) == [expected]
