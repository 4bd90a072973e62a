"""A function of the subset, as Python's syntax tree → JavaScript.

Where Python's meaning and JavaScript's differ (the truth of an empty list, a negative index, or
``//``), the JavaScript calls a function of ``web/python.js``. Every name of an author gets a
prefix, so that none is a word of JavaScript.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable

#: What is gone over once, and never stands as a list.
ONCE = frozenset(("enumerate", "reversed", "zip", "items", "keys", "values", "range"))
#: What every name of an author begins with.
PREFIX = "v_"
CALLS = {ast.Add: "add", ast.Mult: "multiply", ast.Div: "divide", ast.FloorDiv: "floordiv"}
CALLS |= {ast.Pow: "pow"}
CHANGES = {ast.Add: "grow", ast.Mult: "times", ast.Div: "divide"}
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.USub: "-", ast.UAdd: "+"}
SIGNS |= {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "===", ast.IsNot: "!=="}


def is_name(node: ast.expr, names: Iterable[str]) -> bool:
    """Say whether a node is one of these names."""
    return isinstance(node, ast.Name) and node.id in names


def emit(tree: ast.FunctionDef, builtins: Iterable[str]) -> str:
    """Return a function as a declaration in JavaScript.

    Parameters
    ----------
    tree : The function, of the subset that `livefig.subset` checks.
    builtins : The names in it that mean Python's own functions.
    """
    return _Emitter(frozenset(builtins)).statement(tree)


class _Emitter:
    """Writes JavaScript: a statement or an expression as a text."""

    def __init__(self, builtins: frozenset[str]) -> None:
        self.builtins = builtins

    # --- Statements -------------------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> str:
        return getattr(self, f"_{type(node).__name__}")(node)

    def block(self, body: list[ast.stmt]) -> str:
        return "{\n" + "\n".join(map(self.statement, body)) + "\n}"

    def _FunctionDef(self, node: ast.FunctionDef) -> str:
        own = {argument.arg for argument in node.args.args}
        names = sorted({PREFIX + name for name in _assigned(node.body)} - {PREFIX + n for n in own})
        declared = f"let {', '.join(names)};\n" if names else ""
        body = "\n".join(map(self.statement, node.body))
        head = f"{PREFIX}{node.name} = ({self.arguments(node.args)}) => {{"
        end = "" if isinstance(node.body[-1], ast.Return) else "return null;\n"
        return f"{head}\n{declared}{body}\n{end}}};"

    def arguments(self, node: ast.arguments) -> str:
        defaults = [None] * (len(node.args) - len(node.defaults)) + list(node.defaults)
        return ", ".join(
            PREFIX + argument.arg + (f" = {self.value(default)}" if default else "")
            for argument, default in zip(node.args, defaults, strict=True)
        )

    def _Return(self, node: ast.Return) -> str:
        return f"return {self.value(node.value) if node.value else 'null'};"

    def _Expr(self, node: ast.Expr) -> str:
        return "" if isinstance(node.value, ast.Constant) else f"{self.value(node.value)};"

    def _Pass(self, node: ast.Pass) -> str:
        return ""

    def _Break(self, node: ast.Break) -> str:
        return "break;"

    def _Continue(self, node: ast.Continue) -> str:
        return "continue;"

    def _Assign(self, node: ast.Assign) -> str:
        return self.assign(node.targets[0], self.value(node.value))

    def assign(self, target: ast.expr, value: str) -> str:
        if isinstance(target, ast.Subscript):
            # In Python's order: the value, the list, the index.
            return f"py_put({value}, {self.values([target.value, target.slice])});"
        if isinstance(target, ast.Tuple | ast.List):
            names = ", ".join(map(self.value, target.elts))
            return f"[{names}] = py_iter({value}, {len(target.elts)});"
        return f"{self.value(target)} = {value};"

    def _AugAssign(self, node: ast.AugAssign) -> str:
        before, after = self.value(node.target), self.value(node.value)
        if isinstance(node.op, ast.Sub):
            return self.assign(node.target, f"{before} - {after}")
        return self.assign(node.target, f"py_{CHANGES[type(node.op)]}({before}, {after})")

    def _For(self, node: ast.For) -> str:
        first = self.assign(node.target, "each")
        body = "\n".join(map(self.statement, node.body))
        return f"for (const each of {self.gone_over(node.iter)}) {{\n{first}\n{body}\n}}"

    def _If(self, node: ast.If) -> str:
        rest = f" else {self.block(node.orelse)}" if node.orelse else ""
        return f"if ({self.truth(node.test)}) {self.block(node.body)}{rest}"

    # --- Expressions ------------------------------------------------------------------------------

    def value(self, node: ast.expr) -> str:
        return getattr(self, f"_{type(node).__name__}")(node)

    def values(self, nodes: Iterable[ast.expr]) -> str:
        return ", ".join(map(self.value, nodes))

    def _Name(self, node: ast.Name) -> str:
        return PREFIX + node.id

    def _Constant(self, node: ast.Constant) -> str:
        return json.dumps(node.value).replace("</", "<\\/")

    def _List(self, node: ast.List | ast.Tuple) -> str:
        return f"[{self.values(node.elts)}]"

    _Tuple = _List

    def _Dict(self, node: ast.Dict) -> str:
        plain = all(
            isinstance(key, ast.Constant) and key.value.isascii() and key.value.isidentifier()
            for key in node.keys
        )
        pairs = [
            (self.value(k), self.value(v)) for k, v in zip(node.keys, node.values, strict=True)
        ]
        if plain:
            # In parentheses, for after an arrow it would be a block.
            return f"({{ {', '.join(f'{key}: {value}' for key, value in pairs)} }})"
        return f"py_dict({', '.join(f'[{key}, {value}]' for key, value in pairs)})"

    def _ListComp(self, node: ast.ListComp) -> str:
        made = self.value(node.elt)
        for i, generator in enumerate(reversed(node.generators)):
            flat = i > 0
            if generator.ifs:  # asked of each before the next is made, as its value may be seen
                tests = " && ".join(map(self.truth, generator.ifs))
                made, flat = f"{tests} ? {made if flat else f'[{made}]'} : []", True
            target = self.value(generator.target)
            if isinstance(generator.target, ast.Tuple | ast.List):
                # var takes `_, _`; let does not.
                first = f"var {self.assign(generator.target, 'each')}"
                target, made = "each", f"{{ {first} return {made}; }}"
            over = self.gone_over(generator.iter)
            made = f"Array.from({over}, ({target}) => {made}){'.flat()' if flat else ''}"
        return made

    def _Lambda(self, node: ast.Lambda) -> str:
        return f"(({self.arguments(node.args)}) => {self.value(node.body)})"

    def _Attribute(self, node: ast.Attribute) -> str:
        return f"math.{node.attr}"  # a method stands in a call

    def _Subscript(self, node: ast.Subscript) -> str:
        if isinstance(node.slice, ast.Slice):
            ends = (node.slice.lower, node.slice.upper)
            low, high = (self.value(end) if end else "null" for end in ends)
            return f"py_slice({self.value(node.value)}, {low}, {high})"
        return f"py_at({self.value(node.value)}, {self.value(node.slice)})"

    def _Call(self, node: ast.Call) -> str:
        given = self.values(node.args)
        if is_name(node.func, self.builtins):
            return f"py_{node.func.id}({given})"
        if isinstance(node.func, ast.Attribute) and not is_name(node.func.value, ("math",)):
            return f"py_{node.func.attr}({self.values([node.func.value, *node.args])})"
        return f"{self.value(node.func)}({given})"

    def _JoinedStr(self, node: ast.JoinedStr) -> str:
        parts = [
            f"py_text({self.value(part.value)})"
            if isinstance(part, ast.FormattedValue)
            else self.value(part)
            for part in node.values
        ]
        return f"({' + '.join(parts)})" if parts else '""'

    def _BinOp(self, node: ast.BinOp) -> str:
        left, right = self.value(node.left), self.value(node.right)
        numbers = _is_number(node.left) and _is_number(node.right)
        if isinstance(node.op, ast.Sub) or (numbers and isinstance(node.op, ast.Add | ast.Mult)):
            return f"({left} {SIGNS[type(node.op)]} {right})"
        return f"py_{CALLS[type(node.op)]}({left}, {right})"

    def _UnaryOp(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.Not):
            return f"!{self.truth(node.operand)}"
        return f"({SIGNS[type(node.op)]} {self.value(node.operand)})"

    # --- Truth ------------------------------------------------------------------------------------

    def truth(self, node: ast.expr) -> str:
        if isinstance(node, ast.BoolOp):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return f"({sign.join(map(self.truth, node.values))})"
        value = self.value(node)
        return value if is_boolean(node) else f"py_true({value})"

    def gone_over(self, node: ast.expr) -> str:
        """Return what JavaScript goes over in turn, and sees changed on the way, as Python does."""
        value = self.value(node)
        once = value.startswith(tuple(f"py_{name}(" for name in ONCE))  # is gone over as it is
        return value if once else f"py_iter({value})"

    def _IfExp(self, node: ast.IfExp) -> str:
        return f"({self.truth(node.test)} ? {self.value(node.body)} : {self.value(node.orelse)})"

    def _BoolOp(self, node: ast.BoolOp) -> str:
        if all(map(is_boolean, node.values[:-1])):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return f"({sign.join(map(self.value, node.values))})"
        name = "and" if isinstance(node.op, ast.And) else "or"
        *firsts, made = map(self.value, node.values)
        for first in reversed(firsts):
            made = f"py_{name}({first}, () => {made})"
        return made

    def _Compare(self, node: ast.Compare) -> str:
        sides = [node.left, *node.comparators]
        parts = map(self.compared, sides[:-1], node.ops, sides[1:])
        return f"({' && '.join(parts)})"

    def compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        sides = f"{self.value(left)}, {self.value(right)}"
        if isinstance(op, ast.Eq | ast.NotEq):
            return f"{'' if isinstance(op, ast.Eq) else '!'}py_equal({sides})"
        if isinstance(op, ast.In | ast.NotIn):
            return f"{'' if isinstance(op, ast.In) else '!'}py_in({sides})"
        if isinstance(op, ast.Is | ast.IsNot):
            return f"{self.value(left)} {SIGNS[type(op)]} {self.value(right)}"
        one, other = (
            self.value(side) if _is_number(side) else f"py_scalar({self.value(side)})"
            for side in (left, right)
        )
        return f"{one} {SIGNS[type(op)]} {other}"


def _assigned(body: list[ast.stmt]) -> set[str]:
    """Return the names that a function's statements give values to: not those within it."""
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            names |= {part.id for part in parts if isinstance(part, ast.Name)}
        names |= _assigned([*getattr(node, "body", ()), *getattr(node, "orelse", ())])
    return names


def is_boolean(node: ast.expr) -> bool:
    """Say whether a node is True or False, whatever its parts are."""
    if isinstance(node, ast.BoolOp):
        return all(map(is_boolean, node.values))
    if isinstance(node, ast.Call):
        return is_name(node.func, ("any", "all"))
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    if isinstance(node, ast.Call):
        math = isinstance(node.func, ast.Attribute) and is_name(node.func.value, ("math",))
        return math or is_name(node.func, ("len", "abs", "int", "float"))
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Pow) or (
            _is_number(node.left) and _is_number(node.right)
        )
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd)
