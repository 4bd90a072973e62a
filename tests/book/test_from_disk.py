"""The built book opened as files: a study group passes round a zip."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.accessibility import AccessibilityTests
from tests.book.pages import CHAPTERS
from tests.book.reader import ReaderTests

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(book: Path) -> str:
    """Where the book is: the beginning of every page's address."""
    return book.as_uri()


class TestFromDisk(AccessibilityTests, ReaderTests):
    """A reader's tests, here; then what changes the page for good."""

    shared = handled = CHAPTERS[2:3]
