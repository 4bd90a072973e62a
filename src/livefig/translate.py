"""An author's ``update``, in Python → JavaScript.

pscript writes the JavaScript. It is lenient: a name that it does not know becomes a global of the
browser, and ``max(values, key=f)`` loses its ``key``. So `translate` first goes over the function
and all that it calls, and refuses whatever is outside the subset below, with file and line.

The subset: numbers, strings, lists and dicts with strings as keys; assignments, ``if``, ``for``,
``return``; comprehensions of lists; ``+ - * / // **``, comparisons, ``and or not``; indices and
slices without a step; f-strings of plain names; `BUILTINS`, `MATH` and `METHODS`; helper functions
written in the same style, and constants of a module. Arguments are given by position.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import json
import math
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from pscript import JSError, Parser, py2js

BUILTINS = frozenset(
    "abs all any bool enumerate float int len list max min range reversed sum zip".split()
)
METHODS = frozenset("append extend get items keys values".split())
#: The functions and constants of ``math``, as JavaScript has them.
MATH = {
    **{name: f"Math.{name}" for name in "acos asin atan atan2 ceil cos cosh exp expm1".split()},
    **{name: f"Math.{name}" for name in "floor hypot log10 log1p log2 sin sinh sqrt".split()},
    **{name: f"Math.{name}" for name in "tan tanh trunc".split()},
    "fabs": "Math.abs",
    "log": "(x, base) => Math.log(x) / (base === undefined ? 1 : Math.log(base))",
    "radians": "(degrees) => degrees * Math.PI / 180",
    "degrees": "(radians) => radians * 180 / Math.PI",
    "pi": "Math.PI",
    "e": "Math.E",
    "tau": "2 * Math.PI",
}
STATEMENTS = (ast.Return, ast.Assign, ast.AugAssign, ast.For, ast.If, ast.Expr, ast.FunctionDef)
STATEMENTS += (ast.Break, ast.Continue, ast.Pass)
EXPRESSIONS = (ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.BinOp)
EXPRESSIONS += (ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.Call)
EXPRESSIONS += (ast.Attribute, ast.Lambda, ast.JoinedStr, ast.FormattedValue)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.USub, ast.UAdd)
OPERATORS += (ast.Not, ast.And, ast.Or, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
OPERATORS += (ast.In, ast.NotIn, ast.Is, ast.IsNot)
PARTS = (ast.arguments, ast.arg, ast.comprehension, ast.expr_context, *OPERATORS)

#: What pscript treats as its own when it is called, and words that JavaScript keeps for itself.
TAKEN = {name.removeprefix("function_") for name in dir(Parser) if name.startswith("function_")}
TAKEN |= {"math", "this", "window", "undefined", "arguments", "eval", "NaN", "Infinity", "RawJS"}
TAKEN |= set(
    "await case catch const debugger default delete do enum export extends function implements "
    "instanceof interface let new package private protected public static super switch throw "
    "typeof var void".split()
)


@dataclass
class _Program:
    """What is to be translated: constants and helpers, as Python, in the order of their needs."""

    written: dict[str, str] = field(default_factory=dict)
    meant: dict[str, Any] = field(default_factory=dict)


def translate(update: Callable[..., Any]) -> str:
    """Return a JavaScript expression whose value is a function that does what ``update`` does.

    Parameters
    ----------
    update
        A plain function in the subset that this module describes.

    Raises
    ------
    ValueError
        For what is outside of the subset, with file, line and construct.
    """
    if not isinstance(update, FunctionType):
        raise ValueError(f"update must be a plain function, not {type(update).__name__}")
    program = _Program()
    _add(program, update.__name__, update)
    text = "\n".join(program.written.values())
    try:
        code = py2js(text, docstrings=False)
    except (JSError, RuntimeError) as error:  # nothing known; better said here than in a page
        raise ValueError(f"pscript cannot translate {update.__qualname__}: {error}") from error
    used = sorted(name for name in MATH if f"math.{name}" in code)
    shim = ", ".join(f"{name}: {MATH[name]}" for name in used)
    return f"(function () {{\nvar math = {{ {shim} }};\n{code}\nreturn {update.__name__};\n}})()"


def _add(program: _Program, name: str, value: Any, where: Callable[[str], str] = str) -> None:
    """Write a helper or a constant under a name, and before it all that it needs."""
    if name in program.meant:
        if program.meant[name] is not value:
            raise ValueError(where(f"two things named {name!r}; one name must mean one thing"))
        return
    program.meant[name] = value
    if isinstance(value, FunctionType):
        text = _function(program, value)
        if value.__name__ != name:
            text += f"\n{name} = {value.__name__}"
        program.written[name] = text
        return
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        kind = getattr(value, "__name__", type(value).__name__)
        raise ValueError(
            where(f"{name!r} ({kind}), which is no number, string, list, dict or plain function")
        ) from error
    program.written[name] = f"{name} = {value!r}"


def _function(program: _Program, function: FunctionType) -> str:
    path, first = function.__code__.co_filename, function.__code__.co_firstlineno
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError) as error:
        raise ValueError(f"{path}, line {first}: the source of {function.__name__} is not at hand") from error
    tree = ast.parse(source).body[0]
    ast.increment_lineno(tree, first - 1)

    def where(text: str, node: ast.AST = tree) -> str:
        line = getattr(node, "lineno", first)
        return f"{path}, line {line}: update cannot be translated to JavaScript: {text}"

    if not isinstance(tree, ast.FunctionDef):
        raise ValueError(where(f"{function.__name__} must be written with def"))
    tree.decorator_list = []
    checker = _Checker(where)
    checker.check(tree)
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    known = {**function.__globals__, **{name: cell.cell_contents for name, cell in cells}}
    for node, name in checker.free_names(tree):
        if name == "math" and known.get(name) is math:
            continue
        if name in known:
            _add(program, name, known[name], lambda text, node=node: where(text, node))
        elif name not in BUILTINS or not hasattr(builtins, name):
            raise ValueError(where(f"{name!r} is not known to it", node))
    return ast.unparse(_Plainer().visit(tree))


class _Plainer(ast.NodeTransformer):
    """Drops docstrings and annotations, and writes an f-string as a sum of its parts."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        total: ast.expr = ast.Constant("")
        for part in node.values:
            side = part.value if isinstance(part, ast.FormattedValue) else part
            total = ast.BinOp(total, ast.Add(), side)
        return total


