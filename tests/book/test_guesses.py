"""A guess on a figure: given beside it, and the way back from it to the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.book.pages import CHAPTERS
from tests.watch import Watch

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SCROLLED = "() => scrollY"


@pytest.fixture
def opened(watched: Callable[..., Watch], served: str) -> Iterator[Callable[..., Page]]:
    """A function that opens a chapter in a window of a size."""
    watches = []

    def open_page(chapter: str, viewport: dict[str, int], **context: bool) -> Page:
        watches.append(watched(viewport=viewport, **context))
        page = watches[-1].page
        page.goto(f"{served}/{chapter}.html", wait_until="load")
        page.locator("figure[data-live]").first.wait_for()
        return page

    yield open_page
    for watch in watches:
        assert watch.problems == []
        watch.page.context.close()


def test_the_figure_stays_where_it_is_when_it_is_guessed(opened: Callable[..., Page]) -> None:
    """What is said above it grows upwards, and is in sight."""
    page = opened(CHAPTERS[2], DESK)
    form, figure = page.locator("form[data-kind=place]"), page.locator("figure#descent")
    form.evaluate("(form) => scrollBy({ top: form.getBoundingClientRect().top - 90 })")
    form.locator("[name=x]").fill("0.5")
    form.locator("[name=y]").fill("0.25")
    before = figure.bounding_box()["y"]
    form.locator("[type=submit]").click()
    said = form.locator(".live-verdict").bounding_box()
    assert figure.bounding_box()["y"] == pytest.approx(before, abs=1)
    assert 60 < said["y"] < before


@pytest.mark.parametrize("chapter", [CHAPTERS[i] for i in (2, 4, 6)])
def test_the_answer_on_a_phone_covers_nothing_of_the_drawing(
    opened: Callable[..., Page], chapter: str
) -> None:
    page = opened(chapter, PHONE, has_touch=True, is_mobile=True)
    figure = page.locator("figure.live-figure").first
    drawing, give = figure.locator(".live-panels"), figure.locator(".live-give")
    before = drawing.bounding_box()
    drawing.locator("svg").first.tap(position={"x": 150, "y": 100})
    expect(give).to_be_visible()
    give.scroll_into_view_if_needed()
    button, drawn = give.bounding_box(), drawing.bounding_box()
    assert button["height"] >= 44
    assert button["y"] >= drawn["y"] + drawn["height"]
    assert (drawn["width"], drawn["height"]) == (before["width"], before["height"])
    give.tap()
    expect(figure.locator(".live-truth .live-dot")).to_be_in_viewport()
    expect(give).to_be_hidden()


def centred(link: Locator) -> float:
    """Bring a link to the middle of the window; return how far the page is scrolled then."""
    link.evaluate("(e) => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    link.page.wait_for_timeout(200)
    return link.page.evaluate(SCROLLED)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_a_figure_in_sight_is_set_without_a_scroll(
    opened: Callable[..., Page], size: dict[str, int]
) -> None:
    """Also the first figure of a chapter, of which the list stands further down."""
    page = opened(CHAPTERS[2], size)
    for link in page.locator('li a[href^="#descent?"]:visible').all()[:6]:
        before = centred(link)
        link.click()
        page.wait_for_timeout(100)
        assert page.evaluate(SCROLLED) == before
        assert page.locator("#descent[data-docked]").count() == 1
    assert page.locator(".live-back").count() == 0
    assert page.evaluate("() => liveFigures.descent.values.alpha") == 0.5


@pytest.mark.parametrize("size", [DESK, {"width": 1000, "height": 800}, PHONE], ids=str)
def test_the_way_back_to_the_text(opened: Callable[..., Page], size: dict[str, int]) -> None:
    """To the very link, by keyboard; and it goes when it was taken, or with a scroll by hand."""
    page = opened(CHAPTERS[4], size)
    link = page.locator('article a[href^="#regularized_minimum?alpha=20&"]').last
    drawing, back = page.locator("#regularized_minimum svg").first, page.locator(".live-back")
    for again in (False, True):  # the same link once more
        page.evaluate("() => liveFigures.regularized_minimum.set({ alpha: 1 })")
        centred(link)
        link.click()
        back.wait_for()
        expect(drawing).to_be_in_viewport()
        assert back.inner_text() == "Back to the text"
        assert page.evaluate("() => liveFigures.regularized_minimum.values.alpha") == 20
        button, drawn = back.bounding_box(), drawing.bounding_box()
        assert button["height"] >= (44 if size is PHONE else 24)
        over, under = drawn["y"] - button["height"], drawn["y"] + drawn["height"]
        assert not over < button["y"] < under
        if again:
            centred(link)
            expect(back).to_have_count(0)
            break
        page.keyboard.press("Tab")
        assert back.evaluate("(e) => e === document.activeElement")
        page.keyboard.press("Enter")
        expect(back).to_have_count(0)
        expect(link).to_be_in_viewport()
        assert link.evaluate("(e) => e === document.activeElement")


def test_a_first_tap_within_the_ring_of_the_mark_counts(opened: Callable[..., Page]) -> None:
    """It goes where the finger was; a later one there may only hold the mark."""
    page = opened(CHAPTERS[4], PHONE, has_touch=True, is_mobile=True)
    ring = page.locator("figure#two_springs .live-guess")
    ring.scroll_into_view_if_needed()
    box, panel = ring.bounding_box(), page.locator("figure#two_springs .live-panel").bounding_box()
    x, y = box["x"] + 6, box["y"] + box["height"] / 2
    page.touchscreen.tap(x, y)
    expect(page.locator("figure#two_springs .live-give")).to_be_visible()
    moved = ring.bounding_box()
    assert moved["x"] + moved["width"] / 2 == pytest.approx(x, abs=2)
    assert panel["x"] < x < panel["x"] + panel["width"]


def test_a_link_to_a_state_takes_away_a_mark_that_nobody_has_set(
    opened: Callable[..., Page],
) -> None:
    page = opened(CHAPTERS[4], DESK)
    ring = page.locator("figure#two_springs .live-guess")
    expect(ring).to_be_visible()
    page.evaluate("() => { location.hash = '#two_springs?alpha=5&eigenvalue=2&w_star=3'; }")
    expect(ring).to_be_hidden()
    page.locator("form#ch5-springs input[name=x]").fill("1")
    expect(ring).to_be_visible()
