"""Adam and AdamW against the published rules, scikit-learn's Adam and Optax."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer

from l2reg import AdamState, Quadratic, adam_descend, adam_start, adam_step, adamw_step

W_0 = [-1.0, 0.5, 0.0]
BOWL = Quadratic(np.diag([4.0, 0.5, 0.02]), [1.5, -1.0, 2.0])
CONSTANTS = ("learning_rate", "beta_1", "beta_2", "delta")
BAD_NUMBERS = [-1e-9, math.nan, math.inf, "0.3", None, 1j, [0.1, 0.2]]


def by_hand(
    w: float,
    gradients: list[float],
    learning_rate: float,
    *,
    alpha: float,
    decay: float,
    schedule: list[float],
) -> float:
    """One weight, the lines of Loshchilov and Hutter's algorithm 2 one after the other."""
    beta_1, beta_2, delta, m, v = 0.9, 0.999, 1e-8, 0.0, 0.0
    for t, (slope, eta) in enumerate(zip(gradients, schedule, strict=True), start=1):
        g = slope + alpha * w
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat = m / (1 - beta_1**t)
        v_hat = v / (1 - beta_2**t)
        w = w - eta * (learning_rate * m_hat / (math.sqrt(v_hat) + delta) + decay * w)
    return w


@pytest.mark.parametrize("seed", range(5))
def test_both_follow_the_published_lines(seed: int) -> None:
    random = np.random.default_rng(seed)
    slopes, schedule = random.normal(size=(30, 4)), random.uniform(0, 1, size=30)
    w_0 = random.normal(size=4)
    penalty = decoupled = adam_start(w_0)
    for slope, eta in zip(slopes, schedule, strict=True):
        penalty = adam_step(penalty, slope, 0.05, alpha=0.4)
        decoupled = adamw_step(decoupled, slope, 0.05, decay=0.03, schedule=eta)
    for i in range(4):
        each = list(slopes[:, i])
        expected = by_hand(w_0[i], each, 0.05, alpha=0.4, decay=0, schedule=[1.0] * 30)
        assert penalty.w[i] == pytest.approx(expected, rel=1e-12, abs=1e-12)
        expected = by_hand(w_0[i], each, 0.05, alpha=0, decay=0.03, schedule=list(schedule))
        assert decoupled.w[i] == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert penalty.t == decoupled.t == 30


@pytest.mark.parametrize("d", [1, 2, 5, 20])
def test_adam_is_that_of_scikit_learn(d: int) -> None:
    """Its δ is added to √v, not to √v̂: it is given δ√(1−β₂ᵗ) instead."""
    random = np.random.default_rng(d)
    w = random.normal(size=d)
    state, reference = adam_start(w), AdamOptimizer([w], 0.02)
    for t in range(1, 51):
        slope = random.normal(size=d) * 10 ** random.uniform(-8, 3)
        state = adam_step(state, slope, 0.02)
        reference.epsilon = 1e-8 * np.sqrt(1 - 0.999**t)
        w = w + reference._get_updates([slope])[0]
    np.testing.assert_allclose(state.w, w, rtol=1e-11)


def test_the_paths_are_those_of_optax() -> None:
    """Optax 0.2.8 in double precision, 25 steps; its ``weight_decay`` is our α, κ = εα."""
    adam = [1.184102597984503, -1.2686341009821316, 2.0467367860758463]
    penalty = [1.1619877161691703, -0.8665647572432277, 0.12166321085542937]
    decoupled = [1.029626552157589, -1.0098575329120747, 1.5221651905374505]
    scheduled = [0.3578207011188927, -0.6463543059292847, 1.0354754050533395]
    path = adam_descend(BOWL, W_0, 0.1, 25)
    np.testing.assert_allclose(path[-1], adam, rtol=1e-12)
    path = adam_descend(BOWL, W_0, 0.1, 25, alpha=0.3)
    np.testing.assert_allclose(path[-1], penalty, rtol=1e-12)
    path = adam_descend(BOWL, W_0, 0.1, 25, alpha=0.3, decoupled=True)
    np.testing.assert_allclose(path[-1], decoupled, rtol=1e-12)
    state = adam_start(W_0)
    for t in range(25):
        cosine = 0.5 * (1 + np.cos(np.pi * t / 25))
        state = adamw_step(state, BOWL.gradient(state.w), 0.1, decay=0.03, schedule=cosine)
    np.testing.assert_allclose(state.w, scheduled, rtol=1e-12)


def test_without_decay_both_are_adam() -> None:
    np.testing.assert_array_equal(
        adam_descend(BOWL, W_0, 0.1, 40), adam_descend(BOWL, W_0, 0.1, 40, decoupled=True)
    )


def test_adamw_decays_nothing_unless_told_to() -> None:
    step = adamw_step(adam_start([2.0, -2.0]), [3.0, 3.0], 0.1)
    np.testing.assert_allclose(step.w, [1.9, -2.1], rtol=1e-6)  # the first step has length ε


@pytest.mark.parametrize("decoupled", [False, True])
def test_without_memory_each_step_has_the_length_of_the_learning_rate(decoupled: bool) -> None:
    path = adam_descend(
        Quadratic([[1.0]], [0.0]), [5.0], 0.1, 3, decoupled=decoupled, beta_1=0.0, beta_2=0.0
    )
    np.testing.assert_allclose(path[:, 0], [5.0, 4.9, 4.8, 4.7], atol=1e-7)


