"""Losses to minimize: what an objective is, the quadratic one, and any one with the penalty."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import Immutable, Watched, accepts, no_overflow, silent
from l2reg.penalty import l2_penalty, l2_penalty_gradient


class Objective(Protocol):
    """A loss J of weights w of shape (..., d), with its first two derivatives."""

    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,)."""

    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return ∇J(w), shape (..., d)."""

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return the matrix of second derivatives at w, shape (..., d, d)."""


class Quadratic(Immutable):
    """J(w) = J(w*) + ½ (w − w*)ᵀ H (w − w*).

    Source: ``eq-quadratic-approximation``; Goodfellow et al., equation 7.6.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    w_star : A minimum, shape (d,).
    minimum : J(w*), a finite number.
    """

    @accepts(H=valid.hessian, w_star=(valid.single_vector, "H"), minimum=valid.number)
    def __init__(self, H: ArrayLike, w_star: ArrayLike, minimum: float = 0.0) -> None:
        self.H, self.w_star, self.minimum = H, w_star, minimum

    @accepts(w=(valid.vector, "self.H"), overflow="w")
    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,), for w of shape (..., d)."""
        away = w - self.w_star
        return self.minimum + 0.5 * np.sum(away * (away @ self.H), axis=-1)

    @accepts(w=(valid.vector, "self.H"))
    @silent  # not finite, then: a step or a path says so
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return ∇J(w) = H(w − w*), shape (..., d); source ``eq-approximation-gradient``."""
        return (w - self.w_star) @ self.H  # H is symmetric: each row is H(w − w*)

    @accepts(w=(valid.vector, "self.H"))
    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return H for every w, shape (..., d, d)."""
        return np.broadcast_to(self.H, (*w.shape[:-1], *self.H.shape)).copy()

    def __repr__(self) -> str:
        return f"Quadratic(d={len(self.H)}, minimum={self.minimum:.4g})"


@dataclass(frozen=True)
class Regularized:
    """J̃(w) = J(w) + (α/2) wᵀw, around any objective J.

    Source: ``eq-regularized-objective``; Goodfellow et al., equation 7.2.

    Parameters
    ----------
    objective : The loss without the penalty.
    alpha : Strength of the penalty, finite and ≥ 0.
    """

    objective: Objective
    alpha: float

    def __post_init__(self) -> None:
        valid.objective("objective", self.objective)
        object.__setattr__(self, "alpha", valid.non_negative("alpha", self.alpha))

    @accepts(w=valid.vector)
    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J̃(w), shape (...,), for w of shape (..., d)."""
        value = Watched(self.objective).value(w)
        with no_overflow("w"):
            return value + self.alpha * l2_penalty(w)

    @accepts(w=valid.vector)
    @silent
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return ∇J(w) + αw, shape (..., d); source ``eq-regularized-gradient``."""
        gradient = Watched(self.objective, finite=False).gradient(w)
        return gradient + self.alpha * l2_penalty_gradient(w)

    @accepts(w=valid.vector)
    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return the Hessian of J plus αI, shape (..., d, d)."""
        matrix = Watched(self.objective).hessian(w)
        with no_overflow("alpha"):
            return matrix + self.alpha * np.eye(matrix.shape[-1])
