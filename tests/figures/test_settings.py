"""A figure is the same whatever a reader has set in Matplotlib, in NumPy and in Python."""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from l2book.figures import all_figures
from l2book.plots import book_style, contours, panels, plane
from livefig import figure as engine
from livefig.stage import isolated

#: Settings that a reader may well have, in a matplotlibrc, a style sheet or a cell.
SETTINGS: dict[str, Any] = {
    "axes.autolimit_mode": "round_numbers",
    "axes.formatter.limits": (0, 0),
    "axes.formatter.use_mathtext": True,
    "axes.titlelocation": "left",
    "axes.unicode_minus": False,
    "axes.xmargin": 0.3,
    "contour.linewidth": 7.0,
    "figure.constrained_layout.use": True,
    "figure.dpi": 200,
    "font.family": ["serif"],
    "lines.marker": "o",
    "lines.markersize": 20,
    "lines.scale_dashes": False,
    "mathtext.default": "rm",
    "mathtext.fontset": "cm",
    "path.simplify": False,
    "path.sketch": (1, 100, 2),
    "savefig.bbox": "tight",
    "savefig.dpi": 300,
    "savefig.transparent": True,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "text.usetex": True,
    "xaxis.labellocation": "left",
    "xtick.direction": "in",
}


def everything(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a figure anew and return all that a page holds of it."""
    engine.drawn_stage.cache_clear()
    figure = all_figures()[name]()
    return figure._face, figure._state


@contextmanager
def a_reader_s_settings() -> Iterator[None]:
    with (
        mpl.rc_context(),
        np.errstate(all="raise"),
        np.printoptions(precision=2, legacy="1.13"),
        decimal.localcontext(decimal.Context(prec=2, traps=[decimal.Inexact])),
    ):
        plt.style.use("dark_background")
        mpl.rcParams.update(SETTINGS)
        ElementTree.register_namespace("", "http://www.topografix.com/GPX/1/1")
        yield


@pytest.mark.parametrize("name", all_figures())
def test_a_figure_is_the_same_under_a_reader_s_settings(name: str) -> None:
    expected = everything(name)
    with a_reader_s_settings():
        before = dict(mpl.rcParams), np.geterr()
        assert everything(name) == expected
        if name == "descent":
            with book_style():  # as a reader may do, too
                assert everything(name) == expected
        assert (dict(mpl.rcParams), np.geterr()) == before, "what is the reader's stays"
    engine.drawn_stage.cache_clear()


def test_an_underflow_of_numpy_s_numbers_is_no_error() -> None:
    figure = all_figures()["filters"]
    values = figure().values() | {"steps": np.float64(280.37)}
    with np.errstate(all="raise"):
        assert figure.evaluate(values)["readouts"] == figure(**values)._readouts()


def test_a_still_picture_is_prepared_the_same() -> None:
    """What the library draws of it; what a cell then draws is its reader's."""

    def drawn(figure: Figure, axes: Axes) -> str:
        contours(plane(axes, title="$w$"), lambda w: np.sum(w**2, axis=-1))
        plt.close(figure)
        with isolated({"svg.hashsalt": "a"}):
            figure.savefig(text := StringIO(), format="svg", metadata={"Date": None})
        return re.sub(r"\bp[0-9a-f]{10}\b", "name", text.getvalue())

    (figure, (axes,)) = panels()
    expected = drawn(figure, axes)
    with a_reader_s_settings():
        (figure, (axes,)) = panels()
        assert drawn(figure, axes) == expected
