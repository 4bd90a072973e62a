"""The base of every live figure: parameters, stage, markup.

A figure is a class with sliders, a Matplotlib stage and one pure function
``update(parameters, problem)``. This module draws the stage once as SVG, places its artists with
what ``update`` returns, and writes the markup that JupyterLab and the built book share.
``live.js`` does the placing again in the browser, each time a slider moves.
"""

import html
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache
from io import StringIO
from numbers import Real
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

import anywidget
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.bezier import BezierSegment
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from l2reg._validation import shown, tiny_is_zero
from l2reg.figures._words import COMMON_WORDS
from l2reg.plots import COLOURS, book_style

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: A panel may be as narrow as 230 pixels, three in a row: type is larger than in print.
LIVE_STYLE = {
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 12,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
}


class Slider(traitlets.Float):
    """A real parameter with a labelled slider.

    Parameters
    ----------
    default_value
        The value the still picture shows.
    minimum, maximum
        The ends of the slider, both accepted.
    symbol
        The parameter's symbol, the same in every language.
    scale
        ``"linear"``, or ``"log10"`` for a slider that moves in equal ratios.
    landmarks
        Labels of the values ``update`` marks on this slider, in its order.
    """

    def __init__(
        self,
        default_value: float,
        minimum: float,
        maximum: float,
        *,
        symbol: str,
        scale: str = "linear",
        landmarks: Sequence[str] = (),
    ) -> None:
        if scale not in ("linear", "log10"):
            raise ValueError(f"scale must be 'linear' or 'log10', not {scale!r}")
        if scale == "log10" and not minimum > 0:
            raise ValueError(f"minimum must be above 0 on a log10 scale, not {minimum!r}")
        if not minimum <= default_value <= maximum:
            raise ValueError(f"default_value must be in [{minimum}, {maximum}]: {default_value!r}")
        self.minimum, self.maximum = float(minimum), float(maximum)
        self.symbol, self.scale, self.landmarks = symbol, scale, tuple(landmarks)
        super().__init__(float(default_value))
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> float:
        """Return the value as a float, or raise ``ValueError`` naming what is accepted."""
        refused = (
            f"{self.name} must be a number in [{self.minimum:g}, {self.maximum:g}], "
            f"not {shown(value)}"
        )
        no_number = bool | np.bool_ | np.timedelta64  # though Python and NumPy call them integers
        if isinstance(value, no_number) or not isinstance(value, Real):
            raise ValueError(refused)
        try:
            number = float(value)
        except OverflowError as error:
            raise ValueError(refused) from error
        for end in (self.minimum, self.maximum):
            # The end of a logarithmic slider comes back from the browser a rounding away.
            if math.isclose(number, end, rel_tol=1e-12):
                return end
        if not self.minimum <= number <= self.maximum:
            raise ValueError(refused)
        return number

    def position(self, value: float) -> float:
        """Return where ``value`` stands on the range input: itself, or its base-10 logarithm."""
        return math.log10(value) if self.scale == "log10" else value

    def fraction(self, value: float) -> float:
        """Return where ``value`` stands on the slider, 0 at its left end and 1 at its right."""
        left, right = self.position(self.minimum), self.position(self.maximum)
        if self.scale == "log10" and not value > 0:
            return -math.inf
        return (self.position(value) - left) / (right - left)


