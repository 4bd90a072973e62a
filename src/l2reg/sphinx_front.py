"""The page at the book's address, which leads to the first page of the book.

Sphinx writes none, since no page of the book is called ``index``; the extension that reads _toc.yml
then writes a bare redirect. A browser asks the host's root for the icon of such a page, and a
reader whose browser does not follow it sees nothing.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from l2reg import __version__

PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Refresh" content="0; url={first}">
<title>{title}</title>
<link rel="icon" href="{icon}">
</head>
<body><main><h1><a href="{first}">{title}</a></h1></main></body>
</html>
"""


def front_page(first: str, title: str, icon: str, language: str) -> str:
    """Return the page: it leads on at once, and by a link.

    Parameters
    ----------
    first, icon
        Where the first page and the icon are, from the book's root.
    title, language
        Of the book.
    """
    words = {"first": first, "title": title, "icon": icon, "language": language}
    return PAGE.format(**{name: escape(word) for name, word in words.items()})


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    icon = f"_static/{Path(app.config.html_favicon).name}"
    first, title = f"{app.config.root_doc}.html", app.config.html_title
    page = front_page(first, title, icon, app.config.language)
    (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("build-finished", _write, priority=400)  # the other (500) leaves it as it is
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
