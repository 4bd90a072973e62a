"""The built book from a static host."""

from __future__ import annotations

import pytest

from tests.book.reader import ReaderTests

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(served: str) -> str:
    """Where the book is: the beginning of every page's address."""
    return served


class TestServed(ReaderTests):
    """A reader's tests, here."""
