"""The built book as a tree: what `tools/pdf.py` and `tools/slides.py` have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

from l2book import catalogues
from l2book.words import FIRST, words

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
#: What belongs to a screen with the book's own scripts, and to no other.
SCREEN_ONLY = (".headerlink", "script:not([type])", ".page-buttons", "nav.along", ".run-here")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


class PagesError(Exception):
    """The built book is missing, or not what it should be."""


@dataclass(frozen=True)
class Part:
    """A part of the table of contents: its caption, none for the front page, and its pages."""

    caption: str
    pages: tuple[str, ...]


def contents() -> list[Part]:
    """Return the parts of the book in reading order; a page is `notebooks/03_weight_decay`."""
    table = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = [Part("", (table["root"],))]
    for part in table.get("parts", [{"chapters": table.get("chapters", [])}]):
        parts.append(Part(part.get("caption", ""), tuple(_files(part["chapters"]))))
    return parts


def _files(entries: list[dict[str, Any]]) -> list[str]:
    """Return the files of a list of entries, and of the sections below each."""
    return [name for e in entries for name in (e["file"], *_files(e.get("sections", [])))]


def source(name: str) -> Path:
    """Return the file that a page is written in."""
    return next(p for end in (".ipynb", ".md") if (p := ROOT / f"{name}{end}").is_file())


def load(name: str, html: Path = HTML) -> BeautifulSoup:
    """Return a built page.

    Raises
    ------
    PagesError : When the book is not built.
    """
    path = html / f"{name}.html"
    if not path.exists():
        raise PagesError(f"{path.relative_to(html.parent)} is missing: run `make book` first")
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def article(page: BeautifulSoup) -> Tag:
    """Return what a page says, without the site around it and without what needs its scripts."""
    body = page.select_one("article.bd-article")
    if body is None or body.find("section") is None:
        raise PagesError(f"no article in the page {page.title!r}")
    for part in body.select(", ".join(SCREEN_ONLY)):
        part.decompose()
    for picture in body.select("img[loading]"):
        del picture["loading"]  # paper and slides show all of it at once
    return body.find("section")


def words_of(page: BeautifulSoup) -> dict[str, str]:
    """Return the words of the language that a built page is in."""
    return words(page.html.get("lang", FIRST))


def site(language: str) -> Path:
    """Return the folder of the built book in a language."""
    return HTML if language == FIRST else HTML / language


def own(target: Path, language: str) -> Path:
    """Return what stands in a file's or folder's place for another language than the first."""
    return target if language == FIRST else target.with_stem(f"{target.stem}-{language}")


def captions(html: Path = HTML) -> dict[str, str]:
    """Return the captions of the table of contents in the language of a built book."""
    root = contents()[0].pages[0]
    return catalogues.read(root, load(root, html).html.get("lang", FIRST))


def title(section: Tag) -> str:
    """Return the heading of a section, with its number."""
    heading = section.find(re.compile(r"^h[1-6]$"))
    return heading.get_text().strip()


def slug(name: str) -> str:
    """Return a page's short name, without its folder: `03_weight_decay`."""
    return PurePosixPath(name).name


def prefix_ids(tree: Tag, prefix: str) -> None:
    """Begin every id below a tree, and every reference to one from inside it, with a prefix.

    Links (``href``) are left: see `resolve`.
    """
    for element in tree.find_all(True):
        for key, value in list(element.attrs.items()):
            if key == "id":
                element[key] = prefix + value
            elif key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                element[key] = " ".join(prefix + part for part in value.split())
            elif element.name == "use" and key.endswith("href"):
                element[key] = f"#{prefix}{value[1:]}"
            elif isinstance(value, str) and "url(#" in value:
                element[key] = REFERENCE.sub(rf"url(#{prefix}\1)", value)


def resolve(name: str, href: str) -> tuple[str, str] | None:
    """Return the page of the book that a link on a page leads to, and the id on it.

    None for a link to another host or to something that is not a page. A state of a figure, which
    follows a ``?``, is dropped.
    """
    address = urlsplit(href)
    if address.scheme or address.netloc:
        return None
    fragment = unquote(address.fragment).split("?")[0]
    if not address.path:
        return name, fragment
    parts = list(PurePosixPath(name).parent.parts)
    for part in PurePosixPath(unquote(address.path)).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    target = PurePosixPath(*parts)
    return (str(target.with_suffix("")), fragment) if target.suffix == ".html" else None


def plain_questions(page: BeautifulSoup, section: Tag) -> list[Tag]:
    """Put a question where a form stands, with its choices as a list; return the answers.

    Each answer begins with its question's number; a place for what the reader has said goes.
    """
    answers = []
    for said in section.select(".live-answer"):
        said.decompose()
    for number, form in enumerate(section.select("form.live-question"), start=1):
        question = page.new_tag("p", attrs={"class": "question"})
        question.append(page.new_tag("strong", string=f"{number}. {form.legend.get_text()}"))
        choices = page.new_tag("ol", type="A")
        for label in form.select(".live-option label"):
            choices.append(page.new_tag("li", string=label.get_text().strip()))
        answer = page.new_tag("div")
        answer.append(page.new_tag("strong", string=f"{number}."))
        answer.extend(list(form.select_one(".live-folded").contents)[1:])
        for choice in answer.select("ul"):
            choice.name, choice["type"] = "ol", "A"
        answers.append(answer)
        form.replace_with(question, *([choices] if choices.contents else []))
    return answers


def relative_files(tree: Tag, name: str, to_html: str) -> None:
    """Point the pictures of a page at the built book, which is at ``to_html`` from the new file."""
    for image in tree.find_all("img"):
        source = image.get("src", "")
        if not urlsplit(source).scheme:
            folder = PurePosixPath(to_html) / PurePosixPath(name).parent
            image["src"] = str(folder / source)
