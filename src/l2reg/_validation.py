"""What the library accepts, said once: every failure is a ``ValueError`` naming the argument."""

import numpy as np
from numpy.typing import ArrayLike


def real_array(name: str, value: ArrayLike, accepted: str) -> np.ndarray:
    """Return a new float array of finite numbers, or raise ``ValueError`` naming the argument."""
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be {accepted}, not {value!r}") from error
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be {accepted}, not {value!r}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be {accepted}: all finite, not {value!r}")
    return np.array(array, dtype=float)


def vector(name: str, value: ArrayLike, dimension: int | None = None) -> np.ndarray:
    """Return weights of shape (..., d), d ≥ 1; with ``dimension`` given, d must equal it."""
    wanted = "d" if dimension is None else str(dimension)
    accepted = f"an array of finite real numbers of shape (..., {wanted})"
    array = real_array(name, value, accepted)
    if array.ndim < 1 or array.shape[-1] < 1:
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    if dimension is not None and array.shape[-1] != dimension:
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    return array


def single_vector(name: str, value: ArrayLike, dimension: int | None = None) -> np.ndarray:
    """Return one vector of shape (d,)."""
    array = vector(name, value, dimension)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one vector of shape (d,), not of shape {array.shape}")
    return array


def _above(name: str, value: ArrayLike, accepted: str, *, zero: bool, many: bool) -> np.ndarray:
    array = real_array(name, value, accepted)
    if array.ndim and not (many and array.ndim == 1 and array.size):
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    if not ((array >= 0) if zero else (array > 0)).all():
        raise ValueError(f"{name} must be {accepted}, not {value!r}")
    return array


def non_negative(name: str, value: ArrayLike, *, many: bool = False) -> np.ndarray:
    """Return one finite number ≥ 0, or with ``many`` a vector of them; shape () or (k,)."""
    accepted = "one or many finite numbers >= 0" if many else "a finite number >= 0"
    return _above(name, value, accepted, zero=True, many=many)


def positive(name: str, value: ArrayLike) -> float:
    """Return one finite number > 0."""
    return float(_above(name, value, "a finite number > 0", zero=False, many=False))


def count(name: str, value: int) -> int:
    """Return a whole number ≥ 0."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer) or value < 0:
        raise ValueError(f"{name} must be a whole number >= 0, not {value!r}")
    return int(value)


def hessian(name: str, value: ArrayLike, *, tolerance: float = 1e-10) -> np.ndarray:
    """Return a symmetric positive semi-definite matrix of shape (d, d), exactly symmetric.

    Rounding is forgiven: up to ``tolerance`` times the largest entry.
    """
    accepted = "a symmetric positive semi-definite matrix of shape (d, d)"
    matrix = real_array(name, value, accepted)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.shape[0] < 1:
        raise ValueError(f"{name} must be {accepted}, not of shape {matrix.shape}")
    scale = np.abs(matrix).max()
    asymmetry = np.abs(matrix - matrix.T).max()
    if asymmetry > tolerance * scale:
        raise ValueError(f"{name} must be {accepted}; it is not symmetric, by {asymmetry:.3g}")
    matrix = matrix / 2 + matrix.T / 2
    lowest = np.linalg.eigvalsh(matrix)[0]
    if lowest < -tolerance * len(matrix) * scale:
        raise ValueError(f"{name} must be {accepted}; it has the eigenvalue {lowest:.3g}")
    return matrix
