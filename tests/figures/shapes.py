"""What a figure's second computation draws with, in NumPy; no helper of the figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

import l2reg

Values = Mapping[str, Any]
minimum, norm = l2reg.regularized_minimum, np.linalg.norm
ORIGIN = [0.0, 0.0]


def rotation(angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s], [s, c]])


def hessian(eigenvalues: Any, angle: float) -> np.ndarray:
    return rotation(angle) * np.asarray(eigenvalues) @ rotation(angle).T


def ellipse(centre: Any, eigenvalues: Any, angle: float, level: float) -> dict[str, Any]:
    radii = np.minimum(np.sqrt(2 * level / np.maximum(eigenvalues, 1e-12)), 60.0)
    return {"centre": centre, "ends": np.asarray(centre) + radii[:, None] * rotation(angle).T}


def ellipses(centre: Any, eigenvalues: Any, angle: float, levels: Any) -> list[dict[str, Any]]:
    return [ellipse(centre, eigenvalues, angle, level) for level in levels]


def circle(w: Any) -> dict[str, Any]:
    return ellipse(ORIGIN, [1.0, 1.0], 0.0, l2reg.l2_penalty(w))


def arrow(tail: Any, vector: Any, width: float = 0.045) -> np.ndarray:
    tail, vector = np.asarray(tail, float), np.asarray(vector, float)
    length = norm(vector)
    along = vector / length if length > 0 else np.zeros(2)
    head = min(6 * width, length)
    neck = tail + (length - head) * along
    half = 0.5 * width * np.array([-along[1], along[0]])
    wing = 4.4 * half * min(1.0, head / (6 * width))
    above = np.array([tail + half, neck + half, neck + wing])
    below = np.array([neck - wing, neck - half, tail - half])
    return np.concatenate([above, [tail + vector], below])


def cut(path: np.ndarray, limit: float) -> np.ndarray:
    outside = np.flatnonzero(np.abs(path).max(axis=-1) > limit)
    return path[: outside[0] + 1] if outside.size else path


def egg(loss: Any, w_star: np.ndarray, distance: float, problem: Values) -> np.ndarray:
    turns = np.linspace(0.0, 2 * np.pi, problem["rays"] + 1)
    shape = ellipse(ORIGIN, problem["eigenvalues"], problem["angle"], problem["height"])
    bowl = np.c_[np.cos(turns), np.sin(turns)] @ shape["ends"] * distance
    stretch, wanted = np.ones(len(bowl)), loss.value(w_star) + problem["height"] * distance**2
    for _ in range(problem["newton"]):
        w = w_star + stretch[:, None] * bowl
        slope = np.sum(loss.gradient(w) * bowl, axis=1)
        stretch = stretch - (loss.value(w) - wanted) / slope
    contour = stretch[:, None] * bowl
    assert abs(loss.value(w_star + contour) - wanted).max() < 0.01 * wanted
    return contour / distance


def spring(start: float, end: float, stiffness: float, problem: Values) -> np.ndarray:
    turns = problem["turns"]
    x, y = np.linspace(start, end, turns + 2), np.zeros(turns + 2)
    step = abs(end - start) / (turns + 1)
    height = min(problem["height"], problem["steep"] * step)
    y[1:-1:2], y[2:-1:2] = height, -height
    across = problem["thin"] + problem["thick"] * np.sqrt(stiffness)
    half = across / np.cos(np.arctan2(2 * height, max(step, 1e-9)))
    return np.r_[np.c_[x, y + half], np.c_[x, y - half][::-1]]


def tidy(vector: np.ndarray) -> np.ndarray:
    return np.where(np.abs(vector) < 1e-12, 0.0, vector)


def at(point: Any, *artists: str) -> dict[str, Any]:
    return {artist: [point] for artist in artists}


def result(artists: Values, readouts: Values, statuses: Any = None, **landmarks: Any) -> Values:
    found = {"artists": artists, "readouts": readouts}
    found |= {"landmarks": landmarks} if landmarks else {}
    return found if statuses is None else found | {"statuses": statuses}
