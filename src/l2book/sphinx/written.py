"""What an extension does to the site when its pages are written."""

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx


def when_written(app: Sphinx, work: Callable[[Sphinx], None], priority: int = 500) -> None:
    """Call ``work(app)`` at the end of a build that has written the site, and of no other."""

    def finish(app: Sphinx, exception: Exception | None) -> None:
        if not exception and app.builder.name == "html":
            work(app)

    app.connect("build-finished", finish, priority=priority)


def written_pages(app: Sphinx) -> list[Path]:
    """Return the pages of the book, as they have been written."""
    out = Path(app.outdir)
    return sorted({*out.glob("*.html"), *(out / f"{name}.html" for name in app.env.found_docs)})


def rewrite(app: Sphinx, change: Callable[[str], str]) -> None:
    """Write every page anew that a change makes another."""
    for path in written_pages(app):
        page = path.read_text(encoding="utf-8")
        if (made := change(page)) != page:
            path.write_text(made, encoding="utf-8")
