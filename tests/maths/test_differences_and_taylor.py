"""Central differences, their error's slope, and the second-order model, against SymPy."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from scipy import optimize

from l2reg import (
    LeastSquares,
    LogisticLoss,
    Quadratic,
    Regularized,
    TaylorModel,
    numerical_gradient,
    numerical_hessian,
    quadratic_approximation,
)
from tests.maths.draws import DIMENSIONS, SEEDS, Problem, data, problems

SYMBOLS = sp.symbols("a b c", real=True)
CURVED = (
    sp.exp(SYMBOLS[0] * SYMBOLS[1] / 3) + sp.sin(SYMBOLS[2]) * SYMBOLS[0] ** 2 + SYMBOLS[1] ** 4
)
POINT = np.array([0.7, -1.1, 2.0])


def numeric(expression: sp.Expr) -> Callable[[np.ndarray], np.ndarray]:
    function = sp.lambdify([SYMBOLS], expression, "numpy")
    return lambda w: np.array(function(w), dtype=float)


class Curved:
    """A loss that is neither quadratic nor convex, its derivatives by SymPy; one w at a time."""

    value = staticmethod(numeric(CURVED))
    gradient = staticmethod(numeric([sp.diff(CURVED, s) for s in SYMBOLS]))
    hessian = staticmethod(numeric(sp.hessian(CURVED, SYMBOLS)))


class Saddle:
    """J(w) = ½(w₁² − w₂²): flat at the origin, and no minimum."""

    @staticmethod
    def value(w: np.ndarray) -> float:
        return (w[0] ** 2 - w[1] ** 2) / 2

    @staticmethod
    def gradient(w: np.ndarray) -> np.ndarray:
        return np.array([w[0], -w[1]])

    @staticmethod
    def hessian(w: np.ndarray) -> np.ndarray:
        return np.diag([1.0, -1.0])


def test_differences_agree_with_algebra() -> None:
    np.testing.assert_allclose(
        numerical_gradient(Curved.value, POINT), Curved.gradient(POINT), rtol=1e-8
    )
    found = numerical_hessian(Curved.gradient, POINT)
    np.testing.assert_allclose(found, Curved.hessian(POINT), rtol=1e-8, atol=1e-9)
    np.testing.assert_array_equal(found, found.T)


def test_the_error_falls_with_the_square_of_the_step() -> None:
    steps = np.logspace(-1, -3, 9)
    exact = Curved.gradient(POINT)
    errors = [np.linalg.norm(numerical_gradient(Curved.value, POINT, h) - exact) for h in steps]
    slope = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    assert slope == pytest.approx(2, abs=0.02)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6, 1e12])
def test_the_step_suits_the_scale_of_w(size: float) -> None:
    w = size * np.array([1.0, -2.0, 0.5])
    found = numerical_gradient(lambda w: np.sum(w**3) / 3, w)
    np.testing.assert_allclose(found, w**2, rtol=1e-7, atol=1e-10)


def test_the_step_is_the_cube_root_of_rounding() -> None:
    asked = []
    numerical_gradient(lambda w: asked.append(w) or 0.0, [0.5, -8.0])
    ahead, behind, wide, narrow = (list(w) for w in asked)
    root = 2.0 ** (-52 / 3)
    assert ahead[0] - behind[0] == pytest.approx(2 * root)
    assert wide[1] - narrow[1] == pytest.approx(2 * 8 * root)


def test_the_model_is_sympy_s_series() -> None:
    """Terms up to t² of J(w₀ + t(w − w₀)), at t = 1."""
    t = sp.symbols("t")
    away = [sp.Rational(1, 5), sp.Rational(-2, 5), sp.Rational(1, 10)]
    exact = [sp.Rational(7, 10), sp.Rational(-11, 10), sp.Integer(2)]
    along = CURVED.subs({s: e + t * v for s, e, v in zip(SYMBOLS, exact, away, strict=True)})
    expected = sum(sp.diff(along, t, k).subs(t, 0) / math.factorial(k) for k in range(3))
    model = TaylorModel(Curved, POINT)
    w = POINT + np.array(away, dtype=float)
    assert model.value(w) == pytest.approx(float(expected), rel=1e-12)


def test_the_model_s_error_is_of_third_order() -> None:
    distances = np.logspace(-1, -2.5, 8)
    direction = np.array([0.6, -0.5, 0.62])
    model = TaylorModel(Curved, POINT)
    errors = [
        abs(Curved.value(POINT + r * direction) - model.value(POINT + r * direction))
        for r in distances
    ]
    assert np.polyfit(np.log(distances), np.log(errors), 1)[0] == pytest.approx(3, abs=0.1)


@given(DIMENSIONS, SEEDS)
def test_the_model_of_least_squares_is_exact(d: int, seed: int) -> None:
    X, y = data(d + 3, d, seed)
    loss, random = LeastSquares(X, y), np.random.default_rng(seed)
    model, w = TaylorModel(loss, random.normal(size=d)), random.normal(size=(4, d))
    np.testing.assert_allclose(model.value(w), loss.value(w), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(model.gradient(w), loss.gradient(w), rtol=1e-9, atol=1e-9)
    at_minimum = quadratic_approximation(loss, loss.minimum_norm_solution)
    np.testing.assert_allclose(at_minimum.value(w), loss.value(w), rtol=1e-9, atol=1e-9)


@given(problems())
def test_the_approximation_of_a_quadratic_is_itself(case: Problem) -> None:
    J_hat = quadratic_approximation(Quadratic(case.H, case.w_star, -2.5), case.w_star)
    np.testing.assert_array_equal(J_hat.H, case.H)
    np.testing.assert_array_equal(J_hat.w_star, case.w_star)
    assert J_hat.minimum == -2.5


def test_the_approximation_at_a_minimum_that_scipy_found() -> None:
    X, y = data(60, 3, 5)
    loss = Regularized(LogisticLoss(X, (y > 0).astype(float)), 0.5)
    w_star = optimize.minimize(loss.value, np.zeros(3), jac=loss.gradient, method="BFGS",
                               options={"gtol": 1e-9}).x  # fmt: skip
    J_hat = quadratic_approximation(loss, w_star)
    assert J_hat.minimum == pytest.approx(float(loss.value(w_star)))
    np.testing.assert_allclose(J_hat.H, loss.hessian(w_star), rtol=1e-12)


@pytest.mark.parametrize(("curvature", "allowed"), [(100.0, 1.0), (0.5, 0.01)])
def test_a_slope_within_the_tolerance_is_a_minimum(curvature: float, allowed: float) -> None:
    """The tolerance is times max(1, ‖H‖)."""
    loss = Quadratic([[curvature]], [0.0])
    near, far = 0.9 * allowed / curvature, 1.1 * allowed / curvature
    assert curvature == quadratic_approximation(loss, [near], tolerance=0.01).H
    with pytest.raises(ValueError, match="w_star must be a minimum"):
        quadratic_approximation(loss, [far], tolerance=0.01)


def test_a_slope_or_a_saddle_is_refused() -> None:
    with pytest.raises(ValueError, match=r"w_star must be a minimum .* gradient has norm 1\b"):
        quadratic_approximation(Saddle, [1.0, 0.0])
    with pytest.raises(ValueError, match=r"w_star must be a minimum .* eigenvalue -1"):
        quadratic_approximation(Saddle, [0.0, 0.0])
    # A tolerance wide enough takes a point near the minimum for the minimum.
    bowl = Quadratic(np.eye(2), [0, 0])
    assert quadratic_approximation(bowl, [1e-3, 0], tolerance=1e-2).minimum == 5e-7
