"""Every page in light and in dark, as wide as a phone, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.book.pages import CHAPTERS
from tests.book.reader import PAGE_WITH_ALL
from tests.watch import Watch

PHONE = {"width": 390, "height": 844}
#: A window of 1280 by 900 pixels at a zoom of 200 %.
ZOOMED = {"width": 640, "height": 450}
#: The same at 400 %, where WCAG still asks for no scrolling sideways (1.4.10).
REFLOW = {"width": 320, "height": 256}

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Rules that a colour decides; of all, they take the longest.
COLOURS = ["color-contrast", "link-in-text-block"]
#: In light, every rule of the standard; in dark, on the same page, those that a colour decides; and
#: in another language, whose pages have the same sheets, the others.
RULES = {
    "light": {"runOnly": {"type": "tag", "values": STANDARD}},
    "dark": {"runOnly": {"type": "rule", "values": COLOURS}},
}
RULES["words"] = {**RULES["light"], "rules": {rule: {"enabled": False} for rule in COLOURS}}
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def violations(page: Page, theme: str) -> list[str]:
    """Return what axe-core finds on a page by `RULES`, a line for each element."""
    page.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")  # the header lies over nothing
    found = Axe().run(page, options={**RULES[theme], "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


class AccessibilityTests:
    """The tests; a module that has a subclass has opened the pages (`watch`).

    They leave a page unfolded and in dark, and stand last of all that is tried on it.
    """

    @pytest.fixture(scope="class")
    @classmethod
    def unfolded(cls, watch: Watch) -> Page:
        """Each page of the book, with every solution unfolded."""
        watch.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        watch.page.evaluate("() => reader.names().forEach(reader.reset)")
        watch.page.evaluate(SCRIPT)
        watch.page.evaluate("() => accessibility.unfold()")
        watch.page.mouse.move(0, 0)  # what a pointer that rests brings up is not on the page
        return watch.page

    @pytest.fixture(params=[ZOOMED, PHONE, REFLOW], ids=["zoomed", "phone", "reflow"])
    def narrow(self, request: pytest.FixtureRequest, unfolded: Page) -> Iterator[Page]:
        """Each page in a narrow window, every solution unfolded."""
        wide = unfolded.viewport_size
        unfolded.set_viewport_size(request.param)
        yield unfolded
        unfolded.set_viewport_size(wide)

    def test_nothing_scrolls_sideways(self, narrow: Page) -> None:
        width = narrow.viewport_size["width"]
        page = narrow.evaluate("() => accessibility.sideways()")
        assert page["width"] <= width, page["wide"]
        assert narrow.evaluate("() => accessibility.cut()") == []
        assert narrow.evaluate("() => accessibility.misset()") == []
        if width == PHONE["width"]:
            assert narrow.evaluate("() => accessibility.cutTables()") == []
        for figure in narrow.evaluate("() => accessibility.measures()"):
            assert figure["live"] == "true"
            assert figure["right"] <= width, figure
            assert figure["narrow"] >= 200, figure
            assert figure["small"] == [], figure

    def test_on_paper_no_control_is_printed(self, unfolded: Page) -> None:
        unfolded.emulate_media(media="print")
        visible = unfolded.evaluate("() => accessibility.controls()")
        unfolded.emulate_media(media="screen")
        assert visible == []

    @pytest.fixture(scope="class", params=["light", "dark"])
    @classmethod
    def theme(cls, request: pytest.FixtureRequest, watch: Watch, unfolded: Page) -> str:
        """What the reader's system is set to; the page follows."""
        if watch.name != PAGE_WITH_ALL:
            unfolded.evaluate("() => reader.thin()")
        unfolded.emulate_media(color_scheme=request.param)
        settled = unfolded.evaluate("(theme) => accessibility.settle(theme)", request.param)
        assert settled == request.param
        return request.param

    def test_axe_finds_nothing(self, unfolded: Page, theme: str) -> None:
        found = violations(unfolded, theme)
        assert not found, "\n".join(found[:10])

    def test_what_a_figure_draws_is_seen(self, unfolded: Page, theme: str) -> None:
        """Every stroke and letter of a drawing differs from its paper; graphics need 3 : 1."""
        assert unfolded.evaluate("() => accessibility.faint()") == []

    def test_where_the_system_forces_its_colours(
        self, unfolded: Page, names: list[str], theme: str
    ) -> None:
        """A drawing is seen there too, be they colours for the other theme."""
        if not names:
            return
        for system in ("light", "dark"):
            unfolded.emulate_media(forced_colors="active", color_scheme=system)
            unfolded.evaluate("(theme) => accessibility.choose(theme)", theme)
            assert unfolded.evaluate("() => accessibility.faint()") == [], system
        unfolded.emulate_media(forced_colors="none", color_scheme=theme)
        unfolded.evaluate("(theme) => accessibility.settle(theme)", theme)

    def test_axe_finds_nothing_in_an_enlarged_figure(self, watch: Watch, unfolded: Page) -> None:
        """The rest of the page is inert meanwhile; the figure is in the theme of the last test."""
        for name in unfolded.evaluate("() => reader.names()") if watch.name == CHAPTERS[5] else ():
            unfolded.locator(f"figure#{name} .live-enlarge").click()
            assert unfolded.locator("figure[data-enlarged]").get_attribute("id") == name
            found = violations(unfolded, "light")
            unfolded.keyboard.press("Escape")
            unfolded.wait_for_function("() => !document.fullscreenElement")
            assert not found, "\n".join(found[:10])
