"""Matplotlib axes → SVG with named artists: what never moves, and a slot for each thing that does.

Matplotlib draws once. A frame takes data coordinates to the drawing's; ``web/draw.js`` places the
artists with it.
"""

from __future__ import annotations

import re
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
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from livefig.palette import Palette

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
#: A panel may be as narrow as 230 pixels, three in a row: type is larger than in print.
STYLE = {
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 12,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "svg.fonttype": "path",
}


@dataclass(frozen=True)
class Panel:
    """One drawing of a figure: a Matplotlib axes and the artists that move on it.

    Attributes
    ----------
    axes
        The only axes of their own Matplotlib figure; linear or logarithmic scales.
    artists
        Artist id to a `Line2D`, a `Polygon` or a `Text` on these axes.
    """

    axes: Axes
    artists: Mapping[str, Line2D | Polygon | Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """A panel as drawn.

    Attributes
    ----------
    svg
        What stands within the ``<svg>``; a moving artist is ``<path data-slot="ID" />``.
    frame
        ``size`` in points of 1/72 inch; ``x`` and ``y``: [slope, offset, is logarithmic], from data
        to the drawing's coordinates; ``artists``: id to its kind and, of a stamp, its shape.
    """

    svg: str
    frame: dict[str, Any]


def panel_axes(*, width: float = 3.5, height: float = 3.5, bottom: float = 0.5) -> Axes:
    """Return the axes of a new panel, without pyplot, so that no notebook shows it twice.

    All in inches; ``bottom`` is the room for the horizontal axis's words.
    """
    figure = Figure(figsize=(width, height), dpi=72)
    FigureCanvasSVG(figure)
    # Margins in inches, the same for every panel, so that neighbours stand level.
    left, right, top = 0.58, 0.12, 0.34
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
    with isolated({**STYLE, **style, "svg.hashsalt": name}, anew=True):
        return {
            panel_id: _draw(panel, f"{name}-{panel_id}", palette)
            for panel_id, panel in stage(problem).items()
        }


def _draw(panel: Panel, prefix: str, palette: Palette) -> Drawing:
    axes = panel.axes
    # Every moving artist stands in the middle while it is drawn: Matplotlib leaves out what falls
    # outside the canvas, and the front end needs one of each to move.
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
    root = _cleaned(text.getvalue(), prefix)
    frame, anchor = _frame(axes)
    for artist_id, artist in panel.artists.items():
        group = root.find(f".//*[@id='{prefix}-{artist_id}']")
        paths = [] if group is None else group.findall(f".//{{{SVG}}}path")
        if len(paths) != 1:
            raise ValueError(f"stage: Matplotlib drew {len(paths)} paths for {artist_id!r}, not 1")
        group.set("data-artist", artist_id)
        frame["artists"][artist_id], style = _spec(artist, paths[0], anchor)
        # What has a style is given a new one with each new outline; what inherits it is not.
        group.set("style", style)
        paths[0].attrib = {"data-slot": artist_id}
    for element in root.iter():
        _see_through(element)
    _span(root, palette.light["paper"])
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
        return {"kind": "fill"}, _style(style)
    if isinstance(artist, Line2D) and _has_line(artist):
        return {"kind": "line"}, _style(style)
    shape: Any = _corners(_read(path.get("d", "")), anchor)
    if isinstance(artist, Line2D) and artist.get_marker() == "o":
        # Matplotlib draws a circle with eight curves, five times as many letters.
        size = artist.get_markersize()
        shape = _circle(size / 2)
        if same_color(artist.get_markerfacecolor(), artist.get_markeredgecolor()):
            shape = "h0"  # of a line of no length, the round ends
            width = size + artist.get_markeredgewidth()
            style += f"; fill: none; stroke-linecap: round; stroke-width: {width:g}"
    return {"kind": "stamp", "shape": shape}, _style(style)


def _has_line(artist: Line2D) -> bool:
    return artist.get_linestyle() != "None"


def _cleaned(text: str, prefix: str) -> ElementTree.Element:
    """Make Matplotlib's SVG fit to stand in a page beside others."""
    # A hundredth of a point is enough for a curve.
    text = re.sub(r'\bd="[^"]+"', lambda d: re.sub(r"(\.\d\d)\d+", r"\1", d[0]), text)
    # Matplotlib hashes a name of how NumPy writes numbers, which a reader may have set.
    for number, name in enumerate(re.findall(r'<clipPath id="(\w+)"', text)):
        text = text.replace(name, f"clip_{number}")
    root = ElementTree.fromstring(text)
    for parent in root.iter():
        for child in list(parent):
            # The style sheet inside would apply to the whole page.
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    for element in root.iter():
        target = element.attrib.pop(f"{{{XLINK}}}href", None)
        if target:
            element.set("href", target)
        if "id" in element.attrib:
            element.set("id", f"{prefix}-{element.get('id')}")
        for key, value in element.attrib.items():
            value = re.sub(r"url\(#", f"url(#{prefix}-", value)
            element.set(key, re.sub(r"^#", f"#{prefix}-", value) if key == "href" else value)
    models = {part.get("id"): part for part in root.iter(f"{{{SVG}}}path") if part.get("id")}
    _flatten(root, models, Affine2D())
    _thin_out(root)
    _clip_together(root)
    return root


def _flatten(
    element: ElementTree.Element, models: Mapping[str, ElementTree.Element], affine: Affine2D
) -> None:
    """Write out every copy, and every place that a group gives to its parts.

    Matplotlib draws a letter, a tick and a marker as a ``<use>`` with a transform. A browser keeps
    a coordinate system and a layer for each, and goes over all of them each time a slider moves:
    half of a frame. Here each becomes a path; the letters of one text together are one.
    """
    letters = None
    for child in list(element):
        tag, style = child.tag.removeprefix(f"{{{SVG}}}"), child.get("style", "")
        place = _affine(child.attrib.pop("transform", "")) + affine
        if tag == "use":
            model = models[child.attrib.pop("href")[1:]]
            x, y = (float(child.attrib.pop(key, 0)) for key in "xy")
            place = _affine(model.get("transform", "")) + Affine2D().translate(x, y) + place
            outline = place.transform_path(_read(model.get("d", "")))
            child.tag, style = f"{{{SVG}}}path", _style(style, model.get("style", ""))
        elif tag == "path" and place != Affine2D():
            outline = place.transform_path(_read(child.get("d", "")))
        elif tag == "defs" and child.find(f"{{{SVG}}}clipPath") is None:
            element.remove(child)
            continue
        else:
            if place.get_matrix()[1, 1] < 0 or place.get_matrix()[0, 1]:  # a text's, upside down
                child.set("data-em", f"{100 * abs(np.linalg.det(place.get_matrix())) ** 0.5:g}")
            _flatten(child, models, place)
            continue
        if letters is None or style:
            child.set("d", _written(outline))
            if style:
                child.set("style", style)
            else:
                letters = (child, outline)
        else:
            first, before = letters
            letters = (first, Path.make_compound_path(before, outline))
            first.set("d", _written(letters[1]))
            element.remove(child)


def _thin_out(root: ElementTree.Element) -> None:
    """Leave out what paints nothing, and draw the ticks of an axis as one path.

    A browser goes over every part of a drawing in which one has moved.
    """
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}path" and child.get("style") == "fill: none":
                parent.remove(child)
        if "matplotlib.axis" not in parent.get("id", ""):
            continue
        firsts: dict[str, ElementTree.Element] = {}
        for tick in parent.iterfind("*"):
            for line in tick.findall("*"):
                path = line.find(f".//{{{SVG}}}path")
                if "line2d" not in line.get("id", "") or path is None:
                    continue
                first = firsts.setdefault(path.get("style", ""), path)
                if first is not path:
                    first.set("d", first.get("d") + path.get("d"))
                    tick.remove(line)


