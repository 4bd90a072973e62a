"""Losses from data: least squares and logistic regression. Chapters 1, 4 and 8."""

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import Immutable, accepts, keeps_finite, no_overflow, silent
from l2reg.spectrum import solvable


class _DataLoss(Immutable):
    """A loss of a linear model on a table of examples."""

    @accepts(X=valid.table, y=(valid.single_vector, "X.T"))
    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        self.X, self.y = X, y

    def __repr__(self) -> str:
        n, d = self.X.shape
        return f"{type(self).__name__}(n={n}, d={d})"


class LeastSquares(_DataLoss):
    """J(w) = ½‖Xw − y‖².

    Parameters
    ----------
    X : Inputs, one row per example, shape (n, d).
    y : Targets, shape (n,).

    Notes
    -----
    A sum over examples, not a mean. Source: ``eq-least-squares``.
    """

    @accepts(w=(valid.vector, "self.X"), overflow="w")
    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,), for w of shape (..., d)."""
        return 0.5 * np.sum((w @ self.X.T - self.y) ** 2, axis=-1)

    @accepts(w=(valid.vector, "self.X"))
    @silent  # not finite, then: a step or a path says so
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return Xᵀ(Xw − y), shape (..., d)."""
        return (w @ self.X.T - self.y) @ self.X

    @accepts(w=(valid.vector, "self.X"))
    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return XᵀX for every w, shape (..., d, d)."""
        with no_overflow("X"):
            H = self.X.T @ self.X
        return np.broadcast_to(H, (*w.shape[:-1], *H.shape)).copy()

    @property
    def minimum_norm_solution(self) -> np.ndarray:
        """The shortest w that minimizes J, shape (d,)."""
        w = np.linalg.lstsq(self.X, self.y, rcond=None)[0]
        keeps_finite(w, "y", np.abs(self.y).max())
        return w


class LogisticLoss(_DataLoss):
    """J(w) = Σ ln(1 + e^{xᵢᵀw}) − yᵢ xᵢᵀw, minus the log-likelihood of a logistic model.

    Parameters
    ----------
    X : Inputs, one row per example, shape (n, d).
    y : Classes, each 0 or 1, shape (n,).

    Notes
    -----
    A sum over examples, not a mean.
    """

    @accepts(X=valid.table, y=(valid.classes, "X.T"))
    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        super().__init__(X, y)

    @accepts(w=(valid.vector, "self.X"), overflow="w")
    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,), for w of shape (..., d)."""
        # With y 0 or 1 each term is ln(1 + e^±z): no difference of two large numbers.
        return np.sum(np.logaddexp(0.0, (1 - 2 * self.y) * (w @ self.X.T)), axis=-1)

    @accepts(w=(valid.vector, "self.X"))
    @silent
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return Xᵀ(σ(Xw) − y), shape (..., d)."""
        sign = 1 - 2 * self.y  # σ(z) − y is ±σ(±z): no difference of two numbers near 1
        return (sign * _sigmoid(sign * (w @ self.X.T))) @ self.X

    @accepts(w=(valid.vector, "self.X"))
    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return Xᵀ diag(σ(1−σ)) X, shape (..., d, d)."""
        with no_overflow("w"):
            z = w @ self.X.T
        with no_overflow("X"):
            return (self.X.T * (_sigmoid(z) * _sigmoid(-z))[..., None, :]) @ self.X


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0.0, -z))  # no overflow and no cancellation for any z


@accepts(X=valid.table, y=(valid.single_vector, "X.T"), alpha=valid.one_or_many)
def ridge(X: ArrayLike, y: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return (XᵀX + αI)⁻¹Xᵀy, the minimum of ½‖Xw−y‖² + (α/2)‖w‖².

    Source: ``eq-ridge``.

    Parameters
    ----------
    X : Inputs, one row per example, shape (n, d).
    y : Targets, shape (n,).
    alpha : One strength of the penalty, or many of shape (k,); each ≥ 0. At α = 0 the limit, the
        minimum-norm solution.

    Returns
    -------
    ndarray : Shape (d,), or (k, d) for many strengths.
    """
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    with np.errstate(over="ignore"):
        eigenvalues = s * s
    if len(s) == X.shape[1] and solvable(eigenvalues, alpha, y):
        return np.linalg.solve(X.T @ X + alpha * np.eye(len(s)), X.T @ y)
    # Elsewhere, by s/(s²+α): XᵀX has the square of the condition number of X, and may be singular.
    s = np.where(s > max(X.shape) * np.finfo(float).eps * s[0], s, np.inf)  # 1/∞: no part in w
    with np.errstate(over="ignore"):
        filters = 1 / (s + alpha[..., None] / s)
    with no_overflow("y"):
        return (filters * (y @ U)) @ Vt
