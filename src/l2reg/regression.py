"""Losses from data: least squares and logistic regression. Chapters 1, 4 and 8."""

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import (
    Immutable,
    no_overflow,
    non_negative,
    real_array,
    silent,
    single_vector,
    tiny_is_zero,
    vector,
)


@tiny_is_zero
class _DataLoss(Immutable):
    """A loss of a linear model on a table of examples."""

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        self.X = real_array("X", X, "a matrix of finite numbers of shape (n, d)")
        if self.X.ndim != 2 or 0 in self.X.shape:
            raise ValueError(f"X must be a matrix of shape (n, d), not of shape {self.X.shape}")
        self.y = single_vector("y", y, len(self.X))
        for array in (self.X, self.y):
            array.flags.writeable = False

    def _predictions(self, w: ArrayLike) -> np.ndarray:
        return vector("w", w, self.X.shape[1]) @ self.X.T

    def __repr__(self) -> str:
        n, d = self.X.shape
        return f"{type(self).__name__}(n={n}, d={d})"


@tiny_is_zero
class LeastSquares(_DataLoss):
    """J(w) = ½‖Xw − y‖².

    Parameters
    ----------
    X
        Inputs, one row per example, shape (n, d).
    y
        Targets, shape (n,).

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    A sum over examples, not a mean. Source: ``eq-least-squares``.
    """

    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,), for w of shape (..., d)."""
        with no_overflow("w"):
            return 0.5 * np.sum((self._predictions(w) - self.y) ** 2, axis=-1)

    @silent  # not finite, then: a step or a path says so
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return Xᵀ(Xw − y), shape (..., d)."""
        return (self._predictions(w) - self.y) @ self.X

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return XᵀX for every w, shape (..., d, d)."""
        H = self.X.T @ self.X
        return np.broadcast_to(H, (*vector("w", w, len(H)).shape[:-1], *H.shape)).copy()

    @property
    def minimum_norm_solution(self) -> np.ndarray:
        """The shortest w that minimizes J, shape (d,)."""
        return np.linalg.lstsq(self.X, self.y, rcond=None)[0]


@tiny_is_zero
class LogisticLoss(_DataLoss):
    """J(w) = Σ ln(1 + e^{xᵢᵀw}) − yᵢ xᵢᵀw, minus the log-likelihood of a logistic model.

    Parameters
    ----------
    X
        Inputs, one row per example, shape (n, d).
    y
        Classes, each 0 or 1, shape (n,).

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    A sum over examples, not a mean.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        super().__init__(X, y)
        if not np.isin(self.y, (0.0, 1.0)).all():
            raise ValueError(f"y must hold classes, each 0 or 1, not {np.unique(self.y)}")

    def value(self, w: ArrayLike) -> np.ndarray:
        """Return J(w), shape (...,), for w of shape (..., d)."""
        # With y 0 or 1 each term is ln(1 + e^±z): no difference of two large numbers.
        with no_overflow("w"):
            return np.sum(np.logaddexp(0.0, (1 - 2 * self.y) * self._predictions(w)), axis=-1)

    @silent
    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return Xᵀ(σ(Xw) − y), shape (..., d)."""
        sign = 1 - 2 * self.y  # σ(z) − y is ±σ(±z): no difference of two numbers near 1
        return (sign * _sigmoid(sign * self._predictions(w))) @ self.X

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return Xᵀ diag(σ(1−σ)) X, shape (..., d, d)."""
        with no_overflow("w"):
            z = self._predictions(w)
        return (self.X.T * (_sigmoid(z) * _sigmoid(-z))[..., None, :]) @ self.X


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0.0, -z))  # no overflow and no cancellation for any z


@tiny_is_zero
def ridge(X: ArrayLike, y: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return (XᵀX + αI)⁻¹Xᵀy, the minimum of ½‖Xw−y‖² + (α/2)‖w‖².

    Parameters
    ----------
    X
        Inputs, one row per example, shape (n, d).
    y
        Targets, shape (n,).
    alpha
        One strength of the penalty, or many of shape (k,); each ≥ 0. At α = 0 the limit, the
        minimum-norm solution.

    Returns
    -------
    ndarray
        Shape (d,), or (k, d) for many strengths.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-ridge``. From one singular value decomposition of X, so that its condition number
    is not squared.
    """
    loss = LeastSquares(X, y)
    alpha = non_negative("alpha", alpha, many=True)
    U, s, Vt = np.linalg.svd(loss.X, full_matrices=False)
    s = np.where(s > max(loss.X.shape) * np.finfo(float).eps * s[0], s, 0.0)
    # s/(s²+α), without a square that over- or underflows.
    with np.errstate(over="ignore"):
        ratio = np.zeros((*alpha.shape, len(s)))
        total = s + np.divide(alpha[..., None], s, out=ratio, where=s > 0)
    filters = np.divide(1.0, total, out=np.zeros_like(total), where=s > 0)
    with no_overflow("y"):
        return (filters * (loss.y @ U)) @ Vt
