"""The page at the book's address, which leads to the first page of the book.

Sphinx writes none, since no page of the book is called ``index``; the extension that reads _toc.yml
then writes a bare redirect. A browser asks the host's root for the icon of such a page, where none
is, a reader whose browser does not follow it sees nothing, and a figure's state in the address is
lost on the way: a script takes it along.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx

from l2reg import __version__

PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<noscript><meta http-equiv="Refresh" content="0; url={first}"></noscript>
<title>{title}</title>
<link rel="icon" href="{icon}">
</head>
<body><main><h1><a href="{first}">{title}</a></h1></main>
<script>
// Not before all of this page is here: a request broken off is an error to some.
addEventListener("load", () => location.replace(document.querySelector("a").href + location.hash));
</script>
</body>
</html>
"""


def front_page(first: str, title: str, icon: str, language: str) -> str:
    """Return the page: it leads on at once, and by a link.

    Parameters
    ----------
    first
        Where the first page is, from the book's root.
    title, language
        Of the book.
    icon
        The text of its SVG. It stands in the page: a file's request would be broken off by the
        first page's.
    """
    words = {"first": first, "title": title, "language": language}
    words["icon"] = f"data:image/svg+xml,{quote(icon)}"
    return PAGE.format(**{name: escape(word) for name, word in words.items()})


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    config = app.config
    icon = Path(app.srcdir, config.html_favicon).read_text(encoding="utf-8")
    page = front_page(f"{config.root_doc}.html", config.html_title, icon, config.language)
    Path(app.outdir, "index.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("build-finished", _write, priority=400)  # the other (500) leaves it as it is
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