def _clip_together(element: ElementTree.Element) -> None:
    """Cut neighbours with one clip, in a group, where Matplotlib cuts each by itself.

    Each clip is one more layer for the browser to go over at every move.
    """
    group = None
    for child in list(element):
        path = _clip(child)
        if path is None:
            _clip_together(child)
            group = None
            continue
        if group is None or group.get("clip-path") != path:
            group = ElementTree.Element(f"{{{SVG}}}g", {"clip-path": path})
            element[list(element).index(child)] = group
        else:
            element.remove(child)
        group.append(child)
        for part in child.iter():
            part.attrib.pop("clip-path", None)


def _clip(element: ElementTree.Element) -> str | None:
    """Return the one clip that cuts all that is drawn in an element, or none."""
    if "clip-path" in element.attrib or element.tag != f"{{{SVG}}}g":
        return element.get("clip-path")
    clips = {_clip(child) for child in element}
    return clips.pop() if len(clips) == 1 else None


def _see_through(element: ElementTree.Element) -> None:
    """Give an element's ``opacity`` to its fill and stroke: for itself it is a layer of its own."""
    style = element.get("style", "")
    if found := re.search(r"(^| )opacity: ([^;]+)", style):
        kinds = [kind for kind in ("fill", "stroke") if not re.search(rf"{kind}: none", style)]
        if "stroke:" not in style:
            kinds.remove("stroke")
        both = "; ".join(f"{kind}-opacity: {found[2]}" for kind in kinds)
        element.set("style", style.replace(found[0], found[1] + both))


