"""The chapters as slides: whole, alive, and with the book's numbers, from a folder on a disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from tests.book.pages import CHAPTERS
from tests.book.reader import READER_JS, STATE, close, differs_from_numpy
from tests.watch import Watch
from tools import pages, slides

pytestmark = pytest.mark.browser

SCREEN = {"width": 1280, "height": 720}
# Goes through a deck and says of each slide what is cut, and how small its type is.
WALK = """() => {
  const found = [], deck = globalThis.deck;
  const size = (e) => parseFloat(getComputedStyle(e).fontSize);
  for (const section of document.querySelectorAll(".slides > section > section")) {
    const { h, v } = deck.getIndices(section);
    deck.slide(h, v);
    const slide = section.querySelector(".slide"), body = slide.querySelector(".body");
    const heading = slide.querySelector("h1, h2");
    const box = body.getBoundingClientRect();
    const inside = (e) => ((r) => r.left >= -0.5 && r.right <= innerWidth + 0.5
      && r.top >= -0.5 && r.bottom <= innerHeight + 0.5)(e.getBoundingClientRect());
    const parts = [...body.querySelectorAll("p, li, pre, mjx-math, img, .live-panel, input")];
    const texts = [...body.querySelectorAll("p, li, summary, label, output, .live-value")];
    found.push({
      where: `${h}/${v} ${heading.textContent}`,
      current: deck.getCurrentSlide() === section,
      cut: body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1,
      off: parts.filter((e) => e.checkVisibility() && !inside(e))
        .map((e) => e.outerHTML.slice(0, 80)),
      text: Math.min(...[heading, ...texts].map(size)),
      code: Math.min(99, ...[...body.querySelectorAll("pre")].map(size)),
      meeting: [...body.querySelectorAll(".eqno")].filter((e) => {
        const number = e.getBoundingClientRect();
        return [...e.parentElement.querySelectorAll("mjx-math")].some((line) => {
          const box = line.getBoundingClientRect();
          return box.right > number.left && box.bottom > number.top && box.top < number.bottom;
        });
      }).map((e) => e.textContent),
      empty: !body.textContent.trim() && !body.querySelector("img"),
      kind: section.className.split(" ").find((name) => name.startsWith("slide-")),
    });
  }
  deck.slide(0, 0);
  return found;
}"""


@pytest.fixture(scope="module")
def folder(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all decks."""
    target = tmp_path_factory.mktemp("slides")
    titles = slides.build(target, book)
    assert list(titles) == CHAPTERS
    return target


def open_deck(watched: Callable[..., Watch], address: str, **options: object) -> Watch:
    watch = watched(viewport=SCREEN, **options)
    watch.page.goto(address, wait_until="load")
    watch.page.wait_for_function("() => document.documentElement.dataset.ready")
    watch.page.evaluate(READER_JS)
    return watch