class Switch(traitlets.Bool):
    """A yes-or-no parameter with a labelled checkbox.

    Parameters
    ----------
    default_value
        Whether it is on in the still picture.
    stills
        Slider name to the number that counts in its place while the switch is on. The slider then
        shows that number and cannot be moved; its own value stays for when the switch is off.
    """

    def __init__(self, default_value: bool, *, stills: Mapping[str, float] | None = None) -> None:
        self.stills = dict(stills or {})
        super().__init__(default_value)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the value, or raise ``ValueError`` when it is not a truth value."""
        if not isinstance(value, bool | np.bool_):
            raise ValueError(f"{self.name} must be True or False, not {value!r}")
        return bool(value)


@dataclass(frozen=True)
class Handle:
    """A point to drag, or to move with the arrow keys: two sliders moved at once.

    Attributes
    ----------
    x, y
        Names of the sliders that are its coordinates.
    panels
        Ids of the panels in which it can be taken.
    """

    x: str
    y: str
    panels: tuple[str, ...]


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


class LiveFigure(anywidget.AnyWidget):
    """A figure that lives in JupyterLab and, with no kernel, in the built book.

    Subclasses set `name`, `words`, their sliders, `handles` and `problem`, and define `stage` and
    `update`; ``live.js`` holds the same ``update`` under the same name. The ids of artists in what
    `update` returns are unique over all panels.

    Keyword arguments set parameters by name; a value outside its slider raises ``ValueError``.
    """

    _esm = Path(__file__).with_name("live.js")
    _css = Path(__file__).with_name("live.css")

    #: The ``id`` of the figure's element, and its function in ``live.js``.
    name: ClassVar[str] = ""
    #: Every word the figure shows, by language.
    words: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    #: The constants of the drawn problem, plain numbers and lists.
    problem: ClassVar[Mapping[str, Any]] = {}
    #: Points to drag, by name.
    handles: ClassVar[Mapping[str, Handle]] = {}

    _markup = traitlets.Unicode().tag(sync=True)
    _state = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in {"stage", "update"} & vars(cls).keys():
            setattr(cls, name, staticmethod(tiny_is_zero(getattr(cls, name))))

    def __init__(self, *, language: str = "en", **parameters: float | bool) -> None:
        unknown = sorted(set(parameters) - set(self.parameters()))
        if unknown:
            raise ValueError(
                f"{type(self).__name__} has no parameter {', '.join(unknown)}; "
                f"it has {', '.join(self.parameters())}"
            )
        if not isinstance(language, str) or language not in self.words:
            raise ValueError(f"language must be one of {sorted(self.words)}, not {language!r}")
        self.language = language
        super().__init__(**parameters)
        self.refresh()

    @classmethod
    def parameters(cls) -> dict[str, Slider | Switch]:
        """Return the figure's parameters, by name, in the order they are defined."""
        found = cls.class_traits()
        return {
            name: found[name]
            for base in reversed(cls.__mro__)
            for name in vars(base)
            if isinstance(found.get(name), Slider | Switch)
        }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw what never moves, and one artist for each thing that does.

        Returns
        -------
        dict
            Panel id to `Panel`, in the order the panels stand.
        """
        raise NotImplementedError

    @staticmethod
    def update(parameters: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
        """Compute everything that moves; pure, and the twin of the function in ``live.js``.

        Returns
        -------
        dict
            ``artists``: artist id to points of shape (n, 2) in data coordinates, or to an
            `ellipse`, or to a list of such lines or ellipses; ``readouts``: name to a number or a
            list of numbers; optionally ``landmarks``: slider name to a list of values;
            ``statuses``: a list of ``[key, {name: number}]`` said in words under the figure. All
            numbers are finite.
        """
        raise NotImplementedError

    def values(self) -> dict[str, float | bool]:
        """Return the present value of every parameter, by name."""
        return {name: getattr(self, name) for name in self.parameters()}

    @property
    def readouts(self) -> dict[str, Any]:
        """The figure's readouts at its present parameters, computed in Python."""
        return self.update(self.values(), self.problem)["readouts"]

    @tiny_is_zero
    def refresh(self) -> None:
        """Write the markup and the front end's state again, at the present parameters."""
        # anywidget makes a class of its own for each widget; the stage belongs to the one written.
        written = next(c for c in type(self).__mro__ if {"stage", "problem"} & vars(c).keys())
        stage = _drawn_stage(written)
        self._markup = _Markup(self, stage).figure()
        self._state = {
            "name": self.name,
            "call": self._call(),
            "parameters": self.values(),
            "problem": dict(self.problem),
            "panels": {panel_id: drawing.frame for panel_id, drawing in stage.items()},
            "handles": {
                name: {"x": handle.x, "y": handle.y} for name, handle in self.handles.items()
            },
            "stills": {
                name: trait.stills
                for name, trait in self.parameters().items()
                if isinstance(trait, Switch)
            },
            "statuses": _unbroken(self.words[self.language].get("statuses", {})),
            "words": dict(COMMON_WORDS[self.language]),
        }

    def _call(self) -> str:
        """Return the Python that makes this figure, with ``{}`` where its parameters stand."""
        language = "" if self.language == "en" else f"language={self.language!r}, "
        return f"{type(self).__name__}({language}{{}})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Show the figure; what the page holds is then its state at this moment."""
        self.refresh()
        return super()._repr_mimebundle_(**kwargs)

    def __repr__(self) -> str:
        values = (
            f"{name}={value}" if isinstance(value, bool) else f"{name}={value:.4g}"
            for name, value in self.values().items()
        )
        return self._call().format(", ".join(values))


