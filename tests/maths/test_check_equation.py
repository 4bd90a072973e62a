"""``check_equation`` says yes in one stable line, and says no whenever it should."""

from __future__ import annotations

import sys
import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from l2reg import EquationError, check_equation

x, y = sp.symbols("x y", real=True)
n = sp.Symbol("n", integer=True)
A, B = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("B", 2, 2)
ROW = np.array([1.0, 2.0, 3.0])
f = sp.Function("f")


class Own(sp.Function):
    """A function of the reader's own."""


class Odd:
    """No expression, though it reads like one."""

    def __str__(self) -> str:
        return "x"


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (1, 1.0, "1 number to 1e-10"),
        (ROW, ROW + 1e-12, "3 numbers to 1e-10"),
        ([[1, 2], [3, 4]], np.array([[1.0, 2], [3, 4]]), "4 numbers to 1e-10"),
        (Fraction(1, 2), 0.5, "1 number to 1e-10"),
        (1e9, 1e9 + 0.01, "1 number to 1e-10"),
        ((x + y) ** 2, x**2 + 2 * x * y + y**2, "symbolically"),
        (sp.sin(x) ** 2 + sp.cos(x) ** 2, 1, "symbolically"),
        (1, (x**2 - y**2) / ((x - y) * (x + y)), "symbolically"),
        (sp.Matrix([x, y]), [[x], [y]], "symbolically"),
        ([sp.diff(x**2 / 2, x)], [x], "symbolically"),
        ((A * B).T, B.T * A.T, "symbolically"),
        (A * (A + B), A * A + A * B, "symbolically"),  # SymPy sees it when it is multiplied out,
        ((x + y) ** (n + 1), (x + y) * (x + y) ** n, "symbolically"),  # and this when it is not
        (f(x), f(x), "symbolically"),
        ([f(x)], [f(x)], "symbolically"),
        (Own(x), Own(x), "symbolically"),
        (np.float64(0.5), sp.Rational(1, 2), "symbolically"),
        (np.array(1.0), sp.Integer(1), "symbolically"),
        (np.array(x, dtype=object), x, "symbolically"),
    ],
)
def test_equal_sides(left: Any, right: Any, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_equation("eq-some-law", left, right) is None
    assert capsys.readouterr().out == f"✓ eq-some-law: both sides agree, {said}\n"


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (ROW, -ROW, r"differ by up to 6, 3 and -3 at \(2,\)"),
        (ROW, ROW * [1, 1.001, 1], r"differ by up to 0.002, 2 and 2.002 at \(1,\)"),
        (1.0, 1.0 + 1e-9, r"differ by up to 1e-09"),
        (1e308, -1e308, "differ by up to inf"),
        (ROW, ROW[:2], r"shapes differ, \(3,\) and \(2,\)"),
        (ROW, ROW[:, None], r"shapes differ, \(3,\) and \(3, 1\)"),
        (ROW, 1.0, r"shapes differ, \(3,\) and \(\)"),
        ([], [], "nothing to compare"),
        (np.nan, np.nan, "not finite"),
        (np.inf, np.inf, "not finite"),
        ([1.0, np.nan], [1.0, 2.0], "not finite"),
        (ROW, None, "not made of real numbers"),
        ("1.0", 1.0, "not made of real numbers"),
        (np.array([1 + 1j]), np.array([1.0]), "not made of real numbers"),
        ([[1, 2], [3]], [[1, 2], [3]], "not an array"),
        (x**2, -(x**2), r"differ in part 0, by 2\*x\*\*2"),
        (sp.Matrix([x, y]), sp.Matrix([x, x + y]), "differ in part 1, by -x"),
        (sp.Matrix([x, y]), sp.Matrix([[x, y]]), r"shapes differ, \(2, 1\) and \(1, 2\)"),
        (sp.sqrt(x**2), x, "differ in part 0"),
        (x, x + sp.Float("1e-30"), "differ in part 0"),
        (x + sp.nan, x, "not finite"),
        (sp.oo, sp.oo, "not finite"),
        (sp.oo, x, "not finite"),
        (x, sp.oo, "not finite"),
        (sp.zoo, x, "not finite"),
        (sp.Matrix(0, 0, []), sp.Matrix(0, 0, []), "nothing to compare"),
        (x, "x", "string"),
        (sp.Eq(x, 1), sp.Eq(x, 1), "cannot be subtracted"),
        ((A * B).T, A.T * B.T, "differ in part 0"),
        # A small number beside a large one is checked as itself.
        ([1e12, 1.0], [1e12, 2.0], r"differ by up to 1, 1 and 2 at \(1,\)"),
        (True, True, "not made of real numbers"),
        (np.array([True]), np.array([True]), "not made of real numbers"),
        (np.ma.array([1.0, 7.0], mask=[0, 1]), [1.0, 7.0], "not made of real numbers"),
        (10**400, 10**400, "not finite"),
        (np.longdouble("1e4000"), np.longdouble("1e4000"), "not finite"),
        (*([np.ones((2, 2)), np.ones((2, 3))],) * 2, "not an array"),
        (x, [x], "shapes differ"),
        ([x, "y"], [x, x], "not an array of expressions"),
        (np.sin, x, "cannot be subtracted"),
        (*([[x], [x, x]],) * 2, "not an array of expressions"),
        (f(x), x, "differ in part 0"),
        (Odd(), x, "cannot be subtracted"),
        (x, Odd(), "cannot be subtracted"),
        (sp.Poly(x), sp.Poly(x), r"part 0 is not an expression: Poly\(0, x, "),
    ],
)
def test_sides_that_differ(
    left: Any, right: Any, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(EquationError, match=f"eq-some-law: .*{reason}"):
        check_equation("eq-some-law", left, right)
    with warnings.catch_warnings():  # as a reader runs it, whose warnings are no errors
        warnings.simplefilter("ignore")
        with pytest.raises(EquationError):
            check_equation("eq-some-law", left, right)
    assert capsys.readouterr().out == ""


def test_without_sympy_sides_are_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "sympy")
    check_equation("eq-a", 1.0, 1)
    assert capsys.readouterr().out == "✓ eq-a: both sides agree, 1 number to 1e-10\n"


