"""The files of the project are those that git tracks, or would if it were there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from sphinx.project import Project

from tests.project.make import ran
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
OF_A_READER = ("note.txt", "a.log", "Untitled.ipynb", "scratch.py", "notebooks/Untitled.ipynb")


@pytest.mark.parametrize("git", [False, pytest.param(True, marks=needs_git)])
def test_a_reader_s_own_files_are_none_of_them(project: Path, git: bool) -> None:
    """Without git, their place tells: none in the root, and no notebook that is no chapter."""
    for command in ("init", "add .") if git else ():
        subprocess.run(["git", *command.split()], cwd=project, check=True, capture_output=True)
    for name in OF_A_READER:
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).touch()
    assert files.tracked(project) == EXPECTED
    (project / "README.md").unlink()
    assert files.tracked(project) == [EXPECTED[0], EXPECTED[2]]
    # An archive within another checkout, of which git would name the files.
    (project / "inner").mkdir()
    shutil.copy(project / ".gitignore", project / "inner")
    assert files.tracked(project / "inner") == [".gitignore"]


@pytest.fixture
def kept(root: Path, tmp_path: Path) -> Path:
    """The book in a folder in which a reader keeps files of their own, and no git."""
    for name in files.tracked(root):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    beside = [path.relative_to(tmp_path).as_posix() for path in files.chapters(tmp_path)[:2]]
    for name, text in {
        **dict.fromkeys(("Untitled.ipynb", "notebooks/Untitled.ipynb", "book/index.ipynb"), "{"),
        **dict.fromkeys(("note.md", "my/a.rst", "notebooks/scratch.py", "my.log"), "my own \n\n"),
        **{name.replace(".ipynb", ".md"): "# What nbconvert made\n" for name in beside},
        **{name.replace(".ipynb", ".rst"): "What nbconvert made\n" for name in beside},
        beside[0].replace(".ipynb", "-Copy1.ipynb"): "{",
        "notebooks/.ipynb_checkpoints/01-checkpoint.ipynb": "{",
        "sub/_build/index.md": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_reader_s_notebook_is_no_chapter(root: Path, kept: Path) -> None:
    """For make, for nbval and for JupyterLite."""
    chapters = [path.relative_to(root).as_posix() for path in files.chapters(root)]
    assert chapters == [name for name in files.tracked(root) if name.endswith(".ipynb")]
    assert [path.relative_to(kept).as_posix() for path in files.chapters(kept)] == chapters
    environment = {"PATH": os.environ["PATH"]}
    for command, expected in (
        (["make", "-n", "execute"], " ".join(["-m tools.notebooks execute", *chapters])),
        ([sys.executable, "-m", "pytest", "--collect-only", "-qq", "--nbval", "notebooks"], ""),
    ):
        outcome = ran(*command, folder=kept, env=environment)
        assert outcome.returncode == 0, outcome.stderr
        assert expected in outcome.stdout
        assert not re.search("Untitled|Copy1", outcome.stdout)


def test_a_reader_s_file_is_no_page(kept: Path) -> None:
    """Sphinx warns where two files would be one page, and the book would not build."""
    config = yaml.safe_load((kept / "_config.yml").read_text(encoding="utf-8"))
    assert config["only_build_toc_files"]
    project = Project(kept, {".md": "", ".ipynb": "", ".rst": ""})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sphinx.project.logger.warning", lambda *said, **_: pytest.fail(str(said)))
        found = project.discover(config["exclude_patterns"])
    assert {"book/index", "notebooks/01_l2_penalty"} <= found
