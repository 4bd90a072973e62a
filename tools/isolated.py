"""Keep what a reader has set on their machine out of what this project runs: what, and how.

::

    python -I tools/isolated.py -m pytest notebooks tests    # Python without the reader's settings

`make` runs pip and the tests in this way. The tools that build the book or run notebooks begin with
`enter`, and ``tests/conftest.py`` with `variables`, so that they are isolated without make too.

- Variables: only those of `KEPT` and `NETWORK` pass, so that none of Python's, NumPy's, IPython's,
  Jupyter's, Matplotlib's, Sphinx's, pytest's, pip's or git's counts. Language and encoding are set.
- Files: HOME is a folder of the project's own, so that nothing below the reader's is read: no
  matplotlibrc, IPython profile, kernel, Jupyter or git configuration, font, user site.
- A matplotlibrc beside the notebooks: a start-up file in that HOME undoes it, in each kernel.
- Figures are the same in a reader's JupyterLab too, which keeps all that they have set: they are
  drawn in ``l2book.plots.book_style``. What NumPy is to do about an underflow does not reach the
  library: ``l2reg._validation.accepts``.

What an administrator has set for the whole machine, below /etc, is part of the machine.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv/home"

#: What the machine needs, and what whoever runs a tool chooses for this run.
KEPT = ("TERM", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "CI", "DEBIAN_FRONTEND")
KEPT += ("CHROMIUM", "FIREFOX", "EVERY_HAND", "PLAYWRIGHT_BROWSERS_PATH", "BOOK", "PYODIDE")
#: The same on Windows.
KEPT += ("SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "TMP", "PROGRAMFILES", "PROGRAMFILES(X86)")
#: How this machine reaches the network; the second half belongs to the tools that a command starts.
NETWORK = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
NETWORK += ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "UV_DEFAULT_INDEX", "UV_INDEX")
#: The same for pip, which may have it from a file below the user's HOME.
PIP = ("index-url", "extra-index-url", "find-links", "trusted-host", "cert", "proxy", "timeout")

SET = {
    # Matrices are small here: threads of their own cost more time than they save.
    "OPENBLAS_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONNOUSERSITE": "1",
    # Under Python 3.11 and later a kernel's debugger remarks on frozen modules at every start.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # Without the reader's settings git would refuse a folder of another owner, as in a container.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "safe.directory",
    "GIT_CONFIG_VALUE_0": "*",
}
STARTUP = HOME / ".ipython/profile_default/startup/defaults.py"
#: Run in each kernel; it leaves no name behind.
UNDO = '__import__("matplotlib.style").style.use("default")\n'


def kept(*more: str) -> dict[str, str]:
    """Return the variables that pass, and PATH, in which Python's own programs come first."""
    names = {*KEPT, *NETWORK, *map(str.lower, NETWORK), *map(_variable, PIP), *more}
    # A version manager's `python3` is a script that looks for itself below the user's HOME.
    own, path = str(Path(sys.base_prefix, "bin")), os.environ.get("PATH", os.defpath)
    path = path if path.split(os.pathsep)[0] == own else os.pathsep.join([own, path])
    return {k: v for k, v in os.environ.items() if k in names} | {"PATH": path}


def variables() -> dict[str, str]:
    """Return the environment without the reader's settings; its HOME is made if need be."""
    try:
        STARTUP.parent.mkdir(parents=True, exist_ok=True)
        if not STARTUP.is_file() or STARTUP.read_text(encoding="utf-8") != UNDO:
            STARTUP.write_text(UNDO, encoding="utf-8")
    except OSError as error:
        sys.exit(f"{ROOT} must be a folder that you can write to: {error}")
    home = str(HOME)
    return {**kept(), **SET, "HOME": home, "USERPROFILE": home, "APPDATA": home}


def enter() -> None:
    """Begin this program again without the reader's settings; call it before other imports."""
    if "isolated" not in sys._xoptions:
        go([sys.executable, "-X", "isolated", *sys.orig_argv[1:]], variables())


def go(command: list[str], environment: dict[str, str]) -> None:
    """Become another program."""
    sys.stdout.flush()
    if os.name == "nt":  # there the shell would not wait for what this one becomes
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    os.execve(command[0], command, environment)


# --- pip ----------------------------------------------------------------------------------------


def pip_network() -> dict[str, str]:
    """Return, as variables, pip's settings of how to reach an index, from wherever it has them."""
    settings = re.findall(r"^[\w:.]+\.([\w-]+)=(.*)$", _pip("config", "list"), flags=re.MULTILINE)
    return {_variable(name): str(ast.literal_eval(v)) for name, v in settings if name in PIP}


def pip_cache() -> dict[str, str]:
    """Return, as variables, where pip keeps what it has downloaded: the reader's own place."""
    folder = _pip("cache", "dir").strip()
    return {"PIP_CACHE_DIR": folder} if folder else {"PIP_NO_CACHE_DIR": "1"}


def _pip(*arguments: str) -> str:
    command = [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _variable(name: str) -> str:
    return f"PIP_{name.upper().replace('-', '_')}"


if __name__ == "__main__":
    with_pip = sys.argv[1:3] == ["-m", "pip"]
    found = pip_network() | pip_cache() if with_pip else {}
    go([sys.executable, *sys.argv[1:]], variables() | found)
