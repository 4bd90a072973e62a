"""A page as a reader's own browser prints it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.book.pages import CHAPTERS
from tests.watch import Watch

pytestmark = pytest.mark.browser

# A check is printed as its one line.
CODE = """() => [...document.querySelectorAll("article pre")]
  .filter((code) => !code.closest("details.check")).map((code) => code.textContent)"""
CUT = """() => [...document.querySelectorAll("article :is(pre, table, mjx-container, img)")].filter(
  (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== "visible"
    && part.clientWidth || part.getBoundingClientRect().right > innerWidth
).map((part) => part.textContent.slice(0, 60))"""
CLOSED = "() => document.querySelectorAll('details.hide:not([open]), .toggle-hidden').length"


def printed(page: Page, target: Path) -> str:
    """Print a page; return its words without spaces and the signs at which a word is divided."""
    page.pdf(path=target, format="A4")
    with pypdfium2.PdfDocument(target) as document:
        return squeezed("".join(sheet.get_textpage().get_text_range() for sheet in document))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe\u00ad-]", "", text)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("chapter", [CHAPTERS[2], CHAPTERS[6]])
def test_a_folded_solution_is_printed_open(
    watched: Callable[..., Watch], served: str, tmp_path: Path, chapter: str, scripts: bool
) -> None:
    """All of it is seen, its code too; on the screen it is folded as before."""
    page = watched(java_script_enabled=scripts).page
    page.goto(f"{served}/{chapter}.html")
    codes, closed = page.evaluate(CODE), page.evaluate(CLOSED)
    assert closed > 3
    text = printed(page, tmp_path / "page.pdf")
    assert [code for code in codes if squeezed(code) not in text] == []
    assert page.evaluate(CLOSED) == closed
    page.context.close()


def test_no_line_is_cut_at_the_edge_of_a_sheet(watched: Callable[..., Watch], served: str) -> None:
    """A4 with a browser's usual margins, of one centimetre."""
    page = watched(viewport={"width": 718, "height": 1000}).page
    page.emulate_media(media="print")
    for chapter in CHAPTERS[::3]:
        page.goto(f"{served}/{chapter}.html")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert max(len(line) for code in page.evaluate(CODE) for line in code.splitlines()) > 78
        assert page.evaluate(CUT) == [], chapter
    page.context.close()
