"""Shared drawing: one colour per object, one look for every figure.

The colours are the ones the captions and the equations use (``book/notation.md``). They come from a
colour-blind-safe set and keep a contrast of at least 4.5 : 1 on white; the built book swaps in
lighter twins on a dark page (``figures/live.css``).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: One colour per object, in every figure, caption and equation.
COLOURS = {
    "objective": "#0b61a4",  # J, its contours, its gradient and w*
    "penalty": "#b3361b",  # αΩ, its circles and αw
    "regularized": "#7a3e9d",  # J̃, its contours, its gradient and w̃
    "descent": "#00705a",  # a path of gradient descent
    "component_1": "#8a5a00",  # what lies along the first eigenvector
    "component_2": "#b0307c",  # what lies along the second
    "ink": "#1f2328",  # axes, ticks, labels
    "muted": "#656d76",  # what is there only to compare with
    "grid": "#d0d7de",
    "paper": "#ffffff",
}

#: Values of J at which contours are drawn: equal steps in distance, not in height.
LEVELS = tuple(0.5 * (0.5 * k) ** 2 for k in range(1, 9))

STYLE = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": COLOURS["ink"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.titlecolor": COLOURS["ink"],
    "axes.grid": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.labelsize": 10,
    "grid.color": COLOURS["grid"],
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "text.color": COLOURS["ink"],
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "mathtext.fontset": "dejavusans",
    "lines.linewidth": 1.6,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "svg.fonttype": "path",
}


_inside = ContextVar("inside", default=False)


@contextmanager
def book_style(more: dict[str, Any] | None = None) -> Iterator[None]:
    """Draw in the book's style inside a ``with`` block, whatever the reader's own settings are.

    They are Matplotlib's defaults, `STYLE` and ``more``; and NumPy's own choice of what it says of
    a number too large or too small. The reader's return after the block. Within a block one with
    nothing more changes nothing: what is larger in a live figure stays so.
    """
    if _inside.get() and more is None:
        yield
        return
    token = _inside.set(True)
    try:
        with (
            plt.style.context(["default", STYLE | (more or {})]),
            np.errstate(all="warn", under="ignore"),
        ):
            yield
    finally:
        _inside.reset(token)


@book_style()
def plane(
    axes: Axes,
    *,
    limits: tuple[float, float] = (-3.0, 3.0),
    title: str = "",
) -> Axes:
    """Make ``axes`` a square piece of the plane of weights, w₁ across and w₂ up.

    Parameters
    ----------
    axes
        The axes to prepare.
    limits
        The same interval for both weights.
    title
        A short title; symbols only, so that it needs no translation.

    Returns
    -------
    Axes
        The same axes.
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
) -> None:
    """Draw level lines of ``value`` over the whole of ``axes``.

    Parameters
    ----------
    axes
        Axes whose limits are already set.
    value
        A function of points of shape (..., 2) that returns values of shape (...,).
    colour
        The colour of the object, from `COLOURS`.
    levels
        The values at which to draw a line, increasing.
    """
    w_1 = np.linspace(*axes.get_xlim(), 121)
    w_2 = np.linspace(*axes.get_ylim(), 121)
    points = np.stack(np.meshgrid(w_1, w_2), axis=-1)
    heights = value(points)
    with book_style():
        axes.contour(w_1, w_2, heights, levels=levels, colors=colour, linewidths=1, alpha=0.75)


def panels(count: int = 1, *, height: float = 3.4) -> tuple[Figure, list[Axes]]:
    """Return a figure with ``count`` square panels side by side, for a still picture.

    Parameters
    ----------
    count
        How many panels.
    height
        Height in inches; each panel is about as wide.

    Returns
    -------
    (Figure, list of Axes)
        The figure and its ``count`` axes.
    """
    with book_style():
        figure, axes = plt.subplots(
            1, count, figsize=(height * count, height), squeeze=False, layout="constrained"
        )
    # A white sheet, so that a notebook with a dark theme still shows black ink on white.
    figure.patch.set_facecolor(COLOURS["paper"])
    return figure, list(axes[0])
