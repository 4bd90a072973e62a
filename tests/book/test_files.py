"""The built book as files: nothing missing, nothing from elsewhere, every picture described."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import Tag

from tests.book.pages import CHAPTERS, PAGES, ROOT, tree
from tools import notebooks

# What Sphinx adds to the pages of the table of contents.
OF_SPHINX = {"index", "genindex", "search", "py-modindex"}
# Other languages, figures' own pages, and what `make publish` adds, have tests of their own.
OTHERS = ("_static/", "lite/", "ko/", "figures/", "along/")
# What a page may load or run comes from the book. (A link that a reader follows may lead anywhere.)
LOADING = dict.fromkeys(("script", "img", "iframe", "source", "video", "audio", "embed"), "src")
LOADING |= {"link": "href", "object": "data"}
STOCK = re.compile(r"html-manager|embed-amd|require(\.min)?\.js|thebe|jsdelivr|unpkg|cdnjs|\bcdn\.")
ADDRESS = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.[\w.-]+")
#: The book's own scripts.
OWN = ("early.js", "book.js")
FILE_NAME = re.compile(r"\.(png|svg|jpe?g|gif|webp)$|^[0-9a-f]{16,}|^_?images?/", re.IGNORECASE)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, book: Path) -> Path:
    return book / f"{request.param}.html"


@pytest.fixture(params=CHAPTERS)
def chapter(request: pytest.FixtureRequest, book: Path) -> Path:
    return book / f"{request.param}.html"


def content(path: Path) -> Tag:
    """Return the part of a page that this book writes, without the theme around it."""
    return tree(path).find("article")


def test_every_page_is_in_the_table_of_contents(book: Path) -> None:
    built = {path.relative_to(book).with_suffix("").as_posix() for path in book.rglob("*.html")}
    own = {name for name in built if not name.startswith(OTHERS)}
    assert own - OF_SPHINX == set(PAGES)


def test_first_page(book: Path) -> None:
    """The address of the book leads to its first page: a sentence, a live figure, a way in."""
    root = tree(book / "index.html")
    (refresh,) = root.find_all("meta", attrs={"http-equiv": "Refresh"})
    assert refresh["content"] == f"0; url={PAGES[0]}.html"
    assert [link["href"] for link in root.main.find_all("a")] == [f"{PAGES[0]}.html"]
    assert root.title.get_text() == root.main.get_text() == "L2 Regularization, Step by Step"
    assert root.html["lang"] == "en"
    # Without an icon of its own the browser asks the host's root for one.
    assert root.find("link", rel="icon")["href"].startswith("data:")
    page = content(book / f"{PAGES[0]}.html")
    sentence, figure, start = page.find_all(["p", "figure"], recursive=True)[0], page.figure, None
    assert figure in sentence.find_all_next("figure")
    start = figure.find_next("a", class_="start-button")
    assert (start["href"], figure["id"]) == (f"../{CHAPTERS[0]}.html", "cover")
    cards = [card["href"] for card in page.select("a.card")]
    assert cards == [f"../{chapter}.html" for chapter in CHAPTERS]


def test_every_link_resolves(page: Path, book: Path) -> None:
    """Pages, anchors, pictures, styles and scripts: all that is not on another host."""
    wrong = []
    for element in tree(page).find_all(True):
        for attribute in ("href", "src", "data", "poster"):
            address = element.get(attribute)
            if address is None or (attribute == "data" and element.name != "object"):
                continue
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file() or book not in target.parents:
                wrong.append(f"{element.name} {attribute}={address}: no such file")
            elif target.suffix == ".html" and not has_anchor(target, unquote(parts.fragment)):
                wrong.append(f"{element.name} {attribute}={address}: no such anchor")
    assert wrong == []


@cache
def anchors(path: Path) -> set[str]:
    found = {element["id"] for element in tree(path).find_all(id=True)}
    return found | {element["name"] for element in tree(path).find_all("a", attrs={"name": True})}


def has_anchor(path: Path, fragment: str) -> bool:
    """Say whether a page has an anchor; a figure's link carries its parameters after a ``?``."""
    return fragment in ("", "top") or fragment.split("?")[0] in anchors(path)


def test_ids_are_unique(page: Path) -> None:
    ids = [element["id"] for element in tree(page).find_all(id=True)]
    assert {name for name in ids if ids.count(name) > 1} == set()


