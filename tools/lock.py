"""Resolve requirements.in into requirements.lock and requirements.txt, and the files beside them.

Run by ``make lock``, which provides `uv <https://docs.astral.sh/uv/>`_. Those two hold the same
pins for every platform and every supported Python:

* ``requirements.lock`` has hashes; ``make`` installs from it.
* ``requirements.txt`` has no hashes and ends with the package itself, so that one
  ``pip install -r requirements.txt`` is enough, on Binder for instance. pip's hash mode is all or
  nothing within one install, and a local folder has no hash: hence two files.

requirements-oldest.lock, with hashes, has the oldest releases of the direct dependencies that
requirements.in allows, and what they need; ``make test-oldest`` runs every test with it.

requirements-lite.lock, with hashes, has what JupyterLite is built from; each package that is in
requirements.lock too is at the same release.
requirements-mutants.lock has what `make mutants` needs besides, requirements-uv.lock what `make
lock` itself does.

Pins that still satisfy requirements.in are kept; ``--upgrade`` looks for newer ones.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_VERSION = "3.11"  # the oldest supported; `--universal` covers the newer ones

LOCK_HEADER = """\
# Every package, pinned with hashes. Written by `make lock` from requirements.in: do not edit.
# Installed by `make` with `pip install --require-hashes -r requirements.lock`, and then the
# package itself. requirements.txt holds the same pins without hashes.

"""
PLAIN_HEADER = """\
# Every package, pinned, and then this package itself: `pip install -r requirements.txt` is enough.
# Written by `make lock` from requirements.in: do not edit. requirements.lock holds the same pins
# with hashes; pip checks hashes for all or nothing in one install, and a local folder has none,
# hence two files.

"""
OLDEST_HEADER = """\
# The oldest direct dependencies that requirements.in allows and what they need, with hashes.
# Written by `make lock`: do not edit. Installed by `make test-oldest`.

"""
LITE_HEADER = """\
# What JupyterLite is built from, pinned with hashes. Written by `make lock` from
# requirements-lite.in: do not edit. Installed by `make` into .venv-lite.

"""
MUTANTS_HEADER = """\
# What `make mutants` needs beyond requirements.lock, pinned with hashes. Written by `make lock`
# from requirements-mutants.in: do not edit. Installed by `make` into .venv-mutants.

"""
UV_HEADER = """\
# What `make lock` resolves with, pinned with hashes. Written by `make lock` from
# requirements-uv.in: do not edit. Installed by `make` into .venv-lock.

"""
PIN = re.compile(r"^(?P<pin>[A-Za-z0-9][\w.-]*==[^\s;\\]+(?:\s*;\s*[^\\]+?)?)\s*\\?$")


def pins(lock_text: str) -> list[str]:
    """Return the pinned requirements of a lock file, markers kept and hashes left out."""
    return [match["pin"] for line in lock_text.splitlines() if (match := PIN.match(line))]


def plain_text(lock_text: str) -> str:
    """Return the contents of requirements.txt that belong to a requirements.lock."""
    return PLAIN_HEADER + "\n".join(pins(lock_text)) + "\n\n-e .\n"


def compile_lock(uv: str, source: str, name: str, header: str, *options: str) -> str:
    """Resolve ``source`` with uv, write ``name``.lock and return its text."""
    lock = ROOT / f"{name}.lock"
    command = [
        *(uv, "pip", "compile", source, "--output-file", lock.name),
        *("--universal", "--python-version", PYTHON_VERSION, "--generate-hashes"),
        # Nothing of the machine that resolves may reach the file.
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--quiet", "--no-config"),
    ]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    body = lock.read_text(encoding="utf-8")
    text = header + re.sub(r"^#.*\n|^\n", "", body, flags=re.MULTILINE)
    lock.write_text(text, encoding="utf-8")
    print(f"{lock.name}: {len(pins(text))} packages pinned")
    return text


def oldest(requirements: str) -> list[str]:
    """Return uv's options for the lowest releases that a text allows, whatever is pinned now."""
    names = re.findall(r"^[A-Za-z0-9][\w.-]*", requirements, flags=re.MULTILINE)
    return ["--resolution=lowest-direct", *(f"--upgrade-package={name}" for name in names)]


def main() -> int:
    """Write every file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--uv", default="uv", help="the uv to use")
    parser.add_argument("--upgrade", action="store_true", help="look for newer releases")
    options = parser.parse_args()
    upgrade = ["--upgrade"] if options.upgrade else []
    text = compile_lock(options.uv, "requirements.in", "requirements", LOCK_HEADER, *upgrade)
    (ROOT / "requirements.txt").write_text(plain_text(text), encoding="utf-8")
    same = ["--constraints", "requirements.lock"]
    lowest = oldest((ROOT / "requirements.in").read_text(encoding="utf-8"))
    for source, name, header, how in (
        ("requirements-lite.in", "requirements-lite", LITE_HEADER, same),
        ("requirements-mutants.in", "requirements-mutants", MUTANTS_HEADER, same),
        ("requirements-uv.in", "requirements-uv", UV_HEADER, []),
        ("requirements.in", "requirements-oldest", OLDEST_HEADER, lowest),
    ):
        compile_lock(options.uv, source, name, header, *how, *upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
