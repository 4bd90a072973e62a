"""Derivatives by differences, to check the ones derived by hand: chapter 2."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import positive, single_vector


def numerical_gradient(
    function: Callable[[np.ndarray], float], w: ArrayLike, step: float | None = None
) -> np.ndarray:
    """Approximate the gradient of ``function`` at ``w`` by central differences.

    Parameters
    ----------
    function
        Takes weights of shape (d,), returns a number.
    w
        Where, shape (d,).
    step
        h, finite and > 0. By default the cube root of the rounding unit times max(1, |wᵢ|), where
        the error of the difference, O(h²), and that of rounding are about equal.

    Returns
    -------
    ndarray
        Shape (d,).

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-central-difference``.
    """
    return _central_differences(function, w, step)


def numerical_hessian(
    gradient: Callable[[np.ndarray], np.ndarray], w: ArrayLike, step: float | None = None
) -> np.ndarray:
    """Approximate the Hessian at ``w`` by central differences of a gradient.

    Parameters
    ----------
    gradient
        Takes weights of shape (d,), returns the gradient there, shape (d,).
    w
        Where, shape (d,).
    step
        As for `numerical_gradient`.

    Returns
    -------
    ndarray
        Shape (d, d), made symmetric.

    Raises
    ------
    ValueError
        If an argument is not as above.
    """
    matrix = _central_differences(gradient, w, step)
    return (matrix + matrix.T) / 2


def _central_differences(function: Callable, w: ArrayLike, step: float | None) -> np.ndarray:
    w = single_vector("w", w)
    if step is None:
        h = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(w))
    else:
        h = np.full_like(w, positive("step", step))
    quotients = []
    for i, h_i in enumerate(h):
        ahead, behind = w.copy(), w.copy()
        ahead[i] += h_i
        behind[i] -= h_i
        # Divide by the distance that floats could represent, not by the one asked for.
        difference = np.asarray(function(ahead)) - np.asarray(function(behind))
        quotients.append(difference / (ahead[i] - behind[i]))
    return np.array(quotients)
