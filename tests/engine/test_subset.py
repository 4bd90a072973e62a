"""What JavaScript cannot do as Python does is refused: where it is written, or when it is met."""

from __future__ import annotations

import functools
import math
import re
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from livefig.translate import translate
from tests.engine.functions import HELPERS, in_v8, made

REFUSED = {
    "np.sin(x)": "np",
    "unheard(x)": "'unheard' is none of abs, all, any, ",
    "Math(x)": "'Math' is none of abs, all, any, ",
    "max([x], key=abs)": "an argument given by name (key); which is not known here; write a for",
    "half(a=x)": "given by name (a)",
    "half(*[x])": "* before a value",
    "half(**{})": "given by name (**)",
    "x % y": "%, whose sign differs in JavaScript; write a - b * (a // b)",
    "x @ y": "@",
    "x | y": "JavaScript: |",
    "~x": "invert",
    "sum(a for a in [x])": "a generator",
    "{a: a for a in 'ab'}": "a comprehension of a dict",
    "{a for a in [x]}": "a comprehension of a set",
    "{1, 2}": "set",
    "{1: 2}": "1 as a key",
    "{'7': 2}": "'7' as a key",
    "{'__proto__': 2}": "'__proto__' as a key",
    "{**TABLE}": "** within a dict",
    "[x][::2]": "a slice with a step",
    "TABLE[0, 0]": "an index of several parts",
    "(z := x)": ":=",
    "f'{x:.2f}'": "a format within an f-string",
    "f'{x!r}'": "a format within an f-string",
    "f'{x}'": "a float within an f-string",
    "f'{1 + 4 / 2}'": "a float within an f-string",
    "f'{-math.fabs(x)}'": "a float within an f-string",
    "f'{float(1)}{2}'": "a float within an f-string",
    "b'a'": "bytes",
    "1j": "complex",
    "...": "ellipsis",
    "1e999": "inf is no finite number",
    "2 ** 3 + 9007199254740993": "more digits",
    "x is y": "`is` with anything but",
    "x < half(y) < 2": "a chain of comparisons around a call",
    "[x] == (x,)": "a comparison of a tuple",
    "(x,) in [[x]]": "a comparison of a tuple",
    "math.inf": "math.inf",
    "math.gcd(4, 2)": "math.gcd",
    "math": "math by itself",
    "[abs][0]": "abs without a call",
    "[x].append": "without a call",
    "[[x].append(y)]": "the value of append",
    "[x].index(x)": "an attribute or a method",
    "x.real": "an attribute or a method",
    "[lambda a: a + z for z in [x]]": "a lambda within a comprehension",
    "(lambda a: a)(x)": "a call of what is not a name",
    "zip([x], [y])": "zip(…) other than to go over at once",
    "[reversed([x])]": "reversed(…) other than",
    "range(3)": "range(…) other than",
    "round(x)": "nor of the module's own names; write math.floor(x + 0.5)",
    "str(x)": "'str' is none of abs, all, any, ",
    "sorted([x])": "'sorted' is none of abs, all, any, ",
    "isinstance(x, float)": "float without a call",
    "float('inf')": "float of anything but one number",
    "int(f'{3}')": "int of anything but one number",
    "float()": "float(): float takes 1 argument",
    "range()": "range(): range takes 1 to 3 arguments",
    "abs(x, y)": "abs(x, y): abs takes 1 argument",
    "math.atan2(x)": "math.atan2(x): atan2 takes 2 arguments",
    "[x].append(x, y)": "append takes 1 argument",
    "{}.items(x)": "items takes 0 arguments",
    "max()": "max(): max takes 1 or more arguments",
    "[a for a in range(x > 0)]": "range of True or False",
    "square(x)": "square",
    "half()": "half(): missing a required argument: 'a'",
    "[half(x, 2, 3)]": "half(x, 2, 3): too many positional arguments",
    "decorated(x)": "a decorator",
}
STATEMENTS = {
    "while x: pass": "while, whose end nothing assures; write a for over a range",
    "import os": "import; import math at the top",
    "from os import path": "importfrom",
    "class A: pass": "class",
    "try: pass\n    except E: pass": "try",
    "with x: pass": "with",
    "raise x": "raise",
    "assert x": "assert",
    "global z": "global",
    "del x": "del",
    "yield x": "yield",
    "x": "an expression whose value goes nowhere",
    "z: float = x": "an assignment with a type",
    "a = b = x": "a chained assignment",
    "a, (b, c) = x": "a pattern within a pattern",
    "for a, (b, c) in x: pass": "a pattern within a pattern",
    "a, *b = x": "a value given to *b",
    "a, x[0] = y": "a value given to x[0]",
    "for x[0] in y: pass": "a value given to x[0]",
    "x[1:] = y": "a value given to a slice",
    "x.real = y": "x.real",
    "x %= y": "%, whose sign",
    "x //= y": "x //= y; write x = x // y",
    "x += [y]": "+= of a list",
    "x[half(y)] += 1": "a call in the place",
    "for a in x: pass\n    else: pass": "an else of a for",
    "sum = x": "'sum' as a name of your own",
    "math = x": "'math' as a name of your own",
    "def len(a): pass": "'len' as a name of your own",
    "def f(*a): pass": "arguments with *",
    "def f(a, *, b): pass": "arguments with *",
    "def f(a, /): pass": "arguments with *",
    "def f(a=[]): pass": "a default that is no plain number",
    "def f(a=x): pass": "a default that is no plain number",
    "f = lambda a=x: a": "a default that is no plain number",
    "@half\n    def f(a): pass": "a decorator",
    "async def f(a): pass": "asyncfunctiondef",
    "match x:\n        case 1: pass": "match",
}


