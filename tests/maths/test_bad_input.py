"""Bad input is a ValueError that names the argument: every function, every argument."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import l2reg
from l2reg import Quadratic, adam_descend, descend, l2_penalty
from l2reg._validation import count, shown

J = Quadratic(np.diag([2.0, 1.0]), [1.0, 2.0])
X, y, w = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]]), np.array([0.0, 1, 1]), np.ones(2)

GOOD: dict[str, dict[str, Any]] = {
    "LeastSquares": {"X": X, "y": y},
    "LogisticLoss": {"X": X, "y": y},
    "Quadratic": {"H": J.H, "w_star": J.w_star, "minimum": 0.0},
    "Regularized": {"objective": J, "alpha": 0.5},
    "TaylorModel": {"objective": J, "w_0": w},
    "adam_descend": {"objective": J, "w_0": w, "learning_rate": 0.1, "steps": 3, "alpha": 0.5,
                     "decoupled": True, "beta_1": 0.9, "beta_2": 0.99, "delta": 1e-8},
    "condition_number": {"H": J.H, "alpha": 0.5},
    "constraint_radius": {"H": J.H, "w_star": w, "alpha": 0.5},
    "descend": {"objective": J, "w_0": w, "learning_rate": 0.1, "steps": 3, "alpha": 0.5,
                "form": "decay"},
    "effective_parameters": {"eigenvalues": w, "alpha": 0.5},
    "eigendecomposition": {"H": J.H},
    "gradient_step": {"objective": J, "w": w, "learning_rate": 0.1},
    "l2_penalty": {"w": w},
    "l2_penalty_gradient": {"w": w},
    "largest_stable_learning_rate": {"H": J.H, "alpha": 0.5},
    "multiplier_for_radius": {"H": J.H, "w_star": w, "radius": 0.5},
    "numerical_gradient": {"function": J.value, "w": w, "step": 1e-5},
    "numerical_hessian": {"gradient": J.gradient, "w": w, "step": 1e-5},
    "projection_on_range": {"H": J.H},
    "quadratic_approximation": {"objective": J, "w_star": J.w_star, "tolerance": 1e-6},
    "quadratic_trajectory": {"quadratic": J, "w_0": w, "learning_rate": 0.1, "steps": 3,
                             "alpha": 0.5},
    "regime": {"H": J.H, "alpha": 0.5, "learning_rate": 0.1},
    "regularization_path": {"H": J.H, "w_star": w, "alphas": [0.5, 1.0]},
    "regularized_minimum": {"H": J.H, "w_star": w, "alpha": 0.5},
    "regularized_step": {"objective": J, "w": w, "alpha": 0.5, "learning_rate": 0.1},
    "ridge": {"X": X, "y": y, "alpha": 0.5},
    "shrinkage_factors": {"eigenvalues": w, "alpha": 0.5},
    "weight_decay_step": {"objective": J, "w": w, "alpha": 0.5, "learning_rate": 0.1},
}  # fmt: skip
ELSEWHERE = {
    "test_check_equation": {"check_equation", "EquationError"},
    "test_optimizers": {"AdamState", "adam_start", "adam_step", "adamw_step"},
    "nothing to give": {"Objective", "Eigendecomposition"},
}


class Tensor:
    """As another library's, which refuses to become an array."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        raise RuntimeError("Can't call numpy() on a tensor that requires grad")


