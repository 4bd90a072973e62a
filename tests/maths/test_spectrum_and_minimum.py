"""The regularized minimum and what the eigenvalues say, against solvers that know none of it."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg, optimize

from l2reg import (
    condition_number,
    constraint_radius,
    effective_parameters,
    eigendecomposition,
    multiplier_for_radius,
    projection_on_range,
    regularization_path,
    regularized_minimum,
    ridge,
    shrinkage_factors,
)
from tests.maths.draws import Problem, powers_of_ten, problem, problems

ALPHAS = powers_of_ten(-6, 6)


@given(problems())
def test_the_decomposition_gives_h_back(case: Problem) -> None:
    eigenvalues, Q = eigendecomposition(case.H)
    size = 1e-12 * (1 + case.eigenvalues[0])
    np.testing.assert_allclose((Q * eigenvalues) @ Q.T, case.H, atol=size)
    np.testing.assert_allclose(Q.T @ Q, np.eye(len(Q)), atol=1e-12)
    np.testing.assert_allclose(eigenvalues, case.eigenvalues, atol=size)
    assert (np.diff(eigenvalues) <= 0).all()
    assert (eigenvalues >= 0).all()
    assert (Q[np.abs(Q).argmax(axis=0), range(len(Q))] > -1e-8).all()


def test_zero_eigenvalues_are_exactly_zero() -> None:
    case = problem(9, "singular", 4)
    np.testing.assert_array_equal(
        eigendecomposition(case.H).eigenvalues == 0, case.eigenvalues == 0
    )


def test_signs_do_not_hang_on_the_last_bit() -> None:
    """(1, −1)/√2 has two entries of largest magnitude."""
    for nudge in (0.0, 1e-15, -1e-15):
        Q = eigendecomposition([[2 + nudge, 1], [1, 2 - nudge]]).Q
        np.testing.assert_allclose(Q, np.array([[1, 1], [1, -1]]) / np.sqrt(2), atol=1e-12)


@given(problems(), ALPHAS)
def test_the_minimum_solves_the_linear_system(case: Problem, alpha: float) -> None:
    matrix = case.H + alpha * np.eye(len(case.H))
    expected = linalg.solve(matrix, case.H @ case.w_star, assume_a="pos")
    close = {"rtol": 1e-8, "atol": 1e-8 * np.linalg.norm(case.w_star)}
    np.testing.assert_allclose(regularized_minimum(case.H, case.w_star, alpha), expected, **close)
    path = regularization_path(case.H, case.w_star, [alpha, 1.0])
    np.testing.assert_allclose(path[0], expected, **close)
    radius = constraint_radius(case.H, case.w_star, [alpha, 1.0])
    np.testing.assert_allclose(radius[0], np.linalg.norm(expected), **close)


def test_the_minimum_in_exact_arithmetic() -> None:
    """A 4×4 Hilbert matrix, condition number 15,514."""
    H = sp.Matrix(4, 4, lambda i, j: sp.Rational(1, i + j + 1))
    w_star, alpha = sp.Matrix([1, -2, 3, -4]), sp.Rational(1, 1000)
    exact = np.array((H + alpha * sp.eye(4)).LUsolve(H * w_star), dtype=float).ravel()
    ours = regularized_minimum(np.array(H, dtype=float), [1, -2, 3, -4], 1e-3)
    np.testing.assert_allclose(ours, exact, rtol=1e-10)


@given(problems(("moderate", "singular", "repeated", "zero")))
def test_without_a_penalty_the_limit_is_the_projection_on_the_range(case: Problem) -> None:
    projection = np.linalg.pinv(case.H, rcond=1e-10) @ case.H
    np.testing.assert_allclose(projection_on_range(case.H), projection, atol=1e-10)
    limit = regularized_minimum(case.H, case.w_star, 0)
    np.testing.assert_allclose(limit, projection @ case.w_star, atol=1e-10)
    near = regularized_minimum(case.H, case.w_star, 1e-10)
    np.testing.assert_allclose(near, limit, atol=1e-7)


@given(problems())
def test_far_out_the_minimum_is_h_w_star_over_alpha(case: Problem) -> None:
    alphas = np.array([1e3, 1e5])
    leading = case.H @ case.w_star / alphas[:, None]
    errors = np.linalg.norm(regularization_path(case.H, case.w_star, alphas) - leading, axis=-1)
    bound = case.eigenvalues[0] ** 2 * np.linalg.norm(case.w_star) / alphas**2
    assert (errors <= bound * (1 + 1e-6) + 1e-18).all()


@given(problems(), st.one_of(st.just(0.0), ALPHAS))
def test_shrinkage_and_effective_parameters(case: Problem, alpha: float) -> None:
    pulled = [v / (v + alpha) if v > 0 else 0.0 for v in case.eigenvalues]
    np.testing.assert_allclose(shrinkage_factors(case.eigenvalues, alpha), pulled, rtol=1e-12)
    assert effective_parameters(case.eigenvalues, alpha) == pytest.approx(sum(pulled))
    assert shrinkage_factors(case.eigenvalues, [alpha, 1]).shape == (2, len(case.H))
    assert effective_parameters(case.eigenvalues, [alpha, 1]).shape == (2,)
    if alpha > 0:  # the trace of the matrix that takes w* to w̃
        trace = np.trace(linalg.solve(case.H + alpha * np.eye(len(case.H)), case.H))
        assert effective_parameters(case.eigenvalues, alpha) == pytest.approx(trace, abs=1e-6)


@given(problems(("moderate", "ill", "singular")), powers_of_ten(-3, 3))
def test_the_condition_number_is_numpy_s(case: Problem, alpha: float) -> None:
    expected = np.linalg.cond(case.H + alpha * np.eye(len(case.H)))
    assert condition_number(case.H, alpha) == pytest.approx(expected, rel=1e-8)


def test_the_condition_number_at_its_ends() -> None:
    assert condition_number(np.diag([4.0, 2.0])) == 2
    assert condition_number(np.diag([4.0, 0.0])) == np.inf
    assert condition_number(np.zeros((2, 2))) == np.inf
    assert condition_number(np.zeros((2, 2)), 1) == 1
    assert condition_number(np.diag([1, 1e-12])) == pytest.approx(1e12)


@given(problems(("moderate", "ill", "singular", "repeated")), st.floats(0.01, 0.99))
def test_the_multiplier_of_a_ball(case: Problem, share: float) -> None:
    """Against a bracketing root-finder on the solution of the linear system."""
    norm = np.linalg.norm(np.linalg.pinv(case.H, rcond=1e-14) @ case.H @ case.w_star)
    radius = share * norm

    def excess(log_alpha: float) -> float:
        matrix = case.H + np.exp(log_alpha) * np.eye(len(case.H))
        return np.linalg.norm(linalg.solve(matrix, case.H @ case.w_star, assume_a="pos")) - radius

    alpha = multiplier_for_radius(case.H, case.w_star, radius)
    assert alpha > 0
    assert constraint_radius(case.H, case.w_star, alpha) == pytest.approx(radius, rel=1e-10)
    if excess(np.log(1e-9)) > 0:
        found = np.exp(optimize.brentq(excess, np.log(1e-9), np.log(1e6), xtol=1e-13))
        assert alpha == pytest.approx(found, rel=1e-5)


def test_the_multiplier_by_constrained_minimization() -> None:
    case = problem(4, "moderate", 7)
    radius = 0.6 * np.linalg.norm(case.w_star)

    def loss(w: np.ndarray) -> float:
        return (w - case.w_star) @ case.H @ (w - case.w_star) / 2

    ball = {"type": "ineq", "fun": lambda w: radius**2 - w @ w}
    start = np.full(4, 0.1)
    found = optimize.minimize(loss, start, method="SLSQP", constraints=ball, tol=1e-12).x
    alpha = multiplier_for_radius(case.H, case.w_star, radius)
    np.testing.assert_allclose(regularized_minimum(case.H, case.w_star, alpha), found, atol=1e-5)


def test_a_ball_that_does_not_bind_and_one_that_is_tiny() -> None:
    H, w_star = np.diag([2.0, 0.0]), [3.0, 4.0]
    assert multiplier_for_radius(H, w_star, 3) == 0  # w*'s share without curvature costs nothing
    assert multiplier_for_radius(H, w_star, 10) == 0
    assert multiplier_for_radius(np.zeros((2, 2)), w_star, 1e-9) == 0
    # ‖w̃‖ = 6/(2+α)
    assert multiplier_for_radius(H, w_star, 1.5) == pytest.approx(2)
    assert multiplier_for_radius(H, w_star, 1e-200) == pytest.approx(6e200)
    with pytest.raises(ValueError, match="radius must be large enough"):
        multiplier_for_radius(H, w_star, 5e-324)


@given(problems())
def test_the_radius_falls_as_the_penalty_grows(case: Problem) -> None:
    radius = constraint_radius(case.H, case.w_star, np.logspace(-6, 6, 60))
    assert (np.diff(radius) <= 1e-15).all()


@pytest.mark.parametrize("eigenvalue", [1e-300, 1.0, 1e300])
@pytest.mark.parametrize("w_star", [1e-20, 1e20])
def test_no_scale_is_lost_on_the_way(eigenvalue: float, w_star: float) -> None:
    """λw* would underflow or overflow, where w̃ does not."""
    path = regularization_path([[eigenvalue]], [w_star], [0.0, eigenvalue])
    np.testing.assert_allclose(path, [[w_star], [w_star / 2]])
    np.testing.assert_array_equal(regularized_minimum([[eigenvalue]], [w_star], 0.0), path[0])


@given(problems(), powers_of_ten(-30, -8), powers_of_ten(-200, 200))
def test_a_solver_is_asked_only_where_it_loses_nothing(
    case: Problem, alpha: float, scale: float
) -> None:
    """Beside a tiny penalty, a singular H, or numbers near the ends of a float."""
    H, alpha = scale * case.H, scale * alpha
    path = regularization_path(H, case.w_star, [alpha])[0]
    within = {"rtol": 0, "atol": 1e-11 * np.linalg.norm(case.w_star)}
    np.testing.assert_allclose(regularized_minimum(H, case.w_star, alpha), path, **within)
    X, y = np.sqrt(case.eigenvalues)[:, None] * case.Q.T, case.random.normal(size=len(H))
    filtered = ridge(X, y, [alpha / scale])[0]
    within = {"rtol": 0, "atol": 1e-11 * (1 + np.linalg.norm(filtered))}
    np.testing.assert_allclose(ridge(X, y, alpha / scale), filtered, **within)
