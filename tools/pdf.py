"""Print the built book as one PDF: ``python -m tools.pdf``, or ``make pdf``.

The pages of ``_build/html`` are joined into one document, each figure as its still picture at the
default values, and Chromium prints it: the drawings are inline SVG styled by CSS, and the equations
are those of the book, so that paper shows what the screen shows. It is printed twice,
since the contents can name a page only after all pages have been counted.
"""

from __future__ import annotations

import argparse
import datetime
import html
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pypdf
import pypdfium2
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page
from pylopdf_fonts_ko import sans_path
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from l2book import catalogues
from l2book.words import FIRST, LANGUAGES
from tools import pages
from tools.browser import BrowserError, chromium

TARGET = pages.ROOT / "_build" / "l2-regularization.pdf"
#: Width and height in millimetres.
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
#: Margins in millimetres: top, sides, bottom.
TOP, SIDE, BOTTOM = 18.0, 18.0, 20.0
PIXELS = 96 / 25.4  # CSS pixels per millimetre

STYLE = Path(__file__).with_name("pdf.css")
SCRIPT = Path(__file__).with_name("pdf.js")


# --- One document -------------------------------------------------------------------------------


def document(to_html: str, built: Path, book: Sequence[pages.Part]) -> str:
    """Return the whole book as one page of HTML.

    Parameters
    ----------
    to_html : The way from the new file's folder to the built book.
    built : The built book.
    book : What is printed of it. A link to a page that is not becomes plain text.
    """
    parts, names = [], {name for part in book for name in part.pages}
    first = pages.load("book/index", built)
    said, captions = pages.words_of(first), pages.captions(built)
    heading = f'<h1 id="contents">{said["contents"]}</h1>'
    toc = [f'<nav class="pages" aria-labelledby="contents">{heading}<ol>']
    for part in book:
        if part.caption:
            toc.append(
                f'<li class="part">{html.escape(captions.get(part.caption, part.caption))}</li>'
            )
        for name in part.pages:
            page = pages.load(name, built)
            section = printed(page, name, names, to_html)
            heading = said["about"] if not part.caption else pages.title(section)
            toc.append(
                f'<li><a href="#{anchor(name)}"><span>{html.escape(heading)}</span>'
                f'<span data-page="{anchor(name)}"></span></a></li>'
            )
            parts.append(f'<article id="{anchor(name)}">{section}</article>')
    toc.append("</ol></nav>")
    return f"""<!doctype html>
<html lang="{first.html["lang"]}" data-theme="light">
<head><meta charset="utf-8"><title>{said["title"]}</title>
{head(first, to_html)}
<style>{page_style()}{STYLE.read_text(encoding="utf-8")}</style></head>
<body>{cover(said)}{"".join(toc)}<main>{"".join(parts)}</main></body></html>
"""


def anchor(name: str) -> str:
    """Return the id under which a page of the book stands in the PDF."""
    return f"page-{pages.slug(name)}"


def head(page: BeautifulSoup, to_html: str) -> str:
    """Return the styles of the book."""
    kept = []
    for link in page.head.select('link[rel~="stylesheet"]'):
        href = re.sub(r"^(\.\./)*", f"{to_html}/", link["href"])
        kept.append(f'<link rel="stylesheet" href="{href}">')
    return "\n".join(kept)