@pytest.mark.parametrize(
    ("statement", "construct"),
    [*((f"return {key}", said) for key, said in REFUSED.items()), *STATEMENTS.items()],
)
def test_is_refused(statement: str, construct: str, tmp_path: Path) -> None:
    """With file, line and construct, before anything is translated."""
    source = f"{HELPERS}\ndef update(x, y):\n    y = 1\n    {statement}\n"
    update = made(source, tmp_path)
    with pytest.raises(ValueError, match=r"source_0\.py, line \d+: update cannot be tr") as refusal:
        translate(update)
    assert construct in str(refusal.value)
    number = int(str(refusal.value).split("line ")[1].split(":")[0])
    first = source.splitlines().index("    y = 1") + 2
    elsewhere = construct in ("square", "a decorator")
    assert elsewhere or first <= number <= first + statement.count("\n")


ROUND: list[Any] = []
ROUND.append(ROUND)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.array([1.0]), "ndarray"),
        (np.sin, "sin"),
        (math.nan, "nan"),
        ({1: 2}, "1 as a key"),
        ([{"a": [math.inf]}], "inf"),
        ({1, 2}, "set"),
        (functools.partial(max, 1), "partial"),
        (object(), "object"),
        (FunctionType, "function"),
        (max, "max"),
        (10**17 + 1, "more digits"),
        (ROUND, "it contains itself"),
    ],
)
def test_a_constant_is_refused(value: Any, said: str, tmp_path: Path) -> None:
    update = made("def update(x, y):\n    return KNOWN\n", tmp_path, KNOWN=value)
    with pytest.raises(ValueError, match=rf"line 2: .*'KNOWN': .*{said}"):
        translate(update)


def test_what_is_no_function_is_refused(tmp_path: Path) -> None:
    for bad in (max, 3, functools.partial(max, 1), FunctionType):
        with pytest.raises(ValueError, match="update must be a plain function, not"):
            translate(bad)
    namespace: dict[str, Any] = {}
    exec("def update(x, y):\n    return x", namespace)
    with pytest.raises(ValueError, match=r"<string>, line 1: the source of update is not at hand"):
        translate(namespace["update"])


