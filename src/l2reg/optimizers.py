"""Adam, with the penalty in its gradient and with decoupled weight decay: chapter 9."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from l2reg._validation import (
    count,
    gradient_at,
    non_negative,
    positive,
    real_array,
    shown,
    step_arguments,
    tiny_is_zero,
)
from l2reg.objective import Objective


class AdamState(NamedTuple):
    """Where Adam stands after t steps.

    Attributes
    ----------
    w
        The weights, of any shape; Adam treats each number by itself.
    m, v
        Running means of the gradient and of its square, of the shape of w; zero at the start.
    t
        How many steps were taken.
    """

    w: np.ndarray
    m: np.ndarray
    v: np.ndarray
    t: int


@tiny_is_zero
def adam_start(w_0: ArrayLike) -> AdamState:
    """Return the state before the first step.

    Parameters
    ----------
    w_0
        The weights to start from, of any shape; finite.

    Returns
    -------
    AdamState
        w = w₀, m = 0, v = 0, t = 0.

    Raises
    ------
    ValueError
        If ``w_0`` is not as above.
    """
    w = real_array("w_0", w_0, "an array of finite real numbers")
    return AdamState(w, np.zeros_like(w), np.zeros_like(w), 0)


@tiny_is_zero
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

    Parameters
    ----------
    state
        From `adam_start` or from the step before.
    gradient
        ∇J at ``state.w``, without the penalty, of its shape.
    learning_rate
        ε, finite and > 0.
    alpha
        Strength of the penalty, finite and ≥ 0; at 0 this is Adam as published.
    beta_1, beta_2
        How much of the running means is kept at each step, in [0, 1).
    delta
        Added to √v̂, finite and > 0.

    Returns
    -------
    AdamState
        The state after the step; always a new one.

    Raises
    ------
    ValueError
        If an argument is not as above, or a gradient is so large that its square overflows.

    Notes
    -----
    Source: ``eq-adam-moments``, ``eq-adam-bias-correction``, ``eq-adam-step`` and ``eq-adam-l2``;
    Kingma and Ba (2015), algorithm 1. They write α for the learning rate and ε for delta.
    """
    state = _state(state)
    alpha = float(non_negative("alpha", alpha))
    with np.errstate(over="ignore", invalid="ignore"):
        g = _gradient(state, gradient) + alpha * state.w
    moments = _moments(state, g, beta_1, beta_2)
    with np.errstate(over="ignore", invalid="ignore"):
        update = _direction(*moments, beta_1, beta_2, delta)
        w = state.w - positive("learning_rate", learning_rate) * update
    return AdamState(_kept_finite(w, "learning_rate", learning_rate), *moments)


