"""Cut the built chapters into slides: ``python -m tools.slides``, or ``make slides``.

Each notebook of ``_build/html`` becomes a deck of reveal.js in ``_build/slides``, with the book's
own equations, numbers and live figures; nothing is run a second time. A heading of the
chapter is a column of slides: the argument in order, code below the sentence that it checks, each
live figure on a slide of its own. The decks need nothing but their
folder: no server, no network.
"""

from __future__ import annotations

import argparse
import copy
import html
import math
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sphinx_revealjs
from bs4 import BeautifulSoup, Tag

from l2book.words import LANGUAGES, words
from tools import pages

TARGET = pages.ROOT / "_build" / "slides"
REVEAL = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs" / "dist"
HERE = Path(__file__).parent
#: What a slide holds below its heading, in lines of text, and the letters of a line.
LINES, LETTERS = 14.0, 76
#: The styles of the book that a deck needs; the rest is the site around it.
STYLES = (
    *("pygments.css", "faces/faces.css", "math/math.css"),
    *("live/live.css", "live/more.css", "book.css"),
)


class SlidesError(Exception):
    """A chapter is not built as slides need it."""


@dataclass
class Slide:
    """One slide: a heading, what stands below it, and what it is."""

    heading: str
    body: list[Tag] = field(default_factory=list)
    kind: str = "text"  # or "code", "figure", "picture", "title"
    anchor: str = ""


# --- A chapter as columns of slides -------------------------------------------------------------


def columns(section: Tag, said: Mapping[str, str]) -> list[list[Slide]]:
    """Return the columns of a deck: the title first, then one for each heading of the chapter."""
    heading = section.find("h1")
    opening = [c for c in section.find_all(recursive=False) if c.name not in ("h1", "section")]
    result = [[Slide(heading.decode_contents(), opening, "title", section.get("id", ""))]]
    for part in section.find_all("section", recursive=False):
        column = merged(column_of(part, said))
        if column:
            column[0].anchor = column[0].anchor or part.get("id", "")
            result.append(column)
    return result


def merged(slides: Iterable[Slide]) -> list[Slide]:
    """Return slides with neighbours under one heading joined, as long as they fit.

    So code stands below the sentence that it checks.
    """
    result: list[Slide] = []
    for slide in slides:
        last = result[-1] if result else None
        if (
            last is not None
            and {last.kind, slide.kind} <= {"text", "code"}
            and (last.heading, slide.anchor) == (slide.heading, "")
            and sum(map(lines, [*last.body, *slide.body])) <= LINES
        ):
            last.body += slide.body
            last.kind = "text"
        else:
            result.append(slide)
    return result


def column_of(part: Tag, said: Mapping[str, str]) -> Iterator[Slide]:
    """Yield the slides of one section of a chapter."""
    heading = part.find(["h2", "h3"], recursive=False).decode_contents()
    blocks = [c for c in part.find_all(recursive=False) if c.name not in ("h2", "h3")]
    if part.get("id") == "check-yourself":
        yield from questions(heading, blocks)
        return
    waiting: list[Tag] = []
    for block in blocks:
        if block.name != "section" and "cell" not in block.get("class", []):
            waiting.append(block)
            continue
        yield from packed(heading, waiting)
        waiting = []
        if block.name == "section":
            yield from exercise(block, said)
        elif part.get("id") != "predict":  # there, a cell only imports what the others need
            yield from cell(heading, block)
    yield from packed(heading, waiting)


def packed(heading: str, blocks: Iterable[Tag]) -> Iterator[Slide]:
    """Yield slides that hold prose and equations, no more on each than can be read."""
    slide, used = Slide(heading), 0.0
    for group in groups(blocks):
        size = sum(map(lines, group))
        if slide.body and used + size > LINES:
            yield slide
            slide, used = Slide(heading), 0.0
        slide.body += group
        used += size
    if slide.body:
        yield slide


def groups(blocks: Iterable[Tag]) -> list[list[Tag]]:
    """Return blocks that belong on one slide: an equation with the sentence that leads to it.

    A list that is longer than a slide is cut between its items.
    """
    result: list[list[Tag]] = []
    for block in blocks:
        if block.name in ("ul", "ol") and lines(block) > LINES / 2:
            result += [[part] for part in cut_list(block)]
        elif result and "math" in block.get("class", []) and result[-1][-1].name == "p":
            result[-1].append(block)
        elif result and block.name == "p" and block.get_text().strip()[:1].islower():
            result[-1].append(block)  # the sentence goes on
        else:
            result.append([block])
    return result


