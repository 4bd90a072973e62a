"""Shapes to draw, as plain points, in the style that `livefig.translate` takes."""

import math


def ellipse(centre: list[float], radii: list[float], angle: float) -> dict[str, list]:
    """Return an ellipse as its ``centre`` and the two ``ends`` of its semi-axes.

    A drawing makes arcs of them, smooth at any size. ``angle``, in radians, is that of the first
    semi-axis.
    """
    c, s = math.cos(angle), math.sin(angle)
    first = [centre[0] + c * radii[0], centre[1] + s * radii[0]]
    return {"centre": centre, "ends": [first, [centre[0] - s * radii[1], centre[1] + c * radii[1]]]}


def outline(shape: dict[str, list]) -> list[list[float]]:
    """Return 97 points around an ellipse, for a curve that never moves."""
    x, y = shape["centre"]
    (a, b), (c, d) = shape["ends"]
    turns = [2 * math.pi * k / 96 for k in range(97)]
    return [
        [
            x + math.cos(turn) * (a - x) + math.sin(turn) * (c - x),
            y + math.cos(turn) * (b - y) + math.sin(turn) * (d - y),
        ]
        for turn in turns
    ]


def arrow(tail: list[float], vector: list[float], width: float = 0.045) -> list[list[float]]:
    """Return the outline of an arrow from ``tail`` along ``vector``, its shaft ``width`` wide."""
    x, y = tail
    length = math.hypot(vector[0], vector[1])
    along = [vector[0] / length, vector[1] / length] if length > 0 else [0.0, 0.0]
    head = min(6 * width, length)
    neck = [x + (length - head) * along[0], y + (length - head) * along[1]]
    half = 0.5 * width
    wing = 2.2 * width * min(1.0, head / (6 * width)) if width > 0 else 0.0

    def beside(point: list[float], distance: float) -> list[float]:
        return [point[0] - distance * along[1], point[1] + distance * along[0]]

    return [
        beside(tail, half),
        beside(neck, half),
        beside(neck, wing),
        [x + vector[0], y + vector[1]],
        beside(neck, -wing),
        beside(neck, -half),
        beside(tail, -half),
    ]
