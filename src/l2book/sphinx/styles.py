"""One style sheet in place of the theme's ten, with the rules that the pages use.

The theme brings all of Bootstrap: ten sheets, 590 kB, which keep a page's first paint waiting, and
of which the book uses a quarter. The build joins them into one file. A selector stays unless it
names a class or an id that is on no page and that no script of the pages could put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import tinycss2
from sphinx.application import Sphinx

from l2book.sphinx.csp import digest
from l2book.sphinx.written import rewrite, when_written, written_pages
from livefig.hosts import small

#: The sheets below _static, in the order in which a page names them.
SHEETS = (
    *("styles/theme.css", "styles/pydata-sphinx-theme.css", "faces/faces.css", "pygments.css"),
    *("styles/sphinx-book-theme.css", "math/math.css", "togglebutton.css", "copybutton.css"),
    *("mystnb.*.css", "sphinx-design.min.css"),
)
JOINED = "joined.css"
#: The files below _static to which Sphinx adds no version.
UNVERSIONED = (JOINED, "early.js", "searchtools.js", "language_data.js")

_SHEET = "|".join(re.escape(sheet).replace(r"\*", r"\w+") for sheet in SHEETS)
_LINKS = re.compile(rf'<link\b[^>]*\bhref="([^"]*\b_static/)(?:{_SHEET})(?:\?[^"]*)?"[^>]*>\s*')
_IMPORT = re.compile(r'@import "([^"]+)";')
_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
_MARKS = re.compile(r'\b(?:class|id)="([^"]*)"')
_SCRIPT = re.compile(r'<script\b[^>]*\bsrc="([^"?]*)')
_WORD = re.compile(r"[\w-]+")
#: How names begin, and how they end, that a script puts together: `bs-${…}`, "modal-" + ….
_BEGINNING = re.compile(r"([A-Za-z][\w-]*-)(?=[\"'`]|\$\{)")
_END = re.compile(r"(?<=[\"'`}])(-[\w-]+)")


class Names:
    """The classes and ids that are on some pages, or that their scripts could put there."""

    def __init__(self, pages: Iterable[str], scripts: Iterable[str]) -> None:
        marks = {unescape(mark) for page in pages for mark in _MARKS.findall(page)}
        self.whole = {name for mark in marks for name in mark.split()}
        self.beginnings: tuple[str, ...] = ()
        self.ends: tuple[str, ...] = ()
        for script in scripts:
            self.whole.update(_WORD.findall(script))
            self.beginnings += tuple(_BEGINNING.findall(script))
            self.ends += tuple(_END.findall(script))

    def __str__(self) -> str:
        return " ".join(sorted({*self.whole, *self.beginnings, *self.ends}))

    def __contains__(self, name: str) -> bool:
        return name in self.whole or name.startswith(self.beginnings) or name.endswith(self.ends)


def used(sheet: str, names: Names) -> str:
    """Return a style sheet without the selectors that no part of a page can match."""
    return _used(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), names)


def _used(rules: Iterable[Any], names: Names) -> str:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            possible = [s for s in _selectors(rule.prelude) if all(n in names for n in _named(s))]
            if possible:
                selectors = ",".join(map(tinycss2.serialize, possible))
                kept.append(f"{selectors}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _used(tinycss2.parse_rule_list(rule.content, True, True), names)
            condition = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            kept.append(f"{condition}{{{inner}}}" if inner else "")
        elif rule.type == "error":
            raise ValueError(f"line {rule.source_line} of a style sheet: {rule.message}")
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            raise ValueError(f"line {rule.source_line} of a style sheet: it imports another here")
        else:
            kept.append(rule.serialize())
    return "".join(kept)


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    """Return the selectors of a rule, which commas separate."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _named(selector: list[Any]) -> list[str]:
    """Return the classes and ids of a selector, without those within `:not()` and its like."""
    pairs = zip([None, *selector], selector, strict=False)
    return [b.value for a, b in pairs if b.type == "hash" or (a == "." and b.type == "ident")]


def whole(path: Path, root: Path) -> str:
    """Return a style sheet with those that it imports, whose addresses begin at a folder `root`."""
    text = path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
    folder = path.parent.relative_to(root).as_posix()
    parts = _IMPORT.split(text)  # text, an address, text, …
    parts[::2] = [_URL.sub(rf'url("{folder}/\2")', part) for part in parts[::2]]
    parts[1::2] = [whole((path.parent / part).resolve(), root) for part in parts[1::2]]
    return "".join(parts)


def one_link(head: str) -> str:
    """Return a part of a page's head with one link in place of those to the theme's sheets.

    It stands where the first of them stood. A part that links none of them stays as it is.
    """
    first = _LINKS.search(head)
    if first is None:
        return head
    link = f'<link rel="stylesheet" href="{first[1]}{JOINED}">\n'
    return head[: first.start()] + link + _LINKS.sub("", head[first.end() :])


def with_versions(page: str, texts: Mapping[str, str]) -> str:
    """Return a page that asks for these files, by their names and texts, in their present state.

    Sphinx does so for those that it knows. A browser may keep the file of an earlier build.
    """
    for name, text in texts.items():
        link = rf'(/{re.escape(name)})(?:\?v=\w+)?"'
        page = re.sub(link, rf'\1?v={digest(text)}"', page)
    return page


def _join(app: Sphinx) -> None:
    """Write the one sheet, for all the pages that the book has now."""
    static = Path(app.outdir).resolve() / "_static"
    pages = {path: path.read_text(encoding="utf-8") for path in written_pages(app)}
    named = {
        (path.parent / source).resolve()
        for path, page in pages.items()
        for source in _SCRIPT.findall(page)
    }
    scripts = [path.read_text(encoding="utf-8") for path in sorted(named) if path.exists()]
    names = Names(pages.values(), scripts)
    sheet = "\n".join(whole(path, static) for name in SHEETS for path in static.glob(name))
    # To read it takes a second and a half: a build that would find the same leaves it as it is.
    mark, joined = f"/* of {digest(f'{names}{sheet}')} */\n", static / JOINED
    if not (joined.exists() and joined.read_text(encoding="utf-8").startswith(mark)):
        joined.write_text(mark + small.style(used(sheet, names)), encoding="utf-8")
    texts = {name: (static / name).read_text(encoding="utf-8") for name in UNVERSIONED}
    rewrite(app, lambda page: with_versions(page, texts))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    when_written(app, _join, priority=960)  # with every script in its place
    return {"parallel_read_safe": True, "parallel_write_safe": True}
