"""For each figure, a page of its own beside a built book, to be framed by other pages.

``figures/NAME.html`` is what `livefig.hosts.export.export_page` makes. The button *Copy code to
embed* gives its address.
"""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from livefig.figure import known_figures
from livefig.hosts.export import export_page

FOLDER = "figures"


def _write_pages(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    for figure in known_figures().values():
        language = app.config.language if app.config.language in figure.words else "en"
        export_page(figure(language=language), Path(app.outdir, FOLDER))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("build-finished", _write_pages, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
