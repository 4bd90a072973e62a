"""The built book from a static host."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from l2book.figures import all_figures
from l2book.sphinx.csp import policy
from livefig import Slider
from tests.book.pages import CHAPTERS, PAGES
from tests.book.presenter import PresenterTests
from tests.book.reader import PAGE_WITH_ALL, ReaderTests
from tests.book.states import assert_open, links
from tests.serve import serving
from tests.watch import Watch

pytestmark = pytest.mark.browser

BAD_VALUES = ["NaN", "1e999", "-1e999", "Infinity", "-Infinity", "", "%20", "0x1", "1,5", "1e"]
BAD_VALUES += ["--1", "null", "[1]", "<script>alert(1)</script>", "1" * 60]
BAD_VALUES += ["%3Cimg%20src=x%20onerror=alert(1)%3E"]
BAD_LINKS = ("#{0}", "#{0}?", "#{0}?unknown=1", "#{0}?__proto__=1", "#{0}?=1&&", "#__proto__?a=1")
BAD_LINKS += ("#nobody?alpha=1", "#?alpha=1", "#%E0%A4%A?alpha=1", "#{0}?constructor=1")


@pytest.fixture(scope="module")
def address(served: str) -> str:
    """Where the book is: the beginning of every page's address."""
    return served


@pytest.fixture
def page(watch: Watch, page: Page) -> Page:
    """The page as it is when a figure is tried: thin, now that it was seen as it is built."""
    if watch.name != PAGE_WITH_ALL:
        page.evaluate("() => reader.thin()")
    return page


class TestServed(PresenterTests, ReaderTests):
    """A reader's tests, here."""

    shared = (PAGES[0], CHAPTERS[2], CHAPTERS[8])

    def test_a_bad_link_changes_nothing(self, page: Page, names: list[str]) -> None:
        for name in names:
            links = [link.format(name) for link in BAD_LINKS]
            for i, (key, trait) in enumerate(all_figures()[name].parameters().items()):
                beyond = (
                    [f"{trait.maximum + 1}", f"{trait.minimum - 1}"]
                    if isinstance(trait, Slider)
                    else ["2", "true", "01", "constructor", "toString", "__proto__"]
                )
                links += [
                    f"#{name}?{key}={value}"
                    for value in (*(BAD_VALUES if i == 0 else BAD_VALUES[:3]), *beyond)
                ]
            follow = "([links, name]) => reader.changing(links, name)"
            assert page.evaluate(follow, [links, name]) == [], name

    def test_a_link_of_the_book_to_a_state_opens_it(
        self, watch: Watch, page: Page, book: Path
    ) -> None:
        """Those of the study-group guide above all."""
        for link in links(book).get(f"{watch.name}.html", ()):
            assert_open(page, link, follow=True)


def test_the_address_of_the_book_leads_to_its_first_page(
    watched: Callable[..., Watch], book: Path
) -> None:
    """And asks for nothing that is not there, an icon at the host's root for instance."""
    missing: list[str] = []
    watch = watched()
    with serving(book, policy(), missing) as address:
        watch.page.goto(address)
        watch.page.wait_for_url(f"{address}/{PAGES[0]}.html")
        watch.page.wait_for_load_state("networkidle")
    assert (watch.problems, watch.other_hosts, missing) == ([], set(), [])


def test_where_a_browser_does_not_go_by_itself_there_is_a_link(
    watched: Callable[..., Watch], book: Path, served: str
) -> None:
    text = (book / "index.html").read_text(encoding="utf-8")
    stays = re.sub(r"<noscript>.*|<script.*", "", text)
    assert not re.search("Refresh|script", stays)
    watch = watched()
    watch.page.route(
        f"{served}/", lambda route: route.fulfill(body=stays, content_type="text/html")
    )
    watch.page.goto(served)
    assert watch.page.locator("html").get_attribute("lang") == "en"
    watch.page.get_by_role("link", name=watch.page.title(), exact=True).click()
    watch.page.wait_for_url(f"{served}/{PAGES[0]}.html")
    assert watch.problems == []
