"""The figure `harm` shows the examples that chapter 1 draws in its own cell."""

from __future__ import annotations

import re

import numpy as np

from l2book.figures.harm import Harm
from tests.notebooks.sources import code_cells

DRAW = re.compile(r"draw (\d+): \[ *(\S+) +(\S+)\] predicts +(\S+); .*\] predicts +(\S+)$", re.M)


def test_the_chapter_draws_what_the_figure_shows() -> None:
    printed = "".join(
        output.text
        for cell in code_cells("01_l2_penalty")
        for output in cell.outputs
        if output.output_type == "stream"
    )
    found = [list(map(float, line)) for line in DRAW.findall(printed)]
    assert len(found) == 3
    for draw, *numbers in found:
        shown = Harm.evaluate({"draw": draw, "alpha": 0.1})["readouts"]
        ours = [*shown["w_star"], shown["prediction"], shown["prediction_penalty"]]
        np.testing.assert_allclose(ours, numbers, rtol=0, atol=0.051)
