"""Shapes the figures draw, as points. Each has its twin of the same name in ``live.js``."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

#: A semi-axis longer than this is cut: a valley with a flat floor has no end.
LONGEST_AXIS = 60.0


def rotation(angle: float) -> np.ndarray:
    """Return Q (2, 2), whose columns are the unit eigenvectors turned by ``angle`` radians."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s], [s, c]])


def matrix(eigenvalues: Sequence[float], angle: float) -> np.ndarray:
    """Return H = QΛQᵀ (2, 2) from its eigenvalues and the angle of its first eigenvector."""
    Q = rotation(angle)
    return Q * np.asarray(eigenvalues) @ Q.T


def ellipse(
    centre: Sequence[float], eigenvalues: Sequence[float], angle: float, level: float
) -> dict[str, np.ndarray]:
    """Return the ellipse where ½ (w − centre)ᵀ QΛQᵀ (w − centre) equals ``level``.

    Its ``centre`` (2,) and the ``ends`` (2, 2) of its semi-axes, one a row: a drawing makes arcs of
    them, smooth at any size. A circle is the ellipse of equal eigenvalues. A zero eigenvalue gives
    a strip, cut off at `LONGEST_AXIS`.
    """
    axes = [math.sqrt(2 * level / max(value, 1e-12)) for value in eigenvalues]
    axes = np.minimum(axes, LONGEST_AXIS)
    centre = np.asarray(centre, float)
    return {"centre": centre, "ends": centre + axes[:, None] * rotation(angle).T}


def outline(shape: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return points (97, 2) around an ellipse, for a curve that never moves."""
    around = np.linspace(0.0, 2.0 * math.pi, 97)[:, None]
    first, second = shape["ends"] - shape["centre"]
    return shape["centre"] + np.cos(around) * first + np.sin(around) * second


def arrow(tail: Sequence[float], vector: Sequence[float], width: float = 0.045) -> np.ndarray:
    """Return the outline (7, 2) of an arrow from ``tail`` along ``vector``, in data units."""
    tail, vector = np.asarray(tail, float), np.asarray(vector, float)
    length = math.hypot(*vector)
    along = vector / length if length > 0 else np.zeros(2)
    side = np.array([-along[1], along[0]])
    head = min(6 * width, length)
    neck, tip = tail + (length - head) * along, tail + vector
    half, wing = 0.5 * width * side, 2.2 * width * side * min(1.0, head / (6 * width))
    return np.array(
        [tail + half, neck + half, neck + wing, tip, neck - wing, neck - half, tail - half]
    )


def unrounded(vector: np.ndarray) -> np.ndarray:
    """Write what rounding has left of a zero as 0; a reader would wonder at −4.9 × 10⁻³²."""
    return np.where(np.abs(vector) < 1e-12, 0.0, vector)