@tiny_is_zero
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

    Parameters
    ----------
    state
        From `adam_start` or from the step before.
    gradient
        ∇J at ``state.w``, of its shape.
    learning_rate
        ε, finite and > 0.
    decay
        κ, the fraction of each weight taken off per step at ``schedule=1``, finite and ≥ 0. As
        published it is a number of its own; PyTorch and Optax set κ = ε · ``weight_decay``.
    schedule
        η, multiplies the step and the decay alike; finite and ≥ 0.
    beta_1, beta_2, delta
        As for `adam_step`.

    Returns
    -------
    AdamState
        The state after the step; always a new one.

    Raises
    ------
    ValueError
        If an argument is not as above, a gradient is so large that its square overflows, or w is.

    Notes
    -----
    Source: ``eq-adamw-step``; Loshchilov and Hutter (2019), algorithm 2, where the learning rate
    is α, the decay λ and delta ε.
    """
    state = _state(state)
    moments = _moments(state, _gradient(state, gradient), beta_1, beta_2)
    decay, schedule = float(non_negative("decay", decay)), float(non_negative("schedule", schedule))
    learning_rate = positive("learning_rate", learning_rate)
    with np.errstate(over="ignore", invalid="ignore"):
        update = learning_rate * _direction(*moments, beta_1, beta_2, delta)
        w = state.w - schedule * (update + decay * state.w)
        by_decay = not np.isfinite(schedule * decay * state.w).all()
    blamed = ("decay", decay) if by_decay else ("learning_rate", learning_rate)
    return AdamState(_kept_finite(w, *blamed), *moments)


@tiny_is_zero
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
    objective
        The loss J, without the penalty.
    w_0
        The start, shape (..., d).
    learning_rate
        ε, finite and > 0.
    steps
        How many steps, a whole number ≥ 0.
    alpha
        Strength, finite and ≥ 0. The decay of AdamW is κ = εα per step, as in PyTorch, so that
        with plain gradient descent both would be the same.
    decoupled
        False for Adam with the penalty in its gradient, True for AdamW.
    beta_1, beta_2, delta
        As for `adam_step`.

    Returns
    -------
    ndarray
        The trajectory, shape (steps + 1, ..., d).

    Raises
    ------
    ValueError
        If an argument is not as above, or the path leaves what a float holds (AdamW with
        εα > 2 does).
    """
    w, alpha, learning_rate = step_arguments(objective, w_0, alpha, learning_rate, name="w_0")
    gradient_at(objective, "w_0", w)  # a start of the wrong size fails here, under its own name
    if not isinstance(decoupled, bool | np.bool_):
        raise ValueError(f"decoupled must be True or False, not {shown(decoupled)}")
    decay = learning_rate * alpha
    if decoupled and not np.isfinite(decay):
        raise ValueError(f"alpha must be small enough for a finite decay εα, not {alpha:.3g}")
    state = adam_start(w)
    constants = {"beta_1": beta_1, "beta_2": beta_2, "delta": delta}
    path = np.empty((count("steps", steps) + 1, *state.w.shape))
    path[0] = state.w
    for t in range(1, len(path)):
        gradient = gradient_at(objective, f"w_{t - 1}", state.w)
        if decoupled:
            state = adamw_step(state, gradient, learning_rate, decay=decay, **constants)
        else:
            state = adam_step(state, gradient, learning_rate, alpha=alpha, **constants)
        path[t] = state.w
    return path


def _state(state: AdamState) -> AdamState:
    accepted = "an AdamState, from adam_start or a step before"
    if not isinstance(state, AdamState):
        raise ValueError(f"state must be {accepted}, not {shown(state)}")
    w, m, v = (real_array("state", part, accepted) for part in state[:3])
    if not w.shape == m.shape == v.shape or (v < 0).any():
        raise ValueError(f"state must be {accepted}: m and v >= 0 of the shape of w, {w.shape}")
    return AdamState(w, m, v, count("state.t", state.t))


def _kept_finite(w: np.ndarray, name: str, value: float) -> np.ndarray:
    if not np.isfinite(w).all():
        raise ValueError(f"{name} must be small enough to keep w finite, not {value:.3g}")
    return w


def _gradient(state: AdamState, gradient: ArrayLike) -> np.ndarray:
    g = real_array("gradient", gradient, "an array of finite real numbers")
    if g.shape != state.w.shape:
        raise ValueError(f"gradient must be of the shape of w, {state.w.shape}, not {g.shape}")
    return g


def _moments(
    state: AdamState, g: np.ndarray, beta_1: float, beta_2: float
) -> tuple[np.ndarray, np.ndarray, int]:
    beta_1, beta_2 = _kept("beta_1", beta_1), _kept("beta_2", beta_2)
    m = beta_1 * state.m + (1 - beta_1) * g
    with np.errstate(over="ignore", invalid="ignore"):
        v = beta_2 * state.v + (1 - beta_2) * (g * g)
    if not np.isfinite(v).all():
        raise ValueError(f"gradient must be small enough to square, not {np.abs(g).max():.3g}")
    return m, v, state.t + 1


def _direction(
    m: np.ndarray, v: np.ndarray, t: int, beta_1: float, beta_2: float, delta: float
) -> np.ndarray:
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return m_hat / (np.sqrt(v_hat) + positive("delta", delta))


def _kept(name: str, value: float) -> float:
    fraction = float(non_negative(name, value))
    if not fraction < 1:
        raise ValueError(f"{name} must be a number in [0, 1), not {shown(value)}")
    return fraction
