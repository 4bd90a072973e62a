"""A decimal number in the prose of a chapter is one that the chapter computes, or is given.

It stands, to the digits that the prose has, in an output of the chapter, in a readout or a point
of one of its figures at a state that the chapter links, or in its code and links as a setting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import pytest

from l2book.figures import all_figures
from tests.notebooks.sources import CHAPTERS, code_cells, path_of
from tools import notebooks

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
DECIMAL = re.compile(r"(?<![\w.\\#])\d+\.\d+|\d+(?= ?\\?%)")
STATE = re.compile(r"#(\w+)\?([^)\s]+)")
#: What is no number of the prose: addresses, code, and the numbers of exercises and equations.
ELSEWHERE = re.compile(
    r"\]\([^)]*\)|`[^`]*`|(?i:exercise|section|equation|figure)s? [\d.]+\d"
    r"|\(7\.1\d\)|(?<= is )7\.4(?=\.)"  # equations of Deep Learning
)
#: Worked out in the sentence that has it, from whole numbers there; or, in chapter 6, invented.
IN_THE_SENTENCE = {
    "01_l2_penalty": {"12.5", "0.96"},
    "03_weight_decay": {"6.5"},
    "06_eigendecomposition": {"3.2"},
    "08_ridge_regression": {"1.04"},
}


def plain(text: str) -> str:
    return text.replace("\N{MINUS SIGN}", "-")


def numbers(values: Any) -> Iterator[float]:
    """Yield every number in nested lists and dicts."""
    if isinstance(values, dict):
        values = list(values.values())
    if isinstance(values, list | tuple):
        for value in values:
            yield from numbers(value)
    elif isinstance(values, int | float):
        yield float(values)


@cache
def prose(chapter: str) -> str:
    cells = notebooks.read(path_of(chapter)).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@cache
def known(chapter: str) -> frozenset[float]:
    """Return the sizes of all numbers that a chapter prints, draws, or is given."""
    text = "".join(cell.source for cell in code_cells(chapter))
    found = set()
    for figure in all_figures().values():
        if not re.search(rf"\b{figure.__name__}\b", text):
            continue
        begin = {name: trait.default_value for name, trait in figure.parameters().items()}
        states = [query for name, query in STATE.findall(prose(chapter)) if name == figure.name]
        for query in ["", *states]:
            given = {name: float(value) for name, value in parse_qsl(query)}
            state = {name: type(value)(given.get(name, value)) for name, value in begin.items()}
            shown = figure.evaluate(state)
            points = [points for points in shown["artists"].values() if len(points) == 1]
            found |= {*numbers([given, shown["readouts"], points])}
    for cell in code_cells(chapter):
        for output in cell.outputs:
            text += plain(output.get("text", "") + output.get("data", {}).get("text/plain", ""))
    return frozenset(abs(number) for number in found | {*map(float, NUMBER.findall(plain(text)))})


def unknown(chapter: str, text: str) -> list[str]:
    """Return the numbers in a text that are none of its chapter's."""
    strange = []
    for digits in DECIMAL.findall(ELSEWHERE.sub("", text)):
        half = 0.5001 * 10.0 ** -len(digits.partition(".")[2])
        sizes = [float(digits)] if "." in digits else [float(digits), float(digits) / 100]
        if not any(
            abs(number - size) <= half * size / float(digits)
            for size in sizes
            for number in known(chapter)
            if size
        ):
            strange.append(digits)
    return [digits for digits in strange if digits not in IN_THE_SENTENCE.get(chapter, ())]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_number_in_prose_is_computed(chapter: str) -> None:
    assert unknown(chapter, prose(chapter)) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_most_numbers_with_a_wrong_digit_are_found(chapter: str) -> None:
    """Of those with three digits or more; shorter ones may be another number of the chapter."""
    right = DECIMAL.findall(ELSEWHERE.sub("", prose(chapter)))
    long = [digits for digits in right if len(digits.replace(".", "").lstrip("0")) >= 3]
    wrong = [digits[:-1] + str((int(digits[-1]) + 5) % 10) for digits in long]
    found = [digits for digits in wrong if unknown(chapter, digits)]
    assert len(found) >= 0.5 * len(wrong)
