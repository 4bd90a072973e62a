"""The eigenvalues of H decide: decomposition, shrinkage, whole paths. Chapters 5 and 6."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import accepts


class Eigendecomposition(NamedTuple):
    """H = Q Λ Qᵀ.

    Attributes
    ----------
    eigenvalues : Shape (d,), largest first, none below zero.
    Q : Orthogonal, shape (d, d); column i belongs to eigenvalue i.
    """

    eigenvalues: np.ndarray
    Q: np.ndarray


@accepts(H=valid.symmetric)
def eigendecomposition(H: ArrayLike) -> Eigendecomposition:
    """Decompose H = QΛQᵀ, largest eigenvalue first.

    Source: ``eq-eigendecomposition``.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).

    Returns
    -------
    Eigendecomposition : Eigenvalues within rounding of zero, d · 2⁻⁵² · λ_max, are exactly zero,
        unless H is diagonal: no float tells them from zero. The entry of largest magnitude of each
        column of Q is positive (the first of them, when several are equal up to rounding), so that
        signs do not depend on the last bit.
    """
    eigenvalues, Q = (part[..., ::-1] for part in np.linalg.eigh(H))
    valid.semidefinite("H", H, eigenvalues)
    # A diagonal is its own eigenvalues, of which none was rounded.
    diagonal = np.count_nonzero(H) == np.count_nonzero(np.diagonal(H))
    rounding = 0.0 if diagonal else len(H) * np.finfo(float).eps * eigenvalues[0]
    eigenvalues = np.where(eigenvalues <= rounding, 0.0, eigenvalues)
    magnitude = np.abs(Q)
    first = (magnitude > (1 - 1e-8) * magnitude.max(axis=0)).argmax(axis=0)
    largest = np.take_along_axis(Q, first[None, :], axis=0)
    return Eigendecomposition(eigenvalues, Q * np.where(largest < 0, -1.0, 1.0))


@accepts(eigenvalues=valid.spectrum, alpha=valid.one_or_many, overflow="alpha")
def shrinkage_factors(eigenvalues: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return λᵢ/(λᵢ+α), what is left of each component of w*.

    Source: ``eq-shrinkage``.

    Parameters
    ----------
    eigenvalues : Of H, each ≥ 0, shape (d,).
    alpha : One strength of the penalty, or many of shape (k,); each ≥ 0.

    Returns
    -------
    ndarray : Shape (d,), or (k, d) for many strengths. A zero eigenvalue gives 0, also at α = 0.
    """
    alpha = np.where(eigenvalues == 0, 1.0, alpha[..., None])  # 0, and not 0/0, where α is 0 too
    return eigenvalues / (eigenvalues + alpha)


@accepts(eigenvalues=valid.spectrum, alpha=valid.one_or_many)
def effective_parameters(eigenvalues: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return Σ λᵢ/(λᵢ+α), how many directions the data still decide.

    Source: ``eq-effective-parameters``.

    Arguments as for `shrinkage_factors`.

    Returns
    -------
    ndarray : A number, or shape (k,) for many strengths.
    """
    return shrinkage_factors(eigenvalues, alpha).sum(axis=-1)


@accepts(H=valid.symmetric, w_star=(valid.single_vector, "H"), alphas=valid.many, overflow="w_star")
def regularization_path(H: ArrayLike, w_star: ArrayLike, alphas: ArrayLike) -> np.ndarray:
    """Return w̃ for every strength of the penalty, from one eigendecomposition.

    Source: ``eq-spectral-solution``, w̃ = Q(Λ+αI)⁻¹ΛQᵀw*.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    w_star : A minimum of J, shape (d,).
    alphas : Strengths of the penalty, each ≥ 0, shape (k,).

    Returns
    -------
    ndarray : Shape (k, d). At α = 0 the limit: what of ``w_star`` lies in the range of H.
    """
    return spectral_minimum(eigendecomposition(H), w_star, alphas)


def spectral_minimum(
    decomposition: Eigendecomposition, w_star: np.ndarray, alpha: np.ndarray
) -> np.ndarray:
    """Return Q(Λ+αI)⁻¹ΛQᵀw*, shape (d,), or (k, d) for many strengths."""
    eigenvalues, Q = decomposition
    return (shrinkage_factors(eigenvalues, alpha) * (w_star @ Q)) @ Q.T


def solvable(eigenvalues: np.ndarray, alpha: np.ndarray, right: np.ndarray) -> bool:
    """Say whether a solver finds (H+αI)⁻¹ times what is on the right as exactly as eigenvalues do.

    It loses as many digits as the condition number has: here four of sixteen at most, and none to
    numbers near the ends of a float. It also takes only one α; the eigenvalues serve many at once.
    """
    if alpha.ndim:
        return False
    with np.errstate(over="ignore"):
        largest, smallest = eigenvalues.max() + alpha, eigenvalues.min() + alpha
    sizes = (largest, smallest, np.abs(right).max())
    return bool(min(sizes) > 1e-100 and max(sizes) < 1e100 and largest < 1e4 * smallest)
