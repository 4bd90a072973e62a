"""``check_equation``: the machine's half of every numbered equation."""

import re
import sys
from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from l2reg import _validation as valid
from l2reg._validation import accepts


class EquationError(AssertionError):
    """The sides of a numbered equation differ, or its check cannot tell it from a mistake."""


@accepts(tolerance=valid.fraction, definition=valid.truth)
def check_equation(
    label: str,
    left: Any,
    right: Any,
    *,
    tolerance: float = 1e-10,
    refutes: Mapping[str, Any] | None = None,
    definition: bool = False,
) -> None:
    """Check that both sides of an equation agree and that plausible mistakes do not.

    Parameters
    ----------
    label : The equation's label, ``eq-…`` in lower case.
    left, right : Numbers or arrays of one shape; lists of arrays that differ in size, one
        array a draw; or, when either is a SymPy expression or matrix, both are
        compared by algebra.
    tolerance : For numbers: the difference allowed at each, times (1 + the size of the one on the
        right); below 1, or 0 would agree with anything.
    refutes : What somebody might write by mistake, in words or symbols, to the right side that the
        mistake gives. Each must differ from ``left`` under the same comparison.
    definition : Whether the equation defines its left side, so that the check can only confirm
        that the code computes what the definition says.

    Raises
    ------
    EquationError : If the sides differ, with the largest difference and where it is; if their
        shapes differ; if there is nothing to compare, or a number is not finite; if a mistake
        agrees as well.
    ValueError : If ``label``, ``tolerance`` or ``definition`` is not as above, or a mistake is not
        made of finite numbers or expressions in the shape of ``left``.

    Notes
    -----
    One line says how both sides agree. Below it, one line for each mistake says by how much it is
    off, and at which draw.
    """
    if not isinstance(label, str) or not re.fullmatch(r"eq(-[a-z0-9]+)+", label):
        raise ValueError(f"label must be 'eq-' and words in lower case, not {label!r}")
    refutes = _accept_mistakes(refutes)
    symbolic = _is_symbolic(left) or _is_symbolic(right)
    sides = _Expressions(label, left) if symbolic else _Numbers(label, left, tolerance)
    found = sides.difference(right)
    if found:
        raise EquationError(f"{label}: the sides differ {found}")
    lines = [f"✓ {label}: {'a definition; ' if definition else ''}both sides agree, {sides.how}"]
    for mistake, wrong in refutes.items():
        try:
            found = sides.mistake(wrong)
        except EquationError as error:
            reason = str(error).partition(": ")[2]
            raise ValueError(f"refutes[{mistake!r}] cannot be compared: {reason}") from error
        if not found:
            raise EquationError(f"{label}: this check does not notice the mistake {mistake!r}")
        lines.append(f"  ✗ {mistake}: differs by {found}")
    print("\n".join(lines))


def _accept_mistakes(refutes: Any) -> Mapping[str, Any]:
    if refutes is None:
        return {}
    if not isinstance(refutes, Mapping):
        raise ValueError(f"refutes must map each mistake to what it gives, not {refutes!r}")
    for mistake in refutes:
        if not isinstance(mistake, str) or not mistake.strip() or len(mistake.splitlines()) > 1:
            raise ValueError(f"refutes must name each mistake in one line, not {mistake!r}")
    return refutes


