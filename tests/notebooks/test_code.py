"""What nbval cannot see: both sides of each check, the functions behind `interact`, alt texts.

These tests stand together because one worker runs what stands in one file: a chapter runs once.
"""

from __future__ import annotations

import warnings
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy as sp

from l2reg import check_equation
from l2reg.checks import EquationError, _is_symbolic
from tests.notebooks.run import run, run_again, settings
from tests.notebooks.sources import CHAPTERS, code_cells, labels, markdown, names, tags

pytestmark = pytest.mark.parametrize("chapter", CHAPTERS)


def spoilt(side: Any) -> Any:
    """Return a side with its sign flipped; one that is zero, with one added."""
    if isinstance(side, list | tuple):
        return [spoilt(part) for part in side]
    if isinstance(side, np.ndarray | int | float | np.number):
        array = np.asarray(side)
        return -array if np.any(array != 0) else array + 1
    if hasattr(side, "applyfunc"):  # SymPy's matrices and arrays
        return -side if any(part != 0 for part in side) else side.applyfunc(lambda part: part + 1)
    return -side if side != 0 else side + 1


def at_a_point(side: Any) -> np.ndarray:
    """Return a side of symbols with a number in the place of each.

    To prove by algebra that two expressions differ may take SymPy hours; one point is enough.
    """
    array = sp.Array(side if isinstance(side, list | tuple) or hasattr(side, "shape") else [side])
    symbols = sorted(array.free_symbols, key=str)
    values = {symbol: sp.Rational(7 + 3 * i, 5 + 2 * i) for i, symbol in enumerate(symbols)}
    return np.array([sp.N(part.subs(values)) for part in sp.flatten(array)], dtype=complex)


def test_a_flipped_sign_is_found_in_every_equation(chapter: str) -> None:
    """No check is void: its right side with the other sign is another one."""
    record = run(chapter)
    assert {label for label, *_ in record.checks} == set(labels(markdown(chapter)))
    for label, left, right, options in record.checks:
        if _is_symbolic(left) or _is_symbolic(right):
            assert not np.allclose(at_a_point(left), at_a_point(spoilt(right))), label
            continue
        assert left is not right, f"{label}: compared with itself"
        with pytest.raises(EquationError, match=f"^{label}: "):
            check_equation(label, left, spoilt(right), **options)


def test_every_interact_at_its_ends_and_default(
    chapter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the whole chapter has run, as for a reader; no exception or warning is swallowed."""
    record = run(chapter)
    monkeypatch.setattr(plt, "show", lambda *_, **__: None)
    assert record.sliders
    for function, widgets in record.sliders.values():
        assert widgets
        for values in settings(widgets):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                function(**values)
            assert plt.get_fignums(), f"{values}: no picture"
            for number in plt.get_fignums():
                plt.figure(number).canvas.draw()
            plt.close("all")


def test_interact_sliders_are_named(chapter: str) -> None:
    for _, widgets in run(chapter).sliders.values():
        for key, widget in widgets.items():
            assert widget.description, f"{key} has no description"


def test_every_picture_has_alternative_text(chapter: str) -> None:
    """A cell that shows a picture says in its metadata what is in it."""
    record = run(chapter)
    for number, cell in enumerate(code_cells(chapter), start=1):
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        if number in record.pictures | set(record.sliders):
            assert len(alt.split()) >= 5, f"code cell {number}: {alt!r}"
        else:
            assert not alt, f"code cell {number} shows no picture"


def test_cells_share_no_name_by_accident(chapter: str) -> None:
    """What a cell takes from another was written by one cell alone, so that order cannot matter.

    Run too early, a cell then fails with the name that it misses. The random generator `rng` is
    shared on purpose: a cell that prints what it draws begins with its own.
    """
    cells = [names(cell) for cell in code_cells(chapter)]
    for number, (_, taken) in enumerate(cells, start=1):
        for name in sorted(taken - {"rng"}):
            writers = [i for i, (written, _) in enumerate(cells, start=1) if name in written]
            assert len(writers) == 1, f"code cell {number} takes {name} from code cells {writers}"


def test_cells_run_again_in_any_order_print_the_same(chapter: str) -> None:
    cells = code_cells(chapter)
    for number, printed in run_again(chapter):
        cell = cells[number - 1]
        outputs = [output for output in cell.outputs if output.output_type == "stream"]
        if "nbval-ignore-output" not in tags(cell):
            assert printed == "".join(output.text for output in outputs), f"code cell {number}"
