"""What stands around the text: folds, a page's buttons, what one can take along."""

from __future__ import annotations

import re
import statistics
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.book.pages import CHAPTERS, PAGES, tree
from tests.book.reader import READER_JS, UNLOCK
from tests.watch import Watch
from tools import publish

CHAPTER = CHAPTERS[4]
#: How many letters stand in each whole line of plain paragraphs.
LINES = """() => {
  const range = document.createRange(), lines = [];
  for (const text of document.querySelectorAll("article p:not(:has(*))")) {
    if (text.closest("figure, form, table, details") || !text.firstChild) continue;
    const letters = [...text.firstChild.data].map((_, i) => {
      range.setStart(text.firstChild, i);
      range.setEnd(text.firstChild, i + 1);
      return Math.round(range.getBoundingClientRect().top);
    });
    const counts = Object.values(Object.groupBy(letters, (top) => top)).map((line) => line.length);
    lines.push(...counts.slice(0, -1));
  }
  return lines;
}"""
OPEN = "() => [...document.querySelectorAll('details.check')].filter((fold) => fold.open).length"


@pytest.fixture
def page(watched: Callable[..., Watch], book: Path) -> Page:
    watch = watched(viewport={"width": 1280, "height": 900})
    watch.page.goto((book / f"{CHAPTER}.html").as_uri())
    watch.page.wait_for_selector("figure[data-live]")
    return watch.page


def test_one_button_opens_every_check_and_another_hides_all_code(page: Page) -> None:
    count = page.locator("details.check").count()
    assert count > 5
    checks = page.get_by_role("button", name="Show all checks")
    checks.click()
    assert page.evaluate(OPEN) == count
    page.get_by_role("button", name="Hide all checks").click()
    assert page.evaluate(OPEN) == 0
    cells = "[...document.querySelectorAll('.cell_input')]"
    visible = f"() => {cells}.filter((cell) => cell.checkVisibility()).length"
    assert page.evaluate(visible) > 0
    page.get_by_role("button", name="Hide all code").click()
    assert page.evaluate(visible) == 0
    page.get_by_role("button", name="Show all code").click()
    assert page.evaluate(visible) > 0


def test_a_line_of_text_has_a_readers_length(page: Page, book: Path) -> None:
    lines = []
    for name in (CHAPTERS[0], CHAPTERS[8], "book/study-group"):
        page.goto((book / f"{name}.html").as_uri())
        lines += page.evaluate(LINES)
    assert len(lines) > 20
    assert 62 <= statistics.median(lines) <= 70


def test_a_check_opens_by_keyboard_and_prints_as_one_line(page: Page) -> None:
    fold = page.locator("details.check").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.evaluate("(fold) => fold.open")
    assert fold.locator(".mistakes li, .cell_output").first.is_visible()
    page.emulate_media(media="print")
    line = fold.locator("summary").bounding_box()
    assert fold.bounding_box()["height"] - line["height"] < 4


def test_exercises_beyond_the_second_are_folded_and_a_link_opens_them(page: Page) -> None:
    folds = page.locator("details.exercise")
    total = page.locator("section[id^='exercise-']").count()
    assert folds.count() == total - 2 > 0
    address = folds.last.evaluate("(fold) => fold.parentElement.id")
    page.evaluate("(id) => { location.hash = id; }", address)
    page.wait_for_function("() => [...document.querySelectorAll('details.exercise')].at(-1).open")


def test_a_mistake_is_reported_with_page_and_section(page: Page) -> None:
    page.locator("#exercises").scroll_into_view_if_needed()
    page.evaluate("() => document.querySelector('#exercises').scrollIntoView()")
    page.locator("a.report").evaluate("(link) => link.dispatchEvent(new Event('focus'))")
    address = urlsplit(page.locator("a.report").get_attribute("href"))
    query = parse_qs(address.query)
    assert query["page"] == [CHAPTER]
    assert query["section"][0].startswith("Exercise")
    assert query["template"] == ["mistake.yml"]


def test_every_page_can_be_taken_along(book: Path) -> None:
    for name in PAGES:
        along = tree(book / f"{name}.html").select_one("nav.along")
        found = [link["data-take"] for link in along.select("a[data-take]")]
        slug = name.split("/")[1] if name in CHAPTERS else "index"
        assert found == ["pdf", f"slides/{slug}", "zip"], name
        assert len(along.select("a.report")) == 1


def test_published_links_lead_to_the_files(tmp_path: Path, book: Path) -> None:
    """As `make publish` lets them; the book as one file holds no JupyterLite and not itself."""
    for name in ("book/index", CHAPTER):
        target = tmp_path / f"{name}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text((book / f"{name}.html").read_text("utf-8"), encoding="utf-8")
    slides = tmp_path / publish.FOLDER / "slides"
    slides.mkdir(parents=True)
    for name in ("index", CHAPTER.split("/")[1]):
        (slides / f"{name}.html").write_text("", encoding="utf-8")
    (tmp_path / "lite").mkdir()
    (tmp_path / "lite/index.html").write_text("", encoding="utf-8")
    assert publish.lead_to(publish.files(tmp_path), tmp_path) == 6
    text = (tmp_path / f"{CHAPTER}.html").read_text("utf-8")
    found = re.findall(r'<a data-take="[^"]+" href="([^"]+)"', text)
    there = [
        "l2-regularization.pdf",
        f"slides/{CHAPTER.split('/')[1]}.html",
        "l2-regularization.zip",
    ]
    assert found == [f"../along/{name}" for name in there]
    archive = tmp_path / "along/l2-regularization.zip"
    publish.pack(tmp_path, archive)
    names = zipfile.ZipFile(archive).namelist()
    assert f"l2-regularization/{CHAPTER}.html" in names
    assert [name for name in names if "lite" in name or name.endswith(".zip")] == []


WALK = """() => {
  const part = document.activeElement, box = part.getBoundingClientRect();
  const label = part.getAttribute("aria-label") || part.getAttribute("aria-labelledby")
    || part.querySelector("img")?.alt;
  return {
    tag: part.localName,
    name: part.className?.toString() ?? "",
    seen: part.checkVisibility() && box.width > 0,
    named: Boolean(label || part.labels?.length || part.textContent.trim() || part.title),
    inside: Boolean(part.closest("article")),
  };
}"""


def test_the_keyboard_goes_through_a_chapter_from_top_to_bottom(page: Page) -> None:
    """Everything that can be pressed is reached in turn, is seen and has a name."""
    page.evaluate(READER_JS)
    page.evaluate(UNLOCK)
    page.locator("article h1").evaluate("(h) => { h.tabIndex = -1; h.focus(); }")
    steps = []
    for _ in range(400):
        page.keyboard.press("Tab")
        steps.append(page.evaluate(WALK))
        if not steps[-1]["inside"] and len(steps) > 5:
            break
    else:
        pytest.fail("400 tabs did not lead through the chapter")
    inside = [step for step in steps if step["inside"]]
    assert [step for step in inside if not step["seen"]] == []
    assert [step for step in inside if not step["named"]] == []
    handle = next(i for i, step in enumerate(inside) if "live-handle" in step["name"])
    sliders = [step for step in inside if step["tag"] == "input"]
    assert handle < 40
    assert len(sliders) >= page.locator("figure.live-figure input:visible").count()
    checks = [step for step in inside if step["tag"] == "summary"]
    assert len(checks) >= page.locator("details.check").count()
