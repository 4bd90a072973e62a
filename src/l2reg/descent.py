"""Gradient descent, without and with weight decay: chapter 3."""

from collections.abc import Sequence
from inspect import unwrap

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import accepts, no_overflow, silent
from l2reg.objective import Objective, Quadratic
from l2reg.spectrum import eigendecomposition

_STEP = {"objective": valid.differentiable, "w": valid.vector, "learning_rate": valid.positive}


@accepts(**_STEP, finite="learning_rate")
def gradient_step(objective: Objective, w: ArrayLike, learning_rate: float) -> np.ndarray:
    """Return w − ε∇J(w), one step without the penalty.

    Source: ``eq-unregularized-step``.

    Parameters
    ----------
    objective : The loss J.
    w : Weights, shape (..., d).
    learning_rate : ε, finite and > 0.

    Returns
    -------
    ndarray : The weights after the step, shape (..., d).
    """
    return w - learning_rate * objective.gradient(w)


@accepts(**_STEP, alpha=valid.non_negative, finite="learning_rate")
def regularized_step(
    objective: Objective, w: ArrayLike, alpha: float, learning_rate: float
) -> np.ndarray:
    """Return w − ε(αw + ∇J(w)), one step down the regularized loss.

    Source: ``eq-regularized-step``; Goodfellow et al., equation 7.4.

    Parameters
    ----------
    objective : The loss J, without the penalty.
    w : Weights, shape (..., d).
    alpha : Strength of the penalty, finite and ≥ 0.
    learning_rate : ε, finite and > 0.

    Returns
    -------
    ndarray : The weights after the step, shape (..., d).

    Raises
    ------
    ValueError : If the step leaves what a float holds.
    """
    gradient = objective.gradient(w)
    return w - learning_rate * (alpha * w + gradient)


@accepts(**_STEP, alpha=valid.non_negative, finite="learning_rate")
def weight_decay_step(
    objective: Objective, w: ArrayLike, alpha: float, learning_rate: float
) -> np.ndarray:
    """Return (1−εα)w − ε∇J(w): shrink, and step with the gradient at w.

    Arguments, result and errors as for `regularized_step`, which it equals up to rounding.

    Source: ``eq-weight-decay``; Goodfellow et al., equation 7.5.
    """
    gradient = objective.gradient(w)
    return (1 - learning_rate * alpha) * w - learning_rate * gradient


# The equations alone, for a loop.
_FORMS = {"decay": unwrap(weight_decay_step), "penalty": unwrap(regularized_step)}


@accepts(
    objective=valid.differentiable,
    w_0=valid.vector,
    learning_rate=valid.positive,
    steps=valid.count,
    alpha=valid.non_negative,
    form=valid.that_is(f"one of {[*_FORMS]}", lambda x: isinstance(x, str) and x in _FORMS),
)
@silent
def descend(
    objective: Objective,
    w_0: ArrayLike,
    learning_rate: float,
    steps: int,
    *,
    alpha: float = 0.0,
    form: str = "decay",
) -> np.ndarray:
    """Follow gradient descent for a number of steps.

    Parameters
    ----------
    objective : The loss J, without the penalty.
    w_0 : The start, shape (..., d).
    learning_rate : ε, finite and > 0.
    steps : How many steps, a whole number ≥ 0.
    alpha : Strength of the penalty, finite and ≥ 0.
    form : ``"decay"`` or ``"penalty"``: which of the two equal forms of a step to take.

    Returns
    -------
    ndarray : The trajectory, shape (steps + 1, ..., d), always finite: where descent diverges
        beyond what a float holds, the last finite point is repeated.
    """
    objective._replace(at="w_0").gradient(w_0)  # a start of the wrong size fails here
    path = np.empty((steps + 1, *w_0.shape))
    path[0] = w_0
    for t in range(steps):
        J = objective._replace(at=f"w_{t}", finite=False)
        w = _FORMS[form](J, path[t], alpha, learning_rate)
        path[t + 1] = np.where(np.isfinite(w).all(axis=-1, keepdims=True), w, path[t])
    return path