def show(page: Page, name: str) -> None:
    page.evaluate(
        "(id) => { const { h, v } = deck.getIndices(document.getElementById(id)"
        ".closest('section section')); deck.slide(h, v); }",
        name,
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_deck_is_whole_and_alive(
    watched: Callable[..., Watch], folder: Path, book: Path, chapter: str
) -> None:
    file = folder / f"{pages.slug(chapter)}.html"
    watch = open_deck(watched, file.as_uri())
    page, section = watch.page, pages.article(pages.load(chapter, book))
    walk = page.evaluate(WALK)
    for slide in walk:
        assert slide["current"], slide
        assert not slide["cut"], slide
        assert not slide["off"], slide
        assert not slide["meeting"], slide
        assert not slide["empty"], slide
        assert slide["text"] >= 20 - 0.01, slide
        assert slide["code"] >= 14.5, slide
    # Of the chapter, every equation with its number, every heading, picture and live figure.
    numbers = "() => [...document.querySelectorAll('.eqno')].map((e) => e.textContent.trim())"
    assert page.evaluate(numbers) == [e.get_text().strip() for e in section.select(".eqno")]
    headings = {" ".join(h.get_text().split()) for h in section.find_all(["h1", "h2", "h3"])}
    shown = {slide["where"].split(" ", 1)[1] for slide in walk}
    assert headings - shown == {"Exercises"}
    pictures = {Path(image["src"]).name for image in section.find_all("img")}
    found = page.evaluate("() => [...document.images].map((i) => [i.src, i.naturalWidth, i.alt])")
    assert {Path(source).name for source, *_ in found} == pictures
    assert all(width and alt for _, width, alt in found)
    names = [figure["id"] for figure in section.select("figure.live-figure")]
    assert names == page.evaluate("() => reader.names()")
    assert names
    for name in names:
        show(page, name)
        for step in page.evaluate("(name) => reader.sweep(name, 1)", name):  # the book has the rest
            assert step["moved"] or not step["changed"], step
            assert not differs_from_numpy(name, step)
    assert watch.problems == []
    assert watch.other_hosts == set()
    page.context.close()


def test_keys_belong_to_what_has_the_focus(watched: Callable[..., Watch], folder: Path) -> None:
    """An arrow moves a focused slider or point; elsewhere, the deck."""
    page = open_deck(watched, (folder / f"{pages.slug(CHAPTERS[2])}.html").as_uri()).page
    here = "() => { const { h, v } = deck.getIndices(); return [h, v]; }"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(here) == [1, 0]
    show(page, "descent")
    at = page.evaluate(here)
    before = page.evaluate(STATE, "descent")["parameters"]
    for selector in ("#descent input", "#descent .live-handle"):
        page.locator(selector).first.focus()
        for key in ("ArrowRight", "ArrowUp", "Space", "f", "Escape"):
            page.keyboard.press(key)
    assert page.evaluate(here) == at
    after = page.evaluate(STATE, "descent")["parameters"]
    assert after["alpha"] > before["alpha"]
    assert after["start_1"] > before["start_1"]
    assert page.evaluate("() => document.querySelectorAll('[inert]').length") == 0
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(here) == [at[0], at[1] + 1]


def test_a_question_is_answered_by_keyboard(watched: Callable[..., Watch], folder: Path) -> None:
    page = open_deck(watched, (folder / f"{pages.slug(CHAPTERS[2])}.html").as_uri()).page
    show(page, "check-yourself")
    at = page.evaluate("() => deck.getIndices().v")
    choice = page.locator("section.present section.present details").first
    answer = choice.locator(":not(summary)").first
    assert not answer.is_visible()
    choice.locator("summary").focus()
    page.keyboard.press("Enter")
    assert answer.is_visible()
    assert page.evaluate("() => deck.getIndices().v") == at


def test_a_solution_is_below_its_exercise(folder: Path) -> None:
    for chapter in CHAPTERS:
        text = (folder / f"{pages.slug(chapter)}.html").read_text(encoding="utf-8")
        found = BeautifulSoup(text, "html.parser").select('section[id^="exercise-"]')
        assert len(found) >= 5
        for exercise in found:
            after = exercise.find_next_sibling("section").h2.get_text()
            assert after == f"{exercise.h2.get_text()}: solution"


def test_a_link_opens_a_figure_s_state(watched: Callable[..., Watch], folder: Path) -> None:
    """On its slide; and a reference to an equation opens the slide that has it."""
    deck = (folder / f"{pages.slug(CHAPTERS[2])}.html").as_uri()
    watch = open_deck(watched, f"{deck}#phase_map?alpha=1&learning_rate=0.6")
    page = watch.page
    assert page.locator("#phase_map").is_visible()
    parameters = page.evaluate(STATE, "phase_map")["parameters"]
    assert close(parameters, {"alpha": 1, "learning_rate": 0.6})
    # Reveal may write the address of the slide it shows before the page hears of the link.
    page.evaluate("""() => {
      location.hash = "#descent?alpha=0.25";
      history.replaceState(null, "", "#/");
    }""")
    page.wait_for_function("() => document.getElementById('descent').checkVisibility()")
    assert page.evaluate(STATE, "descent")["parameters"]["alpha"] == 0.25
    page.evaluate("() => { location.hash = '#equation-eq-stability'; }")
    page.wait_for_function(
        "() => document.getElementById('equation-eq-stability').closest('.present .present')"
    )
    assert watch.problems == []


def test_the_list_of_decks(watched: Callable[..., Watch], folder: Path) -> None:
    watch = watched(viewport=SCREEN, color_scheme="dark")
    page = watch.page
    page.goto((folder / "index.html").as_uri())
    links = page.locator("a").all()
    assert [link.get_attribute("href") for link in links] == [
        f"{pages.slug(chapter)}.html" for chapter in CHAPTERS
    ]
    assert links[2].inner_text() == "3. Weight decay"
    links[2].click()
    page.wait_for_function("() => document.documentElement.dataset.ready")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
        "rgb(20, 24, 30)"
    )
    assert watch.problems == []
