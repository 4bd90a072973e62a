"""The built book in its second language: found, typeset, alive, and one step from the first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from l2book.words import LANGUAGES, words
from tests.book.accessibility import violations
from tests.book.pages import CHAPTERS, PAGES, tree
from tests.book.reader import READER_JS
from tests.languages import open as still
from tests.watch import Watch
from tools import proofread

FIRST, SECOND = LANGUAGES
CHAPTER = "notebooks/03_weight_decay"


@pytest.fixture(scope="module")
def second(book: Path) -> Path:
    """The folder of the second language."""
    return book / SECOND


@pytest.fixture(scope="module")
def first(book: Path) -> Path:
    """The folder of the first language, which a fork may leave out."""
    if not (book / f"{CHAPTER}.html").is_file():
        pytest.skip("this book is built in one language")
    return book


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_its_language_and_the_way_to_the_other(
    first: Path, second: Path, page: str
) -> None:
    for code, other in ((FIRST, SECOND), (SECOND, FIRST)):
        folder = first if code == FIRST else second
        html = tree(folder / f"{page}.html")
        assert html.html["lang"] == code
        found = {link["hreflang"]: link["href"] for link in html.select("link[hreflang]")}
        assert found.keys() == set(LANGUAGES)
        target = (folder / f"{page}.html").parent / found[other]
        assert target.resolve() == (first if other == FIRST else second) / f"{page}.html"
        (way,) = html.select("a.language")
        assert (way["href"], way.get_text()) == (found[other], LANGUAGES[other])


@pytest.mark.parametrize("page", CHAPTERS)
def test_jupyterlite_opens_the_notebook_of_the_language(
    book: Path, second: Path, page: str
) -> None:
    if not (book / "lite").is_dir():
        pytest.skip("this book is built without JupyterLite")
    file = second / f"{page}.html"
    (way,) = {link["href"] for link in tree(file).select("a[href*='lite/']")}
    address, path = way.split("?path=")
    assert (file.parent / address).resolve() == book / "lite/notebooks/index.html"
    assert path == f"{SECOND}/{page}.ipynb"
    assert (book / "lite/files" / path).is_file()


def test_a_page_of_a_book_in_one_language_names_no_other(book: Path, second: Path) -> None:
    for page in PAGES:
        if not (book / f"{page}.html").is_file():
            html = tree(second / f"{page}.html")
            assert html.html["lang"] == SECOND
            assert html.select("link[hreflang], a.language, .language-offer") == [], page


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts(first: Path, second: Path, page: str) -> None:
    """Places, so that a link and the switch find what they look for; equations, figures, code."""
    articles = [tree(folder / f"{page}.html").find("article") for folder in (first, second)]
    one, other = ({e["id"] for e in article.find_all(id=True)} for article in articles)
    assert one == other
    for what in ("span.eqno", "figure.live-figure", "form.live-question", "details", "pre", "img"):
        one, other = (len(article.select(what)) for article in articles)
        assert (what, one) == (what, other)


def english(text: str, pattern: str) -> bool:
    return bool(re.search(pattern, text)) and not re.search("[가-힣]", text)


@pytest.mark.parametrize("page", [p for p in PAGES if p not in still.PAGES])
def test_no_sentence_of_a_page_stays_english(second: Path, page: str) -> None:
    article = tree(second / f"{page}.html").find("article")
    others = article.select(
        "pre, code, svg, mjx-container, figure, script, cite, [lang], .citation"
    )
    other = {id(text) for part in others for text in part.strings}
    found = article.find_all(["p", "li", "h1", "h2", "h3", "dt", "td", "summary", "button"])
    texts = (" ".join(s for s in part.strings if id(s) not in other) for part in found)
    assert [text for text in texts if english(text, "[a-z]{3,}( [a-z]{2,}){3}")] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_word_around_a_page_stays_english(second: Path, page: str) -> None:
    """Of those that are read out or shown on a button; a name beside its logo is said once."""
    names = ("title", "aria-label", "placeholder", "alt")
    body = tree(second / f"{page}.html").body
    named = [e for name in names for e in body.find_all(lang=None, attrs={name: True})]
    around = [
        e for e in named if not e.find_parent("article") and e.find_parent(lang=True).name == "html"
    ]
    assert len(around) > 5
    said = [e[name] for e in around for name in names if e.get(name)]
    assert [text for text in said if english(text, "[A-Za-z]{3}")] == []


def test_the_copy_button_speaks_it(second: Path) -> None:
    script = (second / "_static/copybutton.js").read_text(encoding="utf-8")
    (said,) = re.findall(rf"'{SECOND}': ({{.*}}),", script)
    assert [s for s in json.loads(said).values() if not re.search("[가-힣]", s)] == []


def test_the_notebooks_are_translated_and_their_code_is_not(second: Path, root: Path) -> None:
    for page in CHAPTERS:
        ours = json.loads((second / f"_sources/{page}.ipynb").read_text(encoding="utf-8"))
        theirs = json.loads((root / f"{page}.ipynb").read_text(encoding="utf-8"))
        for one, other in zip(ours["cells"], theirs["cells"], strict=True):
            if one["cell_type"] == "code" and one.get("id") != "install":
                assert (one["source"], one["outputs"]) == (other["source"], other["outputs"])


def test_its_notebooks_open_from_their_own_places(second: Path) -> None:
    html = tree(second / f"{CHAPTER}.html")
    found = " ".join(a["href"] for a in html.select(".dropdown-launch-buttons a"))
    assert f"translations/{SECOND}/{CHAPTER}.ipynb" in found.replace("?urlpath=lab/tree", "")


def test_its_pages_load_its_faces(second: Path) -> None:
    assert "NotoSerifKR" in (second / "_static/faces/faces.css").read_text(encoding="utf-8")
    letters = (second / "_static/faces/letters.txt").read_text(encoding="utf-8")
    assert {"정", "칙", "화"} <= set(letters)


def test_pages_of_the_first_language_load_none_of_them(first: Path) -> None:
    assert "Noto" not in (first / "_static/faces/faces.css").read_text(encoding="utf-8")


# --- In a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watch(watched: Callable[..., Watch]) -> Iterator[Watch]:
    watch = watched(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    yield watch
    watch.page.context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def results(page: Page, address: str, query: str) -> list[str]:
    """Return the pages that a search finds."""
    page.goto(f"{address}/{SECOND}/search.html?q={query}")
    page.locator("#search-results p", has_text=re.compile(r"\d|없다")).first.wait_for()
    links = page.locator("#search-results li a").all()
    return [re.sub(r"[?#].*", "", link.get_attribute("href") or "") for link in links]


FIND = """(queries) => queries.filter((query) => {
  const found = Search._performSearch(...Search._parseQuery(query));
  return !found.some(([page]) => page === "book/glossary");
})"""


@pytest.mark.browser
def test_every_term_is_found_with_five_particles(page: Page, served: str) -> None:
    """Asked of the search itself: a page for each query would take minutes."""
    results(page, served, "가중치")
    terms = [
        max((w for w in term.split() if w[-1] != "의"), key=len)
        for term in proofread.heads_of(SECOND).values()
    ]
    queries = [term + particle for term in terms for particle in ("가", "를", "의", "에서", "으로")]
    assert page.evaluate(FIND, queries) == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        "경사하강법",
        "가중치감쇠",
        "L2정칙화",
        "정규화",
        "규제",
        "능형 회귀",
        "하이퍼파라미터",
        "파라미터",
        "최솟값",
    ],
)
def test_compounds_and_variants_are_found(page: Page, served: str, query: str) -> None:
    assert results(page, served, query)


@pytest.mark.browser
def test_the_address_of_the_book_leads_to_a_page(watch: Watch, book: Path, served: str) -> None:
    """With no script as well, and also where the first language is left out."""
    watch.problems.clear()
    watch.page.goto(f"{served}/")
    watch.page.wait_for_url("**/book/index.html")
    assert watch.problems == []
    refresh = tree(book / "index.html").select_one("noscript meta")["content"]
    assert (book / refresh.split("url=")[1]).is_file()


@pytest.mark.browser
@pytest.mark.usefixtures("first")
def test_the_switch_keeps_the_place_and_the_figure_s_state(page: Page, served: str) -> None:
    page.goto(f"{served}/{CHAPTER}.html#descent?alpha=1.5")
    page.wait_for_selector("figure#descent[data-live]")
    page.locator("figure#descent input[name=alpha]").focus()
    page.keyboard.press("ArrowRight")
    alpha = page.locator("figure#descent input[name=alpha]").input_value()
    page.click("a.language")
    page.wait_for_selector("html[lang=ko] figure#descent[data-live]")
    assert page.locator("figure#descent input[name=alpha]").input_value() == alpha


@pytest.mark.browser
@pytest.mark.usefixtures("first")
def test_the_switch_in_the_middle_of_a_guess_unlocks_nothing(page: Page, served: str) -> None:
    """And keeps the guess that a link has brought."""
    page.goto(f"{served}/{CHAPTER}.html#guess:ch3-where?x=1&y=0&name=Min")
    page.locator(".live-other").wait_for(state="attached")
    page.locator("figure#descent[data-locked] svg").first.click()
    page.locator("figure#descent .live-give").wait_for()
    page.click("a.language")
    page.wait_for_selector("html[lang=ko] figure#descent[data-locked]")
    assert page.locator(".live-other .live-name").inner_text() == "Min"


@pytest.mark.browser
@pytest.mark.usefixtures("first")
def test_another_language_is_offered_once(page: Page, served: str) -> None:
    page.goto(f"{served}/book/index.html")
    offer = page.locator(".language-offer")
    assert offer.is_visible()
    assert words(SECOND)["offer"] in offer.inner_text()
    assert violations(page, "light") == []
    offer.locator("button").click()
    page.reload()
    assert not offer.is_visible()
    page.evaluate("() => localStorage.clear()")


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_logs_nothing(watch: Watch, served: str, name: str) -> None:
    """And axe finds nothing on it."""
    watch.problems.clear()
    watch.page.set_viewport_size({"width": 320, "height": 700})
    watch.page.goto(f"{served}/{SECOND}/{name}.html")
    wide = watch.page.evaluate("() => document.documentElement.scrollWidth")
    watch.page.set_viewport_size({"width": 1280, "height": 900})
    assert wide <= 320
    assert (watch.problems, watch.other_hosts) == ([], set())
    watch.page.evaluate(READER_JS)
    watch.page.evaluate("() => reader.thin()")
    assert violations(watch.page, "words") == []
