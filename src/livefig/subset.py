"""The subset of Python that `livefig.translate` takes, and the refusal of what is outside of it."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from livefig.emit import ONCE, is_boolean, is_name

#: What to write in place of other functions of Python.
INSTEAD = {"round": "math.floor(x + 0.5)", "str": "an f-string", "pow": "**", "divmod": "//"}
INSTEAD |= {"tuple": "list(…)", "map": "a list in brackets", "filter": "a list in brackets"}
INSTEAD |= {
    "set": "a list",
    "dict": "{…}",
    "bool": "a comparison",
    "sorted": "a function of your own",
}
#: How many arguments each function takes, at least and at most.
BUILTINS = dict.fromkeys(["abs", "all", "any", "float", "int", "len", "reversed"], (1, 1))
BUILTINS |= {"enumerate": (1, 2), "list": (0, 1), "range": (1, 3), "sum": (1, 2)}
BUILTINS |= {"max": (1, math.inf), "min": (1, math.inf), "zip": (0, math.inf)}
METHODS = {"append": (1, 1), "extend": (1, 1), "get": (1, 2)}
METHODS |= {"items": (0, 0), "keys": (0, 0), "values": (0, 0)}
_OVER = "reversed all any enumerate list max min sum zip len"
_SAME = "atan atan2 hypot tanh"
_FINITE = "acos asin cos cosh exp expm1 log10 log1p log2 sin sinh sqrt tan"
#: Where what is gone over once may stand.
OVER = frozenset(_OVER.split())
#: The functions and constants of ``math``, as JavaScript has them.
MATH = {
    **{name: f"Math.{name}" for name in _SAME.split()},
    **{name: f"(x) => py_finite(Math.{name}(x), x)" for name in _FINITE.split()},
    **{name: f"(x) => py_finite(Math.{name}(x), x) + 0" for name in ("ceil", "floor", "trunc")},
    "fabs": "Math.abs",
    "log": "(x, base = Math.E) => py_finite(Math.log(x) / py_finite(Math.log(base), base), x)",
    "radians": "(degrees) => degrees * Math.PI / 180",
    "degrees": "(radians) => radians * 180 / Math.PI",
    "pi": "Math.PI",
    "e": "Math.E",
    "tau": "2 * Math.PI",
}
_OF_MATH = {"atan2": (2, 2), "hypot": (0, math.inf), "log": (1, 2)}
STATEMENTS = (ast.Return, ast.Assign, ast.AugAssign, ast.For, ast.If, ast.Expr, ast.FunctionDef)
STATEMENTS += (ast.Break, ast.Continue, ast.Pass)
EXPRESSIONS = (ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.BinOp)
EXPRESSIONS += (ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.Call)
EXPRESSIONS += (ast.Attribute, ast.Lambda, ast.JoinedStr, ast.FormattedValue)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.USub, ast.UAdd)
OPERATORS += (ast.Not, ast.And, ast.Or, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
OPERATORS += (ast.In, ast.NotIn, ast.Is, ast.IsNot)
PARTS = (ast.arguments, ast.arg, ast.comprehension, ast.expr_context, *OPERATORS)

#: The largest whole number up to which JavaScript has each.
WHOLE = 2**53


def plain_data(value: Any) -> str:
    """Return a constant in JavaScript.

    Raises
    ------
    ValueError : If it is none there: not made of finite numbers, strings, lists and dicts.
    """
    try:
        parts = list(_parts(value))
    except RecursionError as error:
        raise ValueError("it contains itself") from error
    for part in parts:
        if isinstance(part, dict):
            for key in part:
                _refuse_key(key)
        elif isinstance(part, int | float) and not math.isfinite(part):
            raise ValueError(f"{part} is no finite number")
        elif isinstance(part, int) and abs(part) > WHOLE:
            raise ValueError(f"{part} has more digits than JavaScript")
        elif not (part is None or isinstance(part, int | float | str | list | tuple)):
            kind = getattr(part, "__name__", type(part).__name__)
            raise ValueError(f"{kind} is no number, string, list, dict or plain function")
    return json.dumps(value)


def _parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, list | tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _parts(part)


def _refuse_key(key: Any) -> None:
    """JavaScript has only strings as keys, puts whole numbers first, and __proto__ is its own."""
    if not isinstance(key, str) or key.isdecimal() or key == "__proto__":
        raise ValueError(f"{key!r} as a key, which must be a string and no whole number")


class Checker:
    """Refuses what is outside of the subset."""

    def __init__(self, where: Callable[[str, ast.AST], str]) -> None:
        self.where = where

    def check(self, tree: ast.FunctionDef, *, moved: bool) -> None:
        """Raise ``ValueError`` at the first thing in a function that is outside of the subset.

        ``moved`` says that its arguments are sliders, and so floats, unless they are named anew.
        """
        bound = [getattr(n, "id", getattr(n, "arg", "")) for n in ast.walk(tree) if _binds(n)]
        given = {argument.arg for argument in tree.args.args} if moved else set()
        self.floats = {name for name in given if bound.count(name) == 1}
        pairs = ((child, node) for node in ast.walk(tree) for child in ast.iter_child_nodes(node))
        self.parents: dict[ast.AST, ast.AST] = dict(pairs)
        inner = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n is not tree]
        self.counts: dict[str, tuple[float, float]] = {
            f.name: (len(f.args.args) - len(f.args.defaults), len(f.args.args)) for f in inner
        }
        for node in _in_order(tree):
            if not isinstance(node, STATEMENTS + EXPRESSIONS + PARTS):
                self.refuse(node, _construct(node))
            special = getattr(self, f"_{type(node).__name__}", None)
            if special:
                special(node)

    def refuse(self, node: ast.AST, text: str) -> None:
        """Raise ``ValueError`` with the place of a node."""
        while not hasattr(node, "lineno") and node in self.parents:  # an operator has no place
            node = self.parents[node]
        raise ValueError(self.where(text, node))

    def _bind(self, node: ast.AST, name: str) -> None:
        if name in BUILTINS or name == "math":
            self.refuse(node, f"{name!r} as a name of your own")

    def _Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node, node.id)
        elif node.id in BUILTINS and not self._is_called(node):
            self.refuse(node, f"{node.id} without a call")
        elif node.id == "math" and not isinstance(self.parents.get(node), ast.Attribute):
            self.refuse(node, "math by itself")

    def _is_called(self, node: ast.AST) -> bool:
        parent = self.parents.get(node)
        return isinstance(parent, ast.Call) and parent.func is node

    def _arg(self, node: ast.arg) -> None:
        self._bind(node, node.arg)

    def _FunctionDef(self, node: ast.FunctionDef) -> None:
        self._bind(node, node.name)
        if node.decorator_list:
            self.refuse(node, "a decorator")

    def _arguments(self, node: ast.arguments) -> None:
        if node.vararg or node.kwarg or node.kwonlyargs or node.posonlyargs:
            self.refuse(self.parents[node], "arguments with *, ** or /")
        for default in node.defaults:
            number = default.operand if isinstance(default, ast.UnaryOp) else default
            if not isinstance(number, ast.Constant):
                self.refuse(default, "a default that is no plain number or string")

    def _Lambda(self, node: ast.Lambda) -> None:
        above: ast.AST | None = node
        while above := self.parents.get(above):
            if isinstance(above, ast.ListComp):
                self.refuse(node, "a lambda within a comprehension")

    def _Assign(self, node: ast.Assign) -> None:
        if len(node.targets) > 1:
            self.refuse(node, "a chained assignment; write a line for each name")
        self._target(node.targets[0])

    def _AugAssign(self, node: ast.AugAssign) -> None:
        if not isinstance(node.op, OPERATORS):
            self.refuse(node, _construct(node.op))
        if not isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            self.refuse(node, f"{ast.unparse(node)}; write {ast.unparse(_spelt(node))}")
        if any(isinstance(part, ast.Call) for part in ast.walk(node.target)):
            self.refuse(node, "a call in the place that is changed")
        if isinstance(node.value, ast.List | ast.Tuple | ast.ListComp):
            self.refuse(node, "+= of a list, which changes it for others too; use extend")

    def _For(self, node: ast.For) -> None:
        self._target(node.target)
        if node.orelse:
            self.refuse(node, "an else of a for; note in a name of your own that it broke off")

    def _comprehension(self, node: ast.comprehension) -> None:
        self._target(node.target)

    def _target(self, target: ast.expr) -> None:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for part in parts:
            if isinstance(part, ast.Tuple | ast.List):
                self.refuse(
                    part, "a pattern within a pattern; take the inner one apart in its own line"
                )
            whole = part is target and isinstance(self.parents[target], ast.Assign)
            if not (isinstance(part, ast.Name) or (whole and isinstance(part, ast.Subscript))):
                self.refuse(
                    part, f"a value given to {ast.unparse(part)} among others; use a line for it"
                )

    def _Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Call) and not (
            isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        ):
            self.refuse(node, "an expression whose value goes nowhere")

    def _Constant(self, node: ast.Constant) -> None:
        if not isinstance(node.value, bool | int | float | str | None):
            self.refuse(node, f"a constant of the kind {type(node.value).__name__}")
        self._plain(node, node.value)

    def _plain(self, node: ast.AST, value: Any) -> None:
        try:
            plain_data(value)
        except ValueError as error:
            self.refuse(node, str(error))

    def _Dict(self, node: ast.Dict) -> None:
        for key in node.keys:
            if key is None:
                self.refuse(node, "** within a dict")
            if isinstance(key, ast.Constant):
                self._plain(key, {key.value: 0})

    def _Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.slice, ast.Tuple):
            self.refuse(node, "an index of several parts, as of a NumPy array")
        if isinstance(node.slice, ast.Slice) and not isinstance(node.ctx, ast.Load):
            self.refuse(node, "a value given to a slice")

    def _Slice(self, node: ast.Slice) -> None:
        if node.step is not None:
            self.refuse(node, "a slice with a step; write a list in brackets, or list(reversed(…))")

    def _FormattedValue(self, node: ast.FormattedValue) -> None:
        if node.format_spec or node.conversion != -1:
            self.refuse(
                node, "a format within an f-string; a readout or a status formats its numbers"
            )
        if self._is_float(node.value):
            self.refuse(node, "a float within an f-string: to Python 2.0 is no 2")

    def _is_float(self, node: ast.AST) -> bool:
        """Say whether a node is surely a float, though perhaps a whole one."""
        if isinstance(node, ast.BinOp | ast.UnaryOp):
            parts = ast.iter_child_nodes(node)
            return isinstance(node.op, ast.Div) or any(map(self._is_float, parts))
        if isinstance(node, ast.Call):
            return is_name(node.func, ("float",)) or self._is_float(node.func)
        if isinstance(node, ast.Attribute):
            return node.attr in MATH.keys() - {"ceil", "floor", "trunc"}
        return is_name(node, self.floats) or isinstance(getattr(node, "value", None), float)

    def _Attribute(self, node: ast.Attribute) -> None:
        if is_name(node.value, ("math",)):
            if node.attr not in MATH:
                self.refuse(node, f"math.{node.attr}; of math there are {', '.join(sorted(MATH))}")
        elif node.attr not in METHODS:
            known = ", ".join(sorted(METHODS))
            said = f"{ast.unparse(node)}, an attribute or a method other than {known}, or of math"
            self.refuse(node, said)
        elif not self._is_called(node):
            self.refuse(node, f"{ast.unparse(node)} without a call")

    def _Call(self, node: ast.Call) -> None:
        if node.keywords:
            name = node.keywords[0].arg or "**"
            there = name not in ("key", "default", "strict")
            instead = "give each by its place" if there else "which is not known here; write a for"
            self.refuse(node, f"an argument given by name ({name}); {instead}")
        if not isinstance(node.func, ast.Name | ast.Attribute):
            self.refuse(node, "a call of what is not a name")
        method = isinstance(node.func, ast.Attribute)
        name = node.func.attr if method else node.func.id
        self._count(node, name)
        if name not in (METHODS if method else BUILTINS):  # a function of math, or an author's
            return
        if name in ("float", "int") and _is_text(node.args[0]):
            self.refuse(node, f"{name} of anything but one number")
        if name == "range" and any(map(is_boolean, node.args)):
            self.refuse(node, "range of True or False")
        parent = self.parents[node]
        if name in ("append", "extend") and not isinstance(parent, ast.Expr):
            self.refuse(node, f"the value of {name}, which has none")
        if name in ONCE and not (
            isinstance(parent, ast.For | ast.comprehension)
            or (isinstance(parent, ast.Call) and is_name(parent.func, OVER))
            or (isinstance(parent, ast.Compare) and parent.left is not node)
            or (isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") == "extend")
        ):
            self.refuse(node, f"{name}(…) other than to go over at once; write list({name}(…))")

    def _count(self, node: ast.Call, name: str) -> None:
        """Refuse too many arguments, or too few; of an author's own, of those within the tree."""
        if not isinstance(node.func, ast.Attribute):
            counts: Mapping[str, tuple[float, float]] = {**self.counts, **BUILTINS}
        elif is_name(node.func.value, ("math",)):
            counts = {**dict.fromkeys(MATH, (1, 1)), **_OF_MATH}
        else:
            counts = METHODS
        least, most = counts.get(name, (0, math.inf))
        if not least <= len(node.args) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            wanted = f"{least} or more" if most == math.inf else wanted
            plural = "" if wanted == "1" else "s"
            self.refuse(node, f"{ast.unparse(node)}: {name} takes {wanted} argument{plural}")

    def _Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        for middle in sides[1:-1]:
            if any(isinstance(part, ast.Call) for part in ast.walk(middle)):
                self.refuse(middle, "a chain of comparisons around a call, which is made twice")
        for left, op, right in zip(sides, node.ops, node.comparators, strict=False):
            if isinstance(op, ast.Is | ast.IsNot):
                if not (isinstance(right, ast.Constant) and isinstance(right.value, bool | None)):
                    self.refuse(node, "`is` with anything but None, True or False")
            elif isinstance(left, ast.Tuple) or (
                isinstance(right, ast.Tuple) and not isinstance(op, ast.In | ast.NotIn)
            ):
                self.refuse(node, "a comparison of a tuple, which is no list to Python alone")


