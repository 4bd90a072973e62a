"""Questions in a small book: its pages' scripts, the ✓ of its sidebar, the page of all answers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Download, Page, expect

from livefig import Choice
from tests.engine.asked_book import build, chapter
from tests.engine.asking import CHOICE, NUMBER, PLACE, Point, plain
from tests.watch import Watch
from tools import pages, slides

ANSWERS = "# Mine\n\n```{your-answers}\n```\n"
AGAIN = '<span class="live-answer" title="shrinks"></span>'
HOSTILE = Choice("hostile", "</script><b>*bold*</b>?", {"</script><i>": "a", "b": "c"}, right="b")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built book: two chapters, a page of prose, and the page of all answers."""
    one = chapter(Point(), CHOICE, PLACE, title="Chapter one")
    two = chapter(NUMBER, HOSTILE, f"{AGAIN}\n\nIn a line, {AGAIN}.", title="Chapter two")
    folder = tmp_path_factory.mktemp("book")
    built, warned = build(folder, one=one, two=two, prose="# Prose", mine=ANSWERS)
    assert warned == ""
    return built


def test_wrong_pages_are_warned_of(tmp_path: Path) -> None:
    other = AGAIN.replace("shrinks", "nobody")
    _, warned = build(
        tmp_path,
        one=chapter(PLACE, NUMBER, NUMBER, other, title="One"),
        two=chapter(NUMBER, title="Two"),
    )
    for said in (
        "one.ipynb: WARNING: the page has the question half twice",
        "two.ipynb: WARNING: the question half is also on the page one",
        "one.ipynb: WARNING: no question nobody is asked in the book",
        "one.ipynb: WARNING: the question where asks about point, which is not on its page",
    ):
        assert said in warned
    assert warned.count("WARNING") == 4


def test_a_page_loads_what_it_needs(html: Path) -> None:
    loaded = {}
    for name in ("one", "two", "prose", "mine"):
        text = (html / f"{name}.html").read_text(encoding="utf-8")
        loaded[name] = re.findall(r"_static/live/([\w.]+)", text)
    # No installed package has this figure, so that another of its name may be in the book.
    (point,) = (path.name for path in (html / "_static/live").glob("point.*.js"))
    engine = [
        *("live.css", "more.css", "question.css", point, "live.js", "more.js"),
        *("sidebar.js", "question.js"),
    ]
    assert loaded["one"] == engine
    assert loaded["two"] == ["question.css", "sidebar.js", "live.js", "question.js"]
    assert loaded["prose"] == ["sidebar.js"]
    assert loaded["mine"] == ["question.css", "sidebar.js", "answers.js"]
    folder = html / "_static/live"
    sizes = {p.name: len(gzip.compress(p.read_bytes(), 6)) for p in folder.iterdir()}
    assert sizes["sidebar.js"] < 2_000
    assert sum(sizes[name] for name in engine) < 26_500


@pytest.mark.parametrize("script", ["sidebar", "question", "answers"])
def test_answers_are_kept_for_all_languages(html: Path, script: str) -> None:
    assert "Das Buch" in (html / "one.html").read_text(encoding="utf-8")
    text = (html / f"_static/live/{script}.js").read_text(encoding="utf-8")
    assert 'globalThis.liveBook="The book"' in text


def test_on_paper_and_on_slides(html: Path) -> None:
    """A question and its choices; the answers at the chapter's end, or folded."""
    text = (html / "two.html").read_text(encoding="utf-8")
    paper, deck = (BeautifulSoup(text, "html.parser") for _ in range(2))
    answers = pages.plain_questions(paper, paper.body)
    assert [plain(answer.get_text()) for answer in answers] == [
        "1.1 units of x. 1/(1+1) is a half.",
        "2.</script><i> No. ab Right. c",
    ]
    assert paper.select("form, input, .live-answer") == []
    assert [choice.get_text() for choice in paper.select("ol li")] == ["</script><i>", "b"]
    slides.fold_answers(deck, deck.body)
    assert [fold.summary.get_text() for fold in deck.select("details")] == ["The answer"] * 2
    assert deck.select("ol + details")


@pytest.fixture
def watch(html: Path, watched: Callable[..., Watch]) -> Watch:
    watch = watched()
    watch.page.goto((html / "one.html").as_uri())
    yield watch
    assert (watch.problems, watch.other_hosts) == ([], set())
    watch.page.context.close()


