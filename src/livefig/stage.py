"""Matplotlib axes → SVG with named artists: what never moves, and a slot for each thing that does.

Matplotlib draws once. A frame takes data coordinates to the drawing's; ``web/draw.js`` places the
artists with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Affine2D

from livefig import checks
from livefig.palette import Palette
from livefig.svg import SVG, cleaned, read_path, style_of

#: A panel may be as narrow as 230 pixels, three in a row: type is larger than in print.
STYLE = {
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 12,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "mathtext.fontset": "cm",  # the face of the equations
    "svg.fonttype": "path",
}
#: What is black by default, and must be seen on dark paper too.
INKS = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")


@dataclass(frozen=True)
class Panel:
    """One drawing of a figure: a Matplotlib axes and the artists that move on it.

    Attributes
    ----------
    axes : The only axes of their own Matplotlib figure; linear or logarithmic scales.
    artists : Artist id to a `Line2D`, a `Polygon` or a `Text` on these axes.
    """

    axes: Axes
    artists: Mapping[str, Line2D | Polygon | Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.axes, Axes):
            raise ValueError(f"axes must be Matplotlib's Axes, not {checks.shown(self.axes)}")
        for artist_id, artist in checks.mapping("artists", self.artists).items():
            checks.name("an artist's id", artist_id)
            if not isinstance(artist, Line2D | Polygon | Text):
                raise ValueError(
                    f"artists: {artist_id} must be a Line2D, a Polygon or a Text, "
                    f"not {checks.shown(artist)}"
                )


@dataclass(frozen=True)
class Drawing:
    """A panel as drawn.

    Attributes
    ----------
    svg : What stands within the ``<svg>``; a moving artist is ``<path data-slot="ID" />``.
    frame : ``size`` in points of 1/72 inch; ``x`` and ``y``: [slope, offset, is logarithmic], from
        data to the drawing's coordinates; ``artists``: id to its kind and, of a stamp, its shape.
    """

    svg: str
    frame: dict[str, Any]


def panel_axes(*, width: float = 3.5, height: float = 3.5) -> Axes:
    """Return the axes of a new panel, without pyplot, so that no notebook shows it twice.

    Width and height are in inches.
    """
    # Margins in inches, the same for every panel, so that neighbours stand level.
    left, right, bottom, top = 0.58, 0.12, 0.5, 0.34
    checks.number("width", width, above=left + right)
    checks.number("height", height, above=bottom + top)
    figure = Figure(figsize=(width, height), dpi=72)
    FigureCanvasSVG(figure)
    box = (left / width, bottom / height)
    return figure.add_axes((*box, 1 - box[0] - right / width, 1 - box[1] - top / height))


_inside = ContextVar("inside", default=False)


@contextmanager
def isolated(settings: Mapping[str, Any], *, anew: bool = False) -> Iterator[None]:
    """Draw with Matplotlib's defaults and these settings, whatever a reader has set.

    NumPy says of a number too large or too small what it says by default. The reader's settings
    return after the block. A block within another changes nothing, unless it begins ``anew``.
    """
    if _inside.get() and not anew:
        yield
        return
    token = _inside.set(True)
    try:
        with (
            mpl.style.context(["default", dict(settings)]),
            np.errstate(all="warn", under="ignore"),
        ):
            yield
    finally:
        _inside.reset(token)


def draw_stage(
    stage: Any, problem: Mapping[str, Any], name: str, palette: Palette, style: Mapping[str, Any]
) -> dict[str, Drawing]:
    """Draw what ``stage(problem)`` returns, panel by panel; ``name`` begins every id."""
    inks = dict.fromkeys(INKS, palette.light["ink"])
    with isolated({**STYLE, **inks, **style, "svg.hashsalt": name}, anew=True):
        panels = checks.mapping("what stage returns", stage(problem))
        _check(panels)
        return {
            panel_id: _draw(panel, f"{name}-{panel_id}", palette)
            for panel_id, panel in panels.items()
        }


def _check(panels: Mapping[str, Panel]) -> None:
    """Refuse panels that cannot stand beside each other, or whose axes are no plain ones."""
    seen: set[str] = set()
    for panel_id, panel in panels.items():
        checks.name("stage: a panel's id", panel_id)
        if not isinstance(panel, Panel):
            raise ValueError(f"stage: {panel_id} must be a Panel, not {checks.shown(panel)}")
        checks.one_of(f"stage: the projection of {panel_id}", panel.axes.name, ("rectilinear",))
        for axis in "xy":
            scale = getattr(panel.axes, f"get_{axis}scale")()
            checks.one_of(f"stage: the {axis} scale of {panel_id}", scale, ("linear", "log"))
        twice = sorted(seen & set(panel.artists))
        if twice:
            raise ValueError(f"stage: an artist must be in one panel only, not {', '.join(twice)}")
        seen |= set(panel.artists)
    if len({panel.axes.figure for panel in panels.values()}) < len(panels):
        raise ValueError("stage: each panel must have a Matplotlib figure of its own")


def _refuse_unlike(called: str, artist: Any, axes: Axes) -> None:
    """Refuse what Matplotlib draws from an artist's points in another way than a page does."""
    corners = axes.transAxes.transform([(0, 0), (1, 0), (0, 1)])
    here = artist.get_data_transform() if isinstance(artist, Polygon) else artist.get_transform()
    shifts = here.transform(axes.transData.inverted().transform(corners)) - corners
    line, polygon = isinstance(artist, Line2D), isinstance(artist, Polygon)
    for said, wrong in {
        "be a text of `axes.text`, not an annotation": isinstance(artist, Annotation),
        "stand on the panel's own axes": artist.axes is not axes,
        "be placed in data coordinates": np.ptp(shifts, axis=0).max() > 0.01,
        "have no drawstyle; write each step's corners": line
        and artist.get_drawstyle() != "default",
        "have no markevery": line and artist.get_markevery() is not None,
        "be closed; draw an open outline as a line": polygon and not artist.get_closed(),
        "have no hatch": polygon and artist.get_hatch(),
    }.items():
        if wrong:
            raise ValueError(f"stage: {called} must {said}")


