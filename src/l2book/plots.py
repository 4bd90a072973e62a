"""Shared drawing: one look for every picture of the book."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import offset_copy

from l2book.palette import COLOURS, STYLE
from livefig.stage import isolated

#: Values of J at which contours are drawn: equal steps in distance, not in height.
LEVELS = tuple(0.5 * (0.5 * k) ** 2 for k in range(1, 9))


def matrix(eigenvalues: Sequence[float], angle: float) -> np.ndarray:
    """Return H = QΛQᵀ (2, 2) from its eigenvalues and the angle of its first eigenvector."""
    c, s = np.cos(angle), np.sin(angle)
    Q = np.array([[c, -s], [s, c]])
    return Q * np.asarray(eigenvalues) @ Q.T


def book_style() -> AbstractContextManager[None]:
    """Draw in the book's style inside a ``with`` block, whatever the reader's own settings are."""
    return isolated(STYLE)


@isolated(STYLE)
def plane(axes: Axes, *, limits: tuple[float, float] = (-3.0, 3.0), title: str = "") -> Axes:
    """Make ``axes`` a square piece of the plane of weights, w₁ across and w₂ up; return them.

    ``limits`` hold for both weights; a title has symbols only, so that it needs no translation.
    """
    axes.set(xlim=limits, ylim=limits, xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    axes.axhline(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
    axes.axvline(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
    if title:
        axes.set_title(title)
    return axes


def contours(
    axes: Axes,
    value: Callable[[np.ndarray], np.ndarray],
    *,
    colour: str = COLOURS["objective"],
    levels: Sequence[float] = LEVELS,
    strength: float = 0.75,
) -> None:
    """Draw level lines of ``value`` over the whole of ``axes``, whose limits are already set.

    ``value`` takes points of shape (..., 2) and returns values of shape (...,). A line is drawn at
    each of the ``levels``, which increase, as opaque as ``strength`` says, from 0 to 1.
    """
    w_1 = np.linspace(*axes.get_xlim(), 121)
    w_2 = np.linspace(*axes.get_ylim(), 121)
    points = np.stack(np.meshgrid(w_1, w_2), axis=-1)
    heights = value(points)
    with book_style():
        axes.contour(w_1, w_2, heights, levels=levels, colors=colour, linewidths=1, alpha=strength)


def panels(
    count: int = 1, *, height: float = 3.4, stacked: bool = False
) -> tuple[Figure, list[Axes]]:
    """Return a figure with ``count`` panels side by side, for a still picture, and its axes.

    ``height`` is that of a panel in inches, and a panel is about as wide. Stacked panels share what
    is across, and are as wide as a phone shows whole.
    """
    rows, columns = (count, 1) if stacked else (1, count)
    size = (3.4, height * count) if stacked else (height * count, height)
    with book_style():
        figure, axes = plt.subplots(
            rows, columns, figsize=size, sharex=stacked, squeeze=False, layout="constrained"
        )
    # A white sheet, so that a notebook with a dark theme still shows black ink on white.
    figure.patch.set_facecolor(COLOURS["paper"])
    return figure, list(axes.flat)


# --- What a live figure moves: its `update` gives each of these its points -----------------------


def line(axes: Axes, colour: str, **style: Any) -> Line2D:
    """Return a line in a colour of `COLOURS`, with no points yet."""
    return axes.plot([], [], color=COLOURS[colour], **style)[0]


def marker(axes: Axes, shape: str, size: float, colour: str, **style: Any) -> Line2D:
    """Return markers of one shape, with no places yet."""
    return axes.plot([], [], shape, markersize=size, color=COLOURS[colour], **style)[0]


def area(axes: Axes, colour: str, **style: Any) -> Polygon:
    """Return a filled outline, an arrow for instance, with no corners yet."""
    return axes.fill([1], [0], color=COLOURS[colour], **style)[0]


def word(
    axes: Axes, text: str, colour: str, away: tuple[float, float] = (0, 0), **style: Any
) -> Text:
    """Return a name that is to stand ``away``, in points of 1/72 inch, from the place it gets."""
    place = offset_copy(axes.transData, axes.figure, *away, units="points")
    return axes.text(0, 0, text, color=COLOURS[colour], transform=place, **style)


def hollow(axes: Axes, size: float = 8, width: float = 2, **style: Any) -> Line2D:
    """Return the outline of a diamond for w̃, so that what begins in it is seen."""
    purple = COLOURS["regularized"]
    clear = {"markerfacecolor": to_rgba(purple, 0), "markeredgecolor": purple}
    edge = {"markeredgewidth": width, "zorder": 3}
    return axes.plot([], [], "D", markersize=size, **clear, **edge, **style)[0]


def star(
    axes: Axes,
    w_star: Sequence[float],
    offset: tuple[float, float] = (6, 5),
    size: float = 12,
    **style: Any,
) -> None:
    """Draw a w* that stays where it is, and its name, with an offset in points."""
    blue = COLOURS["objective"]
    axes.plot(*w_star, "*", color=blue, markersize=size)
    axes.annotate("$w^*$", w_star, offset, textcoords="offset points", color=blue, **style)
