"""``check_equation``: the machine's half of every numbered equation."""

import re
from numbers import Real
from typing import Any

import numpy as np

from l2reg._validation import non_negative


class EquationError(AssertionError):
    """Both sides of a numbered equation were computed, and they differ."""


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
        For numbers: the largest difference allowed, times (1 + the largest number on the right).

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
    if _is_symbolic(left) or _is_symbolic(right):
        _check_symbolic(label, left, right)
        print(f"✓ {label}: both sides agree, symbolically")
        return
    size = _check_numeric(label, left, right, tolerance)
    what = "1 number" if size == 1 else f"{size} numbers"
    print(f"✓ {label}: both sides agree, {what} to {tolerance:.0e}")


def _is_symbolic(side: Any) -> bool:
    return type(side).__module__.partition(".")[0] == "sympy" or (
        isinstance(side, list | tuple | np.ndarray)
        and any(_is_symbolic(part) for part in np.asarray(side, dtype=object).ravel())
    )


def _check_symbolic(label: str, left: Any, right: Any) -> None:
    import sympy as sp

    if isinstance(left, str) or isinstance(right, str):
        raise EquationError(f"{label}: a side is a string, not an expression")
    left, right = sp.Array(_as_list(left)), sp.Array(_as_list(right))
    if left.shape != right.shape:
        raise EquationError(f"{label}: shapes differ, {left.shape} and {right.shape}")
    try:
        differences = sp.flatten(left - right)
    except (TypeError, ValueError) as error:
        raise EquationError(f"{label}: the sides cannot be subtracted: {error}") from error
    if not differences:
        raise EquationError(f"{label}: there is nothing to compare")
    for position, difference in enumerate(differences):
        if difference.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
            raise EquationError(f"{label}: part {position} is not finite: {difference}")
        rest = sp.simplify(difference)
        if not (_is_zero(rest) or _is_zero(sp.simplify(sp.expand(difference)))):
            raise EquationError(f"{label}: the sides differ in part {position}, by {rest}")


def _is_zero(expression: Any) -> bool:
    # A zero made of matrix symbols is not equal to the number 0.
    return expression == 0 or getattr(expression, "is_ZeroMatrix", False)


def _as_list(side: Any) -> Any:
    if hasattr(side, "tolist"):
        return side.tolist()
    return list(side) if isinstance(side, list | tuple) else [side]


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
    if difference.max() > tolerance * (1 + np.abs(right).max()):
        at = np.unravel_index(difference.argmax(), difference.shape)
        raise EquationError(
            f"{label}: the sides differ by up to {difference.max():.3g}, "
            f"{left[at]:.6g} and {right[at]:.6g} at {tuple(map(int, at))}"
        )
    return int(left.size)


def _numbers(label: str, side: Any) -> np.ndarray:
    try:
        array = np.asarray(side)
    except ValueError as error:  # rows of different lengths
        raise EquationError(f"{label}: a side is not an array: {error}") from error
    real = array.dtype.kind in "biuf" or (
        array.dtype.kind == "O" and all(isinstance(part, Real) for part in array.flat)
    )
    if not real:
        raise EquationError(f"{label}: a side is not made of real numbers: {side!r}")
    return array.astype(float)
