"""Links of the book to a figure's state: a wrong one stops the build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from l2book.figures import all_figures
from livefig.hosts.sphinx import read_state
from tests.engine.asked_book import sphinx

FIGURES = all_figures()
ROOT = Path(__file__).parents[2]
SOURCES = [
    file.relative_to(ROOT)
    for file in [*sorted(ROOT.glob("notebooks/*.ipynb")), *sorted(ROOT.glob("book/*.md"))]
]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("", "must name a live figure, not ''"),
        ("nobody?alpha=1", "must name a live figure, not 'nobody'"),
        ("descent?beta=1", "must give each of alpha, learning_rate, step, start_1, start_2"),
        ("descent?alpha=1&alpha=2", "at most once"),
        ("descent?alpha=-0.1", r"alpha must be a number in \[0, 3\], not -0.1"),
        ("descent?alpha=1e999", r"alpha must be a number in \[0, 3\], not inf"),
        ("descent?alpha=nan", r"alpha must be a number in \[0, 3\], not nan"),
        ("descent?alpha=", "could not convert string to float"),
        ("descent?alpha", "bad query field"),
        ("ridge_path?few=true", "few 0 or 1, not true"),
    ],
)
def test_a_wrong_state_is_refused(state: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_state(state, FIGURES)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_link_gives_a_whole_state(path: Path) -> None:
    """What a link leaves out would stay where the reader has moved it, and belie the sentence."""
    source = (ROOT / path).read_text(encoding="utf-8")
    states = re.findall(r"#(\w+)\?([\w=&.+-]+)", source)
    for name, query in states:
        if name in FIGURES:
            given = {part.partition("=")[0] for part in query.split("&")}
            assert given == set(FIGURES[name].parameters()), f"{name}?{query}"


def built(folder: Path) -> tuple[BeautifulSoup, str]:
    """Build a folder's pages; return the first, and what the build warns of."""
    (folder / "conf.py").write_text("extensions = ['myst_nb', 'livefig.hosts.sphinx']\n")
    warnings = sphinx(folder)
    page = (folder / "html/index.html").read_text(encoding="utf-8")
    return BeautifulSoup(page, "html.parser"), warnings


def test_the_book_links_to_a_state(tmp_path: Path) -> None:
    """A right link has its address, relative to its page; each wrong one is a warning."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.md").write_text("# B\n")
    (tmp_path / "index.md").write_text(
        "# A\n\n```{toctree}\na/b\n```\n\n"
        "{figure-state}`good <a/b#descent?alpha=0.3&start_1=-1>`\n\n"
        "{figure-state}`no page <a/c#descent?alpha=0.3>`\n\n"
        "{figure-state}`no value <a/b#descent?alpha=9>`\n",
        encoding="utf-8",
    )
    tree, warnings = built(tmp_path)
    hrefs = [a["href"] for a in tree.find_all("a", string="good")]
    assert hrefs == ["a/b.html#descent?alpha=0.3&start_1=-1"]
    assert "figure-state: there is no page 'a/c'" in warnings
    assert "figure-state: alpha must be a number in [0, 3], not 9" in warnings


def test_a_figure_that_a_page_has_twice(tmp_path: Path) -> None:
    """The build warns; no id is there twice, each label has its own slider."""
    figure = "```{live-figure} %s\nalpha = %s\n```\n\n"
    (tmp_path / "index.md").write_text(
        "# A\n\n" + figure % ("descent", 0.3) + figure % ("descent", 0.4) + figure % ("penalty", 1),
        encoding="utf-8",
    )
    page, warnings = built(tmp_path)
    ids = [part["id"] for part in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    figures = page.select("figure.live-figure")
    assert [figure["id"] for figure in figures] == ["descent", "descent-2", "penalty"]
    sliders = [float(figure.select_one("input[name=alpha]")["value"]) for figure in figures]
    assert sliders == [0.3, 0.4, 1.0]
    for figure in figures:
        for label in figure.select("label[for]"):
            assert label["for"] in [control["id"] for control in figure.select("input[id]")]
        for key in ("aria-labelledby", "aria-describedby"):
            assert all(figure.find(id=part[key]) for part in figure.select(f"[{key}]"))
        assert all(figure.find(id=clip) for clip in re.findall(r"url\(#([^)]*)\)", str(figure)))
    assert warnings.count("WARNING") == 1
    assert "index.md: WARNING: the page has the live figure descent already" in warnings