def test_an_equation_error_is_a_failed_assertion() -> None:
    assert issubclass(EquationError, AssertionError)


def test_the_tolerance_is_relative_to_the_right_side_and_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check_equation("eq-rough", 100.0, 101.0, tolerance=1e-2)
    assert "to 1e-02" in capsys.readouterr().out
    with pytest.raises(EquationError):
        check_equation("eq-rough", 100.0, 101.1, tolerance=1e-2)
    check_equation("eq-exact", ROW, ROW, tolerance=0)
    with pytest.raises(EquationError):
        check_equation("eq-exact", ROW, np.nextafter(ROW, 9), tolerance=0)


def test_beside_zero_the_tolerance_is_absolute() -> None:
    check_equation("eq-near", 0.9e-10, 0.0)
    with pytest.raises(EquationError):
        check_equation("eq-near", 1.5e-10, 0.0)


@pytest.mark.parametrize(
    "label", ["penalty", "eq-", "eq-Penalty", "eq_penalty", "eq-a b", "eq-a\n", "", None, 3]
)
def test_a_label_is_eq_and_words(label: Any) -> None:
    with pytest.raises(ValueError, match="label must be"):
        check_equation(label, 1, 1)


@pytest.mark.parametrize(
    "tolerance",
    [-1e-9, np.nan, np.inf, "1", None, 1j, True, [1e-9], 1.0, 10, 1e300],
)  # from 1 on, no check could fail
def test_a_tolerance_is_a_number(tolerance: Any) -> None:
    with pytest.raises(ValueError, match="tolerance must be"):
        check_equation("eq-a", 1, 1, tolerance=tolerance)
