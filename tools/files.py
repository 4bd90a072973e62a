"""Name the files of the project, each ended by a NUL, for ``xargs -0``.

::

    python -m tools.files                # all of them
    python -m tools.files .py .ipynb     # those whose names end so

They are those that git tracks: what else a reader keeps in the folder, a note or a notebook, is
theirs. Where git is not there, or this is an unpacked archive and no checkout, they are all in the
project's own places (`OURS`) that .gitignore does not name. The chapters are those of _toc.yml.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What stands in the root, as patterns.
OURS = (
    *(
        ".ci",
        ".github",
        "benchmarks",
        "book",
        "docs",
        "etc",
        "hub",
        "lite",
        "locales",
        "notebooks",
        "src",
        "tests",
        "tools",
    ),
    *(".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile"),
    *("README.md", "_config.yml", "_toc.yml", "conftest.py", "postBuild", "pyproject.toml"),
    *("requirements*.*", "runtime.txt", ".gitattributes"),
)


def ignored(root: Path = ROOT) -> list[str]:
    """Return the names of folders that are no part of the project, as patterns: .gitignore's."""
    lines = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [".git", *(line.strip("/") for line in lines if line and not line.startswith("#"))]


def tracked(root: Path = ROOT) -> list[str]:
    """Return the files of the project as paths from its root, sorted."""
    # An archive may lie somewhere below another checkout, whose files git would name.
    names = _named_by_git(root) if (root / ".git").exists() else []
    return sorted(names or (path.relative_to(root).as_posix() for path in present(root)))


def _named_by_git(root: Path) -> list[str]:
    command = ["git", "ls-files", "-z"]
    try:
        outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return [name for name in outcome.stdout.split("\0") if name and (root / name).is_file()]


def present(root: Path = ROOT) -> Iterator[Path]:
    """Yield the paths of the files in the project's own places, whether git tracks them or not."""
    patterns = ignored(root)
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not any(fnmatch(f, pattern) for pattern in patterns)]
        if Path(folder) == root:
            for entries in (folders, names):
                entries[:] = [e for e in entries if any(fnmatch(e, pattern) for pattern in OURS)]
        paths = [Path(folder, name) for name in names]
        yield from (p for p in paths if p.suffix != ".ipynb" or p in chapters(root))


def chapters(root: Path = ROOT) -> list[Path]:
    """Return the notebooks that _toc.yml names, in reading order, as far as they are there."""
    toc = root / "_toc.yml"
    text = toc.read_text(encoding="utf-8") if toc.is_file() else ""
    named = re.findall(r"^ *- file: *(notebooks/\S+)", text, flags=re.MULTILINE)
    return [path for name in named if (path := root / f"{name}.ipynb").is_file()]


def refused(error: OSError) -> str:
    """Say in one line what could not be written or read, and what is needed."""
    place = error.filename or "the folder"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        yours = "give yourself the right to, or clone the book into a folder of your own"
        return f"{place} cannot be read or written: {yours}."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {place} could not be written."
    return str(error)


if __name__ == "__main__":
    ends = tuple(sys.argv[1:]) or ""
    sys.stdout.write("".join(f"{name}\0" for name in tracked() if name.endswith(ends)))
