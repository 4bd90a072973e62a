"""Derivatives by differences, to check the ones derived by hand: chapter 2."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import accepts


@accepts(
    w=valid.single_vector, function=valid.function_of_w, step=valid.step_size, overflow="function"
)
def numerical_gradient(
    function: Callable[[np.ndarray], float], w: ArrayLike, step: float | None = None
) -> np.ndarray:
    """Approximate the gradient of ``function`` at ``w`` by central differences.

    Source: ``eq-central-difference``.

    Parameters
    ----------
    function : Takes weights of shape (d,), returns a number.
    w : Where, shape (d,).
    step : h, finite and > 0. By default the cube root of the rounding unit times max(1, |wᵢ|),
        where the error of the difference, O(h²), and that of rounding are about equal.

    Returns
    -------
    ndarray : Shape (d,).

    Raises
    ------
    ValueError : If ``function`` returns anything but one finite
        number, or ``step`` is too small to change ``w``.
    """
    return np.array([(function(ahead) - function(behind)) / distance
                     for ahead, behind, distance in _both_sides(w, step)])  # fmt: skip


@accepts(
    w=valid.single_vector,
    gradient=(valid.function_of_w, "w"),
    step=valid.step_size,
    overflow="gradient",
)
def numerical_hessian(
    gradient: Callable[[np.ndarray], np.ndarray], w: ArrayLike, step: float | None = None
) -> np.ndarray:
    """Approximate the Hessian at ``w`` by central differences of a gradient.

    Parameters
    ----------
    gradient : Takes weights of shape (d,), returns the gradient there, shape (d,).
    w : Where, shape (d,).
    step : As for `numerical_gradient`.

    Returns
    -------
    ndarray : Shape (d, d), made symmetric.

    Raises
    ------
    ValueError : If ``gradient`` returns anything but d finite numbers,
        or ``step`` is too small to change ``w``.
    """
    matrix = np.array([(gradient(ahead) - gradient(behind)) / distance
                       for ahead, behind, distance in _both_sides(w, step)])  # fmt: skip
    return (matrix + matrix.T) / 2


def _both_sides(
    w: np.ndarray, step: float | None
) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
    """Yield, for each component, w with it a step ahead, with it a step behind, and between."""
    h = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(w)) if step is None else step
    with np.errstate(over="ignore"):
        ahead, behind = w + h, w - h
        # Divide by the distance that floats could represent, not by the one asked for.
        distance = ahead - behind
    for wrong, size in ((distance == 0, "large enough to change w"),
                        (~np.isfinite(distance), "small enough to stay finite")):  # fmt: skip
        if wrong.any():
            raise ValueError(f"step must be {size} at {w[wrong][0]:.3g}, not {step!r}")
    for i, moved in enumerate(np.eye(len(w), dtype=bool)):
        yield np.where(moved, ahead, w), np.where(moved, behind, w), distance[i]
