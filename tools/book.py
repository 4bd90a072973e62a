"""Build the book, as ``make book``, the tests and the benchmarks do.

::

    python -m tools.book                       # into _build/html
    python -m tools.book --no-lite             # without JupyterLite
    python -m tools.book --pyodide FOLDER      # JupyterLite with a Python of its own

Before jupyter-book comes JupyterLite, where it is installed: a chapter has its launch button only
if it is there. Two things jupyter-book does not see to itself. It runs a notebook again when its
code changes, but not when the library or a package does that it imports. And Sphinx warns of a page
only when it reads it, so that after a build with warnings a second one would pass.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

from filelock import FileLock, Timeout

from tools import files, lite

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ("jupyter-book", "build", ".", "-W", "-n", "--keep-going")
#: `jupyter-book`. The script of that name finds its Python through a shell where the folder's name
#: has a space, and then a `$` in that name leads astray; `-P`: no file of a reader's is imported.
PROGRAM = (sys.executable, "-P", "-c", "from jupyter_book.cli.main import main; main()")
WITHOUT = "`make book LITE=0` builds the book without it."


def build(
    folder: Path = ROOT,
    *,
    with_lite: bool = True,
    pyodide: Path | None = None,
    log: Path | None = None,
    links: bool = False,
) -> bool:
    """Build the book, warnings as errors, and return whether it was built.

    Parameters
    ----------
    folder : The folder in which ``_build`` is made.
    with_lite : Whether JupyterLite is part of the book, where it is installed.
    pyodide : A folder with a Pyodide distribution, for JupyterLite.
    log : The file for all that is said; by default it is said on the screen, as it comes.
    links : Whether to ask every external address that the book links to instead.
    """
    built = folder / "_build"
    built.mkdir(parents=True, exist_ok=True)
    # Two builds at once would read each other's half-written pages.
    lock = FileLock(built / ".building.lock")
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(lock.acquire(timeout=0))
        except Timeout:
            print("This book is being built already: waiting for that.", flush=True)
            stack.enter_context(lock.acquire())
        output = stack.enter_context(log.open("w", encoding="utf-8")) if log else None
        site = built / "html/lite"
        if not with_lite:
            shutil.rmtree(site, ignore_errors=True)
        elif lite.installed():
            try:
                if lite.build(site, pyodide):
                    print("JupyterLite is in", site, file=output, flush=True)
            except lite.LiteError as error:
                print(f"No JupyterLite: {error}\n{WITHOUT}", file=output or sys.stderr, flush=True)
                return False
        else:
            print("No JupyterLite in the book: it is not installed.", file=output, flush=True)
        forget_stale(built)
        command = [*PROGRAM, *COMMAND[1:]]
        if links:
            command += ["--builder", "custom", "--custom-builder", "linkcheck"]
        if folder != ROOT:
            command += ["--path-output", str(folder)]
        done, said = False, {"stdout": output, "stderr": output}
        try:
            outcome = subprocess.run(
                command, cwd=ROOT, env=isolated.variables(), check=False, **said
            )
            done = outcome.returncode == 0
        finally:
            if not done:  # what was executed is kept, what was read is read again, warnings and all
                shutil.rmtree(built / ".doctrees", ignore_errors=True)
    return done


def forget_stale(built: Path) -> None:
    """Drop what was executed with another library or other packages."""
    stamp, now = built / "executed-with.txt", executed_with()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != now:
        for stale in (".jupyter_cache", ".doctrees"):
            shutil.rmtree(built / stale, ignore_errors=True)
        stamp.write_text(now, encoding="utf-8")


def executed_with(root: Path = ROOT) -> str:
    """Return a hash of what the notebooks run with: library, packages, Python, environment."""
    total = hashlib.sha256(sys.version.encode())
    total.update(Path(isolated.__file__).read_bytes())
    for path in sorted((root / "src").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(f"{path.relative_to(root).as_posix()}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    libraries = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    packages = {p.name for library in libraries for p in Path(library).glob("*.dist-info")}
    total.update("\n".join(sorted(packages)).encode())
    return total.hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the book into _build/html; 1 when it was not built."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-lite", action="store_true", help="leave JupyterLite out")
    parser.add_argument("--pyodide", type=Path, help="a folder with a Pyodide distribution")
    parser.add_argument("--links", action="store_true", help="ask every external address instead")
    options = parser.parse_args(arguments)
    try:
        reason = "see above."
        built = build(with_lite=not options.no_lite, pyodide=options.pyodide, links=options.links)
    except OSError as error:
        reason, built = files.refused(error), False
    if not built:
        print("The book did not build:", reason, file=sys.stderr)
        return 1
    print("\nThe book is in _build/html/index.html: open that file, or run 'make serve'.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
