"""Steps and trajectories: two forms, one closed form, and an independent solution by expm."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg

from l2reg import (
    LeastSquares,
    Quadratic,
    Regularized,
    descend,
    gradient_step,
    largest_stable_learning_rate,
    quadratic_trajectory,
    regime,
    regularized_step,
    weight_decay_step,
)
from tests.maths.draws import Problem, data, powers_of_ten, problem, problems

ALPHAS = st.one_of(st.just(0.0), powers_of_ten(-4, 2))
SHARES = st.floats(0.05, 1.2)  # of the largest stable learning rate


def affine_power(A: np.ndarray, b: np.ndarray, w_0: np.ndarray, t: int) -> np.ndarray:
    """W after t times w ← Aw + b, as one power of one matrix: no loop and no eigenvectors."""
    whole = np.block([[A, b[:, None]], [np.zeros(len(b)), 1.0]])
    return (np.linalg.matrix_power(whole, t) @ np.append(w_0, 1.0))[:-1]


def stable(case: Problem, alpha: float, share: float) -> float:
    """A learning rate from the spectrum that H was made of."""
    stiffness = case.eigenvalues[0] + alpha
    return share * (2 / stiffness if stiffness > 0 else 1.0)


def scale(*arrays: np.ndarray) -> float:
    return 1 + max(np.abs(array).max() for array in arrays)


@given(problems(), ALPHAS, SHARES)
def test_one_step_in_both_forms(case: Problem, alpha: float, share: float) -> None:
    J, rate = Quadratic(case.H, case.w_star), stable(case, alpha, share)
    w = case.random.normal(size=(2, 3, len(case.H)))
    expected = w - rate * (alpha * w + np.einsum("ij,...j->...i", case.H, w - case.w_star))
    within = {"rtol": 1e-12, "atol": 1e-12 * scale(w)}
    np.testing.assert_allclose(regularized_step(J, w, alpha, rate), expected, **within)
    np.testing.assert_allclose(weight_decay_step(J, w, alpha, rate), expected, **within)
    np.testing.assert_allclose(gradient_step(Regularized(J, alpha), w, rate), expected, **within)


@given(problems(), ALPHAS, SHARES, st.integers(0, 60))
def test_closed_form_loops_and_matrix_power_agree(
    case: Problem, alpha: float, share: float, steps: int
) -> None:
    """Singular, zero and badly conditioned H among them, below and above the stable rate."""
    J, rate = Quadratic(case.H, case.w_star), stable(case, alpha, share)
    w_0 = case.random.normal(size=len(case.H))
    closed = quadratic_trajectory(J, w_0, rate, steps, alpha)
    decay = descend(J, w_0, rate, steps, alpha=alpha)
    penalty = descend(J, w_0, rate, steps, alpha=alpha, form="penalty")
    assert closed.shape == decay.shape == penalty.shape == (steps + 1, len(w_0))
    np.testing.assert_array_equal(closed[0], w_0)
    size = 1e-10 * scale(decay)
    np.testing.assert_allclose(closed, decay, rtol=0, atol=size)
    np.testing.assert_allclose(penalty, decay, rtol=0, atol=size)
    A = (1 - rate * alpha) * np.eye(len(w_0)) - rate * case.H
    last = affine_power(A, rate * case.H @ case.w_star, w_0, steps)
    np.testing.assert_allclose(closed[-1], last, rtol=0, atol=size)


@given(problems(), ALPHAS)
def test_small_steps_follow_the_flow(case: Problem, alpha: float) -> None:
    """In the limit of small ε descent is w' = −(H+αI)w + Hw*, whose solution is a matrix expm."""
    d, time, steps = len(case.H), 0.5, 20_000
    w_0 = case.random.normal(size=d)
    flow = np.block(
        [
            [-case.H - alpha * np.eye(d), (case.H @ case.w_star)[:, None]],
            [np.zeros((1, d + 1))],
        ]
    )
    expected = (linalg.expm(time * flow) @ np.append(w_0, 1.0))[:-1]
    J = Quadratic(case.H, case.w_star)
    reached = quadratic_trajectory(J, w_0, time / steps, [steps], alpha)[0]
    np.testing.assert_allclose(reached, expected, atol=1e-3 * (1 + alpha) * scale(w_0, case.w_star))


