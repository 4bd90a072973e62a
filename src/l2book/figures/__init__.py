"""The book's live figures, one file each.

A file defines one subclass of `BookFigure`: sliders, words, a stage and an update. It is found by
itself; nothing is listed. ``maths`` holds what several updates compute, in the plain Python that
`livefig.translate` takes.
"""

from l2book.palette import PALETTE, STYLE
from livefig import LiveFigure, find_figures
from livefig.stage import STYLE as PANEL_STYLE


class BookFigure(LiveFigure):
    """A live figure in the book's colours."""

    palette = PALETTE
    style = STYLE | PANEL_STYLE


def all_figures() -> dict[str, type[LiveFigure]]:
    """Find every live figure of the book, by name, sorted."""
    return find_figures(__name__)
