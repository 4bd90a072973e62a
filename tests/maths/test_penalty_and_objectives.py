"""Values, gradients and Hessians against SymPy, SciPy and scikit-learn; one w or a batch."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pickle import dumps, loads
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special
from sklearn.linear_model import Ridge
from sklearn.metrics import log_loss

from l2reg import (
    LeastSquares,
    LogisticLoss,
    Objective,
    Quadratic,
    Regularized,
    TaylorModel,
    l2_penalty,
    l2_penalty_gradient,
    ridge,
)
from tests.maths.draws import DIMENSIONS, SEEDS, Problem, data, powers_of_ten, problem, problems


@given(problems())
def test_the_penalty_is_half_the_squared_length(case: Problem) -> None:
    w = case.random.normal(size=(2, 3, len(case.H)))
    np.testing.assert_allclose(l2_penalty(w), np.linalg.norm(w, axis=-1) ** 2 / 2, rtol=1e-12)
    np.testing.assert_allclose(l2_penalty(w @ case.Q), l2_penalty(w), rtol=1e-12)


def test_the_penalty_s_gradient_by_algebra() -> None:
    symbols = sp.symbols("w_1:4", real=True)
    penalty = sp.Rational(1, 2) * sum(w**2 for w in symbols)
    assert [sp.diff(penalty, w) for w in symbols] == list(symbols)
    w = np.array([[1, -2, 3], [0, 4, -5]])
    expected = [[float(sp.diff(penalty, s).subs(s, v)) for s, v in zip(symbols, row, strict=True)]
                for row in w]  # fmt: skip
    np.testing.assert_array_equal(l2_penalty_gradient(w), expected)


def test_a_gradient_is_a_copy_and_integers_become_floats() -> None:
    w = np.array([1.0, 2.0])
    l2_penalty_gradient(w)[0] = 9
    assert w[0] == 1
    assert l2_penalty_gradient([1, 2]).dtype == float
    assert l2_penalty([1, 2]) == 2.5


def test_a_quadratic_by_algebra() -> None:
    w = sp.Matrix(sp.symbols("w_1:4", real=True))
    H = sp.Matrix([[4, 1, 0], [1, 3, -1], [0, -1, 2]])
    w_star = sp.Matrix([1, -2, sp.Rational(1, 2)])
    J = 7 + ((w - w_star).T * H * (w - w_star))[0] / 2
    at = dict(zip(w, [2, 5, -1], strict=True))
    ours = Quadratic(np.array(H, dtype=float), np.array(w_star, dtype=float).ravel(), 7)
    point = [2, 5, -1]
    assert ours.value(point) == pytest.approx(float(J.subs(at)))
    slopes = [float(sp.diff(J, s).subs(at)) for s in w]
    np.testing.assert_allclose(ours.gradient(point), slopes)
    np.testing.assert_allclose(ours.hessian(point), np.array(sp.hessian(J, list(w)), dtype=float))


def every_objective(d: int, seed: int) -> list[Objective]:
    X, y = data(d + 5, d, seed)
    logistic = LogisticLoss(X, (y > 0).astype(float))
    losses = [
        Quadratic(*problem(d, "moderate", seed)[0::3], 1.5),
        Quadratic(*problem(d, "singular", seed)[0::3]),
        LeastSquares(X, y),
        logistic,
        TaylorModel(logistic, np.full(d, 0.3)),
    ]
    return [*losses, *(Regularized(loss, 0.7) for loss in losses)]


@given(st.integers(1, 8), SEEDS)
def test_gradients_and_hessians_are_the_slopes_of_what_they_claim(d: int, seed: int) -> None:
    w = np.random.default_rng(seed).normal(size=d)
    for loss in every_objective(d, seed):
        slopes = optimize.approx_fprime(w, loss.value, 1e-7)
        np.testing.assert_allclose(loss.gradient(w), slopes, rtol=1e-4, atol=1e-4)
        curvature = np.array(
            [(loss.gradient(w + 1e-5 * e) - loss.gradient(w - 1e-5 * e)) / 2e-5 for e in np.eye(d)]
        )
        np.testing.assert_allclose(loss.hessian(w), curvature, rtol=1e-5, atol=1e-5)


@given(DIMENSIONS, SEEDS)
def test_a_batch_is_its_members_one_by_one(d: int, seed: int) -> None:
    batch = np.random.default_rng(seed).normal(size=(2, 3, d))
    for loss in every_objective(d, seed):
        assert loss.value(batch).shape == (2, 3)
        assert loss.gradient(batch).shape == (2, 3, d)
        assert loss.hessian(batch).shape == (2, 3, d, d)
        assert loss.value(np.empty((0, d))).shape == (0,)
        for name in ("value", "gradient", "hessian"):
            method = getattr(loss, name)
            alone = [[method(w) for w in row] for row in batch]
            np.testing.assert_allclose(method(batch), alone, rtol=1e-12, atol=1e-12)


@given(DIMENSIONS, SEEDS, powers_of_ten(-3, 3))
def test_the_regularized_objective_adds_half_alpha_times_the_square(
    d: int, seed: int, alpha: float
) -> None:
    X, y = data(d + 2, d, seed)
    w = np.random.default_rng(seed).normal(size=d)
    # The penalty is √α w read as extra examples: an old trick, and another route.
    stretched = np.vstack([X, np.sqrt(alpha) * np.eye(d)]), np.append(y, np.zeros(d))
    expected = 0.5 * np.sum((stretched[0] @ w - stretched[1]) ** 2)
    assert Regularized(LeastSquares(X, y), alpha).value(w) == pytest.approx(expected)


@given(DIMENSIONS, SEEDS)
def test_the_logistic_loss_is_scikit_learn_s(d: int, seed: int) -> None:
    X, y = data(d + 3, d, seed)
    y = (y > 0).astype(int)
    w = np.random.default_rng(seed).normal(size=d)
    expected = log_loss(y, special.expit(X @ w), labels=[0, 1], normalize=False)
    assert LogisticLoss(X, y).value(w) == pytest.approx(expected)


def test_the_logistic_loss_neither_overflows_nor_cancels() -> None:
    loss = LogisticLoss([[1.0]], [1])
    np.testing.assert_allclose(loss.value([[50.0], [800.0], [-800.0]]), [np.exp(-50.0), 0, 800])
    np.testing.assert_allclose(loss.gradient([[800.0], [-800.0]]), [[0], [-1]])
    assert np.isfinite(loss.hessian([[800.0], [-800.0]])).all()


@given(st.integers(1, 8), SEEDS, powers_of_ten(-3, 3))
def test_ridge_is_scikit_learn_s(d: int, seed: int, alpha: float) -> None:
    X, y = data(d + 4, d, seed)
    theirs = Ridge(alpha=alpha, fit_intercept=False, solver="cholesky").fit(X, y).coef_
    np.testing.assert_allclose(ridge(X, y, alpha), theirs, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(ridge(X, y, [1.0, alpha])[1], theirs, rtol=1e-8, atol=1e-10)


@given(st.integers(1, 12), st.integers(1, 12), SEEDS)
def test_without_a_penalty_ridge_is_the_shortest_solution(n: int, d: int, seed: int) -> None:
    """More unknowns than examples too, and a column that repeats another."""
    X, y = data(n, d, seed)
    X[:, -1] = X[:, 0]
    shortest = np.linalg.pinv(X, rcond=1e-12) @ y
    np.testing.assert_allclose(ridge(X, y, 0), shortest, rtol=1e-6, atol=1e-8)
    ours = LeastSquares(X, y).minimum_norm_solution
    np.testing.assert_allclose(ours, shortest, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(LeastSquares(X, y).gradient(ours), 0, atol=1e-6)


def test_ridge_on_a_table_of_zeros_is_zero() -> None:
    np.testing.assert_array_equal(ridge(np.zeros((3, 2)), [1, 2, 3], [0, 1]), np.zeros((2, 2)))


@pytest.mark.parametrize("copied", [lambda J: J, deepcopy, lambda J: loads(dumps(J))])
@pytest.mark.parametrize("loss", every_objective(3, 0), ids=repr)
def test_objectives_cannot_be_changed(loss: Objective, copied: Callable) -> None:
    loss = copied(loss)
    for name in vars(loss):
        for change in (partial(setattr, loss, name, None), partial(delattr, loss, name)):
            with pytest.raises(AttributeError, match=r"be changed: make a new one$|(to|e) field"):
                change()
        if isinstance(held := getattr(loss, name), np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                held[...] = 0
    assert len(repr(loss)) < 100
    assert "0x" not in repr(loss)
    assert repr(loss).startswith(type(loss).__name__)


def test_objectives_keep_their_own_copy() -> None:
    H, w_star = np.eye(2), np.zeros(2)
    loss = Quadratic(H, w_star)
    H[0, 0] = w_star[0] = 9
    assert loss.value([1, 0]) == 0.5
    loss.hessian([0, 0])[0, 0] = 9
    assert loss.value([1, 0]) == 0.5


def test_ridge_of_large_numbers_of_one_direction() -> None:
    """What rounding leaves of a singular value is measured against the largest one."""
    X = 1e8 * np.outer([1.0, 2.0, 3.0], [0.3, -0.7, 1.1])
    y = np.array([1.0, 2.0, 4.0])
    np.testing.assert_allclose(ridge(X, y, 0.0), np.linalg.lstsq(X, y)[0], rtol=1e-9)


# --- What is asked of an objective, and what ours refuse -----------------------------------------

METHODS = ("value", "gradient", "hessian")


def any_loss(**changed: Any) -> SimpleNamespace:
    """J(w) = ½wᵀw in two dimensions, with some of what it returns changed."""
    returned = {"value": 0.5, "gradient": np.array([1.0, 0.0]), "hessian": np.eye(2)} | changed
    return SimpleNamespace(**{name: lambda w, r=r: r for name, r in returned.items()})


@pytest.mark.parametrize("missing", METHODS)
def test_a_missing_method_is_named(missing: str) -> None:
    lame = any_loss()
    delattr(lame, missing)
    message = rf"^objective must be an objective with {missing}\(w\)"
    with pytest.raises(ValueError, match=message):
        Regularized(lame, 1.0)
    with pytest.raises(ValueError, match=message):
        TaylorModel(lame, [1.0, 0.0])


@pytest.mark.parametrize("name", METHODS)
def test_a_derivative_that_is_not_finite_is_named(name: str) -> None:
    bad = any_loss(**{name: np.nan * np.ones_like(getattr(any_loss(), name)(None))})
    message = "^objective must be an objective with finite derivatives at w_0"
    with pytest.raises(ValueError, match=message):
        TaylorModel(bad, [1.0, 0.0])


@pytest.mark.parametrize(
    ("method", "returned"),
    [
        ("value", [0.5]), ("value", None), ("value", "J"), ("gradient", [1.0]),
        ("gradient", np.ones((1, 2))), ("hessian", np.eye(3)), ("hessian", "H"),
    ],
)  # fmt: skip
def test_a_result_of_another_shape_or_kind_is_refused(method: str, returned: Any) -> None:
    bad, at = any_loss(**{method: returned}), [1.0, 0.0]
    for call in (partial(TaylorModel, bad), getattr(Regularized(bad, 1.0), method)):
        with pytest.raises(ValueError, match=rf"^objective must return a {method} of (shape|fin)"):
            call(at)


def test_alpha_is_kept_as_a_float() -> None:
    assert type(Regularized(any_loss(), np.int64(2)).alpha) is float
