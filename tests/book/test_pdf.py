"""The book as a PDF. ``make pdf`` looks at every page of the whole; here a part is printed."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.book.pages import CHAPTERS
from tests.watch import Watch
from tools import pages, pdf

pytestmark = pytest.mark.browser

PARTS = [
    pages.Part("", ("book/index",)),
    pages.Part("The derivation", (CHAPTERS[2],)),
    pages.Part("Behind the book", ("book/glossary", "book/references")),
]
TITLES = {"book/index": "L2 Regularization, Step by Step", CHAPTERS[2]: "3. Weight decay"}
TITLES |= {"book/glossary": "Glossary, English and Korean", "book/references": "References"}


@pytest.fixture(scope="module")
def printed(book: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages of the book, printed."""
    assert chromium
    target = tmp_path_factory.mktemp("pdf") / "book.pdf"
    pdf.build(target, built=book, parts=PARTS)
    return target


@pytest.fixture(scope="module")
def reader(printed: Path) -> pypdf.PdfReader:
    """The same, to read in."""
    return pypdf.PdfReader(printed)


@pytest.fixture(scope="module")
def texts(reader: pypdf.PdfReader) -> list[str]:
    """The text of each sheet, in one line."""
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title


def test_the_outline_has_every_heading_once(reader: pypdf.PdfReader, book: Path) -> None:
    found = list(titles(reader.outline))
    assert found[0] == "Contents"
    for name in TITLES:
        section = pages.article(pages.load(name, book))
        headings = [" ".join(h.get_text().split()) for h in section.find_all(re.compile("^h[1-6]"))]
        assert headings[0] == TITLES[name]
        start = found.index(headings[0])
        assert found[start : start + len(headings)] == headings


def test_the_contents_name_the_right_sheets(texts: list[str]) -> None:
    starts = {}
    for title in (TITLES | {"book/index": "About this book"}).values():
        (number,) = re.findall(rf"{re.escape(title)} ?(\d+)", texts[1])
        starts[title] = int(number)
    for name, title in TITLES.items():
        number = starts["About this book" if name == "book/index" else title]
        assert title in texts[number - 1], (title, number)
    assert sorted(starts.values()) == list(starts.values())


def test_sheets_are_numbered(texts: list[str]) -> None:
    assert all(text.startswith(f"{i} ") for i, text in enumerate(texts[1:], start=2))


def test_every_numbered_equation_has_its_number(texts: list[str], book: Path) -> None:
    section = pages.article(pages.load(CHAPTERS[2], book))
    numbers = [e.get_text().strip() for e in section.select("div.math .eqno")]
    assert len(numbers) >= 7
    assert all(number in " ".join(texts) for number in numbers)


def bare(text: str) -> str:
    """Leave out spaces, and marks over letters: a PDF may tell them late, or as a zero."""
    letters = unicodedata.normalize("NFD", "".join(re.sub("[\0\u2060]", "", text).split()))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def test_every_live_figure_is_drawn_at_its_first_values(texts: list[str], book: Path) -> None:
    for name in TITLES:
        for figure in pages.article(pages.load(name, book)).select(".live-figure"):
            sheet = next(t for t in texts if figure.select_one("figcaption strong").text in t)
            for folded in figure.select(".live-exact"):
                folded.decompose()  # places that the drawing itself shows
            shown = [e.get_text() for e in figure.select(".live-value, output, .live-statuses p")]
            assert shown
            assert [value for value in shown if bare(value) not in bare(sheet)] == []
            assert figure.select_one(".live-reset").get_text() not in sheet


def test_no_link_leads_to_this_machine(reader: pypdf.PdfReader) -> None:
    inside, outside = 0, set()
    for sheet in reader.pages:
        for annotation in sheet.get("/Annots", ()):
            link = annotation.get_object()
            if uri := link.get("/A", {}).get("/URI"):
                outside.add(uri)
            else:
                assert link["/Dest"] in reader.named_destinations
                inside += 1
    assert inside > 20
    assert all(uri.startswith("https://") for uri in outside), outside
    assert outside