class _Checker:
    """Refuses what is outside of the subset."""

    def __init__(self, where: Callable[[str, ast.AST], str]) -> None:
        self.where = where

    def check(self, tree: ast.FunctionDef) -> None:
        for node in _spoken(tree):
            if not isinstance(node, STATEMENTS + EXPRESSIONS + PARTS):
                self.refuse(node, _construct(node))
            special = getattr(self, f"_{type(node).__name__}", None)
            if special:
                special(node)

    def refuse(self, node: ast.AST, text: str) -> None:
        raise ValueError(self.where(text, node))

    def free_names(self, tree: ast.FunctionDef) -> Iterator[tuple[ast.Name, str]]:
        bound = {
            node.id if isinstance(node, ast.Name) else getattr(node, "arg", None) or node.name
            for node in _spoken(tree)
            if isinstance(node, ast.arg | ast.FunctionDef)
            or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        } - {tree.name}
        seen = set()
        for node in _spoken(tree):
            if isinstance(node, ast.Name) and node.id not in bound | seen:
                seen.add(node.id)
                if node.id != tree.name:
                    yield node, node.id

    def _bind(self, node: ast.AST, name: str) -> None:
        if name in TAKEN or name.startswith(("stub", "_pyfunc_", "_pymeth_")):
            self.refuse(node, f"{name!r} as a name, which JavaScript or pscript keeps for itself")

    def _Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node, node.id)

    def _arg(self, node: ast.arg) -> None:
        self._bind(node, node.arg)

    def _FunctionDef(self, node: ast.FunctionDef) -> None:
        self._bind(node, node.name)
        if node.decorator_list:
            self.refuse(node, "a decorator")

    def _arguments(self, node: ast.arguments) -> None:
        if node.vararg or node.kwarg or node.kwonlyargs or node.posonlyargs:
            self.refuse(node.vararg or node.kwarg or node.args[0] if node.args else node.kwonlyargs[0],
                        "arguments with *, ** or /")

    def _Assign(self, node: ast.Assign) -> None:
        if len(node.targets) > 1:
            self.refuse(node, "a chained assignment")
        self._target(node.targets[0])

    def _AugAssign(self, node: ast.AugAssign) -> None:
        if not isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            self.refuse(node, _construct(node.op))

    def _For(self, node: ast.For) -> None:
        self._target(node.target)
        if node.orelse:
            self.refuse(node, "an else of a for")

    def _comprehension(self, node: ast.comprehension) -> None:
        self._target(node.target)

    def _target(self, target: ast.expr) -> None:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for part in parts:
            if isinstance(part, ast.Tuple | ast.List):
                self.refuse(part, "a pattern within a pattern, as in `for i, (a, b) in …`")

    def _Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Call) and not (
            isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        ):
            self.refuse(node, "an expression whose value goes nowhere")

    def _Constant(self, node: ast.Constant) -> None:
        if not isinstance(node.value, bool | int | float | str | None):
            self.refuse(node, f"a constant of the kind {type(node.value).__name__}")

    def _Dict(self, node: ast.Dict) -> None:
        for key in node.keys:
            if key is None:
                self.refuse(node, "** within a dict")
            if isinstance(key, ast.Constant) and not isinstance(key.value, str):
                self.refuse(key, "a key that is no string")

    def _Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.slice, ast.Tuple):
            self.refuse(node, "an index of several parts, as of a NumPy array")

    def _Slice(self, node: ast.Slice) -> None:
        if node.step is not None:
            self.refuse(node, "a slice with a step")

    def _FormattedValue(self, node: ast.FormattedValue) -> None:
        if node.format_spec or node.conversion != -1:
            self.refuse(node, "a format within an f-string")

    def _Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == "math":
            if node.attr not in MATH:
                self.refuse(node, f"math.{node.attr}")
        elif node.attr not in METHODS:
            self.refuse(node, f"{ast.unparse(node)}, an attribute or a method other than "
                        + ", ".join(sorted(METHODS)))

    def _Call(self, node: ast.Call) -> None:
        if node.keywords:
            self.refuse(node, f"an argument given by name ({node.keywords[0].arg or '**'})")
        if not isinstance(node.func, ast.Name | ast.Attribute):
            self.refuse(node, "a call of what is not a name")

    def _Compare(self, node: ast.Compare) -> None:
        for op, side in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.Is | ast.IsNot) and not (
                isinstance(side, ast.Constant) and side.value in (None, True, False)
            ):
                self.refuse(node, "`is` with anything but None, True or False")


def _spoken(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what is translated, in the order of the source: not annotations."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "type_comment", "decorator_list") and not (
            name == "decorator_list" and value
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _spoken(child)


def _construct(node: ast.AST) -> str:
    names: Mapping[type[ast.AST], str] = {
        ast.DictComp: "a comprehension of a dict",
        ast.SetComp: "a comprehension of a set",
        ast.GeneratorExp: "a generator; write a list in brackets",
        ast.Starred: "a * before a value",
        ast.Mod: "%, whose sign differs in JavaScript",
        ast.MatMult: "@, of NumPy",
        ast.While: "while, whose end nothing assures",
        ast.NamedExpr: ":=",
    }
    return names.get(type(node), type(node).__name__.lower())
