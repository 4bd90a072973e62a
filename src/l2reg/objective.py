"""Losses to minimize: what an objective is, the quadratic one, and any one with the penalty."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import (
    Immutable,
    hessian,
    no_overflow,
    non_negative,
    objective,
    real_array,
    silent,
    single_vector,
    tiny_is_zero,
    vector,
)
from l2reg.penalty import l2_penalty, l2_penalty_gradient


class Objective(Protocol):
    """A loss J of weights w of shape (..., d), with its first two derivatives."""

    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,)."""

    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return ∇J(w), shape (..., d)."""

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return the matrix of second derivatives at w, shape (..., d, d)."""


@tiny_is_zero
class Quadratic(Immutable):
    """J(w) = J(w*) + ½ (w − w*)ᵀ H (w − w*).

    Parameters
    ----------
    H
        Symmetric positive semi-definite, shape (d, d).
    w_star
        A minimum, shape (d,).
    minimum
        J(w*), a finite number.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-quadratic-approximation``; Goodfellow et al., equation 7.6.
    """

    def __init__(self, H: ArrayLike, w_star: ArrayLike, minimum: float = 0.0) -> None:
        self.H = hessian("H", H)
        self.w_star = single_vector("w_star", w_star, len(self.H))
        lowest = real_array("minimum", minimum, "a finite number")
        if lowest.ndim:
            raise ValueError(f"minimum must be a finite number, not of shape {lowest.shape}")
        self.minimum = float(lowest)
        for array in (self.H, self.w_star):
            array.flags.writeable = False

    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,), for w of shape (..., d)."""
        with no_overflow("w"):
            away = self._from_minimum(w)
            return self.minimum + 0.5 * np.sum(away * (away @ self.H), axis=-1)

    @silent  # not finite, then: a step or a path says so
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return ∇J(w) = H(w − w*), shape (..., d); source ``eq-approximation-gradient``."""
        return self._from_minimum(w) @ self.H  # H is symmetric: each row is H(w − w*)

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return H for every w, shape (..., d, d)."""
        away = self._from_minimum(w)
        return np.broadcast_to(self.H, (*away.shape[:-1], *self.H.shape)).copy()

    def __repr__(self) -> str:
        return f"Quadratic(d={len(self.H)}, minimum={self.minimum:.4g})"

    def _from_minimum(self, w: ArrayLike) -> np.ndarray:
        return vector("w", w, len(self.H)) - self.w_star


@tiny_is_zero
@dataclass(frozen=True)
class Regularized:
    """J̃(w) = J(w) + (α/2) wᵀw, around any objective J.

    Parameters
    ----------
    objective
        The loss without the penalty.
    alpha
        Strength of the penalty, finite and ≥ 0.

    Raises
    ------
    ValueError
        If ``objective`` lacks a method of one, or ``alpha`` is negative or not finite.

    Notes
    -----
    Source: ``eq-regularized-objective``; Goodfellow et al., equation 7.2.
    """

    objective: Objective
    alpha: float

    def __post_init__(self) -> None:
        objective("objective", self.objective, "value", "gradient", "hessian")
        object.__setattr__(self, "alpha", float(non_negative("alpha", self.alpha)))

    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J̃(w), shape (...,), for w of shape (..., d)."""
        w = vector("w", w)  # an array, and not the caller's: any objective may take it as it likes
        return self.objective.value(w.copy()) + self.alpha * l2_penalty(w)

    @silent
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return ∇J(w) + αw, shape (..., d); source ``eq-regularized-gradient``."""
        w = vector("w", w)
        return self.objective.gradient(w.copy()) + self.alpha * l2_penalty_gradient(w)

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return the Hessian of J plus αI, shape (..., d, d)."""
        matrix = np.asarray(self.objective.hessian(vector("w", w)))
        with no_overflow("alpha"):
            return matrix + self.alpha * np.eye(matrix.shape[-1])
