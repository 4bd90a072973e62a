"""Adam, with the penalty in its gradient and with decoupled weight decay: chapter 9."""

import inspect
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import accepts, keeps_finite, silent
from l2reg.objective import Objective


class AdamState(NamedTuple):
    """Where Adam stands after t steps.

    Attributes
    ----------
    w : The weights, of any shape; Adam treats each number by itself.
    m, v : Running means of the gradient and of its square, of the shape of w; zero at the start.
    t : How many steps were taken.
    """

    w: np.ndarray
    m: np.ndarray
    v: np.ndarray
    t: int


def _state(name: str, state: Any) -> AdamState:
    accepted = "an AdamState, from adam_start or a step before"
    if not isinstance(state, AdamState):
        raise ValueError(f"{name} must be {accepted}, not {valid.shown(state)}")
    w, m, v = (valid.real_array(name, part, accepted) for part in state[:3])
    if not w.shape == m.shape == v.shape or (v < 0).any():
        raise ValueError(f"{name} must be {accepted}: m and v >= 0 of the shape of w, {w.shape}")
    return AdamState(w, m, v, valid.count(f"{name}.t", state.t))


def _gradient(name: str, gradient: ArrayLike, like: np.ndarray) -> np.ndarray:
    g = valid.real_array(name, gradient)
    if g.shape != like.shape:
        raise ValueError(f"{name} must be of the shape of w, {like.shape}, not {g.shape}")
    return g


_CONSTANTS = {"beta_1": valid.fraction, "beta_2": valid.fraction, "delta": valid.positive}
_STEP = {"state": _state, "gradient": (_gradient, "state.w"), "learning_rate": valid.positive}
_STEP |= _CONSTANTS


@accepts(w_0=valid.real_array)
def adam_start(w_0: ArrayLike) -> AdamState:
    """Return the state before the first step.

    Parameters
    ----------
    w_0 : The weights to start from, of any shape; finite.

    Returns
    -------
    AdamState : w = w₀, m = 0, v = 0, t = 0.
    """
    return AdamState(w_0, np.zeros_like(w_0), np.zeros_like(w_0), 0)


@accepts(**_STEP, alpha=valid.non_negative)
@silent
def adam_step(
    state: AdamState,
    gradient: ArrayLike,
    learning_rate: float,
    *,
    alpha: float = 0.0,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    delta: float = 1e-8,
) -> AdamState:
    """Take one step of Adam, with the pull αw of the penalty added to the gradient.

    Source: ``eq-adam-moments``, ``eq-adam-bias-correction``, ``eq-adam-step`` and ``eq-adam-l2``;
    Kingma and Ba (2015), algorithm 1. They write α for the learning rate and ε for delta.

    Parameters
    ----------
    state : From `adam_start` or from the step before.
    gradient : ∇J at ``state.w``, without the penalty, of its shape.
    learning_rate : ε, finite and > 0.
    alpha : Strength of the penalty, finite and ≥ 0; at 0 this is Adam as published.
    beta_1, beta_2 : How much of the running means is kept at each step, in [0, 1).
    delta : Added to √v̂, finite and > 0.

    Returns
    -------
    AdamState : The state after the step; always a new one.

    Raises
    ------
    ValueError : If a gradient is so large that its square overflows, with the penalty's or without.
    """
    w, m, v, t = state
    g = gradient + alpha * w
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g**2
    t = t + 1
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    after = w - learning_rate * (m_hat / (np.sqrt(v_hat) + delta))
    _squares(v, gradient, alpha)
    keeps_finite(after, "learning_rate", learning_rate)
    return AdamState(after, m, v, t)