def test_the_means_start_at_zero_in_the_shape_of_w() -> None:
    state = adam_start([[1.0, 2.0]])
    np.testing.assert_array_equal(state.m, [[0.0, 0.0]], strict=True)
    np.testing.assert_array_equal(state.v, [[0.0, 0.0]], strict=True)


def test_the_size_of_the_loss_is_invisible_to_adamw_alone() -> None:
    steep = Quadratic(1000 * BOWL.H, BOWL.w_star)
    settings: dict[str, Any] = {"alpha": 0.3, "delta": 1e-12}
    one, other = (adam_descend(J, W_0, 0.1, 60, decoupled=True, **settings) for J in (BOWL, steep))
    np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-8)
    one, other = (adam_descend(J, W_0, 0.1, 60, **settings)[-1] for J in (BOWL, steep))
    assert np.abs(one - other).max() > 0.5


def test_the_first_step_has_the_length_of_the_learning_rate() -> None:
    state = adam_step(adam_start([1.0, 1.0, 1.0]), [1e-3, -5.0, 1e6], 0.1)
    np.testing.assert_allclose(state.w, [0.9, 1.1, 0.9], rtol=1e-5)
    assert adam_step(adam_start([1.0]), [0.0], 0.1).w == [1.0]


def test_a_batch_goes_its_ways_separately() -> None:
    starts = np.random.default_rng(0).normal(size=(2, 4, 3))
    together = adam_descend(BOWL, starts, 0.1, 20, alpha=0.2, decoupled=True)
    assert together.shape == (21, 2, 4, 3)
    for index in np.ndindex(2, 4):
        alone = adam_descend(BOWL, starts[index], 0.1, 20, alpha=0.2, decoupled=True)
        np.testing.assert_allclose(together[:, *index], alone, rtol=1e-12)


def test_weights_of_any_shape_and_states_that_stay() -> None:
    first = adam_start([[1.0, 2.0], [3.0, 4.0]])
    second = adamw_step(first, np.ones((2, 2)), 0.1, decay=0.5)
    assert second.w.shape == (2, 2)
    assert first.t == 0
    np.testing.assert_array_equal(first.w, [[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(first.m, np.zeros((2, 2)))


def test_a_schedule_of_zero_stands_still_and_no_steps_are_a_path() -> None:
    state = adamw_step(adam_start(W_0), [1.0, 1.0, 1.0], 0.1, decay=0.3, schedule=0)
    np.testing.assert_array_equal(state.w, W_0)
    np.testing.assert_array_equal(adam_descend(BOWL, W_0, 0.1, 0), [W_0])


@pytest.mark.parametrize("bad", BAD_NUMBERS)
@pytest.mark.parametrize(
    ("step", "name"),
    [
        *((adam_step, name) for name in ("alpha", *CONSTANTS)),
        *((adamw_step, name) for name in ("decay", "schedule", *CONSTANTS)),
    ],
)
def test_bad_numbers_are_named(step: Any, name: str, bad: Any) -> None:
    arguments = {"learning_rate": 0.1, name: bad}
    with pytest.raises(ValueError, match=rf"^{name} must be"):
        step(adam_start(W_0), [1.0, 1.0, 1.0], **arguments)


@pytest.mark.parametrize("bad", [[1.0, 2.0], 1.0, [[1.0, 2.0, 3.0]], [1.0, math.nan, 2.0], "up"])
def test_bad_gradients_are_named(bad: Any) -> None:
    accepted = r"^gradient must be (an array of finite real numbers|of the shape of w, \(3,\))"
    for step in (adam_step, adamw_step):
        with pytest.raises(ValueError, match=accepted):
            step(adam_start(W_0), bad, 0.1)


@pytest.mark.parametrize("bad", [[math.nan], None, "up", [1j]])
def test_bad_starts_are_named(bad: Any) -> None:
    with pytest.raises(ValueError, match=r"^w_0 must be an array of finite real numbers"):
        adam_start(bad)


NOTHING = np.zeros(1)
NO_STATES = {
    "none": None,
    "a tuple": (NOTHING, NOTHING, NOTHING, 0),
    "t below 0": AdamState(NOTHING, NOTHING, NOTHING, -1),
    "m of another shape": AdamState(NOTHING, np.zeros((2, 1)), NOTHING, 0),
    "v below 0": AdamState(NOTHING, NOTHING, -np.ones(1), 0),
    "w not a number": AdamState(np.full(1, np.nan), NOTHING, NOTHING, 0),
    "t none": AdamState(NOTHING, NOTHING, NOTHING, None),
}


@pytest.mark.parametrize("step", [adam_step, adamw_step])
@pytest.mark.parametrize("case", NO_STATES)
def test_a_state_that_is_none(step: Callable, case: str) -> None:
    with pytest.raises(ValueError, match=r"^state(\.t)? must be"):
        step(NO_STATES[case], [1.0], 0.1)


def test_what_overflows_is_said_and_not_warned_of() -> None:
    with pytest.raises(ValueError, match="gradient must be small enough to square"):
        adam_step(adam_start([1.0]), [1e200], 0.1)
    with pytest.raises(ValueError, match=r"alpha must be small enough to square .* not 1e\+200"):
        adam_step(adam_start([1e200]), [1.0], 0.1, alpha=1e200)
    with pytest.raises(ValueError, match="decay must be small enough"):
        adamw_step(adam_start([1e300]), [1.0], 0.1, decay=1e10)
