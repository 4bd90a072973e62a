"""What may be in the repository: sources alone, naming no machine. Style is `make lint`'s."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.make import ran
from tools import files

# Written by a build, a run or an editor, and so never committed.
GENERATED = re.compile(
    r"(^|/)(_build|build|dist|\.venv[^/]*|__pycache__|\.ipynb_checkpoints|\.pytest_cache|"
    r"\.ruff_cache|\.hypothesis|\.jupyter_cache|[^/]*\.egg-info)(/|$)"
    r"|\.(png|jpe?g|pyc|whl|log|orig|rej)$|(^|/)\.DS_Store$"
)
# A registry's host or another address to install from; and a folder of somebody's machine, which
# /opt/tljh is not: The Littlest JupyterHub is there on every machine that has it.
NAMED = re.compile(
    r"(?i:pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|deb\.debian\.org"
    r"|index-url\s*=?\s*(https?|file):|file:///?[a-z])"
    r"|(?<![\w.~-])/(home|Users|root|opt(?!/tljh/)|work|mnt|srv)/[\w.-]+|[A-Z]:\\Users\\|/tmp/[\w.-]+"
)


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    """Every file of the project, as paths from the root, and its text."""
    return {name: (root / name).read_text("utf-8", "replace") for name in files.tracked(root)}


def test_no_generated_file(texts: dict[str, str]) -> None:
    assert [name for name in texts if GENERATED.search(name)] == []


def test_no_registry_and_no_machine_is_named(texts: dict[str, str]) -> None:
    found = [
        f"{name}: {match[0]}"
        for name, text in texts.items()
        if not name.startswith("tests/project/")  # which name some as what is refused
        for match in NAMED.finditer(text)
    ]
    assert found == []


def test_every_text_ends_in_one_newline_and_no_line_in_spaces(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if re.search(r"[^\n]\Z|\n\n\Z", text)] == []
    lines = {n: t for n, t in texts.items() if not n.endswith((".ipynb", ".svg"))}
    assert [name for name, text in lines.items() if re.search(r"[^\S\n]$", text, re.M)] == []


def test_a_clone_has_plain_line_ends_whatever_git_is_told(root: Path, tmp_path: Path) -> None:
    """Git for Windows is told `core.autocrlf`; a shell then finds no bash."""
    for name in (".gitattributes", "Makefile"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    git = ("git", "-c", "core.autocrlf=true", "-c", "core.eol=crlf")
    for command in ("init", "add .", "checkout-index -af --prefix=clone/"):
        outcome = ran(*git, *command.split(), folder=tmp_path)
        assert outcome.returncode == 0, outcome.stderr
    assert b"\r" not in (tmp_path / "clone/Makefile").read_bytes()
