"""The eigenvalues of H decide: decomposition, shrinkage, whole paths. Chapters 5 and 6."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import (
    no_overflow,
    non_negative,
    semidefinite,
    single_vector,
    symmetric,
    tiny_is_zero,
)


class Eigendecomposition(NamedTuple):
    """H = Q Λ Qᵀ.

    Attributes
    ----------
    eigenvalues
        Shape (d,), largest first, none below zero.
    Q
        Orthogonal, shape (d, d); column i belongs to eigenvalue i.
    """

    eigenvalues: np.ndarray
    Q: np.ndarray


@tiny_is_zero
def eigendecomposition(H: ArrayLike) -> Eigendecomposition:
    """Decompose H = QΛQᵀ, largest eigenvalue first.

    Parameters
    ----------
    H
        Symmetric positive semi-definite, shape (d, d).

    Returns
    -------
    Eigendecomposition
        Eigenvalues within rounding of zero, d · 2⁻⁵² · λ_max, are exactly zero, unless H is
        diagonal: no float tells them from zero. The entry of largest magnitude of
        each column of Q is positive (the first of them, when several are equal up to rounding), so
        that signs do not depend on the last bit.

    Raises
    ------
    ValueError
        If ``H`` is not symmetric positive semi-definite.

    Notes
    -----
    Source: ``eq-eigendecomposition``.
    """
    eigenvalues, Q = (part[..., ::-1] for part in _decomposed(H))
    magnitude = np.abs(Q)
    first = (magnitude > (1 - 1e-8) * magnitude.max(axis=0)).argmax(axis=0)
    largest = np.take_along_axis(Q, first[None, :], axis=0)
    return Eigendecomposition(eigenvalues, Q * np.where(largest < 0, -1.0, 1.0))


def _decomposed(H: ArrayLike) -> Eigendecomposition:
    """Return the same, smallest first and the signs as they come: for sums over all of it."""
    H = symmetric("H", H)
    eigenvalues, Q = np.linalg.eigh(H)
    semidefinite("H", H, eigenvalues)
    # Below this an eigenvalue of a matrix of this size cannot be told from zero.
    small = eigenvalues <= len(eigenvalues) * np.finfo(float).eps * eigenvalues[-1]
    if small.any():
        # A diagonal is its own eigenvalues, of which none was rounded.
        diagonal = np.count_nonzero(H) == np.count_nonzero(np.diagonal(H))
        eigenvalues[eigenvalues <= 0 if diagonal else small] = 0.0
    return Eigendecomposition(eigenvalues, Q)


@tiny_is_zero
def shrinkage_factors(eigenvalues: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return λᵢ/(λᵢ+α), what is left of each component of w*.

    Parameters
    ----------
    eigenvalues
        Of H, each ≥ 0, shape (d,).
    alpha
        One strength of the penalty, or many of shape (k,); each ≥ 0.

    Returns
    -------
    ndarray
        Shape (d,), or (k, d) for many strengths. A zero eigenvalue gives 0, also at α = 0.

    Raises
    ------
    ValueError
        If an argument is negative, not finite or of another shape.

    Notes
    -----
    Source: ``eq-shrinkage``.
    """
    eigenvalues = single_vector("eigenvalues", eigenvalues)
    if (eigenvalues < 0).any():
        raise ValueError(f"eigenvalues must be >= 0, not {eigenvalues.min():.3g}")
    alpha = non_negative("alpha", alpha, many=True)
    with no_overflow("alpha"):
        total = eigenvalues + alpha[..., None]
    total[..., eigenvalues == 0] = 1.0  # 0, and not 0/0, where α is 0 too
    return np.divide(eigenvalues, total, out=total)


@tiny_is_zero
def effective_parameters(eigenvalues: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return Σ λᵢ/(λᵢ+α), how many directions the data still decide.

    Arguments and errors as for `shrinkage_factors`.

    Returns
    -------
    ndarray
        A number, or shape (k,) for many strengths.

    Notes
    -----
    Source: ``eq-effective-parameters``.
    """
    return shrinkage_factors(eigenvalues, alpha).sum(axis=-1)


@tiny_is_zero
def regularization_path(H: ArrayLike, w_star: ArrayLike, alphas: ArrayLike) -> np.ndarray:
    """Return w̃ for every strength of the penalty, from one eigendecomposition.

    Parameters
    ----------
    H
        Symmetric positive semi-definite, shape (d, d).
    w_star
        A minimum of J, shape (d,).
    alphas
        Strengths of the penalty, each ≥ 0, shape (k,).

    Returns
    -------
    ndarray
        Shape (k, d). At α = 0 the limit: what of ``w_star`` lies in the range of H.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-spectral-solution``, w̃ = Q(Λ+αI)⁻¹ΛQᵀw*.
    """
    alphas = non_negative("alphas", alphas, many=True)
    if alphas.ndim == 0:
        raise ValueError(f"alphas must be a vector of shape (k,), not {alphas}")
    return shrunk(_decomposed(H), w_star, alphas)


_AT_ONCE = 250  # strengths: their rows stay in the processor's cache


def shrunk(spectrum: Eigendecomposition, w_star: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Rotate, scale, rotate back: w̃ (d,), or (k, d), from a decomposition already at hand."""
    eigenvalues, Q = spectrum
    with no_overflow("w_star"):
        rotated = single_vector("w_star", w_star, len(eigenvalues)) @ Q
    alpha = non_negative("alpha", alpha, many=True)
    path = np.empty((*alpha.shape, len(eigenvalues)))
    rows, strengths = np.atleast_2d(path), np.atleast_1d(alpha)  # views
    for start in range(0, len(strengths), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        scaled = shrinkage_factors(eigenvalues, strengths[some])
        scaled *= rotated
        np.matmul(scaled, Q.T, out=rows[some])
    return path


def stiffest(H: ArrayLike) -> float:
    """Return λ_max of a symmetric positive semi-definite H, at least 0."""
    H = symmetric("H", H)
    eigenvalues = np.linalg.eigvalsh(H)
    semidefinite("H", H, eigenvalues)
    return max(float(eigenvalues[-1]), 0.0)
