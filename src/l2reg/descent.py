"""Gradient descent, without and with weight decay: chapter 3."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import (
    count,
    gradient_at,
    no_overflow,
    non_negative,
    positive,
    real_array,
    shown,
    step_arguments,
    tiny_is_zero,
    vector,
)
from l2reg.objective import Objective, Quadratic
from l2reg.spectrum import eigendecomposition, stiffest


@tiny_is_zero
def gradient_step(objective: Objective, w: ArrayLike, learning_rate: float) -> np.ndarray:
    """Return w − ε∇J(w), one step without the penalty.

    Parameters
    ----------
    objective
        The loss J.
    w
        Weights, shape (..., d).
    learning_rate
        ε, finite and > 0.

    Returns
    -------
    ndarray
        The weights after the step, shape (..., d).

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-unregularized-step``.
    """
    return weight_decay_step(objective, w, 0.0, learning_rate)


@tiny_is_zero
def regularized_step(
    objective: Objective, w: ArrayLike, alpha: float, learning_rate: float
) -> np.ndarray:
    """Return w − ε(αw + ∇J(w)), one step down the regularized loss.

    Parameters
    ----------
    objective
        The loss J, without the penalty.
    w
        Weights, shape (..., d).
    alpha
        Strength of the penalty, finite and ≥ 0.
    learning_rate
        ε, finite and > 0.

    Returns
    -------
    ndarray
        The weights after the step, shape (..., d).

    Raises
    ------
    ValueError
        If an argument is not as above, or the step leaves what a float holds.

    Notes
    -----
    Source: ``eq-regularized-step``; Goodfellow et al., equation 7.4.
    """
    return _step(_penalty, objective, w, alpha, learning_rate)


@tiny_is_zero
def weight_decay_step(
    objective: Objective, w: ArrayLike, alpha: float, learning_rate: float
) -> np.ndarray:
    """Return (1−εα)w − ε∇J(w): shrink, and step with the gradient at w.

    Arguments, result and errors as for `regularized_step`, which it equals up to rounding.

    Notes
    -----
    Source: ``eq-weight-decay``; Goodfellow et al., equation 7.5.
    """
    return _step(_decay, objective, w, alpha, learning_rate)


def _penalty(w: np.ndarray, gradient: np.ndarray, alpha: float, rate: float) -> np.ndarray:
    return w - rate * (alpha * w + gradient)


def _decay(w: np.ndarray, gradient: np.ndarray, alpha: float, rate: float) -> np.ndarray:
    return (1 - rate * alpha) * w - rate * gradient


def _step(
    form: Callable, objective: Objective, w: ArrayLike, alpha: float, learning_rate: float
) -> np.ndarray:
    w, alpha, learning_rate = step_arguments(objective, w, alpha, learning_rate)
    with np.errstate(over="ignore", invalid="ignore"):
        after = form(w, gradient_at(objective, "w", w), alpha, learning_rate)
    if not np.isfinite(after).all():
        raise ValueError(
            f"learning_rate must be small enough to keep w finite, not {learning_rate:.3g}"
        )
    return after


_STEPS = {"decay": _decay, "penalty": _penalty}


@tiny_is_zero
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
    objective
        The loss J, without the penalty.
    w_0
        The start, shape (..., d).
    learning_rate
        ε, finite and > 0.
    steps
        How many steps, a whole number ≥ 0.
    alpha
        Strength of the penalty, finite and ≥ 0.
    form
        ``"decay"`` or ``"penalty"``: which of the two equal forms of a step to take.

    Returns
    -------
    ndarray
        The trajectory, shape (steps + 1, ..., d), always finite: where descent diverges beyond
        what a float holds, the last finite point is repeated.

    Raises
    ------
    ValueError
        If an argument is not as above.
    """
    if not isinstance(form, str) or form not in _STEPS:
        raise ValueError(f"form must be one of {sorted(_STEPS)}, not {form!r}")
    w, alpha, learning_rate = step_arguments(objective, w_0, alpha, learning_rate, name="w_0")
    gradient_at(objective, "w_0", w)  # a start of the wrong size fails here, under its own name
    path = np.empty((count("steps", steps) + 1, *w.shape))
    path[0] = w
    for t in range(1, len(path)):
        with np.errstate(over="ignore", invalid="ignore"):
            gradient = gradient_at(objective, f"w_{t - 1}", path[t - 1], finite=False)
            w = _STEPS[form](path[t - 1], gradient, alpha, learning_rate)
        path[t] = np.where(np.isfinite(w).all(axis=-1, keepdims=True), w, path[t - 1])
    return path


