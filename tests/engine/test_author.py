"""A figure of one's own is one file: the one that CONTRIBUTING shows, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from livefig import find_figures
from tests.engine.pages import converted
from tests.watch import Watch

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    """The figure's file."""
    shown = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.search(r"^```python\n(.*?)^```", shown, re.M | re.S)[1]


def comes_alive(watched: Callable[..., Watch], page: Path) -> None:
    watch = watched()
    watch.page.goto(page.as_uri(), wait_until="commit")
    figure = watch.page.locator("figure.live-figure")
    figure.and_(watch.page.locator("[data-live=true]")).wait_for()
    figure.locator("input[name=alpha]").fill("3")
    assert float(figure.locator("output").get_attribute("data-value")) == pytest.approx(2 / 5)
    assert [line for line in watch.problems if "live" in line] == []


def test_is_one_short_file(text: str) -> None:
    assert len(text.splitlines()) <= 40
    assert not re.search("numpy|np\\.", text)


def test_in_a_package(text: str, tmp_path: Path, watched: Callable[..., Watch]) -> None:
    package = tmp_path / "authors"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one_weight.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "livefig", "export", "authors.one_weight:OneWeight"]
    command += ["--to", str(tmp_path), "--page"]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=True)
    comes_alive(watched, tmp_path / "one_weight.html")
    sys.path.append(str(tmp_path))
    try:
        assert list(find_figures("authors")) == ["one_weight"]
    finally:
        sys.path.remove(str(tmp_path))


def test_in_a_cell(text: str, root: Path, tmp_path: Path, watched: Callable[..., Watch]) -> None:
    """The kernel has the source of a class that a cell defines; any page of it is alive."""
    comes_alive(watched, converted(tmp_path, root, text, "OneWeight()"))
