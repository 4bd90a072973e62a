"""The chapters as they lie in the repository: their cells, their equations, their headings."""

from __future__ import annotations

import ast
import builtins
import dis
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from l2book.sphinx.portable import GLOSSARY, as_myst, terms
from tools import files, notebooks

ROOT = Path(__file__).resolve().parents[2]
#: Every chapter that _toc.yml names.
CHAPTERS = [path.stem for path in files.chapters(ROOT)]
PROSE = [name for name in files.tracked(ROOT) if name.startswith("book/") and name.endswith(".md")]

TERMS = terms((ROOT / GLOSSARY).read_text(encoding="utf-8"))

# A label behind displayed mathematics, or an option of the directive.
LABELS = re.compile(r"\$\$[ \t]*\n?[ \t]*\(([\w:-]+)\)|^:label:[ \t]*(\S+)", re.MULTILINE)
REFERENCES = re.compile(r"\{(?:eq|numref)\}`(?:[^`<]*<)?(eq-[\w-]+)>?`")
FENCE = re.compile(r"^(```+|~~~+|:::+).*?^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)


def path_of(chapter: str) -> Path:
    return ROOT / "notebooks" / f"{chapter}.ipynb"


@cache
def read(chapter: str) -> NotebookNode:
    """Return a chapter with its prose as the book reads it, MyST's roles in place of links."""
    notebook = notebooks.read(path_of(chapter))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = as_myst(cell.source, TERMS, f"notebooks/{chapter}")
    return notebook


def code_cells(chapter: str) -> list[NotebookNode]:
    return [cell for cell in read(chapter).cells if cell.cell_type == "code"]


def live_figures(chapter: str) -> list[int]:
    """Return the places of the cells that show a live figure."""
    code = "\n".join(cell.source for cell in code_cells(chapter))
    kinds = "|".join(
        re.findall(r"^from l2book\.figures\.\w+ import ([A-Z]\w+)$", code, re.MULTILINE)
    )
    shows = re.compile(rf"(?:^|\n)(?:(\w+) = (?:{kinds})\(.*\)\n\1|(?:{kinds})\(.*\))$")
    return [
        place
        for place, cell in enumerate(read(chapter).cells)
        if cell.cell_type == "code" and shows.search(cell.source)
    ]


def compiled(source: str, name: str) -> CodeType:
    """Compile a cell as a plain script holds it, where a magic is a function's call."""
    return compile(script(source), name, "exec")


def script(source: str) -> str:
    """Return the code of a cell as a plain script has it."""
    return TransformerManager().transform_cell(source)


def names(cell: NotebookNode) -> tuple[set[str], set[str]]:
    """Return the names that a code cell writes, and those that it takes from other cells."""
    code = compiled(cell.source, "cell")
    written: set[str] = set()
    taken: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            written.add(step.argval)
        elif step.opname == "LOAD_NAME" and step.argval not in written:
            taken.add(step.argval)
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    while inner:
        part = inner.pop()
        inner += [deeper for deeper in part.co_consts if isinstance(deeper, CodeType)]
        taken |= {
            step.argval
            for step in dis.get_instructions(part)
            if step.opname == "LOAD_GLOBAL" and step.argval not in written
        }
    return written, taken - set(dir(builtins)) - {"__name__", "__annotations__", "get_ipython"}


def markdown(chapter: str) -> str:
    return "\n\n".join(cell.source for cell in read(chapter).cells if cell.cell_type == "markdown")


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def labels(text: str) -> list[str]:
    """Return the labels of the numbered equations of a text, in order."""
    return [first or second for first, second in LABELS.findall(text)]


def references(text: str) -> list[str]:
    """Return the labels of the equations that a text refers to."""
    return REFERENCES.findall(text)


def checks(cell: NotebookNode) -> Iterator[ast.Call]:
    """Yield the calls of `check_equation` in a code cell, those in comments left out."""
    for node in ast.walk(ast.parse(script(cell.source))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "check_equation":
                yield node


def checked(cell: NotebookNode) -> list[str]:
    """Return the labels that a code cell checks; each is written out, so that it can be found."""
    found = []
    for call in checks(cell):
        assert call.args, "check_equation without a label"
        assert isinstance(call.args[0], ast.Constant), f"write the label out: {cell.source}"
        found.append(call.args[0].value)
    return found


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and words of each heading outside code."""
    return [(len(marks), words) for marks, words in HEADING.findall(FENCE.sub("", text))]