def cover(said: Mapping[str, str]) -> str:
    """Return the title page; its date is that of the build, or of SOURCE_DATE_EPOCH."""
    project = tomllib.loads((pages.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    utc = datetime.UTC
    now = datetime.datetime.fromtimestamp(int(seconds), utc) if seconds else None
    date = (now or datetime.datetime.now(utc)).strftime(said["date"]).lstrip("0")
    edition = said["edition"].format(version=project["version"], date=date)
    return f"""<header class="cover"><p class="cover-title">{said["title"]}</p>
<p>{said["cover"]}</p><p class="small">{edition}</p></header>"""


def page_style() -> str:
    """Return the rules for margins, and the font of Korean words.

    Chromium prints the numbers of pages itself.
    """
    # Chromium cuts off what reaches into a margin of `@page`; beside the column nothing is cut, so
    # that it can be seen and `marks_in_margins` can find it.
    return (
        f'@font-face {{ font-family: Hangul; src: url("{sans_path().as_uri()}"); '
        "unicode-range: U+1100-11FF, U+3130-318F, U+AC00-D7AF; } "
        f"body {{ padding: 0 {SIDE}mm; }} @page {{ margin: {TOP}mm 0 {BOTTOM}mm; "
        "@bottom-center { content: counter(page); font: 9pt sans-serif; color: #57606a; } }"
        "@page :first { @bottom-center { content: none; } }"
    )


def printed(page: BeautifulSoup, name: str, names: set[str], to_html: str) -> Tag:
    """Return the article of a page as it is printed."""
    section = pages.article(page)
    make = page.new_tag
    screen = ".live-track, .live-handle, .live-message, .live-player, .live-buttons, .live-answers"
    for control in section.select(screen):
        control.decompose()
    for switch in section.select(".live-switch"):
        box = switch.find("input")
        label = make("span", string=f"{'☑' if box.has_attr('checked') else '☐'} ")
        box.replace_with(label)
        switch["class"] = "switch-printed"
    for script in section.select("script"):
        script.decompose()
    if answers := pages.plain_questions(page, section):
        section.append(page.new_tag("h2", string=pages.words_of(page)["answers"]))
        section.append(page.new_tag("div", attrs={"class": "answers"}))
        section.contents[-1].extend(answers)
    for fold in section.select("details:not(.check)"):
        fold["open"] = ""
    for summary in section.select("details.hide > summary"):
        summary.clear()
        summary.append(pages.words_of(page)["in_code"])
    pages.prefix_ids(section, f"{pages.slug(name)}--")
    for link in section.find_all("a", href=True):
        target = pages.resolve(name, link["href"])
        if target and target[0] in names:
            where, fragment = target
            fragment = fragment if fragment != pages.title(section) else ""
            own = f"{pages.slug(where)}--{fragment}"
            link["href"] = f"#{own}" if fragment else f"#{anchor(where)}"
        elif not link["href"].startswith(("http:", "https:", "mailto:")):
            link.unwrap()  # a file of the site: there is none on paper
    pages.relative_files(section, name, to_html)
    return section


# --- Printing -----------------------------------------------------------------------------------


def open_document(browser: Browser, source: Path, paper: str) -> Page:
    """Open the document as wide as the paper, and wait until all of it is set.

    Raises
    ------
    PagesError : When a script fails, a picture, a font or a style is missing, or something would be
        cut.
    """
    width, height = (round(size * PIXELS) for size in PAPERS[paper])
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(request.url))
    page.emulate_media(media="print")
    page.goto(source.as_uri(), wait_until="load")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    page.evaluate("() => paper.fit()")
    height = (PAPERS[paper][1] - TOP - BOTTOM) * PIXELS
    problems += page.evaluate("(height) => paper.faults(height)", height)
    if problems:
        raise pages.PagesError("\n".join(problems))
    return page


def print_pdf(page: Page, target: Path, paper: str) -> None:
    """Print a document that is open."""
    width, height = PAPERS[paper]
    margins = {"top": TOP, "bottom": BOTTOM, "left": 0, "right": 0}
    page.pdf(
        path=target,
        width=f"{width}mm",
        height=f"{height}mm",
        margin={side: f"{size}mm" for side, size in margins.items()},
        print_background=True,
        outline=True,
        tagged=True,
    )


def marks_in_margins(pdf: Path) -> list[int]:
    """Return the numbers of the pages, as rendered, with anything in a margin but their number."""
    scale = 1.5  # pixels per point
    millimetre = scale * 72 / 25.4
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, sheet in enumerate(document, start=1):
            image = sheet.render(scale=scale, grayscale=True).to_numpy() < 250
            image = image.reshape(image.shape[:2])
            height, width = image.shape
            top, side, bottom = (int((size - 0.5) * millimetre) for size in (TOP, SIDE, BOTTOM))
            middle = slice(width // 2 - int(12 * millimetre), width // 2 + int(12 * millimetre))
            image[height - bottom :, middle] = False  # the number
            margins = image[:top], image[height - bottom :], image[:, :side], image[:, -side:]
            if any(margin.any() for margin in margins):
                found.append(number)
    return found


def first_pages(pdf: Path) -> dict[str, int]:
    """Return the number of the page, from 1, on which each page of the book begins."""
    reader = pypdf.PdfReader(pdf)
    return {
        name.lstrip("/"): reader.get_destination_page_number(destination) + 1
        for name, destination in reader.named_destinations.items()
        if name.startswith("/page-")
    }


def finish(pdf: Path, document_html: str) -> None:
    """Put the outline's titles right, say who made the file, and open it with the outline.

    Chromium writes the title of a heading twice when a page begins with it; the outline's entries
    are the headings of the document, in order.

    Raises
    ------
    PagesError : When there are not as many of the one as of the other.
    """
    tree = BeautifulSoup(document_html, "html.parser")
    headings = [" ".join(h.get_text().split()) for h in tree.find_all(re.compile(r"^h[1-6]$"))]
    writer = pypdf.PdfWriter(pdf, incremental=True)
    entries = list(outline(writer.root_object["/Outlines"]))
    if len(entries) != len(headings):
        raise pages.PagesError(f"{len(entries)} entries in the outline, {len(headings)} headings")
    for entry, heading in zip(entries, headings, strict=True):
        entry[NameObject("/Title")] = TextStringObject(heading)
    said = pages.words_of(tree)
    writer.add_metadata({"/Author": said["authors"], "/Creator": "tools/pdf.py"})
    writer.page_mode = "/UseOutlines"
    writer.write(pdf)


def outline(item: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield the entries below one of a PDF's outline, in order."""
    child = item.get("/First")
    while child is not None:
        entry = child.get_object()
        yield entry
        yield from outline(entry)
        child = entry.get("/Next")


def build(
    target: Path = TARGET,
    paper: str = "a4",
    built: Path = pages.HTML,
    parts: Sequence[pages.Part] | None = None,
) -> int:
    """Write the PDF, look at it, and return how many pages it has.

    Parameters
    ----------
    target : The file to write.
    paper : One of `PAPERS`.
    built : The built book.
    parts : What to print of it; all of it by default.

    Raises
    ------
    PagesError : When the book is not built, anything is cut or broken, or the numbers of pages do
        not settle.
    BrowserError : When there is no browser.
    ValueError : If ``paper`` is none of `PAPERS`.
    """
    parts = pages.contents() if parts is None else parts
    if paper not in PAPERS:
        raise ValueError(f"paper must be one of {', '.join(PAPERS)}, not {paper!r}")
    target.parent.mkdir(parents=True, exist_ok=True)
    source = target.with_suffix(".html")
    whole = document(os.path.relpath(built, source.parent), built, parts)
    source.write_text(whole, encoding="utf-8")
    wanted = {anchor(name) for part in parts for name in part.pages}
    with chromium() as browser:
        page = open_document(browser, source, paper)
        print_pdf(page, target, paper)
        numbers = first_pages(target)
        if missing := wanted - numbers.keys():
            raise pages.PagesError(f"not in the PDF: {', '.join(sorted(missing))}")
        page.evaluate("(numbers) => paper.number(numbers)", numbers)
        print_pdf(page, target, paper)
        if first_pages(target) != numbers:
            raise pages.PagesError("the numbers of the pages do not settle")
    finish(target, whole)
    if marked := marks_in_margins(target):
        raise pages.PagesError(f"cut, or in the margin, on the pages {marked}")
    return len(pypdf.PdfReader(target).pages)


def main(arguments: list[str] | None = None) -> int:
    """Print the book; 1 with one line when it cannot be done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--paper", choices=PAPERS, default="a4")
    parser.add_argument("--language", choices=LANGUAGES, default=FIRST)
    options = parser.parse_args(arguments)
    target = pages.own(TARGET, options.language)
    try:
        count = build(target, options.paper, pages.site(options.language))
    except (pages.PagesError, catalogues.CatalogueError, BrowserError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The book is in {target}: {count} pages, {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
