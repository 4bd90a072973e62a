"""A page of the built book, opened once for all that is tried on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.book.pages import PAGES
from tests.book.reader import visit
from tests.watch import Watch


@pytest.fixture(scope="module", params=PAGES)
def watch(
    request: pytest.FixtureRequest, watched: Callable[..., Watch], address: str
) -> Iterator[Watch]:
    """Each page of the book in turn, at `address`, which the module defines."""
    watch = watched(viewport={"width": 1280, "height": 900})
    watch.name = request.param
    visit(watch.page, f"{address}/{request.param}.html")
    yield watch
    watch.page.context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    """The page, each figure as at first."""
    watch.page.evaluate("() => reader.names().forEach(reader.reset)")
    return watch.page


@pytest.fixture
def names(watch: Watch) -> list[str]:
    """The figures on the page."""
    return watch.page.evaluate("() => reader.names()")
