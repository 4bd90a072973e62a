"""A small book with questions, built by Sphinx with no kernel: the widgets' states are saved."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from unittest.mock import patch

import anywidget
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from livefig.hosts import sphinx as host

VIEW = "application/vnd.jupyter.widget-view+json"
CONF = """
project = "A book"
extensions = ["myst_nb", "livefig.hosts.sphinx"]
nb_render_plugin, nb_execution_mode, html_theme = "livefig", "off", "alabaster"
html_sidebars = {"**": ["globaltoc.html"]}
html_title = "The book"

def setup(app):  # as a translation does
    app.connect("config-inited", lambda app, config: setattr(config, "html_title", "Das Buch"))
"""


def chapter(*cells: anywidget.AnyWidget | str, title: str) -> nbformat.NotebookNode:
    """Return an executed notebook of these widgets and texts."""
    states, made = {}, [new_markdown_cell(f"# {title}")]
    for i, cell in enumerate(cells):
        if isinstance(cell, str):
            made.append(new_markdown_cell(cell))
            continue
        key = f"model{i}"
        states[key] = {"state": {"_esm": cell._esm, "_css": cell._css, **cell.get_state()}}
        data = {"text/plain": repr(cell), VIEW: {"model_id": key, "version_major": 2}}
        output = new_output("execute_result", data, execution_count=1)
        made.append(new_code_cell(repr(cell), outputs=[output], execution_count=1))
    metadata = {"widgets": {host.WIDGET_STATE: {"state": states}}}
    metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return new_notebook(cells=made, metadata=metadata)


def build(folder: Path, **pages: nbformat.NotebookNode | str) -> tuple[Path, str]:
    """Build pages by name; return the folder of the built book, and what was warned of."""
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    toc = "\n".join(["# Book", "```{toctree}", *pages, "```"])
    (folder / "index.md").write_text(toc, encoding="utf-8")
    for name, page in pages.items():
        if isinstance(page, str):
            (folder / f"{name}.md").write_text(page, encoding="utf-8")
        else:
            nbformat.write(page, folder / f"{name}.ipynb")
    return folder / "html", sphinx(folder)


def sphinx(folder: Path) -> str:
    """Build a folder's pages into its `html`; return what was warned of.

    The pages of each known figure's own, which the book's tests see, are left out.
    """
    said, folders = io.StringIO(), [folder, folder, folder / "html", folder / "trees"]
    with (
        warnings.catch_warnings(action="ignore"),
        patch.object(host, "_write_pages", lambda app, exception: None),
        patch_docutils(),
        docutils_namespace(),
    ):
        Sphinx(*map(str, folders), "html", status=None, warning=said).build()
    return said.getvalue()