NO_NUMBER = ["0.1", None, 1j, True, np.nan, np.inf, -np.inf, {}, object()]
NO_ARRAY = [
    *NO_NUMBER, 3.0, [], ["a", "b"], [1.0, np.nan], [1.0, np.inf], [1 + 2j, 0], [[1.0], [1.0, 2.0]],
    [True, False], [None, 1.0], [10**400, 1], 10**5000, Tensor(),
]  # fmt: skip
NO_VECTOR = [*NO_ARRAY, np.ones(3), np.ones((2, 3))]
NO_ALPHA = [*NO_NUMBER, -1e-12, [-1.0, 1.0], [[1.0]], [0.1, np.nan], []]
NO_H = [
    *NO_ARRAY, np.ones(2), np.ones((2, 3)), np.zeros((0, 0)), np.ones((1, 2, 2)), [[1, 2], [0, 1]],
    np.diag([1.0, -1e-3]), -np.eye(2), [[0.0, 1.0], [1.0, 0.0]], np.diag([1.0, np.nan]),
]  # fmt: skip
NO_OBJECTIVE = [None, "J", 3, np.eye(2), lambda w: w]
BAD: dict[str, list[Any]] = {
    "H": NO_H,
    "X": [*NO_ARRAY, np.ones(3), np.ones((0, 2)), np.ones((3, 0)), np.ones((1, 3, 2))],
    "alpha": NO_ALPHA,
    "alphas": [*NO_ALPHA, 0.5],
    "beta_1": [*NO_NUMBER, -0.1, 1.0, [0.9]],
    "beta_2": [*NO_NUMBER, -0.1, 1.0, [0.9]],
    "decoupled": ["no", None, 1, []],
    "delta": [*NO_NUMBER, 0, -1e-8, [1e-8]],
    "eigenvalues": [*NO_ARRAY, [1.0, -1e-9], np.ones((2, 2))],
    "form": ["both", None, 3, [], "Decay"],
    "function": [None, "f", lambda w: w, lambda w: np.nan, lambda w: None, lambda w: 1j],
    "gradient": [None, "f", lambda w: 1.0, lambda w: w * np.nan, lambda w: w[:1]],
    "learning_rate": [*NO_NUMBER, 0, -0.1, [0.1], np.ones(2)],
    "minimum": [*NO_NUMBER, [1.0]],
    "objective": NO_OBJECTIVE,
    "quadratic": [*NO_OBJECTIVE, l2reg.LeastSquares(X, y)],
    "radius": [*NO_NUMBER, 0, -1.0, [1.0]],
    "step": ["0.1", 1j, True, np.nan, np.inf, 0, -1e-5, [0.1], 1e-30],
    "steps": [
        *NO_NUMBER, -1, 2.5, [-1], [0.5], [[1, 2]], ["a"], [np.inf], [[1], [2, 3]],
        np.timedelta64(3), 2**63, 10**12, 10**400, 10**5000,
    ],
    "tolerance": [*NO_NUMBER, 0, -1e-6],
    "w": NO_ARRAY,
    "w_0": NO_VECTOR,
    "w_star": [*NO_VECTOR, np.ones((1, 2))],
    "y": [*NO_ARRAY, np.ones(2), np.ones((3, 1))],
}  # fmt: skip

# What each argument's message says that it must be, whatever was given.
NUMBER, VECTOR = "a finite number", "an array of finite real numbers of shape (..., {})"
ONE, SUITS = "one vector of shape (d,), not", f"suit objective: w must be {VECTOR.format(2)}"
ACCEPTED: dict[str, list[str]] = {
    "H": ["a symmetric positive semi-definite matrix of shape (d, d)"],
    "X": ["a matrix of finite numbers of shape (n, d)", "a matrix of shape (n, d)"],
    "alpha": [f"{NUMBER} >= 0", "one or many finite numbers >= 0"],
    "alphas": ["one or many finite numbers >= 0", "a vector of shape (k,)"],
    "beta_1": [f"{NUMBER} >= 0", "a number in [0, 1)"],
    "beta_2": [f"{NUMBER} >= 0", "a number in [0, 1)"],
    "decoupled": ["True or False"],
    "delta": [f"{NUMBER} > 0"],
    "eigenvalues": [VECTOR.format("d"), ">= 0", ONE],
    "form": ["one of ['decay', 'penalty']"],
    "function": ["a function of w that returns finite numbers of shape ()"],
    "gradient": ["a function of w that returns finite numbers of shape (2,)"],
    "learning_rate": [f"{NUMBER} > 0"],
    "minimum": [NUMBER],
    "objective": ["an objective with value(w)", "an objective with gradient(w)"],
    "quadratic": ["a Quadratic"],
    "radius": [f"{NUMBER} > 0"],
    "step": [f"{NUMBER} > 0", "large enough to change w at 1"],
    "steps": [
        "a whole number >= 0",
        "a whole number of at most 100,000,000",
        "whole numbers >= 0 of shape (k,)",
    ],
    "tolerance": [f"{NUMBER} > 0"],
    "w": [VECTOR.format("d"), ONE, SUITS],
    "w_0": [VECTOR.format("d"), VECTOR.format(2), ONE, SUITS],
    "w_star": [VECTOR.format("d"), VECTOR.format(2), ONE, SUITS],
    "y": [VECTOR.format(3), "hold classes, each 0 or 1"],
}


