"""Parameters at which every live figure is tried: a grid, its corners, and random draws."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from l2book.figures import all_figures
from livefig import LiveFigure, Slider

SEED = 20160811
LARGEST_GRID = 200
DRAWS = 100


def at(slider: Slider, fraction: float) -> float:
    """Return the value at a fraction of the way along a slider, as the slider counts it."""
    if fraction in (0, 1):  # its ends exactly, logarithmic or not
        return slider.maximum if fraction else slider.minimum
    if slider.scale == "log10":
        value = slider.minimum * (slider.maximum / slider.minimum) ** fraction
    else:
        value = slider.minimum + fraction * (slider.maximum - slider.minimum)
    return min(max(value, slider.minimum), slider.maximum)


def samples(name: str) -> list[dict[str, float | bool]]:
    """Return the defaults, a grid of each slider's ends and middle, random draws and landmarks.

    Every switch is on and off on the whole grid. A grid of more than `LARGEST_GRID` points is
    thinned, the same way in every run.
    """
    figure = all_figures()[name]
    traits, random = figure.parameters(), np.random.default_rng(SEED)
    choices = [
        [at(trait, fraction) for fraction in (0, 0.5, 1)] if isinstance(trait, Slider) else (0, 1)
        for trait in traits.values()
    ]
    total = math.prod(map(len, choices))
    kept = (
        random.choice(total, LARGEST_GRID, replace=False) if total > LARGEST_GRID else range(total)
    )
    grid = list(itertools.product(*choices)) if total <= 50_000 else []
    defaults = {key: trait.default_value for key, trait in traits.items()}
    found = [defaults] + [dict(zip(traits, grid[i], strict=True)) for i in sorted(kept)]
    for _ in range(DRAWS):
        draw = random.random(len(traits))
        found.append(
            {
                key: at(trait, value) if isinstance(trait, Slider) else value < 0.5
                for (key, trait), value in zip(traits.items(), draw, strict=True)
            }
        )
    for values in found:
        values.update({k: bool(v) for k, v in values.items() if not isinstance(traits[k], Slider)})
    # The defaults on each landmark, and a draw.
    special = [*_at_landmarks(figure, found[0]), *_at_landmarks(figure, found[-1])]
    return found + special + list(_at_rest(figure, found[0])) + list(_at_nothing(figure, found[0]))


def _at_landmarks(figure: type[LiveFigure], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the defaults with a slider on each of its landmarks in turn: where things change."""
    traits = figure.parameters()
    for key, marks in figure.evaluate(values).get("landmarks", {}).items():
        for mark in marks:
            if traits[key].minimum <= mark <= traits[key].maximum:
                yield {**values, key: float(mark)}


def _at_rest(figure: type[LiveFigure], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a draggable w on the minimum, without penalty: where the forces are zero."""
    if {"alpha", "w_1", "w_2"} <= values.keys() and figure.parameters()["alpha"].minimum == 0:
        w_1, w_2 = figure.problem["w_star"]
        yield {**values, "alpha": 0.0, "w_1": float(w_1), "w_2": float(w_2)}


def _at_nothing(figure: type[LiveFigure], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a w* so near to the origin, and so strong a penalty, that hardly anything is left."""
    if {"alpha", "w_star_1", "w_star_2"} <= values.keys():
        alpha = figure.parameters()["alpha"].maximum
        yield {**values, "alpha": alpha, "w_star_1": 0.1, "w_star_2": -0.1}


@cache
def results(name: str, every: int = 1) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return each sample of a figure, or a part of them, and what Python's ``update`` makes of it.

    The first is always the figure at its defaults.
    """
    figure = all_figures()[name]
    return [(values, figure.evaluate(values)) for values in samples(name)[::every]]
