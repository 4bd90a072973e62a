"""Each figure's `update` equals the library, and its JavaScript equals the Python."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from l2book.figures import all_figures
from livefig.still import TOLERANCE, engine
from tests.figures import references, spectra
from tests.figures.samples import results

FIGURES = sorted(all_figures())
REFERENCES = vars(references) | vars(spectra)
EVALUATE = "(code, state, all) => all.map((values) => evaluated(code, state, values))"


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the arrays of numbers and the strings in a result, and where each stands."""
    if isinstance(value, Mapping):
        yield where, "an object"
        for key, part in value.items():
            yield from leaves(part, f"{where}.{key}")
    elif isinstance(value, str):
        yield where, value
    else:
        try:
            yield where, np.asarray(value, float)
        except (TypeError, ValueError):  # a list of objects, or of parts of different lengths
            for i, part in enumerate(value):
                yield from leaves(part, f"{where}[{i}]")


def apart(ours: Any, theirs: Any) -> dict[str, Any]:
    """Return where two results differ: in structure, or by a number and more than rounding."""
    ours, theirs = dict(leaves(ours)), dict(leaves(theirs))
    found: dict[str, Any] = dict.fromkeys(ours.keys() ^ theirs.keys(), "in one of them")
    for where in ours.keys() & theirs.keys():
        a, b = ours[where], theirs[where]
        if isinstance(a, str) or isinstance(b, str) or a.shape != b.shape:
            if not isinstance(a, str) or not isinstance(b, str) or a != b:
                found[where] = (a, b)
        elif not np.isfinite(a).all() or not np.isfinite(b).all():
            found[where] = "not finite"
        elif a.size:
            size = np.maximum(1.0, np.maximum(abs(a), abs(b)))
            largest = float((abs(a - b) / size).max())
            if largest > TOLERANCE:
                found[where] = largest
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_update_is_what_the_library_says(name: str) -> None:
    """In structure and to a relative 1e-9, on the grid, its corners, draws and landmarks."""
    problem, reference = all_figures()[name].problem, REFERENCES[name]
    for values, ours in results(name):
        assert apart(ours, reference(values, problem)) == {}, values


@pytest.mark.parametrize("name", FIGURES)
def test_javascript_is_what_python_says(name: str) -> None:
    """The translated `update`, run in the V8 that draws the still pictures."""
    figure = all_figures()[name]
    state, given = {"order": figure.order(), "problem": dict(figure.problem)}, results(name)
    all_values = [values for values, _ in given]
    theirs = engine().call(f"({EVALUATE})", figure.javascript(), state, all_values)
    for (values, ours), their in zip(given, theirs, strict=True):
        assert apart(ours, their) == {}, values


@pytest.mark.parametrize("name", FIGURES)
def test_update_is_pure(name: str) -> None:
    """It leaves its arguments alone, and gives the same again, whatever it did between."""
    figure = all_figures()[name]
    problem = copy.deepcopy(figure.problem)
    for values, first in reversed(results(name)[::10]):
        given = dict(values)
        assert figure.update(**given, problem=problem) == first
        assert given == values
    assert problem == figure.problem


def thickness(outline: list[list[float]]) -> float:
    """Return how thick the wire of a spring is, measured across it."""
    upper, lower = np.split(np.array(outline), [len(outline) // 2])
    (along, up), (_, high) = upper[2] - upper[1], upper[1] - lower[-2]
    return high * abs(along) / np.hypot(along, up)


def test_a_stiffer_spring_is_thicker() -> None:
    """However short it is, as the caption of the two springs says."""
    figure, rng = all_figures()["two_springs"], np.random.default_rng(8)
    for stiffness in rng.uniform(0.2, 5.0, size=(200, 2)):
        artists = figure.update(*stiffness, rng.uniform(0.1, 4.0), figure.problem)["artists"]
        penalty, loss = thickness(artists["penalty_spring"]), thickness(artists["loss_spring"])
        assert (penalty > loss) == (stiffness[0] > stiffness[1])
