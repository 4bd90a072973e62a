"""Pages on a phone, moved by a finger, and pages without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.book.pages import CHAPTERS, PAGES
from tests.book.reader import visit
from tests.watch import Watch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [(640, 450), (390, 844)], ids=str)
def test_the_buttons_of_a_figure_enlarged_in_a_small_window_are_whole(
    watched: Callable[..., Watch], served: str, size: tuple[int, int]
) -> None:
    """What lies over a drawing, for its handles, takes nothing from the buttons above it."""
    page = watched(viewport={"width": size[0], "height": size[1]}).page
    visit(page, f"{served}/{CHAPTERS[6]}.html")
    page.locator("#geometry .live-enlarge").click()
    covered = page.evaluate(
        """() => [...document.querySelectorAll("#geometry .live-buttons > *")].filter((button) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          return [1, height / 2, height - 1].some((down) =>
            !button.contains(document.elementFromPoint(left + width / 2, top + down)));
        }).map((button) => button.textContent)"""
    )
    assert covered == []
    page.context.close()


@pytest.fixture(scope="module")
def scriptless(watched: Callable[..., Watch]) -> Iterator[Watch]:
    """An empty page of a reader without JavaScript."""
    return watched(java_script_enabled=False)


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_pictures_and_equations_are_complete(
    scriptless: Watch, served: str, name: str
) -> None:
    page = scriptless.page
    page.goto(f"{served}/{name}.html")
    equations = page.locator("article .math:visible")  # the others are in a folded solution
    assert equations.count() == page.locator("article .math mjx-math:visible").count()
    for figure in page.locator("figure.live-figure").all():
        assert figure.get_attribute("data-live") is None
        assert figure.locator("svg:visible").count() == figure.locator(".live-panel").count() >= 1
        assert figure.locator("output:visible").count() == figure.locator("output").count() >= 1
        assert all(output.inner_text() for output in figure.locator("output").all())
        assert all(value.inner_text() for value in figure.locator(".live-value").all())
        assert figure.locator("input:visible, button:not(.live-value):visible").count() == 0
        assert figure.locator(".live-value:enabled").count() == 0  # a value is there to be read
        assert figure.locator("figcaption").is_visible()
        assert figure.locator("noscript p").is_visible()


@pytest.mark.parametrize("size", [(390, 844), (1100, 800), (1280, 900)], ids=str)
def test_without_javascript_nothing_is_dead_or_dark(
    watched: Callable[..., Watch], served: str, size: tuple[int, int]
) -> None:
    """All of a page is light, also where the system is dark; and what is shown does something."""
    context = {"java_script_enabled": False, "color_scheme": "dark"}
    page = watched(viewport={"width": size[0], "height": size[1]}, **context).page
    page.goto(f"{served}/{CHAPTERS[6]}.html")
    code = page.locator("div.cell_input .highlight").first
    colours = (
        "(part) => getComputedStyle(part).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)"
    )
    assert min(code.evaluate(colours)) > 200
    for button in page.locator("button:enabled:visible").all():
        menu = button.locator("xpath=following-sibling::ul")
        assert not menu.is_visible()
        button.focus()
        assert menu.is_visible()
        assert menu.locator("a:visible").count() > 0
        box, below = button.bounding_box(), menu.bounding_box()
        assert box
        assert below
        assert below["x"] >= 0
        assert below["x"] + below["width"] <= size[0]
    # The next chapter, and a section of this one, can be reached from the tables of contents.
    for place in (".bd-sidebar-primary", ".bd-sidebar-secondary"):
        link = page.locator(f"{place} a:visible").last
        box = link.bounding_box()
        assert box
        assert 0 <= box["x"] < box["x"] + box["width"] <= size[0]
    header = page.locator(".bd-header-article")
    assert header.evaluate("(part) => getComputedStyle(part).position") == "static"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()
