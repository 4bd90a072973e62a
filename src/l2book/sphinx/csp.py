"""Pages that a careful host may serve, and that a reader's browser may trust with nothing.

Sphinx and its theme write short scripts, styles and handlers of clicks into every page. A
Content-Security-Policy that forbids those in a page, which is what stops an injected one, would
forbid the theme's too. Here each moves to a file beside the page, under the digest of its text.
Before the first script come `storage.js`, for the theme fails where it may not store the reader's
choices, and `arrived.js`, for a figure whose script does not come.
"""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from l2book.sphinx.written import when_written, written_pages

#: What the book's pages need, directive by directive; README.md says why for each exception. It is
#: not for JupyterLite, which compiles Python in the browser and fetches it from elsewhere.
POLICY = {
    "default-src": "'self'",
    # Matplotlib's SVG, the sliders' marks and the equations carry style attributes.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",  # the theme's arrows and check marks are in its style sheet
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",  # the search
    "frame-ancestors": "'self'",
}
#: Beside the pages, for who configures their host: one line.
POLICY_FILE = "content-security-policy.txt"
#: The same for the pages below figures/, which any other page may frame.
FIGURES_FILE = "content-security-policy-figures.txt"
FOLDER = "_static/inline"
FIRST = [Path(__file__).with_name(name) for name in ("storage.js", "arrived.js")]

#: A script of the page's own, or a run of them with nothing between.
_SCRIPT = r"<script(?:\s(?![^<>]*\b(?:src|type)=)[^<>]*)?>.*?</script>"
_SCRIPTS = re.compile(rf"{_SCRIPT}(?:\s*<script>.*?</script>)*", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_CODE = re.compile(r"<script[^<>]*>(.*?)</script>", re.DOTALL)
_HANDLER = re.compile(r"(?P<start><[a-zA-Z][^<>]*?\s)onclick=\"(?P<code>[^\"<>]*)\"")
_LISTENER = """\
document.addEventListener("click", (event) => {{
  const button = event.target.closest('[data-onclick="{name}"]');
  if (button) (function () {{ {code}; }}).call(button);
}});
"""


def policy(**changed: str) -> str:
    """Return the value of the header ``Content-Security-Policy``, with some directives changed."""
    directives = POLICY | {name.replace("_", "-"): sources for name, sources in changed.items()}
    return "; ".join(f"{directive} {sources}" for directive, sources in directives.items())


def digest(code: str) -> str:
    """Return the name of a script: eight bytes of the hash of its text."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def without_code(page: str, root: str) -> tuple[str, dict[str, str]]:
    """Return a page with links in place of its scripts and styles, and those by their files' names.

    Parameters
    ----------
    page : The HTML of a page. One with none of its own is returned as it is.
    root : The way from the page to the book's root, ``""`` or ``"../"``.

    Returns
    -------
    tuple : The page, and what it links to. Scripts with nothing between them become one. What a
        button does at a click becomes a script that listens for it. Data, such as JSON, stays. The
        first begins with `storage.js` and `arrived.js`.
    """
    files: dict[str, str] = {}

    def link(code: str, how: str) -> str:
        name = f"{digest(code)}.js"
        files[name] = code
        return f'<script{how} src="{root}{FOLDER}/{name}"></script>'

    def move_style(found: re.Match[str]) -> str:
        name = f"{digest(found[1])}.css"
        files[name] = found[1]
        return f'<link rel="stylesheet" href="{root}{FOLDER}/{name}" />'

    def move_scripts(found: re.Match[str]) -> str:
        attributes = found[0][len("<script") : found[0].index(">")]
        codes = [code.strip() for code in _CODE.findall(found[0])]
        if not any(name.endswith(".js") for name in files):
            codes[:0] = [path.read_text(encoding="utf-8").strip() for path in FIRST]
        return link("\n".join(codes), attributes)

    def move_handler(found: re.Match[str]) -> str:
        name, code = digest(found["code"]), html.unescape(found["code"])
        listeners.append(link(_LISTENER.format(name=name, code=code), " defer"))
        return f'{found["start"]}data-onclick="{name}"'

    listeners: list[str] = []
    page = _STYLE.sub(move_style, page)
    page = _SCRIPTS.sub(move_scripts, page)
    page = _HANDLER.sub(move_handler, page)
    if listeners:
        body, end, rest = page.rpartition("</body>")
        page = "\n".join([body, *dict.fromkeys(listeners), end + rest])
    return page, files


def _move_code(app: Sphinx) -> None:
    """Move the code of every page that was written, and leave the policy beside the pages."""
    out = Path(app.outdir)
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    figures = out.glob("figures/*.html")  # each for itself, by livefig.hosts.sphinx
    for path in sorted([*written_pages(app), *figures]):
        text = path.read_text(encoding="utf-8")
        root = "../" * (len(path.relative_to(out).parts) - 1)
        page, files = without_code(text, root)
        # "auto" is no theme until a script has run: who has none gets the light one, in all parts.
        page = page.replace(' data-theme="auto"', ' data-theme="light"', 1)
        for name, code in files.items():
            (folder / name).write_text(f"{code.strip()}\n", encoding="utf-8")
        if page != text:
            path.write_text(page, encoding="utf-8")
    for name, line in ((POLICY_FILE, policy()), (FIGURES_FILE, policy(frame_ancestors="*"))):
        (out / name).write_text(f"Content-Security-Policy: {line}\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    when_written(app, _move_code, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
