"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib as mpl
import pytest

from tools.browser import NO_BROWSER, find_browser

# Tests draw off screen. Not through the environment: the notebooks' kernels, which nbval starts
# from this process, must choose their own backend, as they do for a reader.
os.environ.pop("MPLBACKEND", None)
mpl.use("Agg")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one a test fails, since a skipped test shows nothing."""
    path = find_browser()
    assert path is not None, NO_BROWSER
    return path
