"""Derivatives by differences, to check the ones derived by hand: chapter 2."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import no_overflow, positive, real_array, single_vector, tiny_is_zero


@tiny_is_zero
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
        If an argument is not as above, ``function`` returns anything but one finite number, or
        ``step`` is too small to change ``w``.

    Notes
    -----
    Source: ``eq-central-difference``.
    """
    return _central_differences("function", function, w, step, ())


@tiny_is_zero
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
        If an argument is not as above, ``gradient`` returns anything but d finite numbers, or
        ``step`` is too small to change ``w``.
    """
    w = single_vector("w", w)
    matrix = _central_differences("gradient", gradient, w, step, w.shape)
    return (matrix + matrix.T) / 2


def _central_differences(
    name: str, function: Callable, w: ArrayLike, step: float | None, shape: tuple[int, ...]
) -> np.ndarray:
    w = single_vector("w", w)
    accepted = f"a function of w that returns finite numbers of shape {shape}"
    if not callable(function):
        raise ValueError(f"{name} must be {accepted}, not {function!r}")

    def evaluated(at: np.ndarray) -> np.ndarray:
        result = real_array(name, function(at), accepted)
        if result.shape != shape:
            raise ValueError(f"{name} must be {accepted}, not of shape {result.shape}")
        return result

    if step is None:
        h = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(w))
    else:
        h = np.full_like(w, positive("step", step))
    quotients = []
    for i, h_i in enumerate(h):
        ahead, behind = w.copy(), w.copy()
        with np.errstate(over="ignore"):
            ahead[i] += h_i
            behind[i] -= h_i
            # Divide by the distance that floats could represent, not by the one asked for.
            distance = ahead[i] - behind[i]
        if distance == 0:
            raise ValueError(f"step must be large enough to change w at {w[i]:.3g}, not {step!r}")
        if not np.isfinite(distance):
            raise ValueError(
                f"step must be small enough to stay finite at {w[i]:.3g}, not {step!r}"
            )
        with no_overflow(name):
            quotients.append((evaluated(ahead) - evaluated(behind)) / distance)
    return np.array(quotients)
