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

#: Each lock file: the list that it is resolved from, and what it pins.
LOCKS = {
    "requirements": ("requirements.in", "Every package"),
    "requirements-lite": ("requirements-lite.in", "What JupyterLite is built from"),
    "requirements-mutants": ("requirements-mutants.in", "What `make mutants` needs besides"),
    "requirements-uv": ("requirements-uv.in", "What `make lock` resolves with"),
    "requirements-oldest": ("requirements.in", "The oldest releases that are allowed"),
}
HEADER = """\
# {what}, pinned with hashes.
# Written by `make lock` from {source}: do not edit.

"""
PLAIN_HEADER = """\
# Every package, pinned, and then this package itself: `pip install -r requirements.txt` is enough.
# Written by `make lock` from requirements.in: do not edit. requirements.lock holds the same pins
# with hashes; pip checks hashes for all or nothing in one install, and a local folder has none,
# hence two files.

"""
PIN = re.compile(r"^(?P<pin>[A-Za-z0-9][\w.-]*==[^\s;\\]+(?:\s*;\s*[^\\]+?)?)\s*\\?$")


def pins(lock_text: str) -> list[str]:
    """Return the pinned requirements of a lock file, markers kept and hashes left out."""
    return [match["pin"] for line in lock_text.splitlines() if (match := PIN.match(line))]


def plain_text(lock_text: str) -> str:
    """Return the contents of requirements.txt that belong to a requirements.lock."""
    return PLAIN_HEADER + "\n".join(pins(lock_text)) + "\n\n-e .\n"


def compile_lock(uv: str, name: str, *options: str) -> str:
    """Resolve one of `LOCKS` with uv, write it and return its text."""
    lock, (source, what) = ROOT / f"{name}.lock", LOCKS[name]
    command = [
        *(uv, "pip", "compile", source, "--output-file", lock.name),
        *("--universal", "--python-version", PYTHON_VERSION, "--generate-hashes"),
        # Nothing of the machine that resolves may reach the file.
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--quiet", "--no-config"),
    ]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    body = lock.read_text(encoding="utf-8")
    pinned = re.sub(r"^#.*\n|^\n", "", body, flags=re.MULTILINE)
    text = HEADER.format(what=what, source=source) + pinned
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
    text = compile_lock(options.uv, "requirements", *upgrade)
    (ROOT / "requirements.txt").write_text(plain_text(text), encoding="utf-8")
    same = ["--constraints", "requirements.lock"]
    compile_lock(options.uv, "requirements-lite", *same, *upgrade)
    compile_lock(options.uv, "requirements-mutants", *same, *upgrade)
    compile_lock(options.uv, "requirements-uv", *upgrade)
    lowest = oldest((ROOT / "requirements.in").read_text(encoding="utf-8"))
    compile_lock(options.uv, "requirements-oldest", *lowest, *upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
