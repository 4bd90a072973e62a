"""A tab of each browser, and the book as it opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from l2book.sphinx.csp import policy
from tests.browsers.tabs import PlaywrightTab, Tab, noting, opened, opened_webkit
from tests.conftest import lacking
from tests.serve import serving
from tools.browser import MISSING, NO_BROWSER, find, find_browser


@contextmanager
def a_tab(request: pytest.FixtureRequest, *, dark: bool = False) -> Iterator[Tab]:
    """Open a tab of a browser; without one a test fails in CI, and elsewhere says why it skips."""
    name, fixture = request.cls.browser, request.getfixturevalue
    if find(name) is None:
        lacking(MISSING.get(name, NO_BROWSER))
    if name == "webkit":
        with opened_webkit(fixture("tmp_path_factory").mktemp("home"), dark=dark) as tab:
            yield tab
    else:
        with opened(fixture("playwright"), name, find_browser(name), dark=dark) as tab:
            yield tab


@pytest.fixture(scope="class")
def playwright() -> Iterator[Playwright]:
    """What drives Firefox and Chromium; one at a time may run."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="class")
def tab(request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab of the browser that a test class names: `browser = "firefox"`."""
    with a_tab(request) as tab:
        yield tab


@pytest.fixture(scope="class")
def dark_tab(request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab of the same browser on a system that is dark."""
    with a_tab(request, dark=True) as tab:
        yield tab


@pytest.fixture(scope="class")
def beside(playwright: Playwright, chromium: str) -> Iterator[PlaywrightTab]:
    """A tab of Chromium, to compare with."""
    with opened(playwright, "chromium", chromium) as tab:
        yield tab


@pytest.fixture(scope="class")
def places(
    request: pytest.FixtureRequest, book: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The addresses of the book `served` and from `disk`, as the browser of the class opens it."""
    if request.cls.browser == "webkit":
        book = noting(book, tmp_path_factory.mktemp("book"))
    with serving(book, policy()) as address:
        yield {"served": address, "disk": book.as_uri()}
