"""Build JupyterLite, which runs the notebooks in the reader's browser, into the built book.

::

    python -m tools.lite install    # .venv-lite and the wheels to serve, once

`tools.book` then builds the site with the book, when anything has changed. The kernel is Pyodide,
Python compiled for browsers. The site names its usual address, from which the reader's browser
fetches it when a notebook is opened; given a folder of Pyodide, the site holds what lies there
instead, and needs no other host for it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tools import files, isolated

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-lite"
WHEELS = VENV / "wheels"
LOCK = ROOT / "requirements-lite.lock"
OUTPUT = ROOT / "_build/html/lite"

# What the package needs in the browser and Pyodide does not have. These are served from the book.
SERVED = ("anywidget", "comm", "ipywidgets", "jupyterlab-widgets", "psygnal", "typing-extensions")
#: Notebooks by language.
Translations = Mapping[str, Sequence[Path]]
NONE: Translations = {}
PYODIDE_FILES = ("pyodide.mjs", "pyodide-lock.json", "pyodide.asm.wasm", "python_stdlib.zip")

# Without it a browser asks the server's root for one.
ICON = '<link rel="icon" href="{root}notebooks/favicon.ico">'
# The site is made of JavaScript modules, which browsers load from a server alone.
FROM_DISK = """
<p id="from-disk" hidden style="font: 1.2rem/1.5 sans-serif; max-width: 36em; margin: 3em auto">
  The notebooks run in the browser only where the book comes from a web server. In the book's
  folder, run <code>python -m http.server</code>, open the address that it prints, and press the
  button again.
</p>
<script>
  document.getElementById("from-disk").hidden = location.protocol !== "file:";
