"""The book's live figures, one file each.

A file defines one subclass of `BookFigure`: sliders, words, a stage and an update. It is found by
itself; nothing is listed. ``maths`` holds what several updates compute, in the plain Python that
`livefig.translate` takes.
"""

from l2book.palette import PALETTE, STYLE
from livefig import LiveFigure, find_figures


class BookFigure(LiveFigure):
    """A live figure in the book's colours."""

    palette = PALETTE
    #: A panel may be as narrow as 230 pixels, three in a row: type is larger than in print.
    style = STYLE | {
        "font.size": 11,
        "axes.titlesize": 12,
        "axes.labelsize": 12,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
    }


def all_figures() -> dict[str, type[LiveFigure]]:
    """Find every live figure of the book, by name, sorted."""
    return find_figures(__name__)
