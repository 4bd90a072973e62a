"""What may be in the repository: sources alone, well spelled, in one style, naming no machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import files

# Written by a build, a run or an editor, and so never committed.
GENERATED = re.compile(
    r"(^|/)(_build|build|dist|\.venv[^/]*|__pycache__|\.ipynb_checkpoints|\.pytest_cache|"
    r"\.ruff_cache|\.hypothesis|\.jupyter_cache|[^/]*\.egg-info)(/|$)"
    r"|\.(png|jpe?g|pyc|whl|log|orig|rej)$"
    r"|(^|/)\.DS_Store$"
)

# A registry's host or another address to install from; and a folder of somebody's machine, which
# /opt/tljh is not: The Littlest JupyterHub is there on every machine that has it.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|deb\.debian\.org"
    r"|index-url\s*=?\s*(https?|file):|file:///?[a-z]",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"(?<![\w.~-])/(home|Users|root|opt(?!/tljh/)|work|mnt|srv)/[\w.-]+|[A-Z]:\\Users\\|/tmp/[\w.-]+"
)


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[str]:
    """Every file of the project, as paths from the root."""
    return files.tracked(root)


def lines_matching(root: Path, names: list[str], *patterns: re.Pattern[str]) -> list[str]:
    found = []
    for name in names:
        try:
            text = (root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{name}:{number}: {match[0]}"
            for number, line in enumerate(text.splitlines(), start=1)
            for pattern in patterns
            if (match := pattern.search(line))
        ]
    return found


def run(root: Path, module: str, *arguments: str) -> None:
    """Run a tool of this environment, and show what it says when it is not content."""
    command = [sys.executable, "-m", module, *arguments]
    outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, f"{' '.join(command[1:])}\n{outcome.stdout}{outcome.stderr}"


def test_no_generated_file(tracked: list[str]) -> None:
    assert [name for name in tracked if GENERATED.search(name)] == []


def test_no_registry_and_no_machine_is_named(root: Path, tracked: list[str]) -> None:
    # A test may name a machine's folder as an example of what is refused.
    names = [name for name in tracked if not name.startswith("tests/project/")]
    assert lines_matching(root, names, REGISTRY, MACHINE) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("pip install --index-url https://example.org/simple l2reg", True),
        ("opened file:///x/index.html", True),
        ("/home/someone/book", True),
        ("C:\\Users\\someone", True),
        ("from disk (file://) as well", False),
        ("the folder ~/Library/Caches", False),
        ("/usr/bin/env bash", False),
        ("/opt/tljh/config", False),
        ("/opt/tljh2/config", True),
    ],
)
def test_what_counts_as_named(tmp_path: Path, line: str, found: bool) -> None:
    (tmp_path / "a.txt").write_text(line, encoding="utf-8")
    assert bool(lines_matching(tmp_path, ["a.txt"], REGISTRY, MACHINE)) == found


def test_every_text_ends_in_one_newline_and_no_line_in_spaces(
    root: Path, tracked: list[str]
) -> None:
    wrong = []
    for name in tracked:
        try:
            text = (root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            wrong.append(f"{name}: end of file")
        if not name.endswith((".ipynb", ".svg")):
            wrong += [
                f"{name}:{number}: trailing space"
                for number, line in enumerate(text.split("\n"), start=1)
                if line != line.rstrip()
            ]
    assert wrong == []


def code(tracked: list[str]) -> list[str]:
    return [name for name in tracked if name.endswith((".py", ".ipynb"))]


def test_ruff_check(root: Path, tracked: list[str]) -> None:
    """Modules, tests and the notebooks' code cells."""
    run(root, "ruff", "check", "--no-cache", "--force-exclude", *code(tracked))


def test_ruff_format(root: Path, tracked: list[str]) -> None:
    """Modules and tests; a notebook's cells are laid out by hand, to mirror their equations."""
    options = ("--check", "--diff", "--no-cache", "--force-exclude")
    run(root, "ruff", "format", *options, *code(tracked))


def test_codespell(root: Path, tracked: list[str]) -> None:
    run(root, "codespell_lib", *tracked)
