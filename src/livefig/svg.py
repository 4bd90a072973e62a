"""Matplotlib's SVG, made fit to stand in a page beside others and to be moved cheaply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


def cleaned(text: str, prefix: str) -> ElementTree.Element:
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
        if child.tag in (f"{{{SVG}}}image", f"{{{SVG}}}pattern"):  # a heat map, a hatch
            continue
        tag, style = child.tag.removeprefix(f"{{{SVG}}}"), child.get("style", "")
        place = _affine(child.attrib.pop("transform", "")) + affine
        if tag == "use":
            model = models[child.attrib.pop("href")[1:]]
            x, y = (float(child.attrib.pop(key, 0)) for key in "xy")
            place = _affine(model.get("transform", "")) + Affine2D().translate(x, y) + place
            outline = place.transform_path(read_path(model.get("d", "")))
            child.tag, style = f"{{{SVG}}}path", style_of(style, model.get("style", ""))
        elif tag == "path" and place != Affine2D():
            outline = place.transform_path(read_path(child.get("d", "")))
        elif tag == "defs" and {part.tag for part in child} <= {f"{{{SVG}}}path"}:
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


def style_of(*declarations: str) -> str:
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


def read_path(data: str) -> Path:
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
