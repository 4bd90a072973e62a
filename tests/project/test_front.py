"""The page at the book's address, before Sphinx has a part in it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from l2reg import sphinx_front


def test_words_are_words_and_no_markup() -> None:
    text = sphinx_front.front_page('a"b.html', "1 < 2 & 3", "<svg>'\"</svg>", "ko")
    page = BeautifulSoup(text, "html.parser")
    assert page.html["lang"] == "ko"
    assert page.title.get_text() == page.h1.get_text() == "1 < 2 & 3"
    assert page.a["href"] == 'a"b.html'
    assert page.find("meta", attrs={"http-equiv": "Refresh"})["content"] == '0; url=a"b.html'
    assert page.find("link")["href"] == "data:image/svg+xml,%3Csvg%3E%27%22%3C/svg%3E"


@pytest.mark.parametrize(
    ("builder", "exception", "written"),
    [("html", None, True), ("linkcheck", None, False), ("html", ValueError(), False)],
)
def test_only_a_book_that_was_built_has_it(
    tmp_path: Path, builder: str, exception: Exception | None, written: bool
) -> None:
    (tmp_path / "icon.svg").write_text("<svg/>", encoding="utf-8")
    config = SimpleNamespace(
        html_favicon="icon.svg", html_title="A book", root_doc="a/b", language="en"
    )
    app: Any = SimpleNamespace(
        config=config,
        srcdir=tmp_path,
        outdir=tmp_path,
        builder=SimpleNamespace(name=builder),
    )
    sphinx_front._write(app, exception)
    assert (tmp_path / "index.html").exists() == written
