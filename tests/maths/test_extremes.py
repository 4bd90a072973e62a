"""What lies at the edge: objectives that misbehave, numbers near the ends of a float, odd types."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sympy as sp

import l2reg
from l2reg import (
    AdamState,
    EquationError,
    LeastSquares,
    LogisticLoss,
    Quadratic,
    Regularized,
    TaylorModel,
    adam_descend,
    adam_start,
    adam_step,
    adamw_step,
    check_equation,
    condition_number,
    constraint_radius,
    descend,
    eigendecomposition,
    gradient_step,
    l2_penalty,
    largest_stable_learning_rate,
    multiplier_for_radius,
    numerical_gradient,
    projection_on_range,
    quadratic_approximation,
    quadratic_trajectory,
    regularized_minimum,
    regularized_step,
    ridge,
    shrinkage_factors,
    weight_decay_step,
)

ONE = Quadratic(np.eye(1), [0.0])
SKEW = [[2.0, 1.0], [1.0, 2.0]]  # its eigenvectors are no axes: a sum of two numbers overflows
HUGE = [1.7e308, 1.7e308]


# --- Objectives that are not ours ---------------------------------------------------------------


class InPlace:
    """Right numbers, but it writes to its argument."""

    def value(self, w: np.ndarray) -> float:
        w -= 1.0
        return 0.5 * w @ w

    def gradient(self, w: np.ndarray) -> np.ndarray:
        w -= 1.0
        return w.copy()

    def hessian(self, w: np.ndarray) -> np.ndarray:
        w -= 1.0
        return np.eye(2)


def test_an_objective_that_writes_to_its_argument_moves_nothing() -> None:
    clean, start = Quadratic(np.eye(2), [1.0, 1.0]), [3.0, 4.0]
    for run in (descend, adam_descend):
        paths = [run(J, start, 0.1, 5, alpha=0.5) for J in (InPlace(), clean)]
        np.testing.assert_array_equal(*paths)
    for step in (regularized_step, weight_decay_step):
        np.testing.assert_allclose(*[step(J, start, 0.5, 0.1) for J in (InPlace(), clean)])
    np.testing.assert_array_equal(TaylorModel(InPlace(), start).w_0, start)
    for method in ("value", "gradient", "hessian"):
        sums = [getattr(Regularized(J, 0.5), method)(start) for J in (InPlace(), clean)]
        np.testing.assert_array_equal(*sums)


NO_GRADIENTS = ([np.nan, 1.0], [np.inf, 1.0], [1j, 0], ["a", "b"], [None, 1.0], [True, False])
RUNS: dict[str, Callable[[Any], Any]] = {
    "gradient_step": lambda J: gradient_step(J, [1.0, 2.0], 0.1),
    "regularized_step": lambda J: regularized_step(J, [1.0, 2.0], 0.5, 0.1),
    "weight_decay_step": lambda J: weight_decay_step(J, [1.0, 2.0], 0.5, 0.1),
    "descend": lambda J: descend(J, [1.0, 2.0], 0.1, 3),
    "adam_descend": lambda J: adam_descend(J, [1.0, 2.0], 0.1, 3),
}


@pytest.mark.parametrize("gradient", NO_GRADIENTS, ids=str)
@pytest.mark.parametrize("run", RUNS)
def test_a_gradient_that_is_none(run: str, gradient: list[Any]) -> None:
    J = SimpleNamespace(gradient=lambda w: np.array(gradient))
    with pytest.raises(ValueError, match=r"^objective must return a gradient of finite real"):
        RUNS[run](J)


def test_a_hessian_that_is_not_symmetric() -> None:
    J = SimpleNamespace(
        value=lambda w: 0.0,
        gradient=lambda w: np.zeros(2),
        hessian=lambda w: [[1.0, 5.0], [0.0, 1.0]],
    )
    with pytest.raises(ValueError, match=r"^objective must have a symmetric Hessian at w_0"):
        TaylorModel(J, [0.0, 0.0])


# --- Near the ends of a float -------------------------------------------------------------------


@pytest.mark.parametrize("entry", [1e-300, 1e-162, 1e200, 1e300])
@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_ridge_on_any_scale(entry: float, alpha: float) -> None:
    expected = [1 / (entry + alpha / entry)]
    np.testing.assert_allclose(ridge([[entry]], [1.0], alpha), expected, rtol=1e-12)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_the_ball_on_any_scale(size: float) -> None:
    H, w_star = np.diag([2.0, 1.0]), np.array([3.0, 4.0])
    radius = size * constraint_radius(H, w_star, 1.0)
    assert constraint_radius(H, size * w_star, 1.0) == pytest.approx(radius)
    multiplier = multiplier_for_radius(H, w_star, 2.0)
    assert multiplier_for_radius(H, size * w_star, 2 * size) == pytest.approx(multiplier)


@pytest.mark.parametrize("H", [np.ones((3, 3)), np.array([[1, 1], [-1, 1]])], ids=["wide", "skew"])
@pytest.mark.parametrize(
    "call", [eigendecomposition, largest_stable_learning_rate, projection_on_range]
)
def test_a_hessian_whose_eigenvalues_overflow(call: Callable, H: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"^H must be"):
        call(1e308 * H)


TOO_LARGE: dict[str, tuple[str, Callable[[], Any]]] = {
    "shrinkage": ("alpha", lambda: shrinkage_factors([1e308], 1e308)),
    "stability": ("alpha", lambda: largest_stable_learning_rate([[1e308]], 1e308)),
    "condition": ("alpha", lambda: condition_number([[1e308]], 1e308)),
    "minimum": ("w_star", lambda: regularized_minimum(SKEW, HUGE, 1.0)),
    "trajectory": (
        "w_0",
        lambda: quadratic_trajectory(Quadratic(np.eye(2), [1.2e308] * 2), [-1.2e308] * 2, 0.1, 3),
    ),
    "penalty": ("w", lambda: l2_penalty([1e200])),
    "value": ("w", lambda: ONE.value([1e200])),
    "squares": ("w", lambda: LeastSquares([[1.0]], [0.0]).value([1e200])),
    "likelihood": ("w", lambda: LogisticLoss([[1e200]], [0]).value([1e200])),
    "likelihood's curvature": ("w", lambda: LogisticLoss([[1e200]], [0]).hessian([1e200])),
    "expansion": ("w_0", lambda: TaylorModel(ONE, [1e200])),
    "curvature": ("X", lambda: LeastSquares([[1e200]], [0.0]).hessian([0.0])),
    "logistic curvature": ("X", lambda: LogisticLoss([[1e200]], [0]).hessian([0.0])),
    "solution": ("y", lambda: LeastSquares([[1e-200]], [1e200]).minimum_norm_solution),
    "radius": ("w_star", lambda: constraint_radius(np.eye(2), HUGE, 0.0)),
    "penalized": ("w", lambda: Regularized(ONE, 1e308).value([1e10])),
    "taylor": ("w", lambda: TaylorModel(ONE, [0.0]).value([1e200])),
    "hessian": ("alpha", lambda: Regularized(Quadratic([[1.7e308]], [0.0]), 1e308).hessian([0.0])),
    "decay": ("learning_rate", lambda: weight_decay_step(ONE, [1.0], 1e300, 1e300)),
    "regularized": ("learning_rate", lambda: regularized_step(ONE, [1.0], 1e300, 1e300)),
    "model": (
        "objective",
        lambda: quadratic_approximation(Quadratic(1.7e308 * np.eye(2), [0.0, 0.0]), [0.0, 0.0]),
    ),
    "differences": ("step", lambda: numerical_gradient(lambda w: 0.0, [1.7e308], 1e308)),
    "adam": ("learning_rate", lambda: adam_step(adam_start([-1e308]), [1.0], 1e308)),
    "adamw": ("learning_rate", lambda: adamw_step(adam_start([-1e308]), [1.0], 1e308)),
    "decay εα": ("alpha", lambda: adam_descend(ONE, [1], 1e200, 3, alpha=1e200, decoupled=True)),
    "trajectory's penalty": (
        "alpha",
        lambda: quadratic_trajectory(Quadratic([[1e308]], [0.0]), [1.0], 0.1, 3, alpha=1e308),
    ),
    "turned start": ("w_0", lambda: quadratic_trajectory(Quadratic(SKEW, [0, 0]), HUGE, 0.1, 3)),
    "ball": ("w_star", lambda: multiplier_for_radius(SKEW, HUGE, 1.0)),
    "targets": ("y", lambda: ridge([[1.0], [1.0]], HUGE, 0.0)),
    "quotient": ("function", lambda: numerical_gradient(lambda w: 1.7e308 * np.sign(w[0]), [0.0])),
    "decay by ∞ − ∞": (
        "learning_rate",
        lambda: weight_decay_step(
            SimpleNamespace(gradient=lambda w: np.array([-1e308])), [1e200], 1e200, 1e10
        ),
    ),
}


SETTINGS = ("warn", "raise", "ignore")


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("case", TOO_LARGE)
def test_what_leaves_a_float_is_named(case: str, setting: str) -> None:
    """Whatever a reader has told NumPy to do."""
    name, call = TOO_LARGE[case]
    with np.errstate(all=setting), pytest.raises(ValueError, match=rf"^{name} must .*small enough"):
        call()


SMALL = np.full(2, 1e-200)  # its square is too small for a float
LESS = 1e-320 * np.eye(2)  # a matrix of numbers that hold a few bits at most


def methods(loss: Any) -> Iterator[Any]:
    for w in (SMALL, np.full(2, 1e-320), np.full(2, 700.0)):
        yield from (loss.value(w), loss.gradient(w), loss.hessian(w))


#: Every public function, at numbers of which it makes smaller ones than a float holds.
UNDERFLOWS: dict[str, Callable[[], Any]] = {
    "Eigendecomposition": lambda: l2reg.Eigendecomposition(SMALL, LESS),
    "LeastSquares": lambda: [
        *methods(LeastSquares([SMALL, -SMALL / 3], SMALL)),
        LeastSquares([SMALL], [1e-200]).minimum_norm_solution,
    ],
    "LogisticLoss": lambda: [*methods(LogisticLoss([[1.0, 2.0], [-3.0, 1.0]], [0, 1]))],
    "Quadratic": lambda: [*methods(Quadratic(LESS, SMALL)), *methods(Quadratic(np.eye(2), SMALL))],
    "Regularized": lambda: [*methods(Regularized(Quadratic(LESS, SMALL), 1e-200))],
    "TaylorModel": lambda: [*methods(TaylorModel(Quadratic(LESS, SMALL), 2 * SMALL))],
    "AdamState": lambda: AdamState(SMALL, SMALL, SMALL, 1),
    "adam_start": lambda: adam_start(SMALL),
    "adam_step": lambda: adam_step(adam_start(SMALL), SMALL, 1e-200, alpha=1e-200),
    "adamw_step": lambda: adamw_step(adam_start(SMALL), SMALL, 1e-200, decay=1e-200),
    "adam_descend": lambda: [
        adam_descend(Quadratic(LESS, SMALL), SMALL, 1e-200, 3, alpha=1e-200, decoupled=apart)
        for apart in (False, True)
    ],
    "check_equation": lambda: check_equation("eq-a", SMALL, 2 * SMALL, tolerance=1e-200),
    "condition_number": lambda: condition_number(np.diag([1e-200, 1e200]), 1e-320),
    "constraint_radius": lambda: constraint_radius(np.diag([1.0, 1e-300]), SMALL, [1e-9, 1.0]),
    "descend": lambda: [
        descend(Quadratic(np.diag([2.0, 1.0]), [0, 0]), [1, 1], 0.4, 2000, form=form, alpha=1e-320)
        for form in ("decay", "penalty")
    ],
    "effective_parameters": lambda: l2reg.effective_parameters([1e-200, 1.0], [1e200, 1e300]),
    "eigendecomposition": lambda: [*eigendecomposition(LESS), *eigendecomposition(np.diag(SMALL))],
    "gradient_step": lambda: gradient_step(Quadratic(LESS, SMALL), SMALL, 1e-200),
    "l2_penalty": lambda: l2_penalty(SMALL),
    "l2_penalty_gradient": lambda: l2reg.l2_penalty_gradient(SMALL),
    "largest_stable_learning_rate": lambda: largest_stable_learning_rate([[1e300]], [1e307, 0]),
    "multiplier_for_radius": lambda: [
        multiplier_for_radius(np.diag([1.0, 1e-300]), [1e-200, 1.0], radius)
        for radius in (1e-200, 1e-150, 0.5)
    ],
    "numerical_gradient": lambda: numerical_gradient(l2_penalty, SMALL, 1e-200),
    "numerical_hessian": lambda: l2reg.numerical_hessian(lambda w: LESS @ w, SMALL, 1e-200),
    "projection_on_range": lambda: projection_on_range([[2.0, 1e-200], [1e-200, 1.0]]),
    "quadratic_approximation": lambda: quadratic_approximation(Quadratic(LESS, SMALL), SMALL).H,
    "quadratic_trajectory": lambda: quadratic_trajectory(
        Quadratic(np.diag([2.0, 1.0]), [0, 0]), [1, 1], 0.2, 5000
    ),
    "regime": lambda: l2reg.regime([[1e-320]], 0.0, 1e-200),
    "regularization_path": lambda: l2reg.regularization_path(
        np.diag([1e-200, 1.0]), SMALL, [0.0, 1e200]
    ),
    "regularized_minimum": lambda: regularized_minimum(np.diag([1e-200, 1.0]), SMALL, 1e200),
    "regularized_step": lambda: regularized_step(Quadratic(LESS, SMALL), SMALL, 1e-200, 1e-200),
    "ridge": lambda: ridge([SMALL, [1e200, 0.0]], SMALL, [0.0, 1e-320, 1e300]),
    "shrinkage_factors": lambda: shrinkage_factors([1e-200, 1.0], 1e200),
    "weight_decay_step": lambda: weight_decay_step(Quadratic(LESS, SMALL), SMALL, 1e-200, 1e-200),
}


def outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except (EquationError, ValueError) as error:
        return repr(error)


@pytest.mark.parametrize("setting", SETTINGS[1:])
@pytest.mark.parametrize("name", UNDERFLOWS)
def test_what_is_too_small_for_a_float_is_no_error(name: str, setting: str) -> None:
    expected = outcome(UNDERFLOWS[name])
    with np.errstate(all=setting):
        found = outcome(UNDERFLOWS[name])
    np.testing.assert_equal(found, expected)


@pytest.mark.parametrize("curvature", [1e-200, 1e200])
def test_a_model_of_any_size_is_made(curvature: float) -> None:
    """Where the squares of H's entries leave a float, H itself does not."""
    H = np.diag([curvature, 2 * curvature])
    model = quadratic_approximation(Quadratic(H, [1.0, 2.0], 3.0), [1.0, 2.0])
    assert np.array_equal(model.H, H)
    assert model.value([1.0, 3.0]) == 3.0 + curvature
    if curvature > 1:
        with pytest.raises(ValueError, match=r"^w_star must be a minimum"):
            quadratic_approximation(Quadratic(H, [1.0, 2.0]), [1.0, 2.1])
    # At the tolerance itself the slope counts as zero.
    assert quadratic_approximation(ONE, [1e-6]).w_star == 1e-6


