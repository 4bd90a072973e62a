"""An author's ``update``, in Python → JavaScript.

`translate` goes over the function and all that it calls. `livefig.subset` refuses whatever is
outside of the subset, with file and line; `livefig.emit` writes the rest in JavaScript.

The subset: numbers, strings, lists and dicts with strings as keys; assignments, ``if``, ``for``,
``return``; comprehensions of lists; ``+ - * / // **``, comparisons, ``and or not``; indices and
slices without a step; f-strings of strings and whole numbers; the functions in `BUILTINS`,
`METHODS` and `MATH` of `livefig.subset`; helper functions written in the same style, and constants
of a module. Arguments are given by position.

What no check sees: JavaScript has floats alone, so that a whole number is exact up to 2⁵³ and 2.0
is 2; its tuples are lists, so that a tuple equals the list of the same parts; it takes a name that
an ``if`` gave no value for one without meaning; it orders characters beyond U+FFFF before some of
those below; the negative of a whole 0, or a product with one, may be −0; and a sum is rounded at
each step, as in Python before 3.12. What a wrong kind would do (a list as a number, None in a sum,
a float in an f-string) is found where it happens: `livefig.still` compares both languages at some
dozens of states before a figure is exported or built.
"""

from __future__ import annotations

import ast
import dis
import inspect
import linecache
import math
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType
from typing import Any

from livefig.emit import PREFIX, emit, is_name
from livefig.subset import BUILTINS, INSTEAD, MATH, Checker, plain_data


@dataclass
class _Program:
    """What has been translated: constants and helpers, in the order of their needs."""

    update: FunctionType
    constants: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    meant: dict[str, Any] = field(default_factory=dict)
    read: list[tuple[dict[str, Any], str]] = field(default_factory=list)


#: Each update that was translated: the program, what the names that it reads meant, and its text.
_TRANSLATED: dict[FunctionType, tuple[_Program, list[Any], str]] = {}


def _meaning(value: Any) -> Any:
    return (value.__code__, value.__defaults__) if isinstance(value, FunctionType) else repr(value)


def _meanings(program: _Program) -> list[Any]:
    read = [space.get(name) for space, name in program.read]
    return [_meaning(value) for value in (program.update, *read)]


def translate(update: Callable[..., Any]) -> str:
    """Return JavaScript that does what ``update`` does.

    It is an expression whose value is a function: given ``python``, of ``web/python.js``, it
    returns the update.

    Parameters
    ----------
    update : A plain function in the subset that this module describes.

    Raises
    ------
    ValueError : For what is outside of the subset, with file, line and construct.
    """
    if not isinstance(update, FunctionType):
        raise ValueError(f"update must be a plain function, not {type(update).__name__}")
    if update in _TRANSLATED:
        program, meanings, text = _TRANSLATED[update]
        if _meanings(program) == meanings:  # a notebook's cell may have given a name anew
            return text
    program = _Program(update)
    _add(program, update.__name__, update)
    code = "\n".join(f"const {function}" for function in program.functions.values())
    used = sorted(name for name in MATH if f"math.{name}" in code)
    shim = ", ".join(f"{name}: {MATH[name]}" for name in used)
    body = "\n".join((f"const math = {{ {shim} }};", *program.constants.values(), code))
    needed = ", ".join(sorted(set(re.findall(r"\bpy_\w+", body))))
    text = (
        f"(function (python) {{\nconst {{ {needed} }} = python;\n{body}\n"
        f"return {PREFIX}{update.__name__};\n}})"
    )
    _TRANSLATED[update] = program, _meanings(program), text
    return text


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
            text = f"{PREFIX}{name} = {PREFIX}{value.__name__};"
            _add(program, value.__name__, value, where)
        program.functions[name] = text
        return
    try:
        program.constants[name] = f"const {PREFIX}{name} = {plain_data(value)};"
    except ValueError as error:
        raise ValueError(where(f"{name!r}: {error}")) from error


def _function(program: _Program, function: FunctionType) -> str:
    path, first = function.__code__.co_filename, function.__code__.co_firstlineno

    def where(text: str, node: ast.AST | None = None) -> str:
        line = getattr(node, "lineno", first)
        return f"{path}, line {line}: update cannot be translated to JavaScript: {text}"

    tree = _definition(function)
    if tree is None:
        written = "is not where it was: start Python anew after a change of the file"
        written = "must be written with def" if function.__name__ == "<lambda>" else written
        raise ValueError(where(f"{function.__name__} {written}"))
    if not all(is_name(decorator, ("staticmethod",)) for decorator in tree.decorator_list):
        raise ValueError(where("a decorator", tree.decorator_list[0]))
    tree.decorator_list = []
    for node in ast.walk(tree):  # annotations are not translated
        for name in {"annotation", "returns"} & set(node._fields):
            setattr(node, name, None)
    Checker(where).check(tree, moved=function is program.update)
    known = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with suppress(ValueError):  # an empty cell: its name is not known, then
            known[name] = cell.cell_contents
    builtins = set()
    spoken = {n.id: n for n in reversed(list(ast.walk(tree))) if isinstance(n, ast.Name)}
    used = {*_globals(function.__code__), *function.__code__.co_freevars}
    for name in sorted(spoken.keys() & used):
        node = spoken[name]
        program.read.append((function.__globals__, name))
        if name == "math" and known.get(name) is math:
            continue
        if name in known:
            if getattr(known[name], "__module__", "") == "math":
                raise ValueError(where(f"{name!r}; write math.{known[name].__name__}", node))
            if isinstance(known[name], ModuleType):
                raise ValueError(where(f"{name!r}; of modules there is math alone", node))
            if isinstance(known[name], FunctionType):
                _refuse_calls(tree, known[name], name, where)
            _add(program, name, known[name], lambda text, node=node: where(text, node))
        elif name in BUILTINS:
            builtins.add(name)
        else:
            known_names = ", ".join(sorted(BUILTINS))
            said = f"{name!r} is none of {known_names}, nor of the module's own names"
            said += f"; write {INSTEAD[name]}" if name in INSTEAD else ""
            raise ValueError(where(said, node))
    return emit(tree, builtins)


def _definition(function: FunctionType) -> ast.FunctionDef | None:
    """Return where a function is defined, in the tree of its whole file, if ``def`` defines it."""
    code = function.__code__
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        message = f"the source of {function.__name__} is not at hand"
        raise ValueError(f"{code.co_filename}, line {code.co_firstlineno}: {message}")
    parts = ast.walk(ast.parse("".join(lines)))
    named = [n for n in parts if isinstance(n, ast.FunctionDef) and n.name == code.co_name]
    # A function begins at its first decorator.
    firsts = {min(part.lineno for part in (node, *node.decorator_list)): node for node in named}
    return firsts.get(code.co_firstlineno)


def _refuse_calls(tree: ast.AST, helper: FunctionType, name: str, where: Callable) -> None:
    """Refuse a call of a helper with more or fewer arguments than it takes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_name(node.func, (name,)):
            try:
                inspect.signature(helper).bind(*node.args)
            except TypeError as error:
                raise ValueError(where(f"{ast.unparse(node)}: {error}", node)) from error


def _globals(code: CodeType) -> Iterator[str]:
    """Yield the names that a function, and those within it, take from its module."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _globals(part)