def _binds(node: ast.AST) -> bool:
    return isinstance(node, ast.arg) or isinstance(getattr(node, "ctx", None), ast.Store)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)


def _in_order(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree in the order of the source."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _in_order(child)


def _spelt(node: ast.AugAssign) -> ast.Assign:
    return ast.Assign([node.target], ast.BinOp(node.target, node.op, node.value), lineno=0)


def _construct(node: ast.AST) -> str:
    names: Mapping[type[ast.AST], str] = {
        ast.DictComp: "a comprehension of a dict; fill a dict in a for",
        ast.SetComp: "a comprehension of a set; write a list in brackets",
        ast.GeneratorExp: "a generator; write a list in brackets",
        ast.Starred: "a * before a value; add lists with +, or give each value",
        ast.Mod: "%, whose sign differs in JavaScript; write a - b * (a // b)",
        ast.MatMult: "@, of NumPy; write out the sums",
        ast.While: "while, whose end nothing assures; write a for over a range, with a break",
        ast.NamedExpr: ":=; give the name in a line before",
        ast.AnnAssign: "an assignment with a type; leave the type out",
        ast.ClassDef: "class",
        ast.Delete: "del",
        ast.Set: "a set; write a list",
        ast.BitOr: "|; write or",
        ast.BitAnd: "&; write and",
        ast.BitXor: "^, which is no power; write **",
        ast.Import: "import; import math at the top of the file",
        ast.Global: "global; return what is changed",
        ast.Nonlocal: "nonlocal; return what is changed",
        ast.Try: "try; ask with if before",
    }
    return names.get(type(node), type(node).__name__.lower())