@pytest.mark.parametrize(
    "J",
    [ONE, Regularized(ONE, 0.01), LeastSquares([[1.0]], [0.0]), TaylorModel(ONE, [0.0])],
    ids=repr,
)
def test_descent_from_the_edge_of_a_float_stays_there(J: Any) -> None:
    """The first step leaves what a float holds: the path repeats its start, without a warning."""
    path = descend(J, [1.7e308], 1e3, 3)
    assert np.isfinite(path).all()
    assert (path == 1.7e308).all()


def test_whole_numbers_of_any_size() -> None:
    """From 2⁶⁴ on, NumPy takes them for objects."""
    assert l2_penalty([2**64, 0]) == 0.5 * 2.0**128
    for alpha in (10**19, 10**20):
        np.testing.assert_allclose(regularized_minimum(np.eye(1), [1.0], alpha), [1 / alpha])


def test_a_radius_whose_multiplier_a_float_cannot_hold_or_tell() -> None:
    for H, radius in (([2.0, 0.0], 1e-310), ([1e308, 1e-308], 0.5)):
        said = rf"^radius must be large enough for a finite λ \+ α, not {radius:.3g}"
        with pytest.raises(ValueError, match=said):
            multiplier_for_radius(np.diag(H), [3.0, 4.0], radius)
    with pytest.raises(
        ValueError, match=r"^radius must be one whose α a float can tell, not 0\.5$"
    ):
        multiplier_for_radius([[1e-310]], [1.0], 0.5)