def test_no_unresolved_reference(page: Path) -> None:
    """Sphinx leaves these where it does not find what a page refers to."""
    assert [str(e) for e in tree(page).select(".problematic, .system-message")] == []
    assert "??" not in content(page).get_text()


def test_nothing_is_loaded_from_elsewhere(page: Path) -> None:
    loaded = [
        element[attribute]
        for tag, attribute in LOADING.items()
        for element in tree(page).find_all(tag)
        if element.has_attr(attribute) and element.get("rel") != ["canonical"]
    ]
    assert [address for address in loaded if urlsplit(address).netloc] == []
    assert [address for address in loaded if STOCK.search(address)] == []


def test_no_script_names_another_host(page: Path) -> None:
    """Nor is there the state of a widget for html-manager, which could not run a kernel."""
    found = []
    for script in tree(page).find_all("script"):
        text = f"{script.get('type', '')} {script.get('src', '')} {script.string or ''}"
        found += STOCK.findall(text) + ADDRESS.findall(text)
        assert "jupyter.widget" not in script.get("type", "")
    for style in tree(page).find_all("style"):
        found += ADDRESS.findall(style.string or "")
    assert found == []


def test_every_picture_is_described(page: Path) -> None:
    for picture in tree(page).find_all("img"):
        alt = picture.get("alt", "").strip()
        if picture.find_parent("a", class_=["card", "dropdown-item"]):  # beside words that say it
            assert alt == ""
            continue
        assert len(alt) >= 4, picture
        assert not FILE_NAME.search(alt), picture
        assert Path(urlsplit(picture["src"]).path).stem not in alt, picture
    for svg in content(page).find_all("svg"):
        # Only an icon that stands beside words may go without a title of its own.
        assert svg.find("title") or svg.get("aria-hidden") == "true", str(svg)[:200]


def test_every_page_has_a_language_a_title_and_the_favicon(page: Path, book: Path) -> None:
    root = tree(page)
    assert root.html["lang"] == "en"
    assert root.title.get_text(strip=True)
    (icon,) = root.find_all("link", rel="icon")
    assert (page.parent / urlsplit(icon["href"]).path).is_file()
    assert len(content(page).find_all("h1")) == 1


def test_an_interact_cell_shows_its_picture(chapter: Path) -> None:
    """The open hood: never a dead slider, never the text that stands for a widget."""
    notebook = notebooks.read(ROOT / chapter.relative_to(chapter.parents[1]).with_suffix(".ipynb"))
    cells = [c for c in notebook.cells if c.cell_type == "code" and "interact(" in c.source]
    pages = [
        cell
        for cell in content(chapter).select("div.cell")
        if cell.select_one(".cell_input")
        and "interact(" in cell.select_one(".cell_input").get_text()
    ]
    assert len(pages) == len(cells) >= 1
    for cell in pages:
        assert len(cell.select(".cell_output img")) == 1, cell.get_text()[:200]
        said = cell.select_one(".cell_output").get_text()  # its code may say the same
        assert not re.search(r"interactive\(|Slider\(|<function|Output\(", said)
    assert not content(chapter).select(".widget-subarea, .jupyter-widgets")


def test_a_chapter_prints_what_its_notebook_does(chapter: Path) -> None:
    """Line by line, as `make execute` stored it: a line that was sent in parts is still one."""
    notebook = notebooks.read(ROOT / chapter.relative_to(chapter.parents[1]).with_suffix(".ipynb"))
    shown = {
        line.rstrip()
        for output in content(chapter).select(".cell_output .output.stream")
        for line in output.get_text().splitlines()
    }
    stored = {
        line.rstrip()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
        for line in output.text.splitlines()
    }
    assert stored - {""} <= shown


def test_every_check_was_run_by_this_build(chapter: Path) -> None:
    """Each stands folded under its equation, whose number has its ✓, with what its run printed."""
    page = content(chapter)
    folds = {fold["data-equation"]: fold for fold in page.select("details.check")}
    numbered = [number.find_parent("div", class_="math") for number in page.select(".eqno")]
    assert len(folds) == len(numbered) > 0
    for equation in numbered:
        fold = equation.find_next_sibling()
        assert (fold.name, fold["data-equation"]) == (
            "details",
            equation["id"].split("equation-")[1],
        )
        assert "✓" in equation.select_one(".eqno").get_text()
        assert not fold.has_attr("open")
        assert f"✓ {fold['data-equation']}: " in fold.get_text()
        listed = fold.select(".mistakes li")
        definition = "A definition" in fold.summary.get_text()
        assert listed or definition, fold["data-equation"]
        assert all("→ differs by" in " ".join(m.get_text().split()) for m in listed)


