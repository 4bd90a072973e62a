"""Equations set when the book is built."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx

from l2book.sphinx import math as setting
from l2book.sphinx.math import MathError, Setter


@pytest.fixture(scope="module")
def setter() -> Setter:
    return setting.setter()


def tree(made: str) -> Tag:
    (container,) = BeautifulSoup(made, "html.parser").find_all(recursive=False)
    return container


@pytest.mark.parametrize("display", [False, True])
def test_it_is_drawn_for_the_eye_and_said_for_the_ear(setter: Setter, display: bool) -> None:
    container = tree(setter.set(r"\frac{\alpha}{2}\, w^\top w", display))
    assert container.name == "mjx-container"
    assert container.get("display") == ("true" if display else None)
    assert container.find("mjx-math")["aria-hidden"] == "true"
    assert container.select_one("mjx-assistive-mml math mfrac mi").get_text() == "α"
    assert container.select_one("mjx-c.mjx-c1D6FC")
    assert not container.has_attr("style"), "what is alike for all stands in the style sheet"
    assert not container.has_attr("tabindex")


def test_characters_that_end_a_string_or_a_tag(setter: Setter) -> None:
    text = tree(setter.set(r"a < b \text{ \& 'x'</script> }", display=False)).math.get_text()
    assert "a<b" in text
    assert "</script>" in text


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\frac{1}{", "Missing close brace"),
        (r"\nosuchcommand x", r"Undefined control sequence \nosuchcommand"),
        (r"\begin{matrix} x", r"Missing \end{matrix}"),
        (r"x^2^3", "Double exponent"),
        (r"\left( x", r"Missing \left or extra \right|Extra \left or missing \right"),
    ],
)
def test_a_mistake_is_not_set(setter: Setter, tex: str, said: str) -> None:
    with pytest.raises(MathError) as raised:
        setter.set(tex, display=True)
    assert any(part in str(raised.value) for part in said.split("|"))


def test_the_style_sheet_has_the_characters_that_are_used(setter: Setter) -> None:
    all_of_them = setter.styles({"mjx-c1D464", "mjx-c1D6FC"})
    assert "mjx-c1D6FC" in all_of_them
    without = setter.styles({"mjx-c1D464"})
    assert "mjx-c1D6FC" not in without
    assert without.count("@font-face") == all_of_them.count("@font-face") > 10
    assert "mjx-mfrac" in without
    assert "http" not in without


def test_every_rule_of_the_style_sheet_is_whole(setter: Setter) -> None:
    """What is left of one makes a browser drop the next."""
    for line in setter.styles({"mjx-c7B", "mjx-c7D", "mjx-c22"}).splitlines():
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line)
        assert (bare.count("{"), bare.count("}")) == (1, 1), line


def test_a_mistake_on_a_page_is_a_warning_with_its_place(tmp_path: Path) -> None:
    """So that `make book`, where warnings are errors, fails and says where."""
    (tmp_path / "conf.py").write_text(
        "extensions = ['l2book.sphinx.math']\nhtml_math_renderer = 'set'\n", encoding="utf-8"
    )
    page = "Title\n=====\n\nGood: :math:`x^2`.\n\n.. math::\n   :label: bad\n\n   x^2^3\n"
    (tmp_path / "index.rst").write_text(page, encoding="utf-8")
    said = io.StringIO()
    app = Sphinx(
        *[str(tmp_path)] * 2, *[str(tmp_path / name) for name in ("out", "trees")], "html",
        status=None, warning=said,
    )  # fmt: skip
    app.build()
    assert re.search(r"index\.rst:6: WARNING: Double exponent.*: x\^2\^3", said.getvalue())
    html = BeautifulSoup((tmp_path / "out/index.html").read_text("utf-8"), "html.parser")
    assert html.select_one("span.math mjx-container")
    assert html.select_one("#equation-bad .eqno").get_text().startswith("(1)")
    assert html.select_one('link[href$="math/math.css"]')
    assert "mjx-c1D465" in (tmp_path / "out/_static/math/math.css").read_text("utf-8")


ENDING = """\
from l2book.sphinx import math as setting
from livefig import still

class Engine(still.MiniRacer):
    __del__ = object.__init__

    def close(self, *arguments):
        print("closed")
        super().close(*arguments)

still.MiniRacer = Engine
setting.setter().set("w", False)
"""


def test_python_ends_after_a_build() -> None:
    """On 3.13 it waits for ever for an engine that nobody closed."""
    command = [sys.executable, "-c", ENDING]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert outcome.stdout == "closed\n"