def _span(root: ElementTree.Element, paper: str) -> None:
    """Put two specks far outside of the drawing before what moves within one clip.

    A browser takes what is painted there together as a piece, and when a piece has another size
    than before it composes the whole page anew, a tenth of a frame. With specks none has.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    spanned = None
    for element in list(root.iter()):
        if "clip-path" in element.attrib:
            spanned = None
        if "data-artist" not in element.attrib or parents[element] is spanned:
            continue
        spanned = parents[element]
        specks = {"class": "live-span", "d": "M-9999 -9999h1v1zM9999 9999h1v1z"}
        specks["style"] = f"fill: {paper}"
        place = list(spanned).index(element)
        spanned.insert(place, ElementTree.Element(f"{{{SVG}}}path", specks))


def _style(*declarations: str) -> str:
    """Join style attributes; of a property that stands twice the last counts."""
    found = re.findall(r"([\w-]+): ([^;]+)", "; ".join(declarations))
    return "; ".join(f"{key}: {value}" for key, value in dict(found).items())


def _affine(transform: str) -> Affine2D:
    """Read an SVG element's ``transform``."""
    affine = Affine2D()
    for name, arguments in reversed(re.findall(r"(\w+)\(([^)]*)\)", transform)):
        numbers = [float(number) for number in re.split(r"[\s,]+", arguments.strip())]
        if name == "rotate":
            affine.rotate_deg(*numbers)
        else:
            {"translate": affine.translate, "scale": affine.scale}[name](*numbers)
    return affine


_CODES = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}


def _read(data: str) -> Path:
    """Read a path of Matplotlib's SVG, whose commands are all absolute; or one of `_written`."""
    vertices, codes = [], []
    here = start = np.zeros(2)
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", data):
        if command == "z":
            vertices.append(start)
            codes.append(Path.CLOSEPOLY)
            here = start
            continue
        points = np.array(numbers.split(), dtype=float).reshape(-1, 2)
        points = points + here if command.islower() else points
        vertices.extend(points)
        codes += [_CODES[command.upper()]] * len(points)
        here = points[-1]
        start = here if command in "Mm" else start
    return Path(np.reshape(vertices, (-1, 2)), codes)


def _written(path: Path) -> str:
    """Write a path relative to its first point, in hundredths, so that no error adds up."""
    text, here, start = "", None, None
    for points, code in path.iter_segments(simplify=False, curves=True):
        if code == Path.CLOSEPOLY:
            text, here = f"{text}z", start
            continue
        points = np.round(np.reshape(points, (-1, 2)), 2)
        command = next(letter for letter, known in _CODES.items() if known == code)
        # A command's points are all relative to where it begins.
        near = command if here is None else command.lower()
        text += f"{near}{_numbers(points if here is None else points - here)}"
        here = points[-1]
        start = here if command == "M" else start
    return text


def _numbers(points: np.ndarray) -> str:
    return " ".join(f"{number + 0.0:.6g}" for number in points.round(2).flat)


def _corners(path: Path, anchor: np.ndarray) -> list[list[float]]:
    """Return the corners of a closed outline as seen from ``anchor``, curves as short lines.

    An outline of several loops, such as a word, becomes one: from the first loop's beginning to
    each other's and back on the same way, so that what lies between is nothing.
    """
    fine = Affine2D().scale(8)  # Matplotlib's lines are within a fraction of a unit of the curve
    loops = [loop / 8 for loop in path.transformed(fine).to_polygons()]
    if not loops or (path.codes == Path.CLOSEPOLY).sum() != (path.codes == Path.MOVETO).sum():
        raise ValueError("stage: a marker or a word must be closed outlines")
    first, *others = [loop[:-1] for loop in loops]
    ways = [point for loop in others for point in (first[0], *loop, loop[0])]
    return (np.round(np.array([*first, *ways]) - np.round(anchor, 2), 2) + 0.0).tolist()


def _circle(radius: float) -> list[list[float]]:
    """Return a circle around the origin as its corners; 32 are round, also on a whole screen."""
    turns = 2 * np.pi * np.arange(32) / 32
    return (radius * np.stack([np.cos(turns), np.sin(turns)], axis=-1)).round(2).tolist()
