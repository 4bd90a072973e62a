"""What a refusal says: the argument under its own name, what is accepted, and what was given."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from l2reg import (
    AdamState,
    EquationError,
    Quadratic,
    Regularized,
    adam_descend,
    adam_step,
    check_equation,
    constraint_radius,
    descend,
    l2_penalty,
    multiplier_for_radius,
    numerical_gradient,
    quadratic_trajectory,
    ridge,
    weight_decay_step,
)
from l2reg._validation import count

SKEW = [[2.0, 1.0], [1.0, 2.0]]  # its eigenvectors are no axes: a sum of two numbers overflows
HUGE = [1.7e308, 1.7e308]
x = sp.Symbol("x", real=True)


# --- What was given -----------------------------------------------------------------------------


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
    "no state": (
        "state must be an AdamState, from adam_start or a step before, not (1, 2, 3, 0)",
        lambda: adam_step((1, 2, 3, 0), [1.0], 0.1),
    ),
    "a state's part": (
        "state must be an AdamState, from adam_start or a step before, not 'w'",
        lambda: adam_step(AdamState("w", [0.0], [0.0], 0), [1.0], 0.1),
    ),
}


@pytest.mark.parametrize("case", GIVEN)
def test_what_was_given_is_shown(case: str) -> None:
    end, call = GIVEN[case]
    said = refused(call)
    assert " ".join(end.split()) in " ".join(said.split())


def test_as_many_steps_as_fit_are_taken() -> None:
    assert count("steps", 100_000_000) == 100_000_000


def test_what_cannot_be_changed_says_what_to_do() -> None:
    with pytest.raises(AttributeError, match=r"^Quadratic cannot be changed: make a new one$"):
        del Quadratic(SKEW, [0.0, 0.0]).H


# --- Under its own name -------------------------------------------------------------------------


@pytest.mark.parametrize("w", ["a", 3.0, [np.nan], []])
@pytest.mark.parametrize("method", ["value", "gradient", "hessian"])
def test_weights_of_a_regularized_objective(method: str, w: Any) -> None:
    """Whatever objective it is around, which may check nothing."""
    trusting = SimpleNamespace(
        value=lambda w: 0.0, gradient=lambda w: np.zeros(1), hessian=lambda w: np.eye(1)
    )
    with pytest.raises(ValueError, match=r"^w must be an array"):
        getattr(Regularized(trusting, 1.0), method)(w)


TOO_LARGE: dict[str, tuple[str, Callable[[], Any]]] = {
    "trajectory's penalty": (
        "alpha",
        lambda: quadratic_trajectory(Quadratic([[1e308]], [0.0]), [1.0], 0.1, 3, alpha=1e308),
    ),
    "trajectory's start": (
        "w_0",
        lambda: quadratic_trajectory(Quadratic(SKEW, [0.0, 0.0]), HUGE, 0.1, 3),
    ),
    "ball": ("w_star", lambda: multiplier_for_radius(SKEW, HUGE, 1.0)),
    "targets": ("y", lambda: ridge([[1.0], [1.0]], HUGE, 0.0)),
    "differences": (
        "function",
        lambda: numerical_gradient(lambda w: 1.7e308 * np.sign(w[0]), [0.0]),
    ),
    "decay": (  # ∞ − ∞
        "learning_rate",
        lambda: weight_decay_step(
            SimpleNamespace(gradient=lambda w: np.array([-1e308])), [1e200], 1e200, 1e10
        ),
    ),
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_what_is_too_large_for_a_float_is_named(case: str) -> None:
    name, call = TOO_LARGE[case]
    assert refused(call).startswith(f"{name} must be small enough")


def test_a_radius_whose_multiplier_a_float_cannot_hold_or_tell() -> None:
    with pytest.raises(ValueError, match=r"^radius must be large enough for a finite α, not 1e-31"):
        multiplier_for_radius(np.diag([2.0, 0.0]), [3.0, 4.0], 1e-310)
    with pytest.raises(
        ValueError, match=r"^radius must be one whose α a float can tell, not 0\.5$"
    ):
        multiplier_for_radius([[1e-310]], [1.0], 0.5)


# --- And what is taken, in silence --------------------------------------------------------------


def test_each_radius_has_a_scale_of_its_own() -> None:
    radii = constraint_radius(np.eye(2), [3.0, 4.0], [0.0, 1e200])
    np.testing.assert_allclose(radii, [5.0, 5e-200])


def test_a_penalty_beside_which_the_data_are_nothing() -> None:
    np.testing.assert_allclose(ridge([[1e-10]], [1.0], 1e300), [0.0], atol=1e-300)


def test_without_sympy_sides_are_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "sympy")
    check_equation("eq-a", 1.0, 1)
    assert capsys.readouterr().out == "✓ eq-a: both sides agree, 1 number to 1e-10\n"


def test_an_expression_in_an_array_of_no_dimension(capsys: pytest.CaptureFixture[str]) -> None:
    check_equation("eq-a", np.array(x, dtype=object), x)
    assert capsys.readouterr().out.endswith("symbolically\n")


class Odd:
    """No expression, though it reads like one."""

    def __str__(self) -> str:
        return "x"


@pytest.mark.parametrize("sides", [(Odd(), x), (x, Odd())])
def test_what_only_reads_like_an_expression(sides: tuple[Any, Any]) -> None:
    with pytest.raises(EquationError, match=r"^eq-a: the sides cannot be subtracted: "):
        check_equation("eq-a", *sides)


def test_a_difference_that_is_no_expression() -> None:
    with pytest.raises(EquationError, match=r"^eq-a: part 0 is not an expression: Poly\(0, x, "):
        check_equation("eq-a", sp.Poly(x), sp.Poly(x))
