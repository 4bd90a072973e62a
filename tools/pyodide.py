"""Fetch as much of Pyodide as package registries have: enough to start the browser's kernel.

::

    python -m tools.pyodide .venv-lite/pyodide    # `make kernel` begins with it

The core, Python itself compiled for browsers, is an npm package. What the kernel is written with is
pure Python and comes from PyPI; those wheels are not the very files that Pyodide's lock file names,
so the lock file is written again with their hashes. NumPy and all else that Pyodide compiles is in
neither registry. For a full distribution unpack a release of Pyodide and use `PYODIDE=folder`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.lite import VENV

# What the kernel loads at its start, and the pure Python that the book uses.
WANTED = ("micropip", "ipython", "jedi", "typing-extensions", "matplotlib", "sympy")


def version() -> str:
    """Return the release of Pyodide that the kernel in .venv-lite is made for."""
    (constants,) = VENV.glob("**/jupyterlite_pyodide_kernel/constants.py")
    return re.search(r'^PYODIDE_VERSION = "(.+)"', constants.read_text("utf-8"), re.MULTILINE)[1]


def closure(packages: dict[str, Any], wanted: Iterable[str]) -> list[str]:
    """Return the keys of a lock file's packages that the wanted ones need, themselves included."""
    found: dict[str, None] = {}
    waiting = list(wanted)
    while waiting:
        key = canonicalize_name(waiting.pop())
        if key not in found:
            found[key] = None
            waiting += packages[key]["depends"]
    return sorted(found)


def is_pure(package: dict[str, Any]) -> bool:
    """Say whether a package of the lock file runs anywhere, and so is on PyPI."""
    return package["file_name"].endswith("-none-any.whl")


def fetch(folder: Path) -> None:
    """Fill a folder, anew, with the core, the pure wheels and a lock file that fits them."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        npm = ["npm", "install", "--silent", "--ignore-scripts", f"pyodide@{version()}"]
        subprocess.run([*npm, "--prefix", temporary], check=True, stdout=subprocess.DEVNULL)
        shutil.copytree(Path(temporary, "node_modules/pyodide"), folder)
    path = folder / "pyodide-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    wanted = [lock["packages"][key] for key in closure(lock["packages"], WANTED)]
    pure = {canonicalize_name(each["name"]): each for each in wanted if is_pure(each)}
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    pip += ["--no-deps", "--only-binary", ":all:", "--platform", "any", "--dest", str(folder)]
    pins = [f"{each['name']}=={each['version']}" for each in pure.values()]
    subprocess.run([*pip, "--python-version", lock["info"]["python"], *pins], check=True)
    for wheel in folder.glob("*.whl"):
        package = pure[parse_wheel_filename(wheel.name)[0]]
        package["file_name"] = wheel.name
        package["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    path.write_text(json.dumps(lock), encoding="utf-8")


if __name__ == "__main__":
    print(f"Pyodide {version()}: the core, and pure Python")
    fetch(Path(sys.argv[1]))
