"""A page with live figures, as a build writes it, and what a reader finds there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from livefig import LiveFigure, bundle
from livefig.hosts import small
from livefig.still import engine

#: What not every browser of three years ago has, and what no browser had then.
YOUNG = ["Object.hasOwn", "Object.groupBy", "AbortSignal.any", "structuredClone", "ResizeObserver"]
YOUNG += ["Array.prototype.at", "Array.prototype.findLast", "Array.prototype.toSorted"]
YOUNG += ["String.prototype.at", "String.prototype.replaceAll", "HTMLElement.prototype.inert"]
YOUNG += ["Element.prototype.checkVisibility"]


def without(names: list[str]) -> str:
    """Return a script that makes a browser lack these."""
    return "".join(f"delete {name};" for name in names)


def at(figure: LiveFigure) -> dict[str, Any]:
    """Return what moves a figure, at its present parameters."""
    return {**figure._state, "parameters": figure.values()}


def still(figure: LiveFigure, update: str | None = None) -> str:
    """Return a figure's element and its state, as they stand in a page."""
    html = engine().html(update or figure._update, at(figure), figure._face)
    return f'{html}<script type="application/json">{json.dumps(at(figure))}</script>'


def alive(*figures: LiveFigure, **updates: str) -> str:
    """Return the script of a page with these figures; some may have another update."""
    own = [bundle.figure_script(f.name, updates.get(f.name, f._update)) for f in figures]
    return small.script("".join((*own, bundle.page_engine())))


def converted(folder: Path, root: Path, *sources: str) -> Path:
    """Return the page that nbconvert makes of a notebook of these cells.

    In a process of its own: beside Playwright no client of a kernel can run an event loop.
    """
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    nbformat.write(notebook, folder / "cells.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", "cells.ipynb"]
    command += ["--config", str(root / "etc/jupyter_nbconvert_config.json")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "cells.html"


# What a reader sees of a figure, without what says that it is alive.
SEEN = """(figure) => {
  const copy = figure.cloneNode(true);
  copy.querySelectorAll("[disabled]").forEach((part) => part.removeAttribute("disabled"));
  ["data-live", "tabindex"].forEach((name) => copy.removeAttribute(name));
  copy.querySelector(".live-enlarge").hidden = true;
  for (const box of ["svg", ".live-handles", ".live-statuses", ".live-readouts"])
    copy.querySelectorAll(box).forEach((part) => part.normalize());
  return copy.outerHTML;
}"""