def _draw(panel: Panel, prefix: str, palette: Palette) -> Drawing:
    axes = panel.axes
    # Every moving artist stands in the middle while it is drawn: Matplotlib leaves out what falls
    # outside the canvas, and the front end needs one of each to move.
    axes.get_xlim()  # sets limits that nobody has set, before they are asked for
    middle = axes.transData.inverted().transform(axes.transAxes.transform((0.5, 0.5)))
    for artist_id, artist in panel.artists.items():
        artist.set_gid(artist_id)
        if isinstance(artist, Line2D):  # a marker once; a line needs two points
            artist.set_data(*np.stack([middle] * (1 + _has_line(artist)), axis=-1))
        elif isinstance(artist, Polygon):
            artist.set_xy([middle, middle, middle])
        else:
            artist.set_position(middle)
    text = StringIO()
    axes.figure.savefig(text, format="svg", metadata={"Date": None})
    root = cleaned(text.getvalue(), prefix)
    frame, anchor = _frame(axes)
    for artist_id, artist in panel.artists.items():
        group, *others = root.findall(f".//*[@id='{prefix}-{artist_id}']") or [None]
        if others:
            raise ValueError(f"stage: Matplotlib itself calls something {artist_id!r}")
        paths = [] if group is None else group.findall(f".//{{{SVG}}}path")
        if len(paths) != 1:
            said = "one visible line, marker, filled outline or row of letters"
            raise ValueError(f"stage: {artist_id} must be {said}, not {len(paths)} outlines")
        _refuse_unlike(artist_id, artist, axes)
        group.set("data-artist", artist_id)
        try:
            frame["artists"][artist_id], style = _spec(artist, paths[0], anchor)
        except ValueError as error:
            raise ValueError(f"stage: {artist_id} {error}") from error
        # What has a style is given a new one with each new outline; what inherits it is not.
        group.set("style", style)
        if "clip-path" in paths[0].attrib:  # the axes cut a line; a marker's group has it already
            group.set("clip-path", paths[0].get("clip-path"))
        paths[0].attrib = {"data-slot": artist_id}
    ElementTree.register_namespace("", SVG)  # the last word counts, and a reader may have had one
    svg = "".join(ElementTree.tostring(part, encoding="unicode") for part in root)
    return Drawing(palette.in_page(svg.replace(f' xmlns="{SVG}"', "")), frame)


