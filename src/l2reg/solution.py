"""The regularized minimum w̃, its condition number and its dual, the norm ball. Chapters 5 and 7."""

import math

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import accepts, no_overflow
from l2reg.spectrum import eigendecomposition, solvable, spectral_minimum


@accepts(
    H=valid.symmetric,
    w_star=(valid.single_vector, "H"),
    alpha=valid.one_or_many,
    overflow="w_star",
)
def regularized_minimum(H: ArrayLike, w_star: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return w̃ = (H+αI)⁻¹Hw*, the minimum of a quadratic J with the penalty.

    Source: ``eq-regularized-minimum``; Goodfellow et al., equation 7.10.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    w_star : A minimum of J, shape (d,).
    alpha : One strength of the penalty, or many of shape (k,); each ≥ 0. At α = 0 the limit α → 0
        is returned: ``w_star`` when H is positive definite, else its projection on the range of H.

    Returns
    -------
    ndarray : Shape (d,), or (k, d) for many strengths.
    """
    decomposition = eigendecomposition(H)
    if solvable(decomposition.eigenvalues, alpha, w_star):
        return np.linalg.solve(H + alpha * np.eye(len(H)), H @ w_star)
    # A matrix near singular would lose digits, one without an inverse has the limit for α → 0, and
    # many strengths would need a solution each: the eigenvalues serve all three.
    return spectral_minimum(decomposition, w_star, alpha)


@accepts(H=valid.symmetric, alpha=valid.non_negative, overflow="alpha")
def condition_number(H: ArrayLike, alpha: float = 0.0) -> float:
    """Return (λ_max+α)/(λ_min+α), the condition number of H + αI.

    Source: ``eq-condition-number``.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    alpha : Strength of the penalty, finite and ≥ 0.

    Returns
    -------
    float : At least 1; infinite when H is singular and α = 0.
    """
    eigenvalues = eigendecomposition(H).eigenvalues
    largest, smallest = eigenvalues.max() + alpha, eigenvalues.min() + alpha
    with np.errstate(over="ignore"):  # beside an α of almost nothing it is infinite too
        return float(largest / smallest) if smallest > 0 else math.inf


@accepts(H=valid.symmetric, w_star=(valid.single_vector, "H"), alpha=valid.one_or_many)
def constraint_radius(H: ArrayLike, w_star: ArrayLike, alpha: ArrayLike) -> np.ndarray:
    """Return r(α) = ‖w̃‖, the radius of the norm ball whose multiplier is α.

    Source: chapter 7; Goodfellow et al., section 7.2.

    Arguments as for `regularized_minimum`.

    Returns
    -------
    ndarray : A number, or shape (k,) for many strengths.
    """
    w_tilde = regularized_minimum(H, w_star, alpha)
    # Divided by its largest entry before it is squared, so that no scale is lost.
    size = np.maximum(np.abs(w_tilde).max(axis=-1), np.finfo(float).tiny)
    with no_overflow("w_star"):
        return size * np.linalg.norm(w_tilde / size[..., None], axis=-1)


@accepts(H=valid.symmetric, w_star=(valid.single_vector, "H"), radius=valid.positive)
def multiplier_for_radius(H: ArrayLike, w_star: ArrayLike, radius: float) -> float:
    """Return the α ≥ 0 whose w̃ minimizes J over the ball ‖w‖ ≤ ``radius``.

    Source: chapter 7. The equation 1/‖w̃(α)‖ = 1/radius is solved by Newton's method: its left side
    is increasing and concave in α, so that from the left every step stays on the left.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    w_star : A minimum of J, shape (d,).
    radius : Radius of the ball, finite and > 0.

    Returns
    -------
    float : 0 when the ball holds a minimum of J already; otherwise the only α with ‖w̃‖ =
        ``radius``.

    Raises
    ------
    ValueError : If ``radius`` is so small that λ + α overflows.
    """
    eigenvalues, Q = eigendecomposition(H)
    with no_overflow("w_star"):
        held = w_star @ Q
    curved = eigenvalues > 0  # in the other directions w̃ is 0
    eigenvalues, held = eigenvalues[curved], held[curved]
    # In units of the largest component, so that no square over- or underflows.
    size = np.abs(held).max(initial=0.0) or 1.0
    with np.errstate(over="ignore"):  # beside a w* of almost nothing any ball is wide
        held, wanted = held / size, radius / size
    alpha = 0.0
    for _ in range(200):
        with np.errstate(over="ignore"):
            stiffness = eigenvalues + alpha
        if not np.isfinite(stiffness).all():
            raise ValueError(f"radius must be large enough for a finite λ + α, not {radius:.3g}")
        kept = held * (eigenvalues / stiffness)
        norm = np.linalg.norm(kept)
        if norm <= wanted * (1 + 1e-14):
            break
        # d‖w̃‖²/dα = −2 Σ factorᵢ² cᵢ² / (λᵢ+α), divided by ‖w̃‖² before it is squared, so that a
        # small ball does not underflow.
        with np.errstate(over="ignore", divide="ignore"):
            alpha += (norm / np.float64(wanted) - 1) / ((kept / norm) ** 2 / stiffness).sum()
    else:
        raise ValueError(f"radius must be one whose α a float can tell, not {radius:.3g}")
    return float(alpha)


@accepts(H=valid.symmetric)
def projection_on_range(H: ArrayLike) -> np.ndarray:
    """Return the orthogonal projection on the range of H.

    Source: chapter 5.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).

    Returns
    -------
    ndarray : Shape (d, d). Times w*, it is the limit of w̃ for α → 0.
    """
    eigenvalues, Q = eigendecomposition(H)
    kept = Q[:, eigenvalues > 0]
    return kept @ kept.T
