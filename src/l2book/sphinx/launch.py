"""Ways from a page to a place that runs its notebook: launch buttons, and a class's own hub."""

import re
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective


def _drop_dead_button(app: Sphinx, config: Config) -> None:
    """Leave JupyterLite's button out when the site is not in the book: ``make book LITE=0``."""
    options = dict(config.html_theme_options)
    buttons = dict(options.get("launch_buttons", {}))
    pages = Path(config.book_site, config.language) if config.book_site else Path(app.outdir)
    site = pages / "notebooks" / buttons.get("jupyterlite_url", "")
    if not site.resolve().is_file():
        buttons.pop("jupyterlite_url", None)
    config.html_theme_options = {**options, "launch_buttons": buttons}


def hub_link(hub: str, repository: str, branch: str, notebook: str) -> str:
    """Return the nbgitpuller link that brings a repository and opens one of its notebooks.

    See nbgitpuller's documentation, "Options in an nbgitpuller URL".
    """
    folder = repository.rstrip("/").rpartition("/")[2]  # as nbgitpuller names it: ".git" stays
    query = {"repo": repository, "urlpath": f"lab/tree/{folder}/{notebook}", "branch": branch}
    options = urlencode(query, quote_via=quote, safe="")
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{options}"


class HubLink(SphinxDirective):
    """The text of a link into a class's hub: ``{hub-link} ADDRESS NOTEBOOK``."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Return the link as a block of text; the repository is that of _config.yml."""
        options = self.config.html_theme_options
        hub, notebook = self.arguments
        if not Path(self.env.srcdir, notebook).is_file():
            raise self.error(f"no such notebook: {notebook}")
        if not re.match(r"https?://[^/\s]+", hub):
            raise self.error(f"hub must be an http address, not {hub!r}")
        repository, branch = options["repository_url"], options["repository_branch"]
        there = PurePosixPath(options.get("path_to_docs", ""), notebook).as_posix()
        text = hub_link(hub, repository, branch, there)
        return [nodes.literal_block(text, text, language="text")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_directive("hub-link", HubLink)
    app.connect("config-inited", _drop_dead_button)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