def _frame(axes: Axes) -> tuple[dict[str, Any], np.ndarray]:
    """Return what takes data to the drawing's coordinates, and where the axes' middle is there."""
    canvas = axes.figure
    width, height = canvas.get_size_inches() * 72
    corners = axes.get_window_extent().transformed(Affine2D().scale(72 / canvas.dpi))
    frame: dict[str, Any] = {"size": [float(width), float(height)], "artists": {}}
    for axis, limits, ends in (
        ("x", axes.get_xlim(), (corners.x0, corners.x1)),
        ("y", axes.get_ylim(), (height - corners.y0, height - corners.y1)),
    ):
        logarithmic = getattr(axes, f"get_{axis}scale")() == "log"
        low, high = np.log10(limits) if logarithmic else limits
        slope = (ends[1] - ends[0]) / (high - low)
        frame[axis] = [float(slope), float(ends[0] - slope * low), logarithmic]
    middle = np.array([corners.x0 + corners.x1, 2 * height - corners.y0 - corners.y1]) / 2
    return frame, middle


def _spec(artist: Any, path: ElementTree.Element, anchor: np.ndarray) -> tuple[dict[str, Any], str]:
    """Return how an artist is drawn: its kind, of a stamp its shape; and its style."""
    style = path.get("style", "")
    if isinstance(artist, Polygon):
        return {"kind": "fill"}, style_of(style)
    if isinstance(artist, Line2D) and _has_line(artist):
        return {"kind": "line"}, style_of(style)
    shape: Any = _corners(read_path(path.get("d", "")), anchor)
    if isinstance(artist, Line2D) and artist.get_marker() == "o":
        # Matplotlib draws a circle with eight curves, five times as many letters.
        size = artist.get_markersize()
        shape = _circle(size / 2)
        if same_color(artist.get_markerfacecolor(), artist.get_markeredgecolor()):
            shape = "h0"  # of a line of no length, the round ends
            width = size + artist.get_markeredgewidth()
            style += f"; fill: none; stroke-linecap: round; stroke-width: {width:g}"
    return {"kind": "stamp", "shape": shape}, style_of(style)


def _has_line(artist: Line2D) -> bool:
    return artist.get_linestyle() != "None"


def _corners(path: Path, anchor: np.ndarray) -> list[list[float]]:
    """Return the corners of a closed outline as seen from ``anchor``, curves as short lines.

    An outline of several loops, such as a word, becomes one: from the first loop's beginning to
    each other's and back on the same way, so that what lies between is nothing.
    """
    fine = Affine2D().scale(8)  # Matplotlib's lines are within a fraction of a unit of the curve
    loops = [loop / 8 for loop in path.transformed(fine).to_polygons()]
    if not loops or (path.codes == Path.CLOSEPOLY).sum() != (path.codes == Path.MOVETO).sum():
        raise ValueError("must be letters or a filled marker, such as 'X' in place of 'x'")
    first, *others = [loop[:-1] for loop in loops]
    ways = [point for loop in others for point in (first[0], *loop, loop[0])]
    return (np.round(np.array([*first, *ways]) - np.round(anchor, 2), 2) + 0.0).tolist()


def _circle(radius: float) -> list[list[float]]:
    """Return a circle around the origin as its corners; 32 are round, also on a whole screen."""
    turns = 2 * np.pi * np.arange(32) / 32
    return (radius * np.stack([np.cos(turns), np.sin(turns)], axis=-1)).round(2).tolist()
