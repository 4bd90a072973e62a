"""Chapters in standard Markdown, which GitHub, Colab and nbviewer show as well as this book.

A notebook holds links and ``<details>`` where a page of prose has MyST's roles and directives:

=============================================================  =====================================
in the notebook                                                in the book
=============================================================  =====================================
``[(eq-shrinkage)](#eq-shrinkage)``                            the equation's number, linked
``[weight decay](../book/glossary.md#term-weight-decay)``      the glossary's term, linked
``[Krogh and Hertz, 1991](../book/references.md#krogh1991)``   the citation, linked
``[α = λ₂](#geometry?alpha=0.2)``                              a link that sets the live figure
``<details>``, ``<summary>Solution</summary>`` … ``</details>``  a box that opens
=============================================================  =====================================
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils.nodes import make_id
from sphinx.application import Sphinx

GLOSSARY = "book/glossary.md"
_BLOCK = re.compile(r"^```\{glossary\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EQUATION = re.compile(r"\[\(eq-[a-z0-9-]+\)\]\(#(eq-[a-z0-9-]+)\)")
_TERM = re.compile(r"\[([^\[\]]+)\]\(\.\./book/glossary\.md#term-([\w-]+)\)")
_CITATION = re.compile(r"\[[^\[\]]+\]\(\.\./book/references\.md#(\w+)\)")
_STATE = re.compile(r"\[([^\[\]]+)\]\(#([a-z_]+\?[^()\s]+)\)")
_BOX = re.compile(
    r"^<details>\n<summary>(.+?)</summary>\n(.*?)^</details>$", re.MULTILINE | re.DOTALL
)


def terms(glossary: str) -> list[str]:
    """Return the terms of a glossary: in its blocks, what stands at the beginning of a line."""
    return re.findall(r"^\S.*$", "\n".join(_BLOCK.findall(glossary)), re.MULTILINE)


def as_myst(text: str, known: Iterable[str], page: str = "") -> str:
    """Return a chapter's Markdown as this book reads it.

    Parameters
    ----------
    text : Standard Markdown.
    known : The glossary's terms. A link to another stays as it is, which Sphinx then reports.
    page : The chapter's path from the book's root, where its figures are.
    """
    by_id = {make_id(term): term for term in known}

    def term(found: re.Match[str]) -> str:
        words, target = found.groups()
        return f"{{term}}`{words} <{by_id[target]}>`" if target in by_id else found[0]

    def box(found: re.Match[str]) -> str:
        title, body = found[1], found[2].strip("\n")
        kind = ":::{admonition}" if title == "Solution" else ":::{dropdown}"
        options = "\n:class: dropdown\n" if title == "Solution" else ""
        return f"{kind} {title}{options}\n{body}\n:::"

    text = _EQUATION.sub(r"{eq}`\1`", text)
    text = _STATE.sub(rf"{{figure-state}}`\1 <{page}#\2>`", text)
    text = _CITATION.sub(r"{cite}`\1`", text)
    return _BOX.sub(box, _TERM.sub(term, text))


def _read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Translate a notebook's prose before it is parsed."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    glossary = Path(app.srcdir, GLOSSARY)
    app.env.note_dependency(str(glossary))
    known = terms(glossary.read_text(encoding="utf-8"))
    notebook = json.loads(content[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = as_myst("".join(cell["source"]), known, docname)
    content[0] = json.dumps(notebook)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
