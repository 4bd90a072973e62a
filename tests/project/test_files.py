"""The files of the project are those that git names, or would name if it were there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import files

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A project of three files, with what is built and installed beside them."""
    shutil.copy(root / ".gitignore", tmp_path)
    for name in (
        *("README.md", "src/a b.py", "_build/html/index.html", ".venv/lib/a.py"),
        *("src/__pycache__/a.pyc", "src/l2reg.egg-info/PKG-INFO", ".venv-lite/b", ".ruff_cache/c"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


EXPECTED = [".gitignore", "README.md", "src/a b.py"]


def test_without_git(project: Path) -> None:
    assert files.tracked(project) == EXPECTED


@needs_git
def test_with_git(project: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    assert files.tracked(project) == EXPECTED
    (project / "README.md").unlink()
    assert files.tracked(project) == [EXPECTED[0], EXPECTED[2]]


@needs_git
def test_an_archive_within_another_checkout(project: Path) -> None:
    """Git would name the files of that one."""
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    inner = project / "inner"
    inner.mkdir()
    shutil.copy(project / ".gitignore", inner)
    assert files.tracked(inner) == [".gitignore"]


@needs_git
def test_the_walk_finds_what_git_names(root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("this is no checkout")
    walked = {path.relative_to(root).as_posix() for path in files._walk(root)}
    assert set(files.tracked(root)) <= walked  # an editor's own files may be there too


def test_the_command_is_made_for_xargs(root: Path) -> None:
    command = [sys.executable, "tools/files.py"]
    outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert outcome.stdout == "".join(f"{name}\0" for name in files.tracked(root))
