"""Cut the built chapters into slides: ``python -m tools.slides``, or ``make slides``.

Each notebook of ``_build/html`` becomes a deck of reveal.js in ``_build/slides``, with the book's
own equations, numbers and live figures; nothing is run a second time. A heading of the
chapter is a column of slides: the argument in order, code below the sentence that it checks, each
live figure on a slide of its own. The decks need nothing but their
folder: no server, no network.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import sys
from pathlib import Path

import sphinx_revealjs
from bs4 import BeautifulSoup, Tag

from l2book import catalogues
from l2book.words import FIRST, LANGUAGES, words
from tools import pages
from tools.columns import Slide, columns

TARGET = pages.ROOT / "_build" / "slides"
REVEAL = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs" / "dist"
HERE = Path(__file__).parent
#: The styles of the book that a deck needs; the rest is the site around it.
STYLES = (
    *("pygments.css", "faces/faces.css", "math/math.css"),
    *("live/live.css", "live/more.css", "book.css"),
)


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
    """Put each question, its choices and, folded, its answer in its cell's place.

    A deck has no script for forms.

    Raises
    ------
    PagesError : When a question stands anywhere else.
    """
    answers = pages.plain_questions(page, section)
    for question, answer in zip(section.select("p.question"), answers, strict=True):
        answer.name = "details"
        answer.strong.replace_with(
            page.new_tag("summary", string=pages.words_of(page)["the_answer"])
        )
        after = question.find_next_sibling()
        choices = [after] if after is not None and after.name == "ol" else []
        cell = question.find_parent("div", class_="cell")
        if cell is None:
            raise pages.PagesError(f"a question stands in no cell: {question.get_text()}")
        asked = page.new_tag("div", attrs={"class": "asked"})
        cell.replace_with(asked)
        asked.extend([question, *choices, answer])


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
    PagesError : When the book is not built, or a chapter not as slides need it.
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", choices=LANGUAGES, default=FIRST)
    options = parser.parse_args(arguments)
    target = pages.own(TARGET, options.language)
    try:
        titles = build(target, pages.site(options.language))
    except (pages.PagesError, catalogues.CatalogueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(titles)} decks: open {target / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