def test_every_font_is_inside(reader: pypdf.PdfReader) -> None:
    fonts = {}
    for sheet in reader.pages:
        for font in sheet["/Resources"].get("/Font", {}).values():
            fonts[font.get_object().get("/BaseFont", "drawn")] = font.get_object()
    assert len(fonts) > 3
    for name, font in fonts.items():
        if font["/Subtype"] == "/Type3":
            continue
        part = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & part["/FontDescriptor"].keys(), name


def test_korean_words_have_a_font_that_has_them(printed: Path) -> None:
    """Where a font of the system stands in, a reader may see boxes."""
    found = set()
    with pypdfium2.PdfDocument(printed) as document:
        for sheet in document:
            text, name = sheet.get_textpage(), ctypes.create_string_buffer(128)
            for i in range(text.count_chars()):
                if 0xAC00 <= pypdfium2.raw.FPDFText_GetUnicode(text, i) <= 0xD7AF:
                    pypdfium2.raw.FPDFText_GetFontInfo(text, i, name, len(name), None)
                    found.add(name.value.decode())
    assert found
    # Chromium may write it as a font of drawings, which has no name.
    assert all(not name or "NotoSansKR" in name for name in found), found


def test_what_reads_aloud_finds_its_way(reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == TITLES["book/index"]


def test_letter_paper(book: Path, chromium: str, tmp_path: Path) -> None:
    assert chromium
    target = tmp_path / "letter.pdf"
    count = pdf.build(target, "letter", book, [pages.Part("Behind", ("book/references",))])
    sheets = pypdf.PdfReader(target).pages
    assert all(
        (sheet.mediabox.width, sheet.mediabox.height) == pytest.approx((612, 792), abs=1)
        for sheet in sheets
    )
    assert count == len(sheets) > 2


# --- What would be cut is found -----------------------------------------------------------------


FAULTS = {
    "pre in x is too wide": "<pre style='overflow: auto'>" + "long " * 300 + "</pre>",
    "svg in x is too wide": "<svg style='margin-left: -9px'></svg>",
    "div in x is not typeset": "<div class='math'>\\(x\\)</div>",
    "div in x stands on its number": "<div class='math'><span class='eqno' style='float: right'>(1)"
    "</span><mjx-math style='display: block'>x</mjx-math></div>",
    "pre in x is higher than a page": "<pre style='height: 2000px'></pre>",
    "img in x has no picture": "<img src='nobody.png' alt=''>",
    "use in x has nothing to draw": "<svg><use href='#nothing'></use></svg>",
    "a in x leads nowhere": "<a href='#nowhere'>y</a>",
}


def test_a_fault_is_found(watched: Callable[..., Watch]) -> None:
    page = watched(viewport={"width": 600, "height": 800}).page
    page.set_content("<style>body { margin: 0 }</style><main id='x'></main>")
    page.evaluate(pdf.SCRIPT.read_text(encoding="utf-8"))
    for fault, body in {"": "<p>fine</p>", **FAULTS}.items():
        page.evaluate("(body) => { document.querySelector('main').innerHTML = body; }", body)
        if "picture" in fault:
            page.wait_for_function("() => document.images[0].complete")
        assert page.evaluate("() => paper.faults(1000)") == ([fault] if fault else [])


def test_marks_in_a_margin_are_found(browser: Browser, tmp_path: Path) -> None:
    page, target = browser.new_page(), tmp_path / "marked.pdf"
    page.set_content(
        f"<style>{pdf.page_style()} p + p {{ break-before: page }}</style><p>inside</p>"
        "<p style='margin-left: -30px'>left</p><p style='text-align: right; "
        "margin-right: -30px'>right</p><p>inside</p>"
    )
    pdf.print_pdf(page, target, "a4")
    page.close()
    assert pdf.marks_in_margins(target) == [2, 3]
