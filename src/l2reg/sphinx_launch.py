"""The launch buttons of a chapter, as far as they lead anywhere."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from l2reg import __version__


def _drop_dead_button(app: Sphinx, config: Config) -> None:
    """Leave JupyterLite's button out when the site is not in the book: ``make book LITE=0``."""
    options = dict(config.html_theme_options)
    buttons = dict(options.get("launch_buttons", {}))
    site = (Path(app.outdir) / "notebooks" / buttons.get("jupyterlite_url", "")).resolve()
    if not site.is_file():
        buttons.pop("jupyterlite_url", None)
    config.html_theme_options = {**options, "launch_buttons": buttons}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("config-inited", _drop_dead_button)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
