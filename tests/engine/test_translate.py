"""What is translated gives the same in JavaScript, over many numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livefig.still import differences
from livefig.translate import translate
from tests.engine.functions import HELPERS, in_v8, made

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
n = 1e308 * 10 - 1e308 * 10; return [1 if n else 2, not n, any([n]), (n or 1) == 1, n and x]
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
a = 'a\U0001f600b'; return [a[1:], a[:2], a[-2:], a[1]]
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
n = math.floor(x) * 2; return f'{n}{[1, 2][int(4 / 2) - 1]}{math.ceil(y)}'
x = int(x); g = lambda y: f'{x}{y}'; return g('a')
return f'{"a"}_{"b"}' + f'p{1}{2 + 3}' + f'{{}}' + f'' + f'#i{0}'
return [math.sqrt(abs(x)), math.exp(x), math.log(abs(x) + 1)]
return [math.log(8, 2), math.hypot(x, y), math.hypot(x)]
return [math.sin(x), math.cos(x), math.tan(x), math.atan2(x, y)]
return [math.pi, math.tau, math.e, math.tanh(x)]
return [math.floor(x), math.ceil(x), math.trunc(x), math.atan2(math.ceil(-0.5), -1), math.fabs(x)]
return [math.floor(True), math.radians(x), math.degrees(y), math.log10(5)]
return [math.log2(5), math.log1p(0.1), math.expm1(x)]
return [math.asin(0.1), math.acos(x / 9), math.atan(x), math.sinh(x)]
return [math.cosh(y), 1e-300, 1000, 31, 100000.0]
return [[a for a, b in zip([x], [y])], [1 for _, _ in [[x, y]]], [[b] for a, b in [[1, x]] if b]]
g = lambda z: {'z': z}; return [g(x), [{'a': v} for v in [x]], [x] and {'b': y}, x or {}, {}]
values = lambda z: z; append = lambda z: [z]; return [append(values(x)), values(values(y))]
a = [0.0] * 200000; a.extend(list(range(200000))); a.extend(a); return [len(a), a[-1], max(a)]
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
a = [1, x, 3, y]
for i, v in enumerate(a):
    if i + 1 < len(a):
        a[i + 1] += v
for v, w in zip(a, a):
    if len(a) < 9:
        a.append(v - w)
for v in reversed(a):
    a[0] += v
d = {'a': 1, 'b': x}
for k, v in d.items():
    d['b'] += v
for v in d.values():
    d['b'] += v
return [a, d]
---
a = []
def seen(v):
    a.append(v)
    return v
b = [seen(v) for i, v in enumerate([x, y, 3, 4]) if len(a) < 2 if i != 1]
c = [[v, seen(w)] for v in [1, 2] if len(a) < 4 for w in [x, y]]
return [b, c, [seen(v) for v in a if v < 1 and len(a) < 9]]
---
a = [0, 0]
def grown(v):
    a.append(v)
    return len(a) - 1
a[grown(x)] = grown(y)
a[len(a) - 1] = grown(x)
return a
---
def first(pair: list[float]) -> float:
    return pair[0] + x
return first([y])
---
fs = []
for i in range(3):
    def f(z):
        return z * i
    fs.append(f)
g = lambda z: z + 2
gs = [g, g, g]
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


@pytest.mark.parametrize("source", SAME + BLOCKS)
def test_is_the_same(source: str, tmp_path: Path) -> None:
    body = source.replace("\n", "\n    ")
    update = made(f"def update(x, y):\n    {body}\n", tmp_path)
    for pair, theirs in zip(PAIRS, in_v8(update, PAIRS), strict=True):
        ours = json.loads(json.dumps(update(*pair)))
        assert list(differences(ours, theirs)) == [], pair


# In a method: what begins further left, and a text over several lines.
METHOD = """
class A:
    @staticmethod
    def update(x, y):
        '''Return a text.
from the left'''
# a remark
        return [x, '''a
  b
c''']
update = A.update
"""


def test_helpers_and_constants(tmp_path: Path) -> None:
    """By any name, with closures and static methods; a local or a comprehension's is neither."""
    body = "t = [halved(x) + half(y, 4) for t in SIDES]\n    return [t, TABLE, LIMIT, late(x)]"
    late = "def late(x):\n    ts = [t for t in [x]]\n    return [ts, [t]]\n"
    source = f"{HELPERS}\n{late}\ndef update(x, y):\n    {body}\n"
    for update in (
        made(source, tmp_path),
        made(f"{HELPERS}\nupdate = closing(3)", tmp_path),
        made(METHOD, tmp_path),
    ):
        ours = [json.loads(json.dumps(update(*pair))) for pair in PAIRS]
        assert list(differences(ours, in_v8(update, PAIRS))) == []


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("LIMIT", "LIMIT = 7"),
        ("half", "def half(a, by=4): return a / by"),
    ],
)
def test_a_name_given_anew_is_translated_anew(name: str, new: str, tmp_path: Path) -> None:
    """As a notebook's reader does in a cell of its own, where the figure's class stays."""
    update = made(f"{HELPERS}\ndef update(x, y):\n    return [LIMIT, half(x)]\n", tmp_path)
    before = translate(update)
    assert translate(update) is before
    update.__globals__[name] = made(f"{new}\nupdate = {name}\n", tmp_path)
    ours = [json.loads(json.dumps(update(*pair))) for pair in PAIRS]
    assert list(differences(ours, in_v8(update, PAIRS))) == []