@tiny_is_zero
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
    quadratic
        The loss J, without the penalty.
    w_0
        The start, shape (..., d).
    learning_rate
        ε, finite and > 0.
    steps
        How many steps, a whole number ≥ 0; or the steps wanted, whole numbers ≥ 0 of shape (k,).
    alpha
        Strength of the penalty, finite and ≥ 0.

    Returns
    -------
    ndarray
        Shape (steps + 1, ..., d), or (k, ..., d); always finite: where descent diverges beyond
        10³⁰⁰, the last point before is repeated.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    w_t = w̃ + Q(I − ε(Λ+αI))ᵗQᵀ(w₀−w̃); source ``eq-component-factor``. In a direction without
    curvature, at α = 0, the factor is 1 and nothing moves.
    """
    if not isinstance(quadratic, Quadratic):
        raise ValueError(f"quadratic must be a Quadratic, not {quadratic!r}")
    eigenvalues, Q = eigendecomposition(quadratic.H)
    w_0, alpha, learning_rate = step_arguments(quadratic, w_0, alpha, learning_rate, name="w_0")
    w_0 = vector("w_0", w_0, len(eigenvalues))
    t = _step_numbers(steps)
    # Component by component: rest is Qᵀw̃, or Qᵀw* where nothing pulls at all.
    with no_overflow("alpha"):
        stiffness = eigenvalues + alpha
    with no_overflow("w_0"):
        start, rest = w_0 @ Q, quadratic.w_star @ Q
    rest = rest * np.divide(
        eigenvalues, stiffness, out=np.ones_like(stiffness), where=stiffness > 0
    )
    with no_overflow("w_0"):
        away = start - rest
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        factors = 1 - learning_rate * stiffness
        t = np.minimum(t.reshape(-1, *[1] * w_0.ndim), _last_step(factors, away))
        # A component at rest stays, whatever power of its factor overflows.
        path = (rest + np.where(away == 0, 0.0, factors**t * away)) @ Q.T
    return np.where(t == 0, w_0, path)


@tiny_is_zero
def largest_stable_learning_rate(H: ArrayLike, alpha: ArrayLike = 0.0) -> np.ndarray:
    """Return 2/(λ_max+α), the border below which descent on a quadratic settles.

    Parameters
    ----------
    H
        Symmetric positive semi-definite, shape (d, d).
    alpha
        One strength of the penalty, or many of shape (k,); each ≥ 0.

    Returns
    -------
    ndarray
        A number, or shape (k,); infinite where λ_max + α is 0.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-stability``. At the border itself one component swings for ever.
    """
    with no_overflow("alpha"):
        stiffness = stiffest(H) + non_negative("alpha", alpha, many=True)
    with np.errstate(over="ignore"):  # 2 over almost nothing is infinite too
        limit = np.divide(2.0, stiffness, out=np.full_like(stiffness, np.inf), where=stiffness > 0)
    return limit[()]


@tiny_is_zero
def regime(H: ArrayLike, alpha: float, learning_rate: float) -> str:
    """Say what descent does on a quadratic: settle, settle with swings, or neither.

    Parameters
    ----------
    H
        Symmetric positive semi-definite, shape (d, d).
    alpha
        Strength of the penalty, finite and ≥ 0.
    learning_rate
        ε, finite and > 0.

    Returns
    -------
    str
        ``"monotone"`` if ε ≤ 1/(λ_max+α), ``"oscillating"`` if ε lies between that and
        2/(λ_max+α), ``"divergent"`` at that border and beyond.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Source: ``eq-stability``.
    """
    limit = largest_stable_learning_rate(H, float(non_negative("alpha", alpha)))
    learning_rate = positive("learning_rate", learning_rate)
    if learning_rate <= limit / 2:
        return "monotone"
    return "oscillating" if learning_rate < limit else "divergent"


def _step_numbers(steps: int | Sequence[int] | np.ndarray) -> np.ndarray:
    if np.isscalar(steps):
        return np.arange(count("steps", steps) + 1)
    numbers = real_array("steps", steps, "whole numbers >= 0 of shape (k,)")
    if numbers.ndim != 1 or (numbers < 0).any() or (numbers % 1 != 0).any():
        raise ValueError(f"steps must be whole numbers >= 0 of shape (k,), not {shown(steps)}")
    return numbers


def _last_step(factors: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Return how many steps keep every component within 10³⁰⁰ of rest, shape (..., 1)."""
    growth = np.log(np.abs(factors))
    room = (np.log(1e300) - np.log(np.abs(away))) / growth
    steps = np.where((growth > 0) & (away != 0), room, np.inf)
    return np.floor(np.maximum(steps.min(axis=-1, keepdims=True), 0.0))