class _Numbers:
    """The left side in numbers, to which right ones are compared."""

    def __init__(self, label: str, left: Any, tolerance: float) -> None:
        self.label, self.tolerance = label, tolerance
        self.left, self.shape = self._read(left)

    @property
    def how(self) -> str:
        size, allowed = self.left.size, f"to {self.tolerance:.0e}"
        numbers = "1 number" if size == 1 else f"{size} numbers"
        if not isinstance(self.shape, list):
            return f"on {numbers} ({allowed})"
        sizes = sorted({shape[-1] for shape in self.shape})
        words = f"{', '.join(map(str, sizes[:-1]))} and {sizes[-1]}" if sizes[1:] else str(sizes[0])
        return f"in {words} dimensions ({numbers}, {allowed})"

    def difference(self, right: Any) -> str:
        """Return by how much and where the right side is too far off, or ``""``."""
        right, difference, excess = self._compare(right)
        if not (excess > 0).any():
            return ""
        at = int(excess.argmax())
        values = f"{self.left[at]:.6g} and {right[at]:.6g}"
        return f"by up to {difference[at]:.3g}, {values} {self._place(at)}"

    def mistake(self, wrong: Any) -> str:
        """Return by how much at most, and where, a wrong right side is off, or ``""``."""
        _, difference, excess = self._compare(wrong)
        # The first of the largest: which of equal ones is larger by a rounding differs by machine.
        at = int((excess >= (1 - 1e-6) * excess.max()).argmax())
        return f"{difference[at]:.2g} {self._place(at)}" if excess[at] > 0 else ""

    def _compare(self, right: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        right, shape = self._read(right)
        if shape != self.shape:
            raise EquationError(f"{self.label}: shapes differ, {self.shape} and {shape}")
        if not right.size:
            raise EquationError(f"{self.label}: there is nothing to compare")
        if not (np.isfinite(self.left).all() and np.isfinite(right).all()):
            raise EquationError(f"{self.label}: a number is not finite")
        with np.errstate(over="ignore"):
            difference = np.abs(self.left - right)
        return right, difference, difference - self.tolerance * (1 + np.abs(right))

    def _place(self, at: int) -> str:
        if isinstance(self.shape, list):
            ends = np.cumsum([np.prod(shape) for shape in self.shape])
            number = int(np.searchsorted(ends, at, side="right")) + 1
            return f"with random numbers (set {number} of {len(ends)})"
        return f"at {tuple(map(int, np.unravel_index(at, self.shape)))}"

    def _read(self, side: Any) -> tuple[np.ndarray, tuple[int, ...] | list[tuple[int, ...]]]:
        """Return the numbers of a side in a row, and its shape or the shapes of its draws."""
        if isinstance(side, list) and _are_draws(side):
            draws = [self._array(part) for part in side]
            return np.concatenate([draw.ravel() for draw in draws]), [d.shape for d in draws]
        array = self._array(side)
        return array.ravel(), array.shape

    def _array(self, side: Any) -> np.ndarray:
        try:
            array = np.asarray(side)
        except ValueError as error:  # rows of different lengths
            raise EquationError(f"{self.label}: a side is not an array: {error}") from error
        real = array.dtype.kind in "iuf" or (
            array.dtype.kind == "O"
            and all(isinstance(part, Real) and not isinstance(part, bool) for part in array.flat)
        )
        if not real or valid.masked(side):  # a verdict, a string or a hole is no number
            raise EquationError(f"{self.label}: a side is not made of real numbers: {side!r}")
        try:
            with np.errstate(over="ignore"):  # a wider float may become infinite: not finite, then
                return array.astype(float)
        except OverflowError as error:
            raise EquationError(f"{self.label}: a number is not finite: {error}") from error


def _are_draws(parts: list[Any]) -> bool:
    arrays = all(isinstance(part, np.ndarray) and part.ndim > 0 for part in parts)
    return arrays and len({part.shape for part in parts}) > 1


class _Expressions:
    """The left side in SymPy's expressions, to which right ones are compared."""

    how = "by algebra"

    def __init__(self, label: str, left: Any) -> None:
        self.label = label
        self.shape, self.left = self._parts(left)

    def difference(self, right: Any) -> str:
        """Return by how much and where the right side differs, or ``""``."""
        for position, difference in enumerate(self._differences(right)):
            if not _vanishes(difference):
                return f"in part {position}, by {sys.modules['sympy'].simplify(difference)}"
        return ""

    def mistake(self, wrong: Any) -> str:
        """Return by how much a wrong right side is off where its symbols are numbers, or ``""``."""
        return next(filter(None, map(_at_a_draw, self._differences(wrong))), "")

    def _differences(self, right: Any) -> list[Any]:
        sp = sys.modules["sympy"]
        shape, right = self._parts(right)
        if shape != self.shape:
            raise EquationError(f"{self.label}: shapes differ, {self.shape} and {shape}")
        if not right:
            raise EquationError(f"{self.label}: there is nothing to compare")
        differences = []
        for position, (one, other) in enumerate(zip(self.left, right, strict=True)):
            part = f"{self.label}: part {position}"
            try:
                difference = sp.sympify(one, strict=True) - sp.sympify(other, strict=True)
            except (TypeError, ValueError) as error:
                raise EquationError(f"{part} cannot be subtracted: {error}") from error
            if not isinstance(difference, sp.Expr):
                raise EquationError(f"{part} is not an expression: {difference}")
            if difference.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
                raise EquationError(f"{part} is not finite: {difference}")
            differences.append(difference)
        return differences

    def _parts(self, side: Any) -> tuple[tuple[int, ...], list[Any]]:
        """Return the shape of a side, () for one expression, and its parts in a row."""
        sp = sys.modules["sympy"]
        side = side.tolist() if hasattr(side, "tolist") else side
        if isinstance(side, str):
            raise EquationError(f"{self.label}: a side is a string, not an expression")
        if not isinstance(side, list | tuple | sp.Tuple):
            return (), [side]
        try:
            array = sp.Array(list(side))
        except (TypeError, ValueError, RecursionError) as error:  # SymPy takes a string for a list
            reason = f"a side is not an array of expressions: {error}"
            raise EquationError(f"{self.label}: {reason}") from error
        return array.shape, sp.flatten(array)


def _is_symbolic(side: Any) -> bool:
    sp = sys.modules.get("sympy")  # whoever has an expression has imported it
    if sp is None:
        return False
    if isinstance(side, list | tuple) or (isinstance(side, np.ndarray) and side.dtype == object):
        parts = side.flat if isinstance(side, np.ndarray) else side
        return any(_is_symbolic(part) for part in parts)
    return isinstance(side, sp.Basic | sp.MatrixBase | sp.NDimArray)


def _vanishes(difference: Any) -> bool:
    sp = sys.modules["sympy"]
    # The second way sees more, but an expression of many symbols takes it minutes.
    for way in (lambda: difference, lambda: sp.expand(difference)):
        form = sp.simplify(way())
        # A zero made of matrix symbols is not equal to the number 0.
        if form == 0 or getattr(form, "is_ZeroMatrix", False):
            return True
    return False


def _at_a_draw(difference: Any) -> str:
    """Return the size of an expression where its symbols are numbers; ``""`` where it vanishes.

    What SymPy cannot simplify to 0 may be 0 all the same, so a mistake counts as refuted only by a
    number. An expression without a value, of matrices or of unknown functions, is shown itself.
    """
    sp = sys.modules["sympy"]
    if difference.has(sp.MatrixSymbol):
        return "" if _vanishes(difference) else str(sp.simplify(difference))
    symbols = sorted(difference.free_symbols, key=str)
    values = {
        symbol: sp.Integer(2 + k) if symbol.is_integer else sp.Rational(3 + 7 * k % 17, 10)
        for k, symbol in enumerate(symbols)
    }
    size = sp.Abs(difference.subs(values).doit()).evalf()
    if not size.is_number:
        return "" if _vanishes(difference) else str(sp.simplify(difference))
    if size < 1e-9:
        return ""
    at = ", ".join(f"{symbol} = {float(value):g}" for symbol, value in values.items())
    where = f" at {at}" if len(symbols) <= 3 else f" with numbers for its {len(symbols)} symbols"
    return f"{float(size):.2g}{where if symbols else ''}"
