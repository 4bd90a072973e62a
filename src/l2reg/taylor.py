"""The second-order model of a loss, and the quadratic approximation at a minimum: chapter 4."""

import math

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import Immutable, Watched, accepts, silent
from l2reg.objective import Objective, Quadratic


class TaylorModel(Immutable):
    """J(w₀) + (w−w₀)ᵀg + ½ (w−w₀)ᵀH(w−w₀), with g and H taken at w₀.

    Source: ``eq-taylor-multivariate``.

    Parameters
    ----------
    objective : Any loss.
    w_0 : The point of expansion, shape (d,).

    Raises
    ------
    ValueError : If ``w_0`` is not one vector that suits ``objective``, or a derivative there is not
        finite.
    """

    @accepts(objective=valid.objective, w_0=valid.single_vector)
    def __init__(self, objective: Objective, w_0: ArrayLike) -> None:
        self.w_0 = w_0
        self.value_0, self.gradient_0, self.H = _derivatives(objective, "w_0", w_0)

    @accepts(w=(valid.vector, "self.H"), overflow="w")
    def value(self, w: ArrayLike) -> np.ndarray:
        """Return the model at w, shape (...,), for w of shape (..., d)."""
        away = w - self.w_0
        curved = 0.5 * np.sum(away * (away @ self.H), axis=-1)
        return self.value_0 + away @ self.gradient_0 + curved

    @accepts(w=(valid.vector, "self.H"))
    @silent
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return g + H(w−w₀), shape (..., d)."""
        return self.gradient_0 + (w - self.w_0) @ self.H

    @accepts(w=(valid.vector, "self.H"))
    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return H for every w, shape (..., d, d)."""
        return np.broadcast_to(self.H, (*w.shape[:-1], *self.H.shape)).copy()

    def __repr__(self) -> str:
        return f"TaylorModel(d={len(self.w_0)})"


@accepts(objective=valid.objective, w_star=valid.single_vector, tolerance=valid.positive)
def quadratic_approximation(
    objective: Objective, w_star: ArrayLike, *, tolerance: float = 1e-6
) -> Quadratic:
    """Return Ĵ(w) = J(w*) + ½ (w−w*)ᵀH(w−w*), the model at a minimum.

    Source: ``eq-quadratic-approximation``; Goodfellow et al., equation 7.6.

    Parameters
    ----------
    objective : Any loss.
    w_star : A minimum of it, shape (d,).
    tolerance : The largest ‖∇J(w*)‖ that still counts as zero, times max(1, ‖H‖).

    Returns
    -------
    Quadratic : With H the Hessian at ``w_star`` and the minimum value J(w*).

    Raises
    ------
    ValueError : If the gradient at ``w_star`` is not zero, or H is not positive semi-definite
        there: ``w_star`` is no minimum, and the linear term may not be dropped.
    """
    minimum, gradient, H = _derivatives(objective, "w_star", w_star)
    # hypot, unlike a sum of squares, is as large as its result and no larger.
    slope, size = (math.hypot(*part.flat) for part in (gradient, H))
    if size == math.inf:
        raise ValueError("objective must have a Hessian small enough for a float to hold its norm")
    if slope > tolerance * max(1.0, size):
        raise ValueError(
            f"w_star must be a minimum of objective: its gradient has norm {slope:.3g}, not 0"
        )
    try:
        return Quadratic(H, w_star, minimum)
    except ValueError as error:
        raise ValueError(f"w_star must be a minimum of objective: {error}") from error


def _derivatives(
    objective: Objective, name: str, w: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return J, ∇J (d,) and H (d, d) at one point, all finite."""
    accepted = "an objective with finite derivatives at " + name
    J = Watched(objective, name, finite=False)
    parts = (J.gradient(w), J.value(w), J.hessian(w))
    gradient, value, H = (valid.real_array("objective", part, accepted) for part in parts)
    asymmetry = np.abs(H - H.T).max()
    if asymmetry > 1e-6 * np.abs(H).max():  # as central differences leave it, and more
        raise ValueError(
            f"objective must have a symmetric Hessian at {name}; it is not, by {asymmetry:.3g}"
        )
    return float(value), gradient, H / 2 + H.T / 2
