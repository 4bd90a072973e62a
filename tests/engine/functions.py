"""Functions to translate, written as an author does, and run in both languages."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from livefig.still import engine
from livefig.translate import translate

#: What stands in the module of some of them.
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


def made(source: str, folder: Path, **known: Any) -> Callable[..., Any]:
    """Return the function ``update`` of a source that `inspect` can find."""
    path = folder / f"source_{len(list(folder.iterdir()))}.py"
    path.write_text(source, encoding="utf-8")
    namespace = {"math": math, "np": np, **known}
    exec(compile(source, str(path), "exec"), namespace)
    return namespace["update"]


def in_v8(update: Callable[..., Any], calls: Any) -> list[Any]:
    code = f"({json.dumps(calls)}).map((given) => {translate(update)}(python)(...given) ?? null)"
    return json.loads(engine()._v8.eval(f"JSON.stringify({code})"))
