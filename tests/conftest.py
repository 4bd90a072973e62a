"""What all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import matplotlib as mpl
import nbval.kernel
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from l2book.execution import OnSockets
from l2book.sphinx.csp import policy
from tests.serve import serving
from tests.watch import FLAGS, Watch
from tools import isolated
from tools.book import build as build_book
from tools.browser import NO_BROWSER, find_browser, playwright_folder

# Whatever a test starts, such as a notebook's kernel, has no settings of the reader's; what a
# runner tells its tests stays.
told = {k: v for k, v in os.environ.items() if k.startswith(("PYTEST_XDIST", "MUTANT_UNDER_TEST"))}
told |= {"PLAYWRIGHT_BROWSERS_PATH": str(playwright_folder())}
mine = isolated.variables()
os.environ.clear()
os.environ.update(told | mine)

# Tests draw off screen. Not through the environment: the kernels must choose their own backend, as
# they do for a reader.
mpl.rcdefaults()
mpl.use("Agg")

nbval.kernel.KernelManager = OnSockets  # under load, a port was lost now and then

# A page is a tree of a hundred thousand parts, and Python goes through all of them again and again
# in search of garbage: a fifth of the time of the tests that read pages.
gc.set_threshold(100_000, 20, 100)

# While one worker builds the book, which the first of these waits for, the other runs notebooks.
FIRST = ("tests/book/test_files.py", "notebooks/", "tests/notebooks/test_code.py")
FIRST += ("tests/browsers/", "tests/book/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run first what takes long or waits for long, so that no worker is left alone with it."""

    def rank(item: pytest.Item) -> int:
        name = item.nodeid
        return next((i for i, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return Path(__file__).resolve().parent.parent


def lacking(what: str) -> NoReturn:
    """Fail in CI, which has all that a test needs; elsewhere say what is lacking, and skip."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Without one a test fails in CI, and elsewhere says why it skips."""
    return find_browser() or lacking(NO_BROWSER)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium of this module's own.

    Not of the session's: while Playwright runs, an event loop runs in this thread, and the clients
    of Jupyter kernels that the same worker tests next cannot start theirs.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=list(FLAGS),
            ignore_default_args=["--hide-scrollbars"],  # a reader has them, and they take room
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Callable[..., Watch]]:
    """A function that opens an empty page, with the options of a Playwright context, watched."""
    contexts = []

    def open_page(**options: Any) -> Watch:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return Watch(page)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def book(root: Path, testrun_uid: str) -> Path:
    """The folder of the built book, built once for all the workers of this run.

    ``BOOK=folder`` in the environment names a book that is built already; for authors in a hurry.
    """
    if built := os.environ.get("BOOK"):
        return Path(built).resolve()
    build = root / "_build"
    build.mkdir(exist_ok=True)
    stamp, log = build / ".tested", build / "book.log"
    with FileLock(build / ".book.lock"):
        verdict = stamp.read_text(encoding="utf-8").split() if stamp.exists() else []
        if verdict[:1] != [testrun_uid]:
            verdict = [testrun_uid, "built" if build_book(log=log) else "failed"]
            stamp.write_text(" ".join(verdict), encoding="utf-8")
    if verdict[1] == "failed":
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-60:]
        pytest.fail("The book did not build:\n" + "\n".join(tail), pytrace=False)
    return build / "html"


@pytest.fixture(scope="session")
def lite_site(book: Path) -> Path:
    """The folder of JupyterLite in the built book."""
    if not (book / "lite").is_dir():
        lacking("The book is built without JupyterLite: run `python -m tools.lite install`.")
    return book / "lite"


@pytest.fixture(scope="session")
def served(book: Path) -> Iterator[str]:
    """The address of the built book on a static server that sends the policy of the book."""
    with serving(book, policy()) as address:
        yield address