def test_the_derivation_has_a_section_for_each_of_its_chapters(book: Path) -> None:
    """With its title, which leads to it, and its equations; the page's contents name them all."""
    path = book / "book/derivation.html"
    sections = content(path).select("#every-numbered-equation > section")
    links = tree(path).select(".bd-sidebar-secondary a[href^='#']")
    listed = {link.get_text(strip=True) for link in links}
    for section, chapter in zip(sections, CHAPTERS[:7], strict=True):
        there = content(book / f"{chapter}.html")
        title = there.h1.get_text().removesuffix("#").split(". ", 1)[1]
        assert section.h3.a.get_text() == title
        assert section.h3.a["href"] == f"../{chapter}.html"
        assert title in listed
        shown = [line.a.get_text() for line in section.select(".derivation-line")]
        numbers = [number.get_text().partition(" ✓")[0] for number in there.select(".eqno")]
        assert shown == numbers


def test_no_page_holds_an_error_or_a_warning(page: Path) -> None:
    text = content(page).get_text()
    assert not re.search(r"Traceback \(most recent call last\)|\b\w*Warning: ", text)
    assert content(page).select(".stderr, .output.traceback") == []


def test_script_and_style_of_a_page_s_figures_are_small(page: Path) -> None:
    """The engine, its style, and the page's own figures and no others, as a host sends them.

    With questions, their script and style; on every page, the mark of the sidebar.
    """
    text = page.read_text(encoding="utf-8")
    files = re.findall(r'(?:src|href)="([^"?]*_static/live/[^"?]+)', text)
    figures = {figure["id"] for figure in tree(page).select("figure.live-figure")}
    asks = bool(tree(page).select("form.live-question, .live-answer"))
    lists = bool(tree(page).select(".live-answers"))
    sizes = {
        Path(name).name: len(gzip.compress((page.parent / name).read_bytes(), compresslevel=6))
        for name in files
    }
    # more.js comes after, and is not needed to move.
    wanted = (
        {"live.css", "more.css", "more.js", *(f"{name}.js" for name in figures)}
        if figures
        else set()
    )
    wanted |= {"live.js"} if figures or asks else set()
    wanted |= {"question.js"} if asks else set()
    wanted |= {"question.css"} if asks or lists else set()
    wanted |= {"answers.js"} if lists else set()
    assert set(sizes) - {"sidebar.js"} == wanted
    assert sizes.get("sidebar.js", 0) < 2_000
    later = ("more.css", "more.js", "question.js", "question.css", "answers.js", "sidebar.js")
    assert sum(size for name, size in sizes.items() if name not in later) < 15_000, sizes
    assert sum(sizes.values()) < 28_000, sizes
    # All scripts that this project wrote, the book's own with them.
    scripts = [page.parent / name for name in files if name.endswith(".js")]
    scripts += [(page.parent / re.search(rf'src="([^"?]*/{own})', text)[1]) for own in OWN]
    small = sum(len(gzip.compress(path.read_bytes(), compresslevel=6)) for path in scripts)
    assert small < 25_000, small


def test_no_rule_asks_for_the_style_of_an_element(book: Path) -> None:
    """Or a browser would match every rule anew with whatever a live figure moves."""
    sheets = [path for path in (book / "_static").rglob("*.css") if "pygments" not in path.name]
    assert len(sheets) > 3
    assert [path.name for path in sheets if "[style" in path.read_text(encoding="utf-8")] == []


def test_each_figure_has_a_page_that_others_may_frame(book: Path) -> None:
    """With no script or style of its own, and a policy that differs in nothing but that."""
    names = {f["id"] for page in PAGES for f in tree(book / f"{page}.html").select(".live-figure")}
    for name in names:
        page = tree(book / "figures" / f"{name}.html")
        assert page.select_one(f"figure#{name} svg")
        assert not page.select("style, script:not([src], [type])"), name
    usual, figures = (
        (book / f"content-security-policy{name}.txt").read_text(encoding="utf-8")
        for name in ("", "-figures")
    )
    assert figures == usual.replace("frame-ancestors 'self'", "frame-ancestors *")