# --- The stage as SVG ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Drawing:
    """A panel as SVG text, and the frame that takes its data coordinates to the drawing."""

    svg: str
    frame: dict[str, Any]  # size, x and y: [slope, offset, is logarithmic], bounds, artists

    def to_drawing(self, points: Any) -> np.ndarray:
        """Take points (n, 2) in data coordinates to the drawing's, in points of 1/72 inch."""
        placed = np.array(points, dtype=float).reshape(-1, 2)
        for column, axis in enumerate("xy"):
            slope, offset, logarithmic = self.frame[axis]
            value = np.log10(placed[:, column]) if logarithmic else placed[:, column]
            placed[:, column] = np.clip(slope * value + offset, -1e4, 1e4)
        return placed


@cache
def _drawn_stage(figure: type[LiveFigure]) -> dict[str, _Drawing]:
    """Draw the stage of a figure once; every state of it is placed on the same drawing."""
    with book_style({**LIVE_STYLE, "svg.hashsalt": figure.name}):
        return {
            panel_id: _draw(panel, f"{figure.name}-{panel_id}")
            for panel_id, panel in figure.stage(figure.problem).items()
        }


def _draw(panel: Panel, prefix: str) -> _Drawing:
    axes, canvas = panel.axes, panel.axes.figure
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
    canvas.savefig(text, format="svg", metadata={"Date": None})
    width, height = canvas.get_size_inches() * 72
    frame: dict[str, Any] = {"size": [float(width), float(height)]}
    corners = axes.get_window_extent().transformed(Affine2D().scale(72 / canvas.dpi))
    for axis, limits, ends in (
        ("x", axes.get_xlim(), (corners.x0, corners.x1)),
        ("y", axes.get_ylim(), (height - corners.y0, height - corners.y1)),
    ):
        logarithmic = getattr(axes, f"get_{axis}scale")() == "log"
        low, high = np.log10(limits) if logarithmic else limits
        slope = (ends[1] - ends[0]) / (high - low)
        frame[axis] = [float(slope), float(ends[0] - slope * low), logarithmic]
    frame["artists"] = {}
    anchor = _Drawing("", frame).to_drawing(middle)[0]
    root = _cleaned(text.getvalue(), prefix)
    for artist_id, artist in panel.artists.items():
        kind = "fill" if isinstance(artist, Polygon) else "stamp"
        if isinstance(artist, Line2D) and _has_line(artist):
            kind = "line"
        group = root.find(f".//*[@id='{prefix}-{artist_id}']")
        paths = [] if group is None else group.findall(f".//{{{SVG}}}path")
        if len(paths) != 1:
            raise ValueError(f"stage: Matplotlib drew {len(paths)} paths for {artist_id!r}, not 1")
        group.set("data-artist", artist_id)
        frame["artists"][artist_id] = {"kind": kind}
        style = paths[0].attrib.pop("style", "")
        if isinstance(artist, Line2D) and kind == "stamp" and artist.get_marker() == "o":
            # Matplotlib draws a circle with eight curves, five times as many letters.
            size = artist.get_markersize()
            if same_color(artist.get_markerfacecolor(), artist.get_markeredgecolor()):
                # Of a line of no length, the round ends.
                frame["artists"][artist_id]["shape"] = "h0"
                width = size + artist.get_markeredgewidth()
                style += f"; fill: none; stroke-linecap: round; stroke-width: {width:g}"
            else:
                frame["artists"][artist_id]["shape"] = _circle(size / 2)
        elif kind == "stamp":
            frame["artists"][artist_id]["shape"] = _stamp(paths[0].get("d"), anchor).tolist()
        # What has a style is given a new one with each new outline; what inherits it is not.
        group.set("style", _style(style))
    for element in root.iter():
        _see_through(element)
    _span(root)
    return _Drawing(_written(root), frame)


def _has_line(artist: Line2D) -> bool:
    return artist.get_linestyle() != "None"


