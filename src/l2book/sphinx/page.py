"""What the theme and MyST-NB put into a page and this book does without."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from l2book.execution import use_book_client
from l2book.sphinx.written import rewrite, when_written

#: Scripts and styles the theme adds that name another host, or that a page without Thebe needs not.
UNWANTED = re.compile(r"thebe|https?://")
#: A logo beside its own name, which a screen reader would read twice, and half of it in English.
LOGO = re.compile(r'<img alt="[\w ]+ logo"')


def _drop_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop what names another host."""
    for key in ("script_files", "css_files"):
        # In place: Sphinx restores these lists after each page.
        context[key][:] = [asset for asset in context[key] if not _is_unwanted(asset)]


def _mend_roles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say what things are: a bibliography's items, and what a folded solution in code is called.

    DPUB-ARIA 1.1 deprecates docutils' doc-biblioentry; MyST-NB gives every fold one name, which is
    not what stands there.
    """
    for before, after in (
        ('role="doc-biblioentry"', 'role="listitem"'),
        ('<summary aria-label="Toggle hidden content">', "<summary>"),
    ):
        if "body" in context:
            context["body"] = context["body"].replace(before, after)


def _is_unwanted(asset: Any) -> bool:
    body = getattr(asset, "attributes", {}).get("body") or ""
    return bool(UNWANTED.search(f"{getattr(asset, 'filename', asset)} {body}"))


def _drop_thebe(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the configuration of Thebe, which is not loaded, and the host it names."""
    for raw in list(doctree.findall(nodes.raw)):
        if "text/x-thebe-config" in raw.astext():
            raw.parent.remove(raw)


def _silence_logos(app: Sphinx) -> None:
    rewrite(app, lambda page: LOGO.sub('<img alt=""', page))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    use_book_client()
    # After the extension that adds it (500).
    app.connect("doctree-resolved", _drop_thebe, priority=900)
    # After the theme has added its own assets (500).
    app.connect("html-page-context", _drop_assets, priority=900)
    app.connect("html-page-context", _mend_roles)
    when_written(app, _silence_logos)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