def cases() -> list[Any]:
    found = []
    for name, good in GOOD.items():
        for argument in good:
            bad = list(BAD[argument])
            if name == "LogisticLoss" and argument == "y":
                bad += [[0.0, 1.0, 2.0], [-1.0, 1.0, 1.0]]
            if argument == "w" and name.endswith("_step"):
                bad += [np.ones(3)]
            if argument == "w" and name.startswith("numerical"):
                bad += [np.ones((2, 2))]
            found += [
                pytest.param(name, argument, value, id=f"{name}-{argument}-{i}")
                for i, value in enumerate(bad)
            ]
    return found


@pytest.mark.parametrize(("name", "argument", "value"), cases())
def test_bad_input_is_named(name: str, argument: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{argument} must ") as caught:
        getattr(l2reg, name)(**(GOOD[name] | {argument: value}))
    message = str(caught.value).removeprefix(f"{argument} must ").removeprefix("be ")
    said = [text for text in ACCEPTED[argument] if message.startswith(text)]
    assert said, message
    # And what came, or what is wrong with it; of a function, what it returns.
    came = value(w) if argument in ("function", "gradient") and callable(value) else value
    rest = message.removeprefix(max(said, key=len))
    wrong = ("of shape (", "it is not symmetric", "it has the eigenvalue", "not [", "not -1e-09")
    assert any(text in rest for text in (f"not {shown(came)}", *wrong)), message


@pytest.mark.parametrize("name", GOOD)
def test_good_input_is_taken_and_left_alone(name: str) -> None:
    given = GOOD[name]
    before = {key: np.array(value) for key, value in given.items() if np.ndim(value)}
    getattr(l2reg, name)(**given)
    for key, value in before.items():
        np.testing.assert_array_equal(given[key], value)
    assert set(inspect.signature(getattr(l2reg, name)).parameters) == set(given)


def test_every_public_name_is_tried_here_or_elsewhere() -> None:
    assert set(l2reg.__all__) == set(GOOD).union(*ELSEWHERE.values())
    assert all(getattr(l2reg, name).__doc__ for name in l2reg.__all__)


OBJECTIVES = [
    J, l2reg.LeastSquares(X, y), l2reg.LogisticLoss(X, y), l2reg.TaylorModel(J, w),
    l2reg.Regularized(SimpleNamespace(value=sum, gradient=np.copy, hessian=np.diag), 1.0),
]  # fmt: skip


@pytest.mark.parametrize("method", ["value", "gradient", "hessian"])
@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: type(objective).__name__)
def test_an_objective_takes_only_weights(objective: Any, method: str) -> None:
    """Around whatever objective a regularized one is, which may check nothing."""
    sizes = [] if isinstance(objective, l2reg.Regularized) else [np.ones(1), np.ones(3)]
    for value in [*NO_ARRAY, *sizes]:
        with pytest.raises(ValueError, match=r"^w must be an array of finite real"):
            getattr(objective, method)(value)


def test_one_alpha_where_only_one_makes_sense() -> None:
    for name in ("adam_descend", "descend", "regime", "regularized_step", "condition_number",
                 "Regularized"):  # fmt: skip
        with pytest.raises(ValueError, match=r"^alpha must be a finite number .* \(2,\)"):
            getattr(l2reg, name)(**(GOOD[name] | {"alpha": [0.1, 0.2]}))


def test_an_objective_whose_gradient_has_another_shape() -> None:
    class Broken:
        @staticmethod
        def gradient(w: np.ndarray) -> np.ndarray:
            return w[..., :1]

    said = r"^objective must return a gradient of shape \(2,\) at w_0, not \(1,\)"
    with pytest.raises(ValueError, match=said):
        l2reg.descend(Broken, np.ones(2), 0.1, 3)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_rounding_in_h_is_forgiven_at_any_scale_and_more_is_not(scale: float) -> None:
    H = np.array([[2.0, 1.0], [1.0, 0.5]])  # its smallest eigenvalue is 0
    for change in ([[0, 1e-13], [0, 0]], [[0, 0], [0, -1e-13]]):
        eigenvalues = l2reg.eigendecomposition(scale * (H + change)).eigenvalues
        assert eigenvalues[1] == pytest.approx(0, abs=1e-12 * scale)
        assert eigenvalues[1] >= 0
    for change in ([[0, 1e-6], [0, 0]], [[0, 0], [0, -1e-6]]):
        with pytest.raises(ValueError, match=r"^H must be"):
            l2reg.eigendecomposition(scale * (H + change))


