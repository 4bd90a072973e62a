"""``check_equation``: the machine's half of every numbered equation."""

import re
from typing import Any

import numpy as np


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
    if not (np.isscalar(tolerance) and np.isreal(tolerance) and 0 <= tolerance < np.inf):
        raise ValueError(f"tolerance must be a finite number >= 0, not {tolerance!r}")
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

    left, right = sp.Array(_as_list(left)), sp.Array(_as_list(right))
    if left.shape != right.shape:
        raise EquationError(f"{label}: shapes differ, {left.shape} and {right.shape}")
    for position, difference in enumerate(sp.flatten(left - right)):
        if difference.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
            raise EquationError(f"{label}: part {position} is not finite: {difference}")
        if sp.simplify(difference) != 0 and sp.simplify(sp.expand(difference)) != 0:
            raise EquationError(
                f"{label}: the sides differ in part {position}, by {sp.simplify(difference)}"
            )


def _as_list(side: Any) -> Any:
    if hasattr(side, "tolist"):
        return side.tolist()
    return list(side) if isinstance(side, list | tuple) else [side]


def _check_numeric(label: str, left: Any, right: Any, tolerance: float) -> int:
    try:
        left, right = (np.asarray(side, dtype=float) for side in (left, right))
    except (TypeError, ValueError) as error:
        raise EquationError(f"{label}: a side is not made of numbers: {error}") from error
    if left.shape != right.shape:
        raise EquationError(f"{label}: shapes differ, {left.shape} and {right.shape}")
    if not left.size:
        raise EquationError(f"{label}: there is nothing to compare")
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        raise EquationError(f"{label}: a number is not finite")
    difference = np.abs(left - right)
    if difference.max() > tolerance * (1 + np.abs(right).max()):
        at = np.unravel_index(difference.argmax(), difference.shape)
        raise EquationError(
            f"{label}: the sides differ by up to {difference.max():.3g}, "
            f"{left[at]:.6g} and {right[at]:.6g} at {tuple(map(int, at))}"
        )
    return int(left.size)