</script>
"""


class LiteError(Exception):
    """The site cannot be built, for a reason that the user can do something about."""


# --- Installation -------------------------------------------------------------------------------


def install() -> None:
    """Make .venv-lite with all that the lock names, and fetch the wheels to serve.

    Raises
    ------
    LiteError : When a package cannot be had.
    """
    venv.create(VENV, clear=True, with_pip=True)
    pip = [str(_script("python")), "-m", "pip", "--disable-pip-version-check"]
    _install([*pip, "install", "--require-hashes", "--requirement", str(LOCK)])
    with tempfile.TemporaryDirectory() as folder:
        served = Path(folder, "served.txt")
        served.write_text(entries(LOCK.read_text(encoding="utf-8"), SERVED), encoding="utf-8")
        # For every platform: psygnal has compiled wheels too, which no browser can run.
        anywhere = ("--no-deps", "--only-binary", ":all:", "--platform", "any")
        download = [*pip, "download", "--require-hashes", *anywhere, "--dest", f"{WHEELS}-coming"]
        _install([*download, "--requirement", str(served)])
    Path(f"{WHEELS}-coming").rename(WHEELS)  # the last step, so that what is there is whole


def _install(command: list[str]) -> None:
    environment = isolated.variables() | isolated.pip_network() | isolated.pip_cache()
    outcome = subprocess.run(command, env=environment, check=False)
    if outcome.returncode:
        raise LiteError("its packages could not be installed: see above")


def installed() -> bool:
    """Say whether there is all that a build needs."""
    return _script("python").exists() and WHEELS.is_dir()


def _script(name: str) -> Path:
    return VENV / ("Scripts" if os.name == "nt" else "bin") / name


def entries(lock: str, names: Iterable[str]) -> str:
    """Return the pins of a lock file, hashes included, that belong to some packages.

    Raises
    ------
    LiteError : When a package is not in the lock file.
    """
    found = re.findall(r"^([\w.-]+)==.*(?:\n .*)*", lock, flags=re.MULTILINE)
    missing = sorted(set(names) - set(found))
    if missing:
        raise LiteError(f"requirements-lite.lock does not pin {', '.join(missing)}")
    pattern = "|".join(map(re.escape, names))
    pins = re.finditer(rf"^(?:{pattern})==.*(?:\n .*)*\n", lock, flags=re.MULTILINE)
    return "".join(pin[0] for pin in pins)


# --- The site -----------------------------------------------------------------------------------


def listed(notebooks: Path) -> list[Path]:
    """Return the notebooks of the site: of the book's own folder the chapters, and no reader's."""
    own = notebooks == ROOT / "notebooks"
    return files.chapters(ROOT) if own else sorted(notebooks.glob("*.ipynb"))


def sources(notebooks: Path, translations: Translations) -> list[Path]:
    """Return every file that the site is made from."""
    translated = [path for paths in translations.values() for path in paths]
    single = ("pyproject.toml", "README.md", "LICENSE", "requirements-lite.lock", "tools/lite.py")
    single += ("tools/isolated.py", "etc/jupyter_nbconvert_config.json")
    package = [p for p in ROOT.glob("src/**/*") if p.is_file() and p.suffix != ".pyc"]
    contents = [*listed(notebooks), *translated, *ROOT.glob("lite/*")]
    return sorted([*(ROOT / name for name in single), *package, *contents])


def digest(pyodide: Path | None, notebooks: Path, translations: Translations = NONE) -> str:
    """Return a hash of all that the site depends on; of Pyodide, names, sizes and dates alone."""
    total = hashlib.sha256()
    for path in sources(notebooks, translations):
        total.update(f"{path.name}\n".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted(pyodide.rglob("*")) if pyodide else ():
        status = path.stat()
        total.update(f"{path}\n{status.st_size}\n{status.st_mtime_ns}\n".encode())
    return total.hexdigest()


def build(
    output: Path = OUTPUT,
    pyodide: Path | None = None,
    notebooks: Path = ROOT / "notebooks",
    translations: Translations = NONE,
) -> bool:
    """Build the site unless what is there was made from the same sources; say whether it was built.

    Parameters
    ----------
    output : The folder of the site. It is replaced whole, or left as it was if the build fails.
    pyodide : A folder with a Pyodide distribution, to be copied into the site.
    notebooks : The folder whose notebooks the site lists.
    translations : The notebooks of each other language, which stand in a folder of its name.

    Raises
    ------
    LiteError : When there is no .venv-lite, when ``pyodide`` holds no Pyodide, or when the build
        fails.
    """
    if not installed():
        raise LiteError("there is no .venv-lite: run `python -m tools.lite install` first")
    if pyodide is not None:
        pyodide = pyodide.resolve()
        if missing := [name for name in PYODIDE_FILES if not (pyodide / name).is_file()]:
            raise LiteError(f"{pyodide} holds no Pyodide: {', '.join(missing)} missing")
    wanted = digest(pyodide, notebooks, translations)
    stamp = output / "built-from.txt"
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == wanted:
        return False
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent.parent, prefix="lite-") as folder:
        site = Path(folder, "site")
        _stage(Path(folder), pyodide, notebooks, translations)
        _run_jupyter_lite(Path(folder), site)
        finish_page(site / "index.html", root="")
        for page in site.glob("*/index.html"):
            finish_page(page, root="../")
        silence_myst(site)
        (site / stamp.name).write_text(f"{wanted}\n", encoding="utf-8")
        shutil.rmtree(output, ignore_errors=True)
        site.rename(output)
    return True


def _stage(folder: Path, pyodide: Path | None, notebooks: Path, translations: Translations) -> None:
    """Lay out what `jupyter lite build` looks for: contents, wheels, settings, Pyodide."""
    shutil.copytree(ROOT / "lite", folder, dirs_exist_ok=True)
    contents = folder / "contents/notebooks"  # the launch button's path: notebooks/NAME.ipynb
    contents.mkdir(parents=True)
    for path in listed(notebooks):
        shutil.copy(path, contents)
    for language, paths in translations.items():
        own = folder / "contents" / language / "notebooks"
        own.mkdir(parents=True)
        for path in paths:
            shutil.copy(path, own)
    shutil.copytree(WHEELS, folder / "pypi")
    build_wheel(folder / "pypi")
    if pyodide is not None:
        shutil.copytree(pyodide, folder / "static/pyodide")


def build_wheel(folder: Path) -> None:
    """Build the wheel of l2reg into a folder, the same bytes from the same sources.

    The kernel asks for it by name and hash, so that a browser never takes an old one from its
    cache although the version is the same.
    """
    with tempfile.TemporaryDirectory() as copy:  # setuptools builds in the source folder
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        for name in ("etc", "src"):
            shutil.copytree(ROOT / name, Path(copy, name), ignore=ignored)
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
        command += ["--no-index", "--no-build-isolation", "--wheel-dir", str(folder), copy]
        _run(command, cwd=folder, SOURCE_DATE_EPOCH="946684800")


def _run_jupyter_lite(folder: Path, site: Path) -> None:
    command = [str(_script("python")), "-m", "jupyterlite_core", "build", "--lite-dir", str(folder)]
    command += ["--contents", str(folder / "contents"), "--output-dir", str(site)]
    command += ["--apps", "notebooks", "--apps", "tree", "--no-sourcemaps"]
    _run(command, cwd=folder)


def _run(command: list[str], cwd: Path, **environment: str) -> None:
    """Run a command quietly, and raise a LiteError with all it said when it fails."""
    outcome = subprocess.run(
        command,
        cwd=cwd,
        env=isolated.variables() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if outcome.returncode:
        raise LiteError(f"{' '.join(command)}\n{outcome.stdout}")


def finish_page(page: Path, root: str) -> None:
    """Give a page its icon, and let it say, when it is opened from disk, why it stays empty."""
    text = page.read_text(encoding="utf-8")
    for tag, more in (("head", ICON.format(root=root)), ("body", FROM_DISK)):
        text = re.sub(rf"<{tag}\b[^>]*>", lambda start, more=more: start[0] + more, text, count=1)
    page.write_text(text, encoding="utf-8")


def silence_myst(site: Path) -> None:
    """Keep JupyterLab-MyST from calling each reference to another chapter an error.

    It knows one notebook at a time, and fills the console of a reader who looks for a real error.

    Raises
    ------
    LiteError : When the one place where it does so is not there: another release, look again.
    """
    scripts = list(site.glob("extensions/jupyterlab-myst/static/*.js"))
    old = re.compile(r"console\.error(?=\(\w+\.messages\.map\()")
    found = [path for path in scripts if old.search(path.read_text(encoding="utf-8"))]
    if len(found) != 1:
        raise LiteError(f"{len(found)} scripts of jupyterlab-myst report messages, and not one")
    found[0].write_text(
        old.sub("console.debug", found[0].read_text(encoding="utf-8")), encoding="utf-8"
    )


def main() -> int:
    """Install what a site is built from; 1 when that cannot be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=["install"])
    parser.parse_args()
    try:
        install()
    except (LiteError, OSError) as error:
        said = files.refused(error) if isinstance(error, OSError) else error
        print(f"No JupyterLite: {said}", file=sys.stderr)
        print("`make book LITE=0` builds the book without it.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
