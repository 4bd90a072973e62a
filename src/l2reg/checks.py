"""``check_equation``: the machine's half of every numbered equation."""

import re
import sys
from numbers import Real
from typing import Any

import numpy as np

from l2reg._validation import non_negative, tiny_is_zero


class EquationError(AssertionError):
    """Both sides of a numbered equation were computed, and they differ."""


@tiny_is_zero
def check_equation(label: str, left: Any, right: Any, *, tolerance: float = 1e-10) -> None:
    """Check that both sides of an equation are equal, and say so in one stable line.

    Parameters
    ----------
    label
        The equation's label, ``eq-…`` in lower case.
    left, right
        Numbers or arrays of one shape; or, when either is a SymPy expression or matrix, both are
        compared by algebra.
    tolerance
        For numbers: the difference allowed at each, times (1 + the size of the one on the right);
        below 1, or 0 would agree with anything.

    Raises
    ------
    EquationError
        If the sides differ, with the largest difference and where it is; if their shapes differ;
        if there is nothing to compare, or a number is not finite.
    ValueError
        If ``label`` or ``tolerance`` is not as above.
    """
    if not isinstance(label, str) or not re.fullmatch(r"eq(-[a-z0-9]+)+", label):
        raise ValueError(f"label must be 'eq-' and words in lower case, not {label!r}")
    tolerance = float(non_negative("tolerance", tolerance))
    if not tolerance < 1:
        raise ValueError(f"tolerance must be a number in [0, 1), not {tolerance:g}")
    if _is_symbolic(left) or _is_symbolic(right):
        _check_symbolic(label, left, right)
        print(f"✓ {label}: both sides agree, symbolically")
        return
    size = _check_numeric(label, left, right, tolerance)
    what = "1 number" if size == 1 else f"{size} numbers"
    print(f"✓ {label}: both sides agree, {what} to {tolerance:.0e}")


def _is_symbolic(side: Any) -> bool:
    sp = sys.modules.get("sympy")  # whoever has an expression has imported it
    if sp is None:
        return False
    if isinstance(side, list | tuple) or (isinstance(side, np.ndarray) and side.dtype == object):
        parts = side.flat if isinstance(side, np.ndarray) else side
        return any(_is_symbolic(part) for part in parts)
    return isinstance(side, sp.Basic | sp.MatrixBase | sp.NDimArray)


def _check_symbolic(label: str, left: Any, right: Any) -> None:
    import sympy as sp

    (left_shape, left), (right_shape, right) = _parts(label, left), _parts(label, right)
    if left_shape != right_shape:
        raise EquationError(f"{label}: shapes differ, {left_shape} and {right_shape}")
    if not left:
        raise EquationError(f"{label}: there is nothing to compare")
    for position, (one, other) in enumerate(zip(left, right, strict=True)):
        try:
            difference = sp.sympify(one, strict=True) - sp.sympify(other, strict=True)
        except (TypeError, ValueError) as error:
            raise EquationError(f"{label}: the sides cannot be subtracted: {error}") from error
        if not isinstance(difference, sp.Expr):
            raise EquationError(f"{label}: part {position} is not an expression: {difference}")
        if difference.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
            raise EquationError(f"{label}: part {position} is not finite: {difference}")
        rest = sp.simplify(difference)
        if not (_is_zero(rest) or _is_zero(sp.simplify(sp.expand(difference)))):
            raise EquationError(f"{label}: the sides differ in part {position}, by {rest}")


def _is_zero(expression: Any) -> bool:
    # A zero made of matrix symbols is not equal to the number 0.
    return expression == 0 or getattr(expression, "is_ZeroMatrix", False)


def _parts(label: str, side: Any) -> tuple[tuple[int, ...], list[Any]]:
    """Return the shape of a side, () for one expression, and its parts in a row."""
    import sympy as sp

    side = side.tolist() if hasattr(side, "tolist") else side
    if isinstance(side, str):
        raise EquationError(f"{label}: a side is a string, not an expression")
    if not isinstance(side, list | tuple | sp.Tuple):
        return (), [side]
    try:
        array = sp.Array(list(side))
    except (TypeError, ValueError, RecursionError) as error:  # SymPy takes a string for a list
        raise EquationError(f"{label}: a side is not an array of expressions: {error}") from error
    return array.shape, sp.flatten(array)


def _check_numeric(label: str, left: Any, right: Any, tolerance: float) -> int:
    left, right = _numbers(label, left), _numbers(label, right)
    if left.shape != right.shape:
        raise EquationError(f"{label}: shapes differ, {left.shape} and {right.shape}")
    if not left.size:
        raise EquationError(f"{label}: there is nothing to compare")
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        raise EquationError(f"{label}: a number is not finite")
    with np.errstate(over="ignore"):
        difference = np.abs(left - right)
    excess = difference - tolerance * (1 + np.abs(right))
    if (excess > 0).any():
        at = np.unravel_index(excess.argmax(), excess.shape)
        raise EquationError(
            f"{label}: the sides differ by up to {difference[at]:.3g}, "
            f"{left[at]:.6g} and {right[at]:.6g} at {tuple(map(int, at))}"
        )
    return int(left.size)


def _numbers(label: str, side: Any) -> np.ndarray:
    try:
        array = np.asarray(side)
    except ValueError as error:  # rows of different lengths
        raise EquationError(f"{label}: a side is not an array: {error}") from error
    real = array.dtype.kind in "iuf" or (
        array.dtype.kind == "O"
        and all(isinstance(part, Real) and not isinstance(part, bool) for part in array.flat)
    )
    if not real or np.ma.is_masked(side):  # a verdict, a string or a hole is no number
        raise EquationError(f"{label}: a side is not made of real numbers: {side!r}")
    try:
        with np.errstate(over="ignore"):  # a wider float may become infinite: not finite, then
            return array.astype(float)
    except OverflowError as error:
        raise EquationError(f"{label}: a number is not finite: {error}") from error
