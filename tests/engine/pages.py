"""A page with live figures, as a build writes it, and what a reader finds there."""

from __future__ import annotations

import json
from typing import Any

from livefig import LiveFigure, bundle
from livefig.still import engine


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
    return "".join((*own, bundle.page_engine()))


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
