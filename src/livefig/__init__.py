"""Figures that live in a page without a kernel, from one Python function each.

`LiveFigure` is what an author writes (`figure`, `stage`, `palette`), and `question` what an author
asks; `translate` makes JavaScript of a figure's ``update``; ``web/`` draws and listens; ``hosts``
are the places where a figure lives. This package knows nothing of the book or the maths that it is
used for.
"""

from livefig.figure import LiveFigure, find_figures
from livefig.moves import Handle, Rail, Slider, Switch
from livefig.palette import Palette
from livefig.question import Choice, Number, Place
from livefig.shapes import arrow, ellipse, outline
from livefig.stage import Panel, panel_axes

__all__ = [
    "Choice",
    "Handle",
    "LiveFigure",
    "Number",
    "Palette",
    "Panel",
    "Place",
    "Rail",
    "Slider",
    "Switch",
    "arrow",
    "ellipse",
    "find_figures",
    "outline",
    "panel_axes",
]
