"""What happens to a folder: moved, copied, broken off half way, not writable, a port taken."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.project.make import make, needs_make, program, told
from tests.serve import free_port
from tools import files

pytestmark = needs_make

#: In place of a Python: it makes environments of itself, and says what else it is told to do.
PYTHON = """\
case "$*" in
  "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"
    printf '#!/bin/sh\\n%s\\n' "'''exec' \\"$PWD/$3/bin/python\\"" > "$3/bin/pip";;
  --version) echo Python 3.11.7;;
  *"-m pip"*) echo "python: $*"; [ ! -e "$0.fails" ];;
  "-c "*) [ -z "$GONE" ];;
  *) echo "python: $*";;
esac"""
NOTHING = "make: Nothing to be done for 'install'.\n"
MAKING = "== Making .venv with Python 3.11.7\n"
ANEW = "was moved or copied here, or its Python is gone: it is made anew\n"
WITH = "PYTHON=./my-python"


def fill(folder: Path, root: Path) -> Path:
    """Make a folder of the book in which nothing is installed."""
    folder.mkdir(exist_ok=True)
    for name in ("Makefile", "_toc.yml"):
        shutil.copy(root / name, folder)
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).touch()
    shutil.copytree(root / "etc", folder / "etc")
    program(folder / "my-python", PYTHON)
    return folder


def install(folder: Path) -> str:
    outcome = make("install", WITH, folder=folder)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def age(path: Path, time: float) -> None:
    path.touch()
    os.utime(path, (time, time))


def refusal(*arguments: str, folder: Path) -> str:
    """Return the last line of what make says when it cannot do."""
    outcome = make(*arguments, folder=folder)
    assert outcome.returncode != 0
    return outcome.stdout.splitlines()[-1]


@pytest.fixture
def book(tmp_path: Path, root: Path) -> Path:
    return fill(tmp_path / "book", root)


@pytest.mark.parametrize("name", ["book", "Büche-r 한글, it's a#b $HOME", 'a"b&;c'])
def test_what_is_installed_stays_until_its_folder_is_moved_or_copied(
    name: str, tmp_path: Path, root: Path
) -> None:
    """Its scripts and the package in it would lead to where it was; whatever it is called."""
    folder = fill(tmp_path / name, root)
    said = install(folder)
    assert MAKING in said
    assert ANEW not in said
    assert install(folder) == NOTHING
    (tmp_path / "link").symlink_to(folder)
    assert MAKING not in install(tmp_path / "link")
    for how in (shutil.copytree, shutil.move):
        there = Path(how(folder, tmp_path / how.__name__))
        assert install(there).startswith(f"== .venv {ANEW}{MAKING}")
        assert str(there) in (there / ".venv/bin/pip").read_text(encoding="utf-8")
        assert install(there) == NOTHING


def test_a_folder_s_name_is_read_in_any_locale(tmp_path: Path, root: Path) -> None:
    """Of an editable installation Python 3.11 reads it as the locale says, or does not start."""
    folder = fill(tmp_path / "한글", root)
    venv.create(folder / ".venv", symlinks=True)
    (site,) = folder.glob(".venv/lib/*/site-packages")
    (site / "pip.py").touch()
    (site / "book.pth").write_text(str(folder), encoding="utf-8")
    (folder / ".venv/.installed").touch()
    rule = "--eval=begun: ; @$(PY) -c 'print(7)'; echo '[$(STRAY)]'"
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    assert make("-s", rule, "begun", folder=folder, env=plain).stdout == "7\n[]\n"


@pytest.mark.parametrize("gone", ["nowhere", "/bin/false"])
def test_a_python_that_is_gone_or_has_none_of_the_packages(book: Path, gone: str) -> None:
    install(book)
    python = book / ".venv/bin/python"
    python.unlink()
    python.symlink_to(book / gone)
    assert install(book).startswith(f"== .venv {ANEW}{MAKING}")


def test_each_environment_is_seen_to(book: Path) -> None:
    """Those beside `.venv` too; one that is not needed now stays as it is."""
    install(book)
    for name in (".venv-lite", ".venv-lock"):
        (book / name / "bin").mkdir(parents=True)
        (book / name / ".installed").touch()
    age(book / "requirements-lite.lock", 1e9)
    outcome = make("book", WITH, folder=book)
    assert outcome.stdout.startswith(f"== .venv-lite {ANEW}")
    assert outcome.stdout.count(ANEW) == 1
    assert told(outcome) == ["-m tools.lite install", "-m tools.book"]


def test_what_was_broken_off_is_made_anew(book: Path) -> None:
    """Of a half-installed package pip would say that it is there."""
    install(book)
    (book / ".venv/bin/python.fails").touch()
    age(book / "requirements.lock", 4e9)
    assert make("install", WITH, folder=book).returncode != 0
    age(book / "requirements.lock", 1e9)
    assert MAKING in install(book)
    assert not (book / ".venv/bin/python.fails").exists()
    assert install(book) == NOTHING


def test_new_pins_are_installed_into_what_is_whole(book: Path) -> None:
    install(book)
    (book / ".venv/a-package-of-the-reader").touch()
    age(book / "requirements.lock", 4e9)
    said = install(book)
    assert "-r requirements.lock" in said
    assert MAKING not in said
    assert (book / ".venv/a-package-of-the-reader").exists()


def test_two_do_not_install_at_once(book: Path) -> None:
    (book / ".venv").mkdir()
    (book / ".venv/.unfinished").write_text(f"{os.getpid()}\n", encoding="utf-8")
    said = refusal("book", WITH, folder=book)
    assert said.startswith(f"Another make, process {os.getpid()}, is installing into .venv: wait")


@pytest.mark.parametrize(("name", "target"), [(".venv", "install"), ("_build", "book")])
def test_a_file_in_the_way_of_a_folder(book: Path, name: str, target: str) -> None:
    if name == "_build":
        install(book)
    (book / name).touch()
    said = refusal(target, "LITE=0", WITH, folder=book)
    assert said == f"A file is in the way of the folder {name}: move it elsewhere."


# --- A folder that cannot be written ------------------------------------------------------------

WRITING = ["install", "book", "pdf", "slides", "test", "execute", "format", "mutants", "bench"]
WRITING += ["lock", "kernel", "clean", "distclean", "lab", "check"]


@pytest.fixture(scope="module", params=[False, True])
def closed(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[Path, bool]]:
    """A folder that may be read and not be written, by `nobody` where we are root."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        book = fill(Path(folder, "book"), root)
        for lock in ("-lock.lock", "-uv.lock", "-lite.lock", "-mutants.lock"):
            (book / f"requirements{lock}").touch()
        if request.param:
            install(book)
        book.chmod(0o555)
        yield book, request.param
        book.chmod(0o755)


