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
        (1, 1.0, "on 1 number (to 1e-10)"),
        (ROW, ROW + 1e-12, "on 3 numbers (to 1e-10)"),
        ([[1, 2], [3, 4]], np.array([[1.0, 2], [3, 4]]), "on 4 numbers (to 1e-10)"),
        ([ROW, ROW[:2]], [1 * ROW, 1 * ROW[:2]], "in 2 and 3 dimensions (5 numbers, to 1e-10)"),
        ([ROW[:1]], ROW[None, :1], "on 1 number (to 1e-10)"),
        (Fraction(1, 2), 0.5, "on 1 number (to 1e-10)"),
        (1e9, 1e9 + 0.01, "on 1 number (to 1e-10)"),
        ((x + y) ** 2, x**2 + 2 * x * y + y**2, "by algebra"),
        (sp.sin(x) ** 2 + sp.cos(x) ** 2, 1, "by algebra"),
        (1, (x**2 - y**2) / ((x - y) * (x + y)), "by algebra"),
        (sp.Matrix([x, y]), [[x], [y]], "by algebra"),
        ([sp.diff(x**2 / 2, x)], [x], "by algebra"),
        ((A * B).T, B.T * A.T, "by algebra"),
        (A * (A + B), A * A + A * B, "by algebra"),  # SymPy sees it when it is multiplied out,
        ((x + y) ** (n + 1), (x + y) * (x + y) ** n, "by algebra"),  # and this when it is not
        (f(x), f(x), "by algebra"),
        ([f(x)], [f(x)], "by algebra"),
        (Own(x), Own(x), "by algebra"),
        (np.float64(0.5), sp.Rational(1, 2), "by algebra"),
        (np.array(1.0), sp.Integer(1), "by algebra"),
        (np.array(x, dtype=object), x, "by algebra"),
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
        ([np.ma.array(ROW, mask=[0, 1, 0])], [ROW], "not made of real numbers"),
        (10**400, 10**400, "not finite"),
        (np.longdouble("1e4000"), np.longdouble("1e4000"), "not finite"),
        ([ROW, ROW[:2]], [ROW, ROW], r"shapes differ, \[\(3,\), \(2,\)\] and"),
        (
            [ROW, ROW[:2]],
            [ROW, -ROW[:2]],
            r"differ by up to 4, 2 and -2 with random numbers \(set 2 of 2\)",
        ),
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
    assert capsys.readouterr().out == "✓ eq-a: both sides agree, on 1 number (to 1e-10)\n"


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


@pytest.mark.parametrize(
    ("left", "wrong", "off"),
    [
        (ROW, -ROW, "6 at (2,)"),
        ([ROW, ROW[:2]], [ROW, ROW[:2] + 0.25], "0.25 with random numbers (set 2 of 2)"),
        (2.0, 1.5, "0.5 at ()"),
        (x + y, x - y, "0.6 at y = 0.3"),
        (sp.Matrix([x, y]), sp.Matrix([x, 2 * y]), "0.3 at y = 0.3"),
        (n, n + 1, "1"),
        ((A * B).T, A.T * B.T, "-A.T*B.T + B.T*A.T"),
        (f(x), f(-x), "-f(-x) + f(x)"),
        (sum(sp.symbols("c_0:5")), 0, "5.1 with numbers for its 5 symbols"),
    ],
)
def test_a_mistake_is_refuted_and_the_line_says_by_how_much(
    left: Any, wrong: Any, off: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_equation("eq-some-law", left, left, refutes={"what one might write": wrong})
    _, line = capsys.readouterr().out.splitlines()
    assert line == f"  ✗ what one might write: differs by {off}"


@pytest.mark.parametrize(
    ("left", "same"),
    [
        (ROW, ROW + 1e-12),
        ([ROW, ROW[:2]], [ROW * 1.0, ROW[:2] * 1.0]),
        ((x + y) ** 2, x**2 + 2 * x * y + y**2),
        (sp.sin(x) ** 2 + sp.cos(x) ** 2, 1),
        # SymPy does not simplify this difference to 0, though it is 0.
        (sp.sqrt(2) + sp.sqrt(3), sp.sqrt(5 + 2 * sp.sqrt(6))),
    ],
)
def test_a_mistake_that_agrees_as_well_fails_the_check(
    left: Any, same: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(EquationError, match=r"eq-some-law: .* not notice the mistake 'the same'"):
        check_equation("eq-some-law", left, left, refutes={"the same": same})
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("refutes", "reason"),
    [
        ([-ROW], "refutes must map"),
        ("-w", "refutes must map"),
        ({3: -ROW}, "name each mistake in one line"),
        ({" ": -ROW}, "name each mistake in one line"),
        ({"a\nb": -ROW}, "name each mistake in one line"),
        ({"short": ROW[:2]}, r"refutes\['short'\] cannot be compared: shapes differ"),
        (
            {"infinite": np.full(3, np.inf)},
            r"refutes\['infinite'\] .*not finite",
        ),
        ({"words": "w"}, r"refutes\['words'\] cannot be compared: .*not made of real numbers"),
    ],
)
def test_mistakes_are_named_and_comparable(refutes: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_equation("eq-a", ROW, ROW, refutes=refutes)


@pytest.mark.parametrize("definition", [True, np.True_])
def test_a_definition_is_labelled_as_one(
    definition: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    check_equation("eq-a", ROW, ROW, definition=definition)
    said = "✓ eq-a: a definition; both sides agree, on 3 numbers (to 1e-10)\n"
    assert capsys.readouterr().out == said
    for bad in ("yes", 2, None):
        with pytest.raises(ValueError, match=r"^definition must be True or False, not"):
            check_equation("eq-a", ROW, ROW, definition=bad)