@given(problems(), ALPHAS, SHARES)
def test_batches_and_chosen_steps(case: Problem, alpha: float, share: float) -> None:
    J, rate = Quadratic(case.H, case.w_star), stable(case, alpha, share)
    w_0 = case.random.normal(size=(2, 3, len(case.H)))
    whole = quadratic_trajectory(J, w_0, rate, 12, alpha)
    assert whole.shape == (13, *w_0.shape)
    assert descend(J, w_0, rate, 12, alpha=alpha).shape == whole.shape
    np.testing.assert_allclose(descend(J, w_0, rate, 12, alpha=alpha), whole, atol=1e-9)
    chosen = quadratic_trajectory(J, w_0, rate, [12, 0, 5, 5], alpha)
    np.testing.assert_allclose(chosen, whole[[12, 0, 5, 5]], rtol=1e-12, atol=1e-12)
    for at in np.ndindex(2, 3):
        alone = quadratic_trajectory(J, w_0[at], rate, 12, alpha)
        np.testing.assert_allclose(alone, whole[:, *at], rtol=1e-10, atol=1e-10)


def test_descent_lands_on_the_regularized_minimum() -> None:
    case = problem(5, "moderate", 1)
    path = descend(Quadratic(case.H, case.w_star), np.ones(5), 0.2, 800, alpha=0.3)
    expected = linalg.solve(case.H + 0.3 * np.eye(5), case.H @ case.w_star, assume_a="pos")
    np.testing.assert_allclose(path[-1], expected, atol=1e-12)


def test_descent_on_least_squares_needs_no_quadratic() -> None:
    X, y = data(30, 4, 3)
    path = descend(LeastSquares(X, y), np.zeros(4), 0.01, 3000)
    np.testing.assert_allclose(path[-1], linalg.lstsq(X, y)[0], atol=1e-10)


@given(problems(), ALPHAS, st.floats(2, 50))
def test_a_diverging_path_is_finite_and_repeats_its_last_point(
    case: Problem, alpha: float, share: float
) -> None:
    J, rate = Quadratic(case.H, case.w_star), stable(case, alpha, share)
    w_0 = case.random.normal(size=(3, len(case.H)))
    loop = descend(J, w_0, rate, 700, alpha=alpha)
    closed = quadratic_trajectory(J, w_0, rate, 700, alpha)
    assert np.isfinite(loop).all()
    assert np.isfinite(closed).all()
    if case.eigenvalues[0] + alpha > 0:
        np.testing.assert_array_equal(loop[-1], loop[-2])
        np.testing.assert_array_equal(closed[-1], closed[-2])
    # Until one of them is held, they are one path: each member of the batch by its own size.
    size = np.abs(loop).max(axis=-1, keepdims=True)
    apart = np.abs(closed - loop) / np.maximum(size, 1.0)
    assert apart[(size < 1e290)[..., 0]].max() < 1e-9


@pytest.mark.parametrize("form", ["decay", "penalty"])
def test_a_step_that_is_infinity_minus_infinity_is_held_and_not_warned_of(form: str) -> None:
    J = SimpleNamespace(gradient=lambda w: -0.5e200 * w)
    path = descend(J, [1.0], 1.0, 3, alpha=1e200, form=form)
    np.testing.assert_allclose(path[:, 0], [1.0, -0.5e200, -0.5e200, -0.5e200])