def test_a_ball_far_wider_than_w_star() -> None:
    assert multiplier_for_radius(np.diag([1.0, 0.0]), [1e-300, 1.0], 1e300) == 0


def test_each_radius_has_a_scale_of_its_own() -> None:
    radii = constraint_radius(np.eye(2), [3.0, 4.0], [0.0, 1e200])
    np.testing.assert_allclose(radii, [5.0, 5e-200])


def test_a_penalty_beside_which_the_data_are_nothing() -> None:
    np.testing.assert_allclose(ridge([[1e-10]], [1.0], 1e300), [0.0], atol=1e-300)


def test_a_condition_number_beyond_a_float_is_infinite() -> None:
    assert condition_number(np.diag([1e10, 0.0]), 1e-300) == math.inf


def test_a_diagonal_loses_no_eigenvalue_to_rounding() -> None:
    H = np.diag([1e12, 1e-4])
    expected = [[1, 1], [1, 1e-4 / 1.01e-4]]
    minima = regularized_minimum(H, [1.0, 1.0], [0.0, 1e-6])
    np.testing.assert_allclose(minima, expected, rtol=1e-12)
    assert condition_number(H) == pytest.approx(1e16)
    J = Quadratic(np.diag([1.0] + [4e-15] * 19), np.full(20, 3.0))
    loop = descend(J, np.zeros(20), 1.9, 10_000)[-1]
    closed = quadratic_trajectory(J, np.zeros(20), 1.9, [10_000])[0]
    np.testing.assert_allclose(closed, loop, rtol=0, atol=1e-10)


@pytest.mark.parametrize("z", [-40.0, -20.0, 20.0, 40.0])
def test_the_tails_of_the_logistic_loss(z: float) -> None:
    tail = sp.Float(1, 40) / (1 + sp.exp(sp.Float(z, 40)))
    loss = LogisticLoss([[1.0]], [1])
    np.testing.assert_allclose(loss.gradient([z]), [-float(tail)], rtol=1e-14)
    np.testing.assert_allclose(loss.hessian([z]), [[float(tail * (1 - tail))]], rtol=1e-14)