def cut_list(block: Tag) -> Iterator[Tag]:
    """Yield a list in parts of at most half a slide; an ordered one counts on."""
    items = block.find_all("li", recursive=False)
    part, first = [], 1
    for item in [*items, None]:
        if item is None or sum(map(lines, [*part, item])) > LINES / 2:
            shell = copy.copy(block)
            shell.clear()
            shell.extend(part)
            if block.name == "ol":
                shell["start"] = str(first)
            if part:
                yield shell
            first += len(part)
            part = []
        if item is not None:
            part.append(item)


def lines(block: Tag) -> float:
    """Estimate how many lines of a slide a block takes."""
    text = block.get_text()
    classes = block.get("class", [])
    if "math" in classes:
        rows = max(1, len(block.select("math mtr")))
        tall = "∫" in text or block.select_one("math :is(mfrac, munder, munderover, mtable)")
        return rows * (2.4 if tall else 1.7) + 0.4
    if block.name in ("ul", "ol"):
        return sum(map(lines, block.find_all("li", recursive=False)))
    if block.name == "pre":
        return 0.72 * block.get_text().count("\n") + 0.8
    if pre := block.find("pre"):
        return sum(lines(p) for p in (pre, *pre.find_all_next("pre")) if block in p.parents)
    if block.name == "table" or block.find("table"):
        return 1.5 * len(block.find_all("tr"))
    inner = block.find_all(["p", "div"], recursive=False) if block.name == "div" else []
    if inner:
        return sum(map(lines, inner))
    return math.ceil(len(text) / LETTERS) + 0.55


def cell(heading: str, block: Tag) -> Iterator[Slide]:
    """Yield the slides of a cell: a live figure alone, a picture alone, or code and its output."""
    figure = block.select_one("figure.live-figure")
    if figure is not None:
        state = figure.find_next_sibling("script")
        yield Slide(heading, [figure, state], "figure")
        return
    code = block.select_one(".cell_input")
    pictures = block.select(".cell_output img")
    texts = [part for part in block.select(".cell_output > .output") if part.find("pre")]
    code_slide = Slide(heading, [code] if code else [], "code")
    if sum(map(lines, [*code_slide.body, *texts])) <= LINES * 1.25:
        code_slide.body += texts
        texts = []
    yield code_slide
    if texts:
        yield Slide(heading, texts, "code")
    for picture in pictures:
        yield Slide(heading, [picture], "picture")


def exercise(part: Tag, said: Mapping[str, str]) -> Iterator[Slide]:
    """Yield an exercise, and below it, so that nobody sees it unasked, its solution."""
    heading = part.find("h3").decode_contents()
    blocks = [c for c in part.find_all(recursive=False) if c.name != "h3"]
    solution = [c for c in blocks if "admonition" in c.get("class", [])]
    cells = [c for c in blocks if "cell" in c.get("class", [])]
    statement = [c for c in blocks if c not in (*solution, *cells)]
    slides = list(packed(heading, statement))
    slides[0].anchor = part.get("id", "")
    yield from slides
    title = said["slide_solution"].format(heading=heading)
    for block in solution:
        block.find(class_="admonition-title").decompose()
        yield from packed(title, block.find_all(recursive=False))
    for block in cells:
        yield from cell(title, block)


def questions(heading: str, blocks: list[Tag]) -> Iterator[Slide]:
    """Yield the questions of *Check yourself*, each with the answers to open on a slide."""
    slide: Slide | None = None
    for block in blocks[1:]:  # the first says what to do
        if block.name == "p":
            if slide is not None:
                yield slide
            slide = Slide(heading)
        if slide is None:
            raise SlidesError("a choice stands before its question")
        for chevron in block.select(".sd-summary-state-marker"):
            chevron.decompose()
        slide.body.append(block)
    if slide is not None:
        yield slide


# --- The files ----------------------------------------------------------------------------------


def deck(name: str, decks: set[str], built: Path) -> str:
    """Return the deck of one chapter, as a page of HTML."""
    page = pages.load(name, built)
    said = pages.words_of(page)
    section = pages.article(page)
    for link in section.find_all("a", href=True):
        target = pages.resolve(name, link["href"])
        if target and target[0] in decks:
            where = "" if target[0] == name else f"{pages.slug(target[0])}.html"
            link["href"] = f"{where}#{target[1]}" if target[1] else where or "#/"
        elif not link["href"].startswith(("http:", "https:")):
            link.unwrap()  # a page of the book: it is not among the slides
    pages.relative_files(section, name, ".")
    for image in section.find_all("img"):
        image["src"] = re.sub(r"^.*_images/", "_images/", image["src"])
    fold_answers(page, section)
    for part in section.select("details.check, .live-qr"):
        part.decompose()
    for summary in section.select("details.exercise > summary, summary[aria-label]"):
        summary.decompose()
    for fold in section.select("details.hide, details.exercise"):
        fold.unwrap()
    title = pages.title(section)
    body = "".join(
        f"<section>{''.join(slide_html(slide) for slide in column)}</section>"
        for column in columns(section, said)
    )
    names = [figure["id"] for figure in section.select("figure.live-figure")]
    return f"""<!doctype html>
<html lang="{page.html["lang"]}" class="deck">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)} — {said["slides"]}</title>
<script src="_static/theme.js"></script>
{head(names)}</head>
<body><div class="reveal"><div class="slides">{body}</div></div></body></html>
"""


