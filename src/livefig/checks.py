"""What an author gives, refused where it is given: an error says what is accepted."""

from __future__ import annotations

import math
import re
import reprlib
from collections.abc import Collection, Mapping
from numbers import Real
from typing import Any

import numpy as np


def shown(value: Any) -> str:
    """Return a value as an error shows it: short, whatever it is."""
    try:
        return reprlib.repr(value)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return f"a long {type(value).__name__}"


def real(value: Any) -> float:
    """Return a number as a float, infinite where it is too large; NaN for what is no number."""
    no_number = bool | np.bool_ | np.timedelta64  # though Python and NumPy call them integers
    if isinstance(value, no_number) or not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def number(name: str, value: Any, above: float = -math.inf) -> float:
    """Return a finite number as a float."""
    found = real(value)
    if not above < found < math.inf:
        kind = "finite number" if above == -math.inf else f"number above {above:g}"
        raise ValueError(f"{name} must be a {kind}, not {shown(value)}")
    return found


def truth(name: str, value: Any) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, not {shown(value)}")
    return bool(value)


def text(name: str, value: Any, most: int = 2000) -> str:
    """Return a text that says something, without the space around it."""
    if not is_text(value) or len(value) > most:
        raise ValueError(f"{name} must be a text of at most {most} letters, not {shown(value)}")
    return value.strip()


def is_text(value: Any) -> bool:
    """Say whether a value is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def texts(name: str, value: Any, said: str = "a list of texts", most: int = 100) -> tuple[str, ...]:
    """Return some texts; a single one is no list of its letters."""
    if not (isinstance(value, list | tuple) and len(value) <= most and all(map(is_text, value))):
        raise ValueError(f"{name} must be {said}, not {shown(value)}")
    return tuple(value)


def in_braces(said: str) -> list[str]:
    """Return the names of the numbers that a text says: ``n`` of ``after {n} steps``."""
    return re.findall(r"\{([^{}]*)\}", said)


def name(called: str, value: Any) -> str:
    """Return a name that HTML, CSS and JavaScript take as it is."""
    # JavaScript has __proto__ already.
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", value):
        raise ValueError(
            f"{called} must be a name of letters, digits, hyphens and underscores that begins with "
            f"a letter, such as 'w_tilde', not {shown(value)}"
        )
    return value


def one_of(name: str, value: Any, known: Collection[str]) -> str:
    """Return one of some names."""
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known) or 'none'}, not {shown(value)}")
    return value


def mapping(name: str, value: Any) -> Mapping[Any, Any]:
    """Return a dict."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a dict, not {shown(value)}")
    return value