@accepts(
    quadratic=valid.that_is("a Quadratic", lambda J: isinstance(J, Quadratic)),
    w_0=(valid.vector, "quadratic.H"),
    learning_rate=valid.positive,
    steps=valid.step_numbers,
    alpha=valid.non_negative,
)
def quadratic_trajectory(
    quadratic: Quadratic,
    w_0: ArrayLike,
    learning_rate: float,
    steps: int | Sequence[int] | np.ndarray,
    alpha: float = 0.0,
) -> np.ndarray:
    """Return descent on a quadratic in closed form, every step at once.

    Parameters
    ----------
    quadratic : The loss J, without the penalty.
    w_0 : The start, shape (..., d).
    learning_rate : ε, finite and > 0.
    steps : How many steps, a whole number ≥ 0; or the steps wanted, whole numbers ≥ 0 of shape
        (k,).
    alpha : Strength of the penalty, finite and ≥ 0.

    Returns
    -------
    ndarray : Shape (steps + 1, ..., d), or (k, ..., d); always finite: where descent diverges
        beyond 10³⁰⁰, the last point before is repeated.

    Notes
    -----
    w_t = w̃ + Q(I − ε(Λ+αI))ᵗQᵀ(w₀−w̃); source ``eq-component-factor``. In a direction without
    curvature, at α = 0, the factor is 1 and nothing moves.
    """
    eigenvalues, Q = eigendecomposition(quadratic.H)
    with no_overflow("alpha"):
        stiffness = eigenvalues + alpha
    # Component by component: rest is Qᵀw̃, or Qᵀw* where nothing pulls at all.
    kept = np.divide(eigenvalues, stiffness, out=np.ones_like(stiffness), where=stiffness > 0)
    with no_overflow("w_0"):
        rest = kept * (quadratic.w_star @ Q)
        away = w_0 @ Q - rest
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        factors = 1 - learning_rate * stiffness
        t = np.minimum(steps.reshape(-1, *[1] * w_0.ndim), _last_step(factors, away))
        # A component at rest stays, whatever power of its factor overflows.
        path = (rest + np.where(away == 0, 0.0, factors**t * away)) @ Q.T
    return np.where(t == 0, w_0, path)


@accepts(H=valid.hessian, alpha=valid.one_or_many, overflow="alpha")
def largest_stable_learning_rate(H: ArrayLike, alpha: ArrayLike = 0.0) -> np.ndarray:
    """Return 2/(λ_max+α), the border below which descent on a quadratic settles.

    Source: ``eq-stability``. At the border itself one component swings for ever.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    alpha : One strength of the penalty, or many of shape (k,); each ≥ 0.

    Returns
    -------
    ndarray : A number, or shape (k,); infinite where λ_max + α is 0.
    """
    stiffness = max(np.linalg.eigvalsh(H).max(), 0.0) + alpha
    with np.errstate(over="ignore", divide="ignore"):  # 2 over nothing, or almost, is infinite
        return np.divide(2, stiffness)


@accepts(H=valid.symmetric, alpha=valid.non_negative, learning_rate=valid.positive)
def regime(H: ArrayLike, alpha: float, learning_rate: float) -> str:
    """Say what descent does on a quadratic: settle, settle with swings, or neither.

    Parameters
    ----------
    H : Symmetric positive semi-definite, shape (d, d).
    alpha : Strength of the penalty, finite and ≥ 0.
    learning_rate : ε, finite and > 0.

    Returns
    -------
    str : ``"monotone"`` if ε ≤ 1/(λ_max+α), ``"oscillating"`` if ε lies between that and
        2/(λ_max+α), ``"divergent"`` at that border and beyond.

    Source: ``eq-stability``.
    """
    limit = largest_stable_learning_rate(H, alpha)
    if learning_rate <= limit / 2:
        return "monotone"
    return "oscillating" if learning_rate < limit else "divergent"


def _last_step(factors: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Return how many steps keep every component within 10³⁰⁰ of rest, shape (..., 1)."""
    growth = np.log(np.abs(factors))
    room = (np.log(1e300) - np.log(np.abs(away))) / growth
    steps = np.where((growth > 0) & (away != 0), room, np.inf)
    return np.floor(np.maximum(steps.min(axis=-1, keepdims=True), 0.0))