def fold_answers(page: BeautifulSoup, section: Tag) -> None:
    """Put each question's answer folded below it: a deck has no script for forms."""
    answers = pages.plain_questions(page, section)
    for question, answer in zip(section.select("p.question"), answers, strict=True):
        answer.name = "details"
        answer.strong.replace_with(
            page.new_tag("summary", string=pages.words_of(page)["the_answer"])
        )
        after = question.find_next_sibling()
        last = after if after is not None and after.name == "ol" else question
        last.insert_after(answer)


def slide_html(slide: Slide) -> str:
    """Return one slide as HTML."""
    level = 1 if slide.kind == "title" else 2
    body = "".join(map(str, slide.body))
    # The engine looks for the state right after the figure.
    if slide.kind == "figure":
        body = body.replace("<figure ", "<figure data-enlarged ", 1)
    anchor = f' id="{slide.anchor}"' if slide.anchor else ""
    return (
        f'<section{anchor} class="slide-{slide.kind}"><div class="slide">'
        f'<h{level}>{slide.heading}</h{level}><div class="body">{body}</div></div></section>'
    )


def head(figures: list[str]) -> str:
    """Return the styles and scripts of a deck with these live figures."""
    styles = ["reset.css", "reveal.css", *STYLES, "slides.css"]
    kept = [f'<link rel="stylesheet" href="_static/{name}">' for name in styles]
    scripts = [f"live/{name}.js" for name in (*figures, "live", "more")]
    for name in (*scripts, "reveal.js", "slides.js"):
        kept.append(f'<script src="_static/{name}" defer></script>')
    return "\n".join(kept)


def index(titles: dict[str, str], language: str) -> str:
    """Return the page that lists the decks."""
    items = "".join(
        f'<li><a href="{pages.slug(name)}.html">{html.escape(title)}</a></li>'
        for name, title in titles.items()
    )
    said = words(language)
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{said["title"]} — {said["slides"]}</title><script src="_static/theme.js"></script>
<link rel="stylesheet" href="_static/slides.css"></head>
<body class="decks"><main><h1>{said["title"]}</h1>
<p>{said["slides_help"]}</p>
<ul>{items}</ul></main></body></html>
"""


def build(target: Path = TARGET, built: Path = pages.HTML) -> dict[str, str]:
    """Write the decks and return their titles by page; what stood there before is removed.

    Raises
    ------
    PagesError
        When the book is not built.
    SlidesError
        When a chapter is not as expected.
    """
    names = [
        name
        for part in pages.contents()
        for name in part.pages
        if (pages.ROOT / f"{name}.ipynb").exists()
    ]
    decks = {name: deck(name, set(names), built) for name in names}
    shutil.rmtree(target, ignore_errors=True)
    static = target / "_static"
    static.mkdir(parents=True)
    titles = {}
    for name, text in decks.items():
        (target / f"{pages.slug(name)}.html").write_text(text, encoding="utf-8")
        tree = BeautifulSoup(text, "html.parser")
        titles[name] = tree.title.string.rpartition(" — ")[0]
    language = tree.html["lang"]
    (target / "index.html").write_text(index(titles, language), encoding="utf-8")
    for name in ("math", "live", "faces"):
        shutil.copytree(built / "_static" / name, static / name)
    for name in ("pygments.css", "book.css"):
        shutil.copy(built / "_static" / name, static)
    for name in ("reset.css", "reveal.css", "reveal.js"):
        shutil.copy(REVEAL / name, static)
    for name in ("slides.css", "slides.js", "theme.js"):
        shutil.copy(HERE / "deck" / name, static)
    used = {
        match for text in decks.values() for match in re.findall(r'src="_images/([^"]+)"', text)
    }
    (target / "_images").mkdir()
    for name in used:
        shutil.copy(built / "_images" / name, target / "_images")
    return titles


def main(arguments: list[str] | None = None) -> int:
    """Write the decks; 1 with one line when it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", choices=LANGUAGES, default=pages.FIRST)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    options.output = options.output or pages.own(TARGET, options.language)
    try:
        titles = build(options.output, pages.site(options.language))
    except (pages.PagesError, SlidesError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(titles)} decks: open {options.output / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
