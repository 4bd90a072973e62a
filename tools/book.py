"""Build the book, as ``make book``, the tests and the benchmarks do.

::

    python -m tools.book                       # into _build/html
    python -m tools.book --no-lite             # without JupyterLite
    python -m tools.book --pyodide FOLDER      # JupyterLite with a Python of its own
    python -m tools.book --languages "en ko"   # in these languages; by default in all

Before jupyter-book comes JupyterLite, where it is installed: a chapter has its launch button only
if it is there. Three things jupyter-book does not see to itself. It runs a notebook again when its
code changes, but not when the library or a package does that it imports. Sphinx warns of a page
only when it reads it, so that after a build with warnings a second one would pass. And where
nothing has changed, neither in the sources nor in the site, there is nothing to do.

The languages are built one after another: what one has executed, the next takes from the cache.
Each but the first has a folder of its own in the site.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

import yaml
from filelock import FileLock, Timeout

from l2book import catalogues, execution
from l2book.words import FIRST, LANGUAGES
from tools import files, languages, lite

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ("jupyter-book", "build", ".", "-W", "-n", "--keep-going")
#: `jupyter-book`. The script of that name finds its Python through a shell where the folder's name
#: has a space, and then a `$` in that name leads astray; `-P`: no file of a reader's is imported.
PROGRAM = (sys.executable, "-P", "-c", "from jupyter_book.cli.main import main; main()")
#: What builds the site of another language.
OTHER = (
    sys.executable,
    "-P",
    "-c",
    "import sys; sys.path.insert(0, '.'); from tools.languages import main; sys.exit(main())",
    "site",
)
#: What the site of the first language takes up.
FIRST_ONLY = ("html/book", "html/notebooks", "html/_static", "html/_sources", "html/_images")
FIRST_ONLY += ("html/search.html", "html/searchindex.js", "html/genindex.html", "html/objects.inv")
WITHOUT = "`make book LITE=0` builds the book without it."
#: Seconds that a cell may take.
TIMEOUT = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["execute"]["timeout"]
#: Of the project's folders, those from which no page is made.
BESIDE = (".ci", ".github", "benchmarks", "docs", "tests")


def build(
    folder: Path = ROOT,
    *,
    with_lite: bool = True,
    pyodide: Path | None = None,
    log: Path | None = None,
    links: bool = False,
    spoken: Sequence[str] = (),
) -> bool:
    """Build the book, warnings as errors, and return whether it was built.

    Parameters
    ----------
    folder : The folder in which ``_build`` is made.
    with_lite : Whether JupyterLite is part of the book, where it is installed.
    pyodide : A folder with a Pyodide distribution, for JupyterLite.
    log : The file for all that is said; by default it is said on the screen, as it comes.
    links : Whether to ask every external address that the book links to instead.
    spoken : The languages of the book; by default all of `LANGUAGES`.
    """
    spoken = [code for code in LANGUAGES if code in (spoken or LANGUAGES)]
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
        notebooks = {code: languages.write_sources(code, built / code) for code in others(spoken)}
        stamp, source = built / "built-from.txt", made_from(with_lite, pyodide, spoken)
        known = stamp.is_file() and (built / "html/index.html").is_file() and not (links or pyodide)
        if known and stamp.read_text(encoding="utf-8") == source + made(built):
            print("Nothing has changed since the last build.", file=output, flush=True)
            return True
        if not build_lite(built / "html/lite", with_lite, pyodide, notebooks, output):
            return False
        forget_stale(built)
        forget_unspoken(built, spoken)
        if not links:
            latest_first = files.chapters()[::-1]  # the later ones take longer
            execution.execute(built / ".jupyter_cache", latest_first, TIMEOUT)
        for code in [spoken[0]] if links else spoken:
            if not build_language(code, folder, spoken, links, output):
                return False
        if FIRST not in spoken:
            lead_to(spoken[0], built / "html")
        if not links:
            stamp.write_text(source + made(built), encoding="utf-8")
    return True


def made_from(*options: object) -> str:
    """Return a hash of all that a site is made from: sources, packages, options."""
    total = hashlib.sha256(f"{executed_with()} {lite.installed()} {options}".encode())
    for path in sorted(files.present()):
        name = path.relative_to(ROOT)
        if name.parts[0] not in BESIDE:
            total.update(f"{name.as_posix()}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def made(built: Path) -> str:
    """Return a hash of what a site is on disk: each file's name, size and time of writing."""
    paths = sorted(path for path in (built / "html").rglob("*") if path.is_file())
    seen = [(path.as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def others(spoken: Iterable[str]) -> list[str]:
    """Return the languages that have a folder of their own."""
    return [code for code in spoken if code != FIRST]


def build_lite(
    site: Path,
    wanted: bool,
    pyodide: Path | None,
    notebooks: Mapping[str, Sequence[Path]],
    output: TextIO | None,
) -> bool:
    """Build JupyterLite where it is wanted and installed; say whether the book can go on."""
    if not wanted:
        shutil.rmtree(site, ignore_errors=True)
    elif lite.installed():
        try:
            if lite.build(site, pyodide, translations=notebooks):
                print("JupyterLite is in", site, file=output, flush=True)
        except lite.LiteError as error:
            print(f"No JupyterLite: {error}\n{WITHOUT}", file=output or sys.stderr, flush=True)
            return False
    else:
        print("No JupyterLite in the book: it is not installed.", file=output, flush=True)
    return True


def build_language(
    code: str, folder: Path, spoken: Sequence[str], links: bool, output: TextIO | None
) -> bool:
    """Build the site of one language, and return whether it was built."""
    built = folder / "_build"
    command, doctrees = [*PROGRAM, *COMMAND[1:]], built / ".doctrees"
    if code != FIRST:
        command, doctrees = [*OTHER, code, "--built", str(built)], built / code / ".doctrees"
    elif links:
        command += ["--builder", "custom", "--custom-builder", "linkcheck"]
    if code == FIRST and folder != ROOT:
        command += ["--path-output", str(folder)]
    environment = isolated.variables() | {"BOOK_LANGUAGES": " ".join(spoken)}
    done = False
    try:
        outcome = subprocess.run(
            command, cwd=ROOT, env=environment, check=False, stdout=output, stderr=output
        )
        done = outcome.returncode == 0
        if outcome.returncode < 0:  # nothing above says it
            ended = signal.strsignal(-outcome.returncode)
            print("Sphinx was ended by the system:", ended, file=output or sys.stderr, flush=True)
    finally:
        if not done:  # what was executed is kept, what was read is read again, warnings and all
            shutil.rmtree(doctrees, ignore_errors=True)
    return done


def lead_to(code: str, html: Path) -> None:
    """Let the book's address lead to the one language that there is."""
    page = (html / code / "index.html").read_text(encoding="utf-8")
    led = re.sub(r'(src="|href="|url=)(?=book/|_static/)', rf"\g<1>{code}/", page)
    (html / "index.html").write_text(led, encoding="utf-8")


def forget_unspoken(built: Path, spoken: Sequence[str]) -> None:
    """Drop the pages of languages that the book is not to have."""
    for code in LANGUAGES:
        if code not in spoken:
            names = [built / ".doctrees", *map(built.joinpath, FIRST_ONLY)]
            for name in names if code == FIRST else [built / code, built / "html" / code]:
                shutil.rmtree(name, ignore_errors=True)
                if name.is_file():
                    name.unlink()


def forget_stale(built: Path) -> None:
    """Drop what was executed with another library or other packages."""
    stamp, now = built / "executed-with.txt", executed_with()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != now:
        for stale in (".jupyter_cache", ".doctrees", *(f"{code}/.doctrees" for code in LANGUAGES)):
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--no-lite", action="store_true", help="leave JupyterLite out")
    parser.add_argument("--pyodide", type=Path, help="a folder with a Pyodide distribution")
    parser.add_argument("--languages", default="", help="codes of languages, with spaces between")
    parser.add_argument("--links", action="store_true", help="ask every external address instead")
    options = parser.parse_args(arguments)
    spoken = options.languages.split()
    if unknown := set(spoken) - set(LANGUAGES):
        parser.error(f"languages are {' and '.join(LANGUAGES)}, not {' '.join(sorted(unknown))}")
    try:
        reason = "see above."
        built = build(
            with_lite=not options.no_lite,
            pyodide=options.pyodide,
            links=options.links,
            spoken=spoken,
        )
    except OSError as error:
        reason, built = files.refused(error), False
    except catalogues.CatalogueError as error:
        reason, built = str(error), False
    if not built:
        print("The book did not build:", reason, file=sys.stderr)
        return 1
    print("\nThe book is in _build/html/index.html: open that file, or run 'make serve'.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
