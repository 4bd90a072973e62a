"""A page without what keeps its first paint waiting.

The theme names a script of 1.5 MB that draws every icon of Font Awesome as SVG; the pages use some
twenty, which its style sheet draws already. It loads the search, 31 kB gzip, on every page for
results while a reader types, an option that is off here. Both are left out, and the scripts that
can wait come after the page. ``book/_templates/layout.html`` passes the theme's blocks through
`lean`. The book's own scripts and styles lose comments and long names.

The theme also measures all code, to give the keyboard what scrolls: when a page has come, when its
parts change, and when the window does. What is folded away it need not measure, and a browser lays
out each fold by itself for that, half a second in all on a phone. Opening a fold makes the theme
measure again. And every name and bracket of the code is an element of its own, though it has the
colour of plain text: more than a fifth of the elements of chapter 8, which go.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from l2book.sphinx.styles import one_link
from l2book.sphinx.written import when_written
from livefig.hosts import small

ICONS = re.compile(r'<script[^>]* src="[^"]*/fontawesome\.js[^"]*"></script>')
SEARCH = re.compile(r'<script src="[^"]*(searchtools|language_data|searchindex)\.js"></script>\s*')

#: The theme's script, where it measures code, and what stands there instead.
THEME, MEASURED = "scripts/pydata-sphinx-theme.js", "{e.tabIndex=e.scrollWidth"
IF_IN_SIGHT = MEASURED.replace("{", '{if(!e.closest("details:not([open])"))')

#: Names, brackets and blanks of code, in the colour of all code.
PLAIN = re.compile('<span class="[npw]">([^<]*)</span>')

#: Scripts that ask whether the page is there already, and that no later script must find done.
WAITING = {
    *("doctools.js", "sphinx_highlight.js", "clipboard.min.js", "copybutton.js"),
    *("sphinx-book-theme.js", "design-tabs.js", "togglebutton.js", "translations.js"),
}


def lean(head: str) -> str:
    """Return a part of a page's head with no script of icons or of the search, and one style."""
    return one_link(SEARCH.sub("", ICONS.sub("", head)))


def deferred(script: Any) -> Any:
    """Return a script of Sphinx's that waits for the page, if it may."""
    if Path(script.filename or "").name not in WAITING:
        return script
    attributes = {**script.attributes, "defer": "defer"}
    return type(script)(script.filename, priority=script.priority, **attributes)


def _offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    context["lean"] = lean
    context["body"] = PLAIN.sub(r"\1", context.get("body", ""))
    if pagename != "search":  # there the page's own scripts wait for none
        # In place: Sphinx restores this list after each page.
        context["script_files"][:] = map(deferred, context["script_files"])


def _make_small(app: Sphinx) -> None:
    """Write the book's own scripts and styles, which Sphinx has copied, in fewer bytes."""
    own = (path for path in app.config.html_static_path if not Path(path).is_absolute())
    for folder in own:  # not the extensions', whose files are templates
        for source in Path(app.confdir, folder).glob("*.[cj]s*"):
            shorter = small.style if source.suffix == ".css" else small.script
            copied = Path(app.outdir, "_static", source.name)
            copied.write_text(shorter(source.read_text(encoding="utf-8")), encoding="utf-8")
    theme = Path(app.outdir, "_static", THEME)
    text = theme.read_text(encoding="utf-8").replace(MEASURED, IF_IN_SIGHT)
    theme.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", _offer, priority=950)  # after the theme has added its scripts
    when_written(app, _make_small)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