def _cleaned(text: str, prefix: str) -> ElementTree.Element:
    """Make Matplotlib's SVG fit to stand in a page beside others, in light and dark."""
    # A hundredth of a point is enough for a curve.
    text = re.sub(r'\bd="[^"]+"', lambda d: re.sub(r"(\.\d\d)\d+", r"\1", d[0]), text)
    # Matplotlib hashes a name of how NumPy writes numbers, which a reader may have set.
    for number, name in enumerate(re.findall(r'<clipPath id="(\w+)"', text)):
        text = text.replace(name, f"clip_{number}")
    for name, colour in COLOURS.items():
        text = text.replace(colour, f"var(--live-{name}, {colour})")
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
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    models = {part.get("id"): part for part in root.iter(f"{{{SVG}}}path") if part.get("id")}
    _flatten(root, models, Affine2D())
    _thin_out(root)
    _clip_together(root)
    return root


def _written(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", SVG)  # the last word counts, and a reader may have had one
    return ElementTree.tostring(root, encoding="unicode")


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
            outline = _Outline.read(model.get("d", "")).moved(place)
            child.tag, style = f"{{{SVG}}}path", _style(style, model.get("style", ""))
        elif tag == "path" and place != Affine2D():
            outline = _Outline.read(child.get("d", "")).moved(place)
        elif tag == "defs" and child.find(f"{{{SVG}}}clipPath") is None:
            element.remove(child)
            continue
        else:
            if place.get_matrix()[1, 1] < 0 or place.get_matrix()[0, 1]:  # a text's, upside down
                child.set("data-em", f"{100 * abs(np.linalg.det(place.get_matrix())) ** 0.5:g}")
            _flatten(child, models, place)
            continue
        if letters is None or style:
            child.set("d", str(outline))
            if style:
                child.set("style", style)
            else:
                letters = (child, outline)
        else:
            first, before = letters
            letters = (first, _Outline(before.steps + outline.steps))
            first.set("d", str(letters[1]))
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


def _span(root: ElementTree.Element) -> None:
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
        specks["style"] = f"fill: var(--live-paper, {COLOURS['paper']})"
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


@dataclass(frozen=True)
class _Outline:
    """A path of an SVG: its commands, all absolute as Matplotlib writes them, and their points."""

    steps: tuple[tuple[str, np.ndarray], ...]  # points of shape (n, 2); none for a z

    @classmethod
    def read(cls, data: str) -> "_Outline":
        return cls(
            tuple(
                (command, np.array(numbers.split(), dtype=float).reshape(-1, 2))
                for command, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", data)
            )
        )

    def moved(self, affine: Affine2D) -> "_Outline":
        return _Outline(
            tuple((command, affine.transform(points)) for command, points in self.steps)
        )

    def __str__(self) -> str:
        """Write it relative to its first point, in hundredths, so that no error adds up."""
        text, here, start = "", None, None
        for command, points in self.steps:
            if command == "z":
                text, here = f"{text}z", start
                continue
            points = np.round(points, 2)
            if here is None:
                text = f"M{_numbers(points)}"
            else:
                # A command's points are all relative to where it begins.
                text += f"{command.lower()}{_numbers(points - here)}"
            here = points[-1]
            start = here if command == "M" else start
        return text


def _numbers(points: np.ndarray) -> str:
    return " ".join(f"{number + 0.0:.6g}" for number in points.round(2).flat)


def _stamp(data: str, anchor: np.ndarray) -> np.ndarray:
    """Return the corners, of shape (n, 2), of a closed outline as seen from ``anchor``.

    Curves become lines that no eye can tell from them. An outline of several loops, such as a word,
    becomes one: from the first loop's beginning to each other's and back on the same way, so that
    what lies between is nothing.
    """
    loops: list[list[np.ndarray]] = []
    for command, arguments in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", data):
        points = np.array(arguments.split(), dtype=float).reshape(-1, 2)
        if command in "Mm":  # relative to the last loop's beginning, where its z has gone back to
            loops.append([points[0] + (loops[-1][0] if command == "m" else 0)])
        elif command != "z":
            here = loops[-1][-1]
            loops[-1] += _straight(np.vstack([here, here + points]))
    if data.count("z") != len(loops):
        raise ValueError(f"stage: a marker or a word must be closed outlines, got {data[:40]!r}")
    start = loops[0][0]
    ways = [point for loop in loops[1:] for point in (start, *loop, loop[0])]
    return np.round(np.array([*loops[0], *ways]) - np.round(anchor, 2), 2) + 0.0


def _straight(control: np.ndarray) -> list[np.ndarray]:
    """Return points along a line, a quadratic or a cubic curve, after its first.

    Lines between them are within 0.02 points of the curve: where ``h`` is the step, a chord is off
    by at most ``h**2 / 8`` of the second derivative.
    """
    degree = len(control) - 1
    second = np.linalg.norm(np.diff(control, 2, axis=0), axis=1).max(initial=0)
    bend = degree * (degree - 1) * second
    count = math.ceil(math.sqrt(bend / (8 * 0.02))) or 1
    return list(BezierSegment(control)(np.arange(1, count + 1) / count))


def _circle(radius: float) -> list[list[float]]:
    """Return a circle around the origin as its corners; 32 are round, also on a whole screen."""
    turns = 2 * np.pi * np.arange(32) / 32
    return (radius * np.stack([np.cos(turns), np.sin(turns)], axis=-1)).round(2).tolist()


def _lines(value: Any) -> list[Any]:
    """Return an artist's value as a list of ellipses or of lines, each a list of points."""
    if isinstance(value, Mapping):
        return [value]
    many = len(value) and (isinstance(value[0], Mapping) or np.ndim(value[0]) == 2)
    return list(value) if many else [value]


def place(drawing: _Drawing, artists: Mapping[str, Any]) -> ElementTree.Element:
    """Return the drawing with every moving artist at its points, as ``live.js`` places it."""
    root = ElementTree.fromstring(drawing.svg)
    groups = {group.get("data-artist"): group for group in root.iter(f"{{{SVG}}}g")}
    for artist_id, spec in drawing.frame["artists"].items():
        part = next(groups[artist_id].iter(f"{{{SVG}}}path"))
        data = _drawn(drawing, spec, artists[artist_id])
        if data and not data.startswith("M"):
            # A browser takes a path's ``d`` for a style, and matches all rules of the page anew.
            closed = spec["kind"] == "fill" or isinstance(spec.get("shape"), list)
            part.tag = f"{{{SVG}}}{'polygon' if closed else 'polyline'}"
            del part.attrib["d"]
        part.set("d" if "d" in part.attrib else "points", data)
    return root


def _drawn(drawing: _Drawing, spec: Mapping[str, Any], value: Any) -> str:
    """Return what draws an artist: of one line its points, else the commands of a path."""
    lines = [line for line in _lines(value) if len(line)]
    if spec["kind"] == "stamp":
        return _stamps(drawing.to_drawing(lines[0]) if lines else (), spec["shape"])
    if len(lines) == 1 and not isinstance(lines[0], Mapping):
        return _points(drawing.to_drawing(lines[0]))
    close = "Z" if spec["kind"] == "fill" else ""
    return "".join(_curve(drawing, line, close) for line in lines)


def _stamps(points: Sequence[np.ndarray], shape: str | list[list[float]]) -> str:
    if isinstance(shape, str):  # "h0", a round dot
        if len(points) == 1:
            return _points([*points, *points])
        return "".join(_path_data([point]) + shape for point in points)
    outlines = [point + np.array(shape) for point in points]
    if len(outlines) == 1:
        return _points(outlines[0])
    return "".join(_path_data(outline) + "Z" for outline in outlines)


def _curve(drawing: _Drawing, line: Any, close: str) -> str:
    if not isinstance(line, Mapping):
        return _path_data(drawing.to_drawing(line)) + close
    # Both axes of a plane have one scale, so that an ellipse stays one, upside down.
    centre, *ends = drawing.to_drawing([line["centre"], *line["ends"]])
    first, second = ends - centre
    radii = math.hypot(*first), math.hypot(*second)
    turn = math.degrees(math.atan2(first[1], first[0])) if radii[0] > 0.005 else 0.0
    arc = f"A{radii[0]:.2f} {radii[1]:.2f} {turn:.2f} 1 0 "
    start, end = (_path_data([centre + sign * first])[1:] for sign in (1, -1))
    return f"M{start}{arc}{end}{arc}{start}Z"


def _path_data(line: Iterable[Sequence[float]]) -> str:
    return "M" + _points(line, "L")


def _points(line: Iterable[Sequence[float]], between: str = " ") -> str:
    return between.join(f"{x:.2f} {y:.2f}" for x, y in line)


# --- The markup ------------------------------------------------------------------------------


def format_number(value: float) -> str:
    """Write a number with three significant digits, as ``format`` in ``live.js`` does."""
    with localcontext(Context(prec=28)):  # a reader's own may keep fewer digits
        return _three_digits(value)


def _three_digits(value: float) -> str:
    size = abs(value)
    if size and (size < 1e-3 or size >= 1e5):
        exact = Decimal(value)
        mantissa = _rounded(exact.scaleb(-exact.adjusted()), 1)
        shift = mantissa.adjusted()  # 9.96 is written as 1.0 of the next power
        power = str(exact.adjusted() + shift).translate(SUPERSCRIPTS)
        return f"{_rounded(mantissa.scaleb(-shift), 1)} × 10{power}".replace("-", "−")
    # 0.9996 has the digits of what it is rounded to: 1.00, not 1.000.
    size = float(_rounded(Decimal(size), _decimals(size)))
    return str(_rounded(Decimal(value + 0.0), _decimals(size))).replace("-", "−")


def _decimals(size: float) -> int:
    return min(4, max(0, 2 - math.floor(math.log10(size)))) if size else 0


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as JavaScript does and Python's format does not."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def format_value(value: Any) -> str:
    """Write a number, or a list of numbers in brackets."""
    if isinstance(value, bool | np.bool_):
        return ""
    if np.ndim(value):
        return "(" + ", ".join(format_number(float(part)) for part in value) + ")"
    return format_number(float(value))


def _unbroken(words: Any) -> Any:
    """Return words in which no line ends at a sign of a formula, as in ``α = 0``."""
    if isinstance(words, str):
        return re.sub(r" (?=[=≈<>≤≥+−→/](?: |$))|(?<= [=≈<>≤≥+−→/]) ", "\N{NO-BREAK SPACE}", words)
    if isinstance(words, Mapping):
        return {key: _unbroken(value) for key, value in words.items()}
    return tuple(map(_unbroken, words))


def _attribute(value: Any) -> str:
    return html.escape(str(value), quote=True)


def _json(value: Any) -> str:
    return json.dumps(np.asarray(value).tolist() if np.ndim(value) else float(value))


class _Markup:
    """Writes a figure's element: one place for what JupyterLab, the book and the tests read."""

    def __init__(self, figure: LiveFigure, stage: Mapping[str, _Drawing]) -> None:
        self.stage, self.name, self.handles = stage, figure.name, figure.handles
        self.words = _unbroken(figure.words[figure.language])
        self.common = COMMON_WORDS[figure.language]
        self.sliders, self.values = figure.parameters(), figure.values()
        self.state = figure.update(self.values, figure.problem)

    def figure(self) -> str:
        name = self.name
        controls = "".join(
            self._slider(key, trait) if isinstance(trait, Slider) else self._switch(key, trait)
            for key, trait in self.sliders.items()
        )
        return (
            # For the style sheet, which must not ask `:has`: a browser would, at every move.
            f'<figure class="live-figure" id="{name}" aria-labelledby="{name}-caption" '
            f'data-panels="{len(self.stage)}" '
            f'data-controls="{len(self.sliders) if len(self.sliders) < 5 else "many"}">'
            f'<div class="live-panels">{"".join(self._panel(key) for key in self.stage)}</div>'
            f'<div class="live-controls">{controls}</div>'
            f'<div class="live-statuses" aria-live="polite">{self._statuses()}</div>'
            f'<div class="live-readouts">{self._readouts()}</div>'
            f'<p class="live-message" role="status"></p>'
            f'<figcaption id="{name}-caption"><strong>{self.words["title"]}.</strong> '
            f'<span class="live-caption">{self.words["caption"]} </span>'
            f'<span class="live-buttons"><button type="button" class="live-reset">'
            f'{self.common["reset"]}</button> <button type="button" class="live-link">'
            f'{self.common["link"]}</button> <button type="button" class="live-enlarge" '
            f'aria-keyshortcuts="F" title="{_attribute(self.common["enlarge_keys"])}" hidden>'
            f"<span>{self.common['enlarge']}</span>"
            f'<span class="live-reduce">{self.common["reduce"]}</span></button></span>'
            f"</figcaption></figure>"
        )

    def _panel(self, panel_id: str) -> str:
        drawing, key = self.stage[panel_id], f"{self.name}-{panel_id}"
        svg = place(drawing, self.state["artists"])
        svg.attrib.update(
            {"role": "img", "aria-labelledby": f"{key}-title", "aria-describedby": f"{key}-desc"}
        )
        title, description = self.words["panels"][panel_id]
        for position, (tag, text) in enumerate((("title", title), ("desc", description))):
            element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{key}-{tag}"})
            element.text = text
            svg.insert(position, element)
        handles = "".join(
            self._handle(drawing, name, handle)
            for name, handle in self.handles.items()
            if panel_id in handle.panels
        )
        if handles:
            handles = f'<div class="live-handles">{handles}</div>'
        width, height = drawing.frame["size"]
        return (
            f'<div class="live-panel" data-panel="{panel_id}" '
            f'style="--ratio:{width / height:.4g};--count:{len(self.stage)};'
            f'aspect-ratio:{width:g}/{height:g}">'
            f"{_written(svg)}{handles}</div>"
        )

    def _handle(self, drawing: _Drawing, name: str, handle: Handle) -> str:
        point = [self.values[handle.x], self.values[handle.y]]
        (x, y), (width, height) = drawing.to_drawing(point)[0], drawing.frame["size"]
        label = self.common["handle"].format(name=self.words["handles"][name])
        left, top = 100 * x / width, 100 * y / height
        return (
            f'<div class="live-grip" style="left:{left:.3f}%;top:{top:.3f}%">'
            f'<button type="button" class="live-handle" data-handle="{name}" '
            f'aria-label="{_attribute(label)}" disabled></button></div>'
        )

    def _slider(self, key: str, slider: Slider) -> str:
        value, label = self.values[key], self.words["parameters"][key]
        landmarks = "".join(
            self._landmark(key, slider, text, mark)
            for text, mark in zip(
                slider.landmarks, self.state.get("landmarks", {}).get(key, []), strict=True
            )
        )
        shown = format_value(self._stilled(key, value))
        spoken = f"{slider.symbol} = {shown}"
        return (
            f'<div class="live-slider{" live-marked" if slider.landmarks else ""}">'
            f'<label for="{self.name}-{key}"><span class="live-symbol">{slider.symbol}</span> '
            f'<span class="live-label">{label}</span></label>'
            f'<span class="live-value">{shown}</span>'
            f'<div class="live-track"><input type="range" id="{self.name}-{key}" name="{key}" '
            f'min="{slider.position(slider.minimum)!r}" max="{slider.position(slider.maximum)!r}" '
            f'step="any" value="{slider.position(value)!r}" data-scale="{slider.scale}" '
            f'aria-valuetext="{_attribute(spoken)}" data-symbol="{_attribute(slider.symbol)}" '
            f'autocomplete="off" disabled>{landmarks}</div></div>'
        )

    def _landmark(self, key: str, slider: Slider, text: str, mark: float) -> str:
        at = min(max(slider.fraction(mark), 0), 1)
        hidden = "" if at == slider.fraction(mark) else " hidden"
        half = max(0.95, 0.3 * len(text) + 0.2)
        return (
            f'<div class="live-mark" style="left:{100 * at:.2f}%"{hidden}><i class="live-tick"></i>'
            f'<button type="button" class="live-landmark" data-slider="{key}" disabled '
            # Two marks of one slider may bear the same words.
            f'aria-label="{_attribute(f"{text}: {slider.symbol} = {format_value(mark)}")}" '
            f'data-value="{_json(mark)}" '
            f'style="width:{2 * half:g}em;margin-left:-{half:g}em">{text}</button></div>'
        )

    def _stilled(self, key: str, value: float) -> float:
        """Return a slider's value, or what a switch that is on has put in its place."""
        for name, trait in self.sliders.items():
            if isinstance(trait, Switch) and self.values[name]:
                value = trait.stills.get(key, value)
        return value

    def _switch(self, key: str, switch: Switch) -> str:
        checked = " checked" if self.values[key] else ""
        return (
            f'<div class="live-switch"><label><input type="checkbox" name="{key}"{checked} '
            f'autocomplete="off" disabled> {self.words["parameters"][key]}</label></div>'
        )

    def _statuses(self) -> str:
        return "".join(
            f'<p data-status="{key}">'
            + self.words["statuses"][key].format(
                **{name: format_value(value) for name, value in values.items()}
            )
            + "</p>"
            for key, values in self.state.get("statuses", [])
        )

    def _readouts(self) -> str:
        return "".join(
            f'<span class="live-readout"><span class="live-label">'
            f"{self.words['readouts'][key]}</span> "
            f'<output name="{key}" data-value="{_attribute(_json(value))}">'
            f"{format_value(value)}</output></span>"
            for key, value in self.state["readouts"].items()
        )