@pytest.mark.parametrize("target", WRITING)
def test_one_line_says_that_a_folder_cannot_be_written(
    closed: tuple[Path, bool], target: str
) -> None:
    folder, installed = closed
    if installed and target in ("install", "lab", "check"):
        return  # these write nothing then
    user: dict[str, Any] = {"user": 65_534} if os.geteuid() == 0 else {}
    plain = {"PATH": os.environ["PATH"]}
    outcome = make(target, WITH, "LITE=0", folder=folder, env=plain, **user)
    assert outcome.returncode != 0
    (line,) = outcome.stdout.splitlines()
    assert line.startswith(f"This folder cannot be written to: {folder}. Give ")
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "a"), "a cannot be read or written"),
        (OSError(30, "Read-only file system", "a"), "a cannot be read or written: give"),
        (OSError(28, "No space left on device", "a"), "The disk is full: a could not be written."),
        (OSError(5, "Input/output error"), "[Errno 5] Input/output error"),
    ],
)
def test_an_error_of_the_disk_in_one_line(error: OSError, said: str) -> None:
    line = files.refused(error)
    assert line.startswith(said)
    assert "\n" not in line


# --- make serve ---------------------------------------------------------------------------------


@pytest.fixture
def built(book: Path, root: Path) -> Path:
    (book / "_build/html").mkdir(parents=True)
    (book / "_build/html/index.html").write_text("the book", encoding="utf-8")
    (book / "tools").mkdir()
    shutil.copy(root / "tools/serve.py", book / "tools")
    return book


def test_serve_says_that_there_is_no_book_yet(book: Path) -> None:
    assert "run 'make book' first" in refusal("serve", folder=book)


@pytest.mark.parametrize("port", ["abc", "70000", "-1", "", "80 0", "8000.5", "taken"])
def test_a_port_that_cannot_be_had(built: Path, port: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = str(other.getsockname()[1]) if port == "taken" else port
        outcome = make("serve", f"PORT={number}", f"PYTHON={sys.executable}", folder=built)
    expected = f"PORT must be a number from 1 to 65535, not {port!r}: run `make serve PORT=0`"
    if port == "taken":
        expected = f"Port {number} is taken by another program: run `make serve PORT=0`"
    assert outcome.returncode != 0
    assert outcome.stderr.splitlines()[0].startswith(expected)
    assert "Traceback" not in outcome.stderr
    assert "http://" not in outcome.stdout


def test_it_says_where_the_book_is_when_it_is_there(built: Path) -> None:
    """And ends at Ctrl-C with nothing more to say, a browser that broke off before included."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "tools.serve", str(port)],
        cwd=built,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What a shell starts in the background ignores Ctrl-C, and so would all below it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as server:
        address = f"http://127.0.0.1:{port}/"
        assert server.stdout.readline() == f"The book is at {address} (Ctrl-C stops it)\n"
        with socket.create_connection(("127.0.0.1", port)) as browser:
            reset = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # close at once, whatever was sent
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        with urllib.request.urlopen(address) as page:
            assert page.read() == b"the book"
        server.send_signal(signal.SIGINT)
        try:
            _, said = server.communicate(timeout=60)
        finally:
            server.kill()
    assert server.returncode == 0
    assert "Traceback" not in said