@pytest.mark.parametrize(("lowest", "taken"), [(-1.9e-9, True), (-2.1e-9, False)])
def test_rounding_grows_with_the_size_of_h(lowest: float, taken: bool) -> None:
    """10⁻¹⁰ times the largest entry for each of its 20 rows."""
    H = np.diag([1.0] * 19 + [lowest])
    if taken:
        assert l2reg.eigendecomposition(H).eigenvalues[-1] == 0
    else:
        with pytest.raises(ValueError, match=r"^H must be .* it has the eigenvalue -2.1e-09"):
            l2reg.eigendecomposition(H)


def test_h_is_made_symmetric_to_the_last_bit_and_else_left_alone() -> None:
    nearly = np.array([[2.0, 1.0], [1.0 + 1e-13, 2.0]])
    H = Quadratic(nearly, [0.0, 0.0]).H
    np.testing.assert_array_equal(H, H.T)
    np.testing.assert_array_equal(H, (nearly + nearly.T) / 2)
    smallest = [[5e-324]]  # half of it is 0
    np.testing.assert_array_equal(Quadratic(smallest, [0.0]).H, smallest)


def test_a_number_too_wide_for_a_float_is_refused() -> None:
    wide = np.longdouble("1e4000") if np.finfo(np.longdouble).max > 1e308 else np.longdouble("inf")
    with pytest.raises(ValueError, match=r"^w must be"):
        l2reg.l2_penalty(np.array([wide]))
    with np.errstate(all="raise"):  # and one too small is 0
        assert l2reg.Regularized(J, np.longdouble("1e-4000")).alpha == 0


# --- What was given ------------------------------------------------------------------------------


def refused(call: Callable[[], Any]) -> str:
    """Return what a call says in refusing."""
    with pytest.raises(ValueError, match=" must ") as caught:
        call()
    return str(caught.value)


def test_two_hundred_characters_are_shown_and_more_are_cut() -> None:
    text = repr("a" * 99 + "b" * 99)
    assert refused(lambda: l2_penalty(text[1:-1])).endswith(f", not {text}")
    text = repr("a" * 99 + "b" * 100)
    assert refused(lambda: l2_penalty(text[1:-1])).endswith(f", not {text[:150]} … {text[-40:]}")


def test_what_cannot_be_shown_is_named_by_its_type() -> None:
    assert refused(lambda: l2_penalty(10**5000)).endswith(", not a value of type int")


GIVEN: dict[str, tuple[str, Callable[[], Any]]] = {
    "masked": (
        "none masked, not masked_array(data=[1.0, --]",
        lambda: l2_penalty(np.ma.array([1.0, 2.0], mask=[0, 1])),
    ),
    "masked in a list": (
        "masked_array(data=[1.0, --], mask=[False, True], fill_value=1e+20)]",
        lambda: l2_penalty([[3.0, 4.0], np.ma.array([1.0, 2.0], mask=[0, 1])]),
    ),
    "too many": ("at most 100,000,000, not 100000001", lambda: count("steps", 100_000_001)),
    "a gradient": (
        "finite real numbers at w_0, not array([nan])",
        lambda: descend(SimpleNamespace(gradient=lambda w: w * np.nan), [1.0], 0.1, 1),
    ),
    "a later gradient": (
        "finite real numbers at w_1, not array([0.9+0.j])",
        lambda: descend(
            SimpleNamespace(gradient=lambda w: w if w == 1 else w.astype(complex)), [1.0], 0.1, 3
        ),
    ),
    "Adam's later gradient": (
        "finite real numbers at w_2, not array([nan])",
        lambda: adam_descend(
            SimpleNamespace(gradient=lambda w: w if w > 0.85 else w * np.nan), [1.0], 0.1, 3
        ),
    ),
}


@pytest.mark.parametrize("case", GIVEN)
def test_what_was_given_is_shown(case: str) -> None:
    end, call = GIVEN[case]
    said = refused(call)
    assert " ".join(end.split()) in " ".join(said.split())


def test_importing_the_library_is_light() -> None:
    heavy = ["matplotlib", "anywidget", "ipywidgets", "sympy", "scipy", "sklearn"]
    code = f"import sys, l2reg; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