def test_a_file_that_has_changed_is_refused(tmp_path: Path) -> None:
    """Its lines are no longer those of the function that runs."""
    update = made("def update(x, y):\n    return x\n", tmp_path)
    (tmp_path / "source_0.py").write_text("\n\ndef update(x, y):\n    return y\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"source_0\.py, line 1: .* update is not where it was"):
        translate(update)


def test_a_name_without_a_value_is_refused(tmp_path: Path) -> None:
    inner = "    def update():\n        return late\n    return update\n    late = 1"
    update = made(f"def closing():\n{inner}\nupdate = closing()\n", tmp_path)
    with pytest.raises(
        ValueError, match=r"source_0\.py, line 3: .* 'late' is none of abs, all, any, "
    ):
        translate(update)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("sqrt", math.sqrt, "'sqrt'; write math.sqrt"), ("np", np, "'np'; of modules there is math")],
)
def test_what_stands_in_another_module_is_named(
    name: str, value: Any, said: str, tmp_path: Path
) -> None:
    update = made(f"def update(x, y):\n    return {name}(x)\n", tmp_path, **{name: value})
    with pytest.raises(ValueError, match=rf"line 2: .*{re.escape(said)}"):
        translate(update)


def test_a_function_within_is_called_with_its_arguments(tmp_path: Path) -> None:
    body = "    def inner(a, b=1):\n        return a\n    return inner(x, 1, 2)"
    update = made(f"def update(x, y):\n{body}\n", tmp_path)
    with pytest.raises(ValueError, match=r"inner\(x, 1, 2\): inner takes 1 to 2 arguments"):
        translate(update)


def test_one_name_means_one_thing(tmp_path: Path) -> None:
    one = made("K = 1\ndef update():\n    return K\n", tmp_path)
    both = made("K = 2\ndef update(x, y):\n    return K + other()\n", tmp_path, other=one)
    with pytest.raises(ValueError, match=r"two things named 'K'; one name must mean one thing"):
        translate(both)


# --- What Python does not answer ------------------------------------------------------------------

NO_ANSWER = """
return 1 / (x - x)
return 1 // (x - x)
return (-8) ** 0.5
return 0 ** -1
return 1e300 ** 2
return math.sqrt(-1)
return math.log(0)
return math.exp(1e4)
return math.acos(2)
return math.sin(1e200 * 1e200)
return math.floor(1e200 * 1e200)
return int(1e200 * 1e200)
return math.log(5, 0)
return max([])
return [1][1]
return [1][-2]
return 'a'[3]
return {'a': 1}['b']
return {'a': 1}['constructor']
return TABLE['length']
a = [1]; a[1] = 2
a, b = [1, 2, 3]
a, b = [1]
return [a for a, b in [[1, 2, 3]]]
return list(range(3, 0, 0))
return list(range(2.5))
return 1 + 'a'
return [1] + 1
return 'a' + [1]
return 1 in 'a1'
return sum(['a'])
return len(3)
return [2] < 1
for a in 3: pass
""".strip().splitlines()
# Python answers these; JavaScript would have to guess, and refuses.
CAREFUL = """
return f'{[x][0]}'
return f'{x > 0}'
return f'{None}'
return [1, 2] < [1, 3]
a = [1]; b = a; a += b; return b
a = [1]; b = a; a *= 2; return b
d = {}; d[f'{7}'] = 1; return d
""".strip().splitlines()


@pytest.mark.parametrize("source", NO_ANSWER + CAREFUL)
def test_no_answer_is_no_number(source: str, tmp_path: Path) -> None:
    """Where Python raises, or JavaScript could not know, it throws: the still picture stays."""
    update = made(f"{HELPERS}\ndef update(x, y):\n    {source}\n", tmp_path)
    if source in NO_ANSWER:
        with pytest.raises((ArithmeticError, LookupError, TypeError, ValueError)):
            float(update(0.5, 1))  # a complex number is none either
    translate(update)
    with pytest.raises(Exception, match="Error"):
        in_v8(update, [(0.5, 1)])