@accepts(**_STEP, decay=valid.non_negative, schedule=valid.non_negative)
@silent
def adamw_step(
    state: AdamState,
    gradient: ArrayLike,
    learning_rate: float,
    *,
    decay: float = 0.0,
    schedule: float = 1.0,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    delta: float = 1e-8,
) -> AdamState:
    """Take one step of AdamW: the decay stays out of the gradient and of both running means.

    Source: ``eq-adamw-step``; Loshchilov and Hutter (2019), algorithm 2, where the learning rate
    is α, the decay λ and delta ε.

    Parameters
    ----------
    state : From `adam_start` or from the step before.
    gradient : ∇J at ``state.w``, of its shape.
    learning_rate : ε, finite and > 0.
    decay : κ, the fraction of each weight taken off per step at ``schedule=1``, finite and ≥ 0. As
        published it is a number of its own; PyTorch and Optax set κ = ε · ``weight_decay``.
    schedule : η, multiplies the step and the decay alike; finite and ≥ 0.
    beta_1, beta_2, delta : As for `adam_step`.

    Returns
    -------
    AdamState : The state after the step; always a new one.

    Raises
    ------
    ValueError : If a gradient is so large that its square overflows,
        or w is.
    """
    w, m, v, t = state
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    t = t + 1
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    after = w - schedule * (learning_rate * (m_hat / (np.sqrt(v_hat) + delta)) + decay * w)
    _squares(v, gradient)
    keeps_finite(schedule * decay * w, "decay", decay)
    keeps_finite(after, "learning_rate", learning_rate)
    return AdamState(after, m, v, t)


@accepts(
    objective=valid.differentiable,
    w_0=valid.vector,
    learning_rate=valid.positive,
    steps=valid.count,
    alpha=valid.non_negative,
    decoupled=valid.truth,
    **_CONSTANTS,
)
@silent
def adam_descend(
    objective: Objective,
    w_0: ArrayLike,
    learning_rate: float,
    steps: int,
    *,
    alpha: float = 0.0,
    decoupled: bool = False,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    delta: float = 1e-8,
) -> np.ndarray:
    """Follow Adam for a number of steps, with the penalty or with decoupled decay.

    Parameters
    ----------
    objective : The loss J, without the penalty.
    w_0 : The start, shape (..., d).
    learning_rate : ε, finite and > 0.
    steps : How many steps, a whole number ≥ 0.
    alpha : Strength, finite and ≥ 0. The decay of AdamW is κ = εα per step, as in PyTorch, so that
        with plain gradient descent both would be the same.
    decoupled : False for Adam with the penalty in its gradient, True for AdamW.
    beta_1, beta_2, delta : As for `adam_step`.

    Returns
    -------
    ndarray : The trajectory, shape (steps + 1, ..., d).

    Raises
    ------
    ValueError : If the path leaves what a float holds (AdamW with
        εα > 2 does).
    """
    objective._replace(at="w_0").gradient(w_0)  # a start of the wrong size fails here
    constants = {"beta_1": beta_1, "beta_2": beta_2, "delta": delta}
    if decoupled:
        step, constants["decay"] = adamw_step, learning_rate * alpha
        if not np.isfinite(constants["decay"]):
            raise ValueError(f"alpha must be small enough for a finite decay εα, not {alpha:.3g}")
    else:
        step, constants["alpha"] = adam_step, alpha
    step = inspect.unwrap(step)
    state = adam_start(w_0)
    path = np.empty((steps + 1, *w_0.shape))
    path[0] = w_0
    for t in range(steps):
        gradient = objective._replace(at=f"w_{t}").gradient(state.w)
        state = step(state, gradient, learning_rate, **constants)
        path[t + 1] = state.w
    return path


def _squares(v: np.ndarray, gradient: np.ndarray, alpha: float = 0.0) -> None:
    """Raise unless the mean of the squares is finite, blaming the gradient or the pull on it."""
    if not np.isfinite(v).all():
        size = np.abs(gradient).max()
        name, value = ("alpha", alpha) if np.isfinite(size**2) else ("gradient", size)
        raise ValueError(f"{name} must be small enough to square the gradient, not {value:.3g}")