def test_a_component_at_rest_stays_while_another_overflows() -> None:
    J = Quadratic(np.diag([10.0, 1.0]), [1, 1])
    path = quadratic_trajectory(J, [1, 5], 1.0, [0, 1, 5000])
    np.testing.assert_array_equal(path, [[1, 5], [1, 1], [1, 1]])
    flown = quadratic_trajectory(J, [2, 1], 1.0, [5000])[0]
    assert np.isfinite(flown).all()
    assert abs(flown[0]) > 1e290
    assert flown[1] == 1
    # One member of a batch diverges; the other is not held back.
    slow = Quadratic(np.diag([10.0, 0.001]), [1, 1])
    both = quadratic_trajectory(slow, [[2, 5], [1, 5]], 0.5, [2000])[0]
    np.testing.assert_allclose(both[1], [1, 1 + 4 * 0.9995**2000])
    both = descend(slow, [[2, 5], [1, 5]], 0.5, 2000)[-1]
    np.testing.assert_allclose(both[1], [1, 1 + 4 * 0.9995**2000])


def test_a_path_is_held_at_its_last_point_within_1e300() -> None:
    """The factor is −2: 332 times it takes 10²⁰⁰ to less than 10³⁰⁰, and not 333 times."""
    J, steps = Quadratic([[3.0]], [0.0]), np.arange(340)
    path = quadratic_trajectory(J, [1e200], 1.0, 339)[:, 0]
    np.testing.assert_allclose(path, 1e200 * (-2.0) ** np.minimum(steps, 332), rtol=1e-12)
    beyond = quadratic_trajectory(J, [1e301], 1.0, 3)
    np.testing.assert_array_equal(beyond, np.full((4, 1), 1e301))
    # At the border of stability nothing grows, however far out.
    swings = quadratic_trajectory(Quadratic([[2.0]], [0.0]), [1e301], 1.0, 3)
    np.testing.assert_array_equal(swings, 1e301 * np.array([[1], [-1], [1], [-1]]))


@pytest.mark.parametrize("alpha", [0.0, 0.5])
def test_far_steps_cost_nothing(alpha: float) -> None:
    J = Quadratic(np.diag([2.0, 1.0]), [1, 1])
    reached = quadratic_trajectory(J, [5, 5], 0.1, [10**12, 1e300], alpha)
    np.testing.assert_allclose(reached, np.tile([2 / (2 + alpha), 1 / (1 + alpha)], (2, 1)))


@given(problems(), ALPHAS)
def test_the_border_of_stability_is_the_spectral_radius(case: Problem, alpha: float) -> None:
    limit = float(largest_stable_learning_rate(case.H, alpha))
    if case.eigenvalues[0] + alpha == 0:
        assert limit == np.inf
        assert regime(case.H, alpha, 1e9) == "monotone"
        return
    for share, expected in ((0.4, "monotone"), (0.6, "oscillating"), (1.1, "divergent")):
        step = np.eye(len(case.H)) - share * limit * (case.H + alpha * np.eye(len(case.H)))
        multipliers = linalg.eigvals(step).real
        assert regime(case.H, alpha, share * limit) == expected
        assert (multipliers.min() < -1 - 1e-9) == (expected == "divergent")
        assert (multipliers.min() < -1e-9) == (expected != "monotone")


def test_the_borders_themselves() -> None:
    H = np.diag([3.0, 1.0])
    assert regime(H, 1.0, 0.25) == "monotone"
    assert regime(H, 1.0, 0.5) == "divergent"
    path = quadratic_trajectory(Quadratic(H, [0, 0]), [1, 0], 0.5, 100, 1.0)
    np.testing.assert_allclose(np.abs(path[:, 0]), 1)  # it swings for ever
    np.testing.assert_allclose(largest_stable_learning_rate(H, [0, 1]), [2 / 3, 0.5])
    assert largest_stable_learning_rate([[1e-320]]) == np.inf
    assert largest_stable_learning_rate([[0.5]]) == 4
    assert list(largest_stable_learning_rate([[0.0]], [0, 1])) == [np.inf, 2]
