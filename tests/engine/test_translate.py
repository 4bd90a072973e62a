"""What is translated is the same in JavaScript; what is not the same is refused, with its place."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from livefig.still import Engine, differences
from livefig.translate import translate

FLOATS = [-2.5, -1.0, -0.3, 0.0, 0.7, 2.0, 3.9]
PAIRS = [(x, y) for x in FLOATS for y in FLOATS]


# --- The same in both, over many numbers x and y --------------------------------------------------

SAME = """
return x + y - x * y
return -x ** 2 - (-x) ** 2 + 2 ** -1
return [3 - -x, -(-x), +x, - - x, 5 - (3 - x), 8 / (4 / 2), 2 ** 3 ** 2]
return [a // b for a in [7, -7, 1.0, 0.3, -1.0] for b in [2, -2, 0.1]]
return [True + True, True * 3 + x, x > y, (x > y) + 1, -True, sum([x > 0, y > 0]), True == 1]
return [x == y, x != y, x < y <= 2, 0 <= x < 1 < y, not x, not x > y, x is None, None is not None]
return [[] or x, [] and x, [x] and y, 0 or [], x and y, x or y, None or 'n', not [], not {}]
return [1 if [] else 2, 1 if [x] else 2, 1 if {} else 2, 1 if '' else 2, 1 if {'length': 0} else 2]
return [1 if (x > 0 and []) else 2, 1 if (not x or []) else 2, 1 if ([] if x > y else [1]) else 2]
return [z for z in [[], [1], [0], 0, x, '', 'a', {}] if z]
return [[1, x] == [1, y], [] == [], [] == 0, [1] == 1]
return ['1' == 1, '' == 0, None == 0, {} == [], 'a' == 'a']
return [{'a': [x]} == {'a': [y]}, {'a': 1} == {'b': 1}, [True] == [1], [[]] == [[0]], False == None]
return [1 in [2, x], [x] in [[y]], '1' in [1]]
return ['b' in 'abc', 'a' in {'a': 1}, 'constructor' in {}, '' in 'a']
return [x not in [y], 'z' not in {'y': 1}, 1 in {'x': 2}, x in range(3), 2 in (1, 2)]
return [int(x), int(-0.5), int(True), float(2)]
return [float(True), abs(x), abs(-3), int(x) // 2, -int(x / 9)]
return [sum([]), sum([x, y]), sum([x, y], 3), sum([[x], [y]], []), sum([1, 2]) / 2]
return [max(x, y), max([x, y, 1]), min(x, y, 0)]
return [min([x]), max(True, 0), max('a', 'b'), min([[x, 1][1], 2])]
return [any([]), all([]), any([0, [], x]), all([x, y]), any([z > 1 for z in [x, y]])]
return [len([]), len([x, y]), len('abc'), len({'a': 1, 'length': 9}), len('\U0001f600')]
return [list(range(4)), list(range(2, 5)), list(range(5, 0, -2)), list(range(0)), list(range(3, 1))]
return list('abc') + list({'b': 1, 'a': 2}) + list([x])
return [list(zip([1, 2, 3], [x, y])), list(enumerate([x, y]))]
return [list(enumerate('ab', 3)), list(zip([x]))]
return [list(reversed([1, x])), list(reversed(range(3))), [i for i in reversed(range(2))]]
return [[0.0] * 3, 2 * [x, 1], [[x]] * 2, [x] * 0, [x] * -1, 'ab' * 2, [] * 3, (1, 2) + (x,)]
a = [1, 2, 3, x]; return [a[-1], a[0], a[1:], a[:-1], a[-2:]]
a = [1, 2, 3, x]; return [a[1:-1], a[:], a[5:], a[-9:2], a[True]]
a = [1, 2, 3, x]; i = 0; return [a[-i], a[i - 1], a[-1 + i]]
a = [1, 2, 3, x]; i = 0; return [a[-1 + 3], a[i + 2], a[-(i + 1)], a[i:i + 2]]
a = 'abc'; return [a[0], a[-1], a[1:], a[:1], a + 'd']
return ['é\\n"#i#\\u2028</script>\U0001f600', 'i#iter#']
d = {'a': x}; d['b'] = y; d['a'] += 1; return [d, d['a'], d.get('c'), d.get('c', 2), d.get('b', 2)]
d = {'z': 1, 'a': 2, 'm': 3}; return [list(d), list(d.keys())]
d = {'z': 1, 'a': 2, 'm': 3}; return [list(d.values()), [[k, v] for k, v in d.items()]]
d = {'constructor': 1, 'length': 2, 'keys': 3, 'α': 4, 'b c': 5, 'class': 6}; return [d, d['keys']]
d = {'constructor': 1, 'length': 2, 'keys': 3, 'b c': 5}; return [len(d), d.get('toString')]
a = [x]; b = a; b.append(y); a.extend([1]); a.extend('ab'); return [a, b]
a = [x, y]; a[0] = 5; a[-1] *= 2; a[0] -= 1; a[1] /= 4; return a
a = [x]; b = [a, [1]]; b[1][0] = 7; b[0][-1] += 1; return b
a, b = x, y; a, b = b, a; (c, d) = [a, b]; [e, f] = [c, d]; g, = [e]; return [a, b, c, d, e, f, g]
s = 0.0; t = x; s += t; s -= 1; s *= 3; s /= 2; t += -1; u = 'a'; u += 'b'; u += u; return [s, t, u]
return f'{"a"}_{"b"}' + f'p{1}{2 + 3}' + f'{{}}' + f'' + f'#i{0}'
return [math.sqrt(abs(x)), math.exp(x), math.log(abs(x) + 1)]
return [math.log(8, 2), math.hypot(x, y), math.hypot(x)]
return [math.sin(x), math.cos(x), math.tan(x), math.atan2(x, y)]
return [math.pi, math.tau, math.e, math.tanh(x)]
return [math.floor(x), math.ceil(x), math.trunc(x), math.atan2(math.ceil(-0.5), -1), math.fabs(x)]
return [math.radians(x), math.degrees(y), math.log10(5)]
return [math.log2(5), math.log1p(0.1), math.expm1(x)]
return [math.asin(0.1), math.acos(x / 9), math.atan(x), math.sinh(x)]
return [math.cosh(y), 1e-300, 1000, 31, 100000.0]
f = math.sqrt; return f(4) + f(9)
g = lambda z: z * x; return [g(2), g(y)]
k = 3; g = lambda z: [z + k * i for i in range(2)]; return [(g(x) if x > 0 else g(y))]
""".strip().splitlines()

BLOCKS = """
xs = [1, 2, 3]
z = 10
ys = [z + z for z in xs]
ws = [[z * w for w in xs] for z in xs if z > 1]
return [z, ys, ws, [z for z in [z]], [z for z in xs for z in [z, z + 1]]]
---
res = 2
i0 = 3
qs = [res * i0 * v for v in [x, y]]
undefined = 4
window = [undefined for eval in range(2)]
return [qs, window, [[res + v for v in [i0]] for i0 in [1, 2]], res]
---
this = 1
Math = [this]
self = {'Math': Math}
var = self['Math']
new = var[0]
arguments = [new]
NaN = 2
default = lambda typeof: typeof + NaN
return [default(new), arguments, Math, self]
---
n = 3
out = []
for i in range(n):
    n += 1
    i = i * 2
    out.append(i)
return [out, i, n]
---
a = [1, 2]
for v in a:
    if len(a) < 6:
        a.append(v * 2)
return a
---
fs = []
for i in range(3):
    def f(z):
        return z * i
    fs.append(f)
gs = [lambda z: z + j for j in range(3)]
out = []
for f in fs + gs:
    out.append(f(x))
return out
---
out = []
for step in [2, -2, -1, 1]:
    for i in range(4, 0, step):
        out.append(i)
for i in range(5, -1, -1):
    if i == 4:
        continue
    if i == 1:
        break
    out.append(i)
return [out, i]
---
d = {'b': 1, 'a': 2}
out = []
for k in d:
    out.append(k)
for k in d.keys():
    out.append(k)
for k, v in d.items():
    out.append([k, v])
for v in d.values():
    out.append(v)
for c in 'héy':
    out.append(c)
for i, c in enumerate(zip('ab', [x, y]), 1):
    out.append([i, c])
return out
---
def outer(a, b=2, c=-1.5, d='s', e=None, f=True):
    t = a
    def inner(t):
        s = t + b
        return s * c
    if e is None and f:
        return [inner(t + 1), t, d]
    elif a > 0:
        return 1
    else:
        pass
return [outer(x), outer(x, y), outer(1, 2, 3, 'q', 0), outer(-1, 1, 1, 'd', 1)]
---
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)
def Capital(G):
    return G(2)
def nothing(a):
    if a > 9:
        return 1
def bare(a):
    return
Ω = lambda z: z + 1
return [fact(5), Capital(fact), nothing(x), bare(1), Ω(x)]
---
total = [0.0, 0.0]
for a, b in [[x, y], [1, 2]]:
    total[0] += a
    total[1] -= b
return total
---
a = [[0] * 2] * 2
a[0][0] = x
b = [[0] * 2 for _ in range(2)]
b[0][0] = y
c = a[:]
c[1] = 5
return [a, b, c]
---
"a text in the middle"
for i in []:
    pass
if x > 0:
    if y > 0:
        return 'both'
elif y > 0:
    return 'y'
return 'none'
"""
BLOCKS = BLOCKS.strip().split("\n---\n")


def made(source: str, folder: Path, **known: Any) -> Callable[..., Any]:
    """Return the function ``update`` of a source that `inspect` can find."""
    path = folder / f"source_{len(list(folder.iterdir()))}.py"
    path.write_text(source, encoding="utf-8")
    namespace = {"math": math, "np": np, **known}
    exec(compile(source, str(path), "exec"), namespace)
    return namespace["update"]


@pytest.fixture(scope="module")
def v8() -> Iterator[Engine]:
    with Engine() as engine:
        yield engine


def in_v8(v8: Engine, update: Callable[..., Any], calls: Any) -> list[Any]:
    code = f"({json.dumps(calls)}).map((given) => {translate(update)}(python)(...given) ?? null)"
    return json.loads(v8._v8.eval(f"JSON.stringify({code})"))


@pytest.mark.parametrize("source", SAME + BLOCKS)
def test_is_the_same(source: str, tmp_path: Path, v8: Engine) -> None:
    body = source.replace("\n", "\n    ")
    update = made(f"def update(x, y):\n    {body}\n", tmp_path)
    for pair, theirs in zip(PAIRS, in_v8(v8, update, PAIRS), strict=True):
        ours = json.loads(json.dumps(update(*pair)))
        assert list(differences(ours, theirs)) == [], pair


HELPERS = '''
import math
from functools import wraps
SIDES = ("a", "b")
TABLE = {"a": [1.5, True, None], "name": "x"}
LIMIT = -2
t = 5

def half(a, by=2):
    """Return a half."""
    return a / by

def doubled(function):
    @wraps(function)
    def twice(*arguments):
        return 2 * function(*arguments)
    return twice

@doubled
def decorated(a):
    return a

def closing(by):
    def update(x, y):
        return x * by
    return update

halved = half
square = lambda a: a * a
'''


def test_helpers_and_constants(tmp_path: Path, v8: Engine) -> None:
    """By any name, with closures and static methods; a local or a comprehension's is neither."""
    body = "t = [halved(x) + half(y, 4) for t in SIDES]\n    return [t, TABLE, LIMIT, late(x)]"
    late = "def late(x):\n    ts = [t for t in [x]]\n    return [ts, [t]]\n"
    source = f"{HELPERS}\n{late}\ndef update(x, y):\n    {body}\n"
    for update in (
        made(source, tmp_path),
        made(f"{HELPERS}\nupdate = closing(3)", tmp_path),
        made(
            "class A:\n @staticmethod\n def update(x, y):\n  return x\nupdate = A.update",
            tmp_path,
        ),
    ):
        ours = [json.loads(json.dumps(update(*pair))) for pair in PAIRS]
        assert list(differences(ours, in_v8(v8, update, PAIRS))) == []


# --- What is refused ----------------------------------------------------------------------------

REFUSED = {
    "np.sin(x)": "np",
    "unheard(x)": "'unheard' is not known",
    "Math(x)": "'Math' is not known",
    "max([x], key=abs)": "an argument given by name (key)",
    "half(a=x)": "given by name (a)",
    "half(*[x])": "* before a value",
    "half(**{})": "given by name (**)",
    "x % y": "%",
    "x @ y": "@",
    "x | y": "bitor",
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
    "(lambda a: a)(x)": "a call of what is not a name",
    "zip([x], [y])": "zip(…) other than to go over at once",
    "[reversed([x])]": "reversed(…) other than",
    "range(3)": "range(…) other than",
    "round(x)": "'round' is not known",
    "str(x)": "'str' is not known",
    "sorted([x])": "'sorted' is not known",
    "isinstance(x, float)": "float without a call",
    "square(x)": "square",
    "decorated(x)": "a decorator",
}
STATEMENTS = {
    "while x: pass": "while",
    "import os": "import",
    "from os import path": "importfrom",
    "class A: pass": "classdef",
    "try: pass\n    except E: pass": "try",
    "with x: pass": "with",
    "raise x": "raise",
    "assert x": "assert",
    "global z": "global",
    "del x": "delete",
    "yield x": "yield",
    "x": "an expression whose value goes nowhere",
    "z: float = x": "annassign",
    "a = b = x": "a chained assignment",
    "a, (b, c) = x": "a pattern within a pattern",
    "for a, (b, c) in x: pass": "a pattern within a pattern",
    "a, *b = x": "a value given to *b",
    "a, x[0] = y": "a value given to x[0]",
    "for x[0] in y: pass": "a value given to x[0]",
    "x[1:] = y": "a value given to a slice",
    "x.real = y": "x.real",
    "x %= y": "%",
    "x //= y": "floordiv",
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
        (math.sqrt, "sqrt"),
        (FunctionType, "function"),
        (max, "max"),
        (10**17 + 1, "more digits"),
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
return list(range(3, 0, 0))
return list(range(2.5))
return 1 + 'a'
return [1] + 1
return 'a' + [1]
return 1 in 'a1'
return sum(['a'])
return len(3)
return float('x')
return [2] < 1
for a in 3: pass
""".strip().splitlines()
# Python answers these; JavaScript would have to guess, and refuses.
CAREFUL = """
return f'{x}'
return f'{x > 0}'
return f'{None}'
return [1, 2] < [1, 3]
a = [1]; b = a; a += b; return b
a = [1]; b = a; a *= 2; return b
d = {}; d[f'{7}'] = 1; return d
""".strip().splitlines()


@pytest.mark.parametrize("source", NO_ANSWER + CAREFUL)
def test_no_answer_is_no_number(source: str, tmp_path: Path, v8: Engine) -> None:
    """Where Python raises, or JavaScript could not know, it throws: the still picture stays."""
    update = made(f"{HELPERS}\ndef update(x, y):\n    {source}\n", tmp_path)
    if source in NO_ANSWER:
        with pytest.raises((ArithmeticError, LookupError, TypeError, ValueError)):
            float(update(0.5, 1))  # a complex number is none either
    translate(update)
    with pytest.raises(Exception, match="Error"):
        in_v8(v8, update, [(0.5, 1)])
