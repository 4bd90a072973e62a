# ruff: noqa: D102 - the name of a visitor says what it rewrites
"""An author's Python → plainer Python, of which pscript makes the JavaScript that is meant.

pscript leaves much to JavaScript: an empty list is true to it in some places, ``a[i]`` knows no
negative ``i``, and a comprehension may write over a variable of its name. So every operation whose
meaning differs becomes a call of a function of ``web/python.js``, and every name gets a prefix,
by which it is neither a word of JavaScript nor one that pscript uses itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

#: What every name of an author begins with.
PREFIX = "v_"
#: What every object of JavaScript has, in all its forms.
_INHERITED = (
    "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf "
    "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__"
)
_BOOLEAN_CALLS = ("any", "all")
_NUMBER_CALLS = ("len", "abs", "int", "float")


def call(name: str, *arguments: ast.expr) -> ast.Call:
    """Return a call of one of the functions of ``web/python.js``."""
    return ast.Call(ast.Name(f"py_{name}", ast.Load()), list(arguments), [])


def is_name(node: ast.expr, names: Iterable[str]) -> bool:
    """Say whether a node is one of these names."""
    return isinstance(node, ast.Name) and node.id in names


def _is_boolean(node: ast.expr) -> bool:
    if isinstance(node, ast.BoolOp):
        return all(map(_is_boolean, node.values))
    if isinstance(node, ast.Call):
        return is_name(node.func, _BOOLEAN_CALLS)
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    if isinstance(node, ast.Call):
        return is_name(node.func, _NUMBER_CALLS) or (
            isinstance(node.func, ast.Attribute) and is_name(node.func.value, ("math",))
        )
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Pow) or (
            _is_number(node.left) and _is_number(node.right)
        )
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd)


class Plainer(ast.NodeTransformer):
    """Rewrites one function; ``builtins`` are the names in it that mean Python's own functions."""

    def __init__(self, builtins: Iterable[str]) -> None:
        self.builtins = frozenset(builtins)
        self.scopes: list[dict[str, str]] = []
        self.comprehensions = 0

    # --- Names ----------------------------------------------------------------------------------

    def _named(self, name: str) -> str:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return PREFIX + name

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return node if node.id == "math" else ast.Name(self._named(node.id), node.ctx)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
        arguments = self._arguments(node.args)
        statements = [self.visit(part) for part in body] or [ast.Pass()]
        return ast.FunctionDef(PREFIX + node.name, arguments, statements, [])

    def _arguments(self, node: ast.arguments) -> ast.arguments:
        names = [ast.arg(PREFIX + argument.arg) for argument in node.args]
        return ast.arguments([], names, None, [], [], None, node.defaults)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.scopes.append({argument.arg: PREFIX + argument.arg for argument in node.args.args})
        plain = ast.Lambda(self._arguments(node.args), self.visit(node.body))
        self.scopes.pop()
        return plain

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        self.comprehensions += 1
        scope = {
            part.id: f"c{self.comprehensions}_{part.id}"
            for generator in node.generators
            for part in ast.walk(generator.target)
            if isinstance(part, ast.Name)
        }
        first, *_ = (self._iterated(generator.iter) for generator in node.generators[:1])
        self.scopes.append(scope)
        generators = [
            ast.comprehension(
                self._target(generator.target),
                self._iterated(generator.iter) if i else first,
                [self._condition(test) for test in generator.ifs],
                0,
            )
            for i, generator in enumerate(node.generators)
        ]
        element = self.visit(node.elt)
        self.scopes.pop()
        return ast.ListComp(element, generators)

    # --- Statements -----------------------------------------------------------------------------

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return ast.Pass() if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        return self._assign(node.targets[0], node.value, self.visit(node.value))

    def _assign(self, target: ast.expr, value: ast.expr, plain: ast.expr) -> ast.AST:
        if isinstance(target, ast.Subscript):
            place = (self.visit(target.value), self.visit(target.slice))
            return ast.Expr(call("put", *place, plain))
        if isinstance(target, ast.Tuple | ast.List):
            count = len(target.elts)
            if not (isinstance(value, ast.Tuple | ast.List) and len(value.elts) == count):
                plain = call("iter", plain, ast.Constant(count))
        return ast.Assign([self._target(target)], plain, lineno=0)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        before, after = self.visit(_loaded(node.target)), self.visit(node.value)
        if isinstance(node.op, ast.Sub):
            value: ast.expr = ast.BinOp(before, node.op, after)
        else:
            name = {ast.Add: "grow", ast.Mult: "times", ast.Div: "divide"}[type(node.op)]
            value = call(name, before, after)
        return self._assign(node.target, value, value)

    def visit_For(self, node: ast.For) -> ast.AST:
        body = [self.visit(part) for part in node.body]
        return ast.For(self._target(node.target), self._iterated(node.iter), body, [], lineno=0)

    def visit_If(self, node: ast.If) -> ast.AST:
        body, rest = ([self.visit(part) for part in side] for side in (node.body, node.orelse))
        return ast.If(self._condition(node.test), body, rest)

    def _target(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.List | ast.Tuple):
            return ast.Tuple([self.visit(part) for part in node.elts], ast.Store())
        return self.visit(node)

    def _iterated(self, node: ast.expr) -> ast.expr:
        plain = self.visit(node)
        is_list = isinstance(node, ast.List | ast.Tuple | ast.ListComp) or (
            isinstance(node, ast.Call) and is_name(node.func, self.builtins)
        )
        return plain if is_list else call("iter", plain)

    # --- Truth ----------------------------------------------------------------------------------

    def _condition(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.BoolOp):
            return ast.BoolOp(node.op, [self._condition(part) for part in node.values])
        plain = self.visit(node)
        return plain if _is_boolean(node) else call("true", plain)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return ast.IfExp(self._condition(node.test), self.visit(node.body), self.visit(node.orelse))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        if all(map(_is_boolean, node.values[:-1])):
            return self.generic_visit(node)
        *firsts, plain = map(self.visit, node.values)
        for first in reversed(firsts):
            nothing = ast.arguments([], [], None, [], [], None, [])
            name = "and" if isinstance(node.op, ast.And) else "or"
            plain = call(name, first, ast.Lambda(nothing, plain))
        return plain

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        sides = [node.left, *node.comparators]
        parts = [
            self._compared(*part) for part in zip(sides[:-1], node.ops, sides[1:], strict=True)
        ]
        return parts[0] if len(parts) == 1 else ast.BoolOp(ast.And(), parts)

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.expr:
        sides = self.visit(left), self.visit(right)
        if isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            same = call("equal" if isinstance(op, ast.Eq | ast.NotEq) else "in", *sides)
            wanted = isinstance(op, ast.Eq | ast.In)
            return same if wanted else ast.UnaryOp(ast.Not(), same)
        if not isinstance(op, ast.Is | ast.IsNot):
            sides = tuple(
                plain if _is_number(side) else call("scalar", plain)
                for side, plain in zip((left, right), sides, strict=True)
            )
        return ast.Compare(sides[0], [op], [sides[1]])

    # --- Operations -----------------------------------------------------------------------------

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.Not):
            return ast.UnaryOp(node.op, self._condition(node.operand))
        return self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        left, right = self.visit(node.left), self.visit(node.right)
        numbers = _is_number(node.left) and _is_number(node.right)
        if isinstance(node.op, ast.Sub) or (numbers and isinstance(node.op, ast.Add | ast.Mult)):
            return ast.BinOp(left, node.op, right)
        names = {ast.Add: "add", ast.Mult: "multiply", ast.Div: "divide"}
        names |= {ast.FloorDiv: "floordiv", ast.Pow: "pow"}
        return call(names[type(node.op)], left, right)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.slice, ast.Slice):
            none = ast.Constant(None)
            ends = [
                self.visit(end) if end else none for end in (node.slice.lower, node.slice.upper)
            ]
            return call("slice", self.visit(node.value), *ends)
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        name = "of" if isinstance(key, str) and key not in _INHERITED.split() else "at"
        return call(name, self.visit(node.value), self.visit(node.slice))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        arguments = [self.visit(argument) for argument in node.args]
        if is_name(node.func, self.builtins):
            return call(node.func.id, *arguments)
        if isinstance(node.func, ast.Attribute) and not is_name(node.func.value, ("math",)):
            return call(node.func.attr, self.visit(node.func.value), *arguments)
        return ast.Call(self.visit(node.func), arguments, [])

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        keys, values = ([self.visit(part) for part in side] for side in (node.keys, node.values))
        if all(
            isinstance(k, ast.Constant) and k.value.isascii() and k.value.isidentifier()
            for k in keys
        ):
            return ast.Dict(keys, values)
        pairs = [ast.List(list(pair), ast.Load()) for pair in zip(keys, values, strict=True)]
        return call("dict", *pairs)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        total: ast.expr = ast.Constant("")
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                part = call("text", self.visit(part.value))
            total = ast.BinOp(total, ast.Add(), part)
        return total


def _loaded(target: ast.expr) -> ast.expr:
    """Return the value of an augmented assignment's target."""
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load())
