"""The still picture: the page's own scripts, run in an embedded V8 while a book is built.

So a page without scripts, a printed page and a page that has come alive show the same.
"""

from __future__ import annotations

import atexit
import json
import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from random import Random
from typing import Any

from py_mini_racer import DEFAULT_V8_FLAGS, JSEvalException, MiniRacer, init_mini_racer

from livefig.bundle import STILL, scripts

TOLERANCE = 1e-9
#: What is called for each figure.
_HOST = """
const updates = new Map();
function updateOf(code) {
  if (!updates.has(code)) updates.set(code, (0, eval)(code)(python));
  return updates.get(code);
}
const evaluated = (code, state, values) => evaluate(updateOf(code), state, values);
const still = (code, state, face) =>
  markup(state, face, painter(state)(state.parameters, evaluated(code, state)),
    room(state, updateOf(code), face.defaults));
"""


def v8() -> MiniRacer:
    """Return a V8 that any thread may use. Close it.

    On a processor with memory protection keys, V8 would let in only the thread that started the
    first V8 and the threads which that one starts later; a call from any other would end Python
    with a segmentation fault (https://issues.chromium.org/issues/360909072).
    """
    flags = (*DEFAULT_V8_FLAGS, "--no-memory-protection-keys")
    init_mini_racer(flags=flags, ignore_duplicate_init=True)
    # In a thread that has no event loop: a caller's own may end before this V8 does.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(MiniRacer).result()


class Engine:
    """The scripts that draw, in a V8 of their own. Close it: an open one may keep Python alive."""

    def __init__(self) -> None:
        self._v8 = v8()
        self._v8.eval(scripts(*STILL) + _HOST)

    def close(self) -> None:
        """End the V8."""
        self._v8.close()

    def call(self, function: str, *arguments: Any) -> Any:
        """Call one of the engine's functions with plain data, and return plain data."""
        given = ", ".join(json.dumps(argument) for argument in arguments)
        try:
            return json.loads(self._v8.eval(f"JSON.stringify({function}({given}))"))
        except JSEvalException as error:
            said = next(line for line in str(error).splitlines() if "Error" in line)
            raise ValueError(f"in JavaScript, {said.strip()}") from error

    def evaluate(
        self, code: str, state: Mapping[str, Any], values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what a translated ``update`` makes of these values."""
        return self.call("evaluated", code, dict(state), dict(values))

    def html(self, code: str, state: Mapping[str, Any], face: Mapping[str, Any]) -> str:
        """Return a figure's element, complete."""
        return self.call("still", code, dict(state), dict(face))

    def compare(self, figure: Any, state: Mapping[str, Any], code: str) -> None:
        """Raise ``ValueError`` if a figure's ``update`` is not the same in Python and here.

        At the parameters of the state, with each in turn at its ends, and at states between.
        """
        for values in tried(state):
            try:
                theirs = self.evaluate(code, state, values)
                found = next(differences(figure.evaluate(values), theirs), None)
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                raise ValueError(f"{figure.__name__}.update fails at {values}: {error}") from error
            if found:
                raise ValueError(
                    f"{figure.__name__}.update at {values} is in JavaScript not what it is in "
                    f"Python: {found}"
                )


def tried(state: Mapping[str, Any]) -> Iterator[dict[str, float | bool]]:
    """Yield values of all parameters: the state's, each at its ends, and 30 at random.

    The same at every run, so that a build that passes passes again.
    """
    given, draw = state["parameters"], Random(0)
    ends: dict[str, tuple[float, float]] = {
        **{key: (each["minimum"], each["maximum"]) for key, each in state["sliders"].items()},
        **dict.fromkeys(state["switches"], (False, True)),
    }
    yield given
    for key, pair in ends.items():
        yield from ({**given, key: end} for end in pair)
    for _ in range(30):
        values: dict[str, float | bool] = {key: draw.choice(pair) for key, pair in ends.items()}
        for key, slider in state["sliders"].items():
            low, high = ends[key]
            share = draw.random()
            logarithmic = slider["scale"] == "log10"
            values[key] = low * (high / low) ** share if logarithmic else low + share * (high - low)
        yield values


@cache
def engine() -> Engine:
    """Return the one engine of this process, closed when it ends."""
    made = Engine()
    atexit.register(made.close)
    return made


def differences(ours: Any, theirs: Any, where: str = "") -> Iterator[str]:
    """Yield where two results of an ``update`` differ: in structure, or by more than rounding."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ours.keys() != theirs.keys():
            yield f"{where}: {sorted(ours)} and {sorted(theirs)}"
            return
        for key, our in ours.items():
            yield from differences(our, theirs[key], f"{where}.{key}")
    elif isinstance(ours, list | tuple) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{where}: {len(ours)} parts and {len(theirs)}"
            return
        for i, (our, their) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(our, their, f"{where}[{i}]")
    elif isinstance(ours, int | float) and isinstance(theirs, int | float):
        if not math.isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield f"{where}: {ours!r} and {theirs!r}"
    elif ours != theirs:
        yield f"{where}: {ours!r} and {theirs!r}"