def answer(page: Page, html: Path) -> None:
    """Answer all questions of chapter one, and one of chapter two."""
    page.get_by_label("It goes away.").check()
    page.locator("#where [name=x]").fill("0.5")
    page.locator("#where [name=y]").fill("0.3")
    for form in page.locator("form.live-question").all():
        form.locator("[type=submit]").click()
    page.goto((html / "two.html").as_uri())
    page.get_by_label("</script><i>").check()
    page.locator("#hostile [type=submit]").click()


def read(download: Download) -> str:
    return Path(download.path()).read_text(encoding="utf-8")


@pytest.mark.browser
def test_from_the_question_to_the_list_of_answers(watch: Watch, html: Path) -> None:
    page = watch.page
    answer(page, html)
    again = page.locator(".live-answer")
    assert again.all_inner_texts() == ["You said: It goes away."] * 2
    assert [e.evaluate("(e) => e.localName") for e in again.all()] == ["p", "span"]
    assert again.first.get_attribute("data-question") == "shrinks"
    page.goto((html / "mine.html").as_uri())
    marked = page.locator("a:has(.live-done)")
    assert [link.inner_text().strip() for link in marked.all()] == [
        "Chapter one\N{NO-BREAK SPACE}✓"
    ]
    answers = page.locator(".live-answers")
    assert answers.locator("h2").all_inner_texts() == ["Chapter one", "Chapter two"]
    listed = answers.locator("li").all_text_contents()
    assert listed[0].endswith("You said: It goes away. · not right")
    assert listed[1].endswith("You said: (0.500, 0.300) · right")
    # The rest of a chapter is one line, after what was answered.
    assert listed[2].startswith("</script><b>*bold*</b>?")
    assert listed[3].endswith("not answered yet")
    rest = answers.locator("details")
    assert [fold.inner_text() for fold in rest.all()] == ["Not answered yet: 1"]
    assert rest.locator("li").count() == 1
    assert "2 of 2 answered, 1 right" in answers.inner_text()
    link = answers.get_by_role("link", name="Where will the point be")
    assert link.get_attribute("href") == "one.html#where"
    with page.expect_download() as markdown:
        answers.get_by_text("Save as Markdown").click()
    assert markdown.value.suggested_filename == "my-answers.md"
    text = read(markdown.value)
    assert text.startswith("# My answers\n\n## Chapter one\n\n2 of 2 answered, 1 right\n")
    assert r"\</script\>\<b\>\*bold\*\</b\>?" in text
    with page.expect_download() as data:
        answers.get_by_text("Save as JSON").click()
    chapters = json.loads(read(data.value))["chapters"]
    assert [each["title"] for each in chapters] == ["Chapter one", "Chapter two"]
    assert chapters[0]["questions"][1]["answer"] == [0.5, 0.3]
    assert "said" not in chapters[1]["questions"][0]
    # The browser comes back to it, and they have been cleared since.
    page.evaluate("() => localStorage.clear()")
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert answers.locator("details").count() == 2
    assert marked.count() == 0


@pytest.mark.browser
def test_clearing_asks_again(watch: Watch, html: Path) -> None:
    page = watch.page
    answer(page, html)
    page.goto((html / "mine.html").as_uri())
    page.evaluate("() => localStorage.setItem('another', 'program')")
    page.get_by_text("Clear my answers").click()
    assert page.get_by_text("Keep them").evaluate("(e) => e === document.activeElement")
    page.keyboard.press("Enter")
    assert page.locator("a:has(.live-done)").count() == 1
    page.get_by_text("Clear my answers").click()
    page.get_by_text("Yes, clear them").click()
    expect(page.get_by_text("Your answers are cleared.")).to_be_visible()
    assert page.locator("a:has(.live-done)").count() == 0
    rest = page.locator(".live-answers details")
    assert rest.all_inner_texts() == ["Not answered yet: 2", "Not answered yet: 2"]
    assert page.evaluate("() => Object.keys(localStorage)") == ["another"]
    page.goto((html / "one.html").as_uri())
    assert page.locator("form[data-answered]").count() == 0


@pytest.mark.browser
def test_a_broken_record_is_no_answer(watch: Watch, html: Path) -> None:
    """Neither to the sidebar nor to the list: as to the question itself."""
    kept = {"shrinks": {"said": "x", "answer": 1}}
    kept["where"] = {"said": "x", "answer": [0, 0], "right": "false"}
    for name, record in kept.items():
        put = "([name, text]) => localStorage.setItem(`live-answer:The book:${name}`, text)"
        watch.page.evaluate(put, [name, json.dumps(record)])
    watch.page.goto((html / "mine.html").as_uri())
    rest = watch.page.locator(".live-answers details")
    assert rest.all_inner_texts() == ["Not answered yet: 2", "Not answered yet: 2"]
    assert watch.page.locator(".live-done").count() == 0
