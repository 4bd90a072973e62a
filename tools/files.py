"""Name the files of the project: ``python tools/files.py``, each ended by a NUL, for ``xargs -0``.

They are those that git tracks or would add. Where git is not there, or this is an unpacked archive
and no checkout, they are all that .gitignore does not name.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def ignored(root: Path = ROOT) -> list[str]:
    """Return the names of folders that are no part of the project, as patterns: .gitignore's."""
    lines = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [".git", *(line.strip("/") for line in lines if line and not line.startswith("#"))]


def tracked(root: Path = ROOT) -> list[str]:
    """Return the files of the project as paths from its root, sorted."""
    # An archive may lie somewhere below another checkout, whose files git would name.
    names = _named_by_git(root) if (root / ".git").exists() else []
    return sorted(names or (path.relative_to(root).as_posix() for path in _walk(root)))


def _named_by_git(root: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return [name for name in outcome.stdout.split("\0") if name and (root / name).is_file()]


def _walk(root: Path) -> Iterator[Path]:
    patterns = ignored(root)
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not any(fnmatch(f, pattern) for pattern in patterns)]
        yield from (Path(folder, name) for name in names)


if __name__ == "__main__":
    sys.stdout.write("".join(f"{name}\0" for name in tracked()))
