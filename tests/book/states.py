"""Links of the book to a figure in one state, and what they open."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from l2book.figures import all_figures
from livefig.hosts.sphinx import read_state
from tests.book.pages import PAGES, tree
from tests.book.reader import STATE, close, differs_from_numpy


def whole(state: str) -> tuple[str, dict[str, float | bool]]:
    """Return a state's figure and all its parameters; what is not given is as at first."""
    name, given = read_state(state, all_figures())
    controls = all_figures()[name].parameters()
    return name, {key: control.default_value for key, control in controls.items()} | given


@functools.cache
def links(book: Path) -> dict[str, list[str]]:
    """Return every link of the built book to a state of a figure, by the page it opens."""
    found: dict[str, list[str]] = {}
    for name in PAGES:
        page = book / f"{name}.html"
        for anchor in tree(page).find("article").find_all("a", href=re.compile(r"#[^?]*\?")):
            parts = urlsplit(anchor["href"])
            if not parts.netloc:
                target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
                hashes = found.setdefault(target.relative_to(book).as_posix(), [])
                hashes += [f"#{parts.fragment}"] if f"#{parts.fragment}" not in hashes else []
    return found


def assert_open(page: Page, link: str, *, follow: bool = False) -> None:
    """Assert that a page shows what a link to one of its figures says, once it is followed."""
    name, parameters = whole(unquote(link.removeprefix("#")))
    opened = "([link, name]) => { reader.reset(name); return reader.follow(link, name); }"
    state = page.evaluate(opened, [link, name]) if follow else page.evaluate(STATE, name)
    assert state["live"] == "true", link
    assert close(state["parameters"], parameters), link
    assert not differs_from_numpy(name, state), link
