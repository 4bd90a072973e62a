"""The study-group guide: minutes that add up, links that open their state, numbers that are so."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from l2book.figures import all_figures
from livefig import LiveFigure
from tests.book.pages import ROOT
from tests.book.reader import READER_JS, visit
from tests.book.states import assert_open, links, whole
from tests.watch import Watch

GUIDE = "book/study-group"
TEXT = (ROOT / f"{GUIDE}.md").read_text(encoding="utf-8")
LINK = re.compile(r"\{figure-state\}`([^`<]*?) *</([^`>]*)#([^`>]*)>`")
HEADING = re.compile(r"^(#+) (.*?)(?: \((\d+) minutes\))?$", re.MULTILINE)


# --- What the guide says ------------------------------------------------------------------------


def test_the_minutes_add_up() -> None:
    """A heading that gives minutes has as many as the headings below it together."""
    heads = [(len(marks), title, int(n)) for marks, title, n in HEADING.findall(TEXT) if n]
    assert [minutes for level, _, minutes in heads if level == 2] == [90, 240, 120]
    assert [n for _, title, n in heads if title.startswith("Session ")] == 4 * [60]
    for i, (level, title, minutes) in enumerate(heads):
        below = []
        for deeper, _, part in heads[i + 1 :]:
            if deeper <= level:
                break
            below += [part] if deeper == level + 1 else []
        assert not below or sum(below) == minutes, title


@functools.cache
def made(name: str) -> LiveFigure:
    """Return a figure; making one draws it."""
    return all_figures()[name]()


def error(distance: float) -> float:
    """Return the error of chapter 4's bowl at one distance, in the guide's direction."""
    figure = made("quadratic_approximation")
    parameters = {"distance": distance, "direction": 20}
    return figure.evaluate(parameters)["readouts"]["error"]


#: Numbers of the guide that no figure shows, as text, and what they are.
COMPUTED = {
    "2.5": 2 + 0.5,  # λ₁ + α
    "3.2": 3.2,  # invented, in a question
    "−0.8": -0.8,  # these three are given, in a question
    "0.1": 0.1,
    "0.5": 0.5,
    "−0.76": -0.8 * (1 - 0.1 * 0.5),
    "0.95": 1 - 0.1 * 0.5,
    "0.488": 0.95**14,
    "0.222": 1 / 0.45 - 2,
    "2.44": 2 / 0.45 - 2,
    "1.33": 2 / 0.6 - 2,
}


def shown(state: str) -> Iterator[float]:
    """Yield every number that a figure shows in a state, and those of its problem."""
    name, parameters = whole(state)
    figure = made(name)
    outcome = figure.evaluate(parameters)
    said = [words for _, words in outcome.get("statuses", ())]
    landmarks = outcome.get("landmarks", {})
    yield from numbers([parameters, dict(figure.problem), outcome["readouts"], landmarks, *said])


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | np.ndarray):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, int | float | np.number):
        yield float(value)


def rounded(text: str, value: float) -> bool:
    """Whether a text is a value, or its size, rounded to the digits of the text."""
    _, _, decimals = text.partition(".")
    wanted = abs(float(text.replace("−", "-")))
    unit = 10.0 ** -len(decimals)
    return abs(abs(value) - wanted) <= unit / 2 * (1 + 1e-9)


def test_every_number_is_one_that_the_figures_show() -> None:
    """A decimal number is, rounded, what a figure linked in the same section says."""
    computed = COMPUTED | {"7.6": error(0.2) / error(0.1)}
    for section in re.split(r"^(?=#{2,4} )", TEXT, flags=re.MULTILINE):
        said = LINK.sub(lambda link: link[1], re.sub(r"exercise \d\.\d", "", section))
        decimals = re.findall(r"−?\d+\.\d+", said)
        values = [value for *_, state in LINK.findall(section) for value in shown(state)]
        for text in decimals:
            known = values + ([computed[text]] if text in computed else [])
            assert any(rounded(text, value) for value in known), (section.splitlines()[0], text)


# --- Its links ----------------------------------------------------------------------------------


def test_every_link_of_the_guide_is_built(book: Path) -> None:
    """What each opens is tried on the page that it opens, see test_served.py."""
    built = {target + link for target, links_ in links(book).items() for link in links_}
    written = {f"{page}.html#{state}" for _, page, state in LINK.findall(TEXT)}
    assert written <= built
    assert len(written) > 20


@pytest.mark.browser
def test_a_link_in_the_guide_opens_its_figure_in_sight(
    served: str, watched: Callable[..., Watch]
) -> None:
    page = watched(viewport={"width": 1280, "height": 720}).page
    visit(page, f"{served}/{GUIDE}.html")
    anchor = page.locator("article a[href*='#'][href*='?']").first
    link = anchor.get_attribute("href").split("#")[1]
    anchor.click()
    page.wait_for_url(f"**#{link}")
    page.wait_for_selector(f"figure#{link.split('?')[0]}[data-live]")
    page.evaluate(READER_JS)
    assert_open(page, link)
    figure = page.locator(f"figure#{link.split('?')[0]}")
    box = figure.bounding_box()
    assert -1 <= box["y"] < 360, box
    page.keyboard.press("f")  # as the guide says: after a link, the figure has the focus
    assert figure.get_attribute("data-enlarged") is not None


def test_every_figure_of_the_book_is_projected(book: Path) -> None:
    projected = {link[1:].split("?")[0] for hashes in links(book).values() for link in hashes}
    assert projected == set(all_figures()) - {"cover"}  # the front page's, which says nothing new
