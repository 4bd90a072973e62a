"""A chapter's code run in this process: its checks, pictures and `interact` cells on record.

Nbval runs each chapter in a kernel and compares what it prints. Here the same code runs where a
test can take hold of it: of both sides of every equation, of the functions behind the sliders.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import pytest

import l2reg
from tests.notebooks.sources import code_cells, compiled, path_of


@dataclass
class Run:
    """What happened while a chapter ran. Cells are counted from 1, over the code cells."""

    chapter: str
    cell: int = 0
    checks: list[tuple[str, Any, Any, dict[str, Any]]] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)
    sliders: dict[int, tuple[Callable[..., Any], dict[str, Any]]] = field(default_factory=dict)
    namespace: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def check_equation(self, label: str, left: Any, right: Any, **options: Any) -> None:
        self.checks.append((label, left, right, options))
        real_check(label, left, right, **options)

    def show(self) -> None:
        """Stand in for `plt.show`: note whether there was a picture, and close it."""
        if plt.get_fignums():
            self.pictures.add(self.cell)
        plt.close("all")

    def interact(self, function: Callable[..., Any] | None = None, **abbreviations: Any) -> Any:
        """Stand in for `ipywidgets.interact`: make its widgets, and keep the function."""
        if function is None:
            return lambda function: self.interact(function, **abbreviations)

        @functools.wraps(function)  # `interactive` calls it, and would swallow what it raises
        def nothing(*_: Any, **__: Any) -> None:
            """Take the function's place, with its signature."""

        widgets = ipywidgets.interactive(nothing, **abbreviations).kwargs_widgets
        self.sliders[self.cell] = (function, {w._kwarg: w for w in widgets})
        return function


real_check = l2reg.check_equation


@functools.cache
def run(chapter: str) -> Run:
    """Run every code cell of a chapter; a warning is an error, and nothing is swallowed."""
    record = Run(chapter)
    with _chapter_of(record):
        for record.cell, cell in enumerate(code_cells(chapter), start=1):
            _execute(cell.source, f"{chapter}, code cell {record.cell}", record.namespace)
            record.show()  # a picture that is still open would be displayed here
    return record


def run_again(chapter: str) -> Iterator[tuple[int, str]]:
    """Run the cells a second time, the last one first; yield each one's number and what it prints.

    A reader goes back to a cell and runs it again: all the names of the chapter are there.
    """
    first = run(chapter)
    record = Run(chapter, namespace=first.namespace)
    cells = list(enumerate(code_cells(chapter), start=1))
    with _chapter_of(record):
        for record.cell, cell in reversed(cells):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                name = f"{chapter}, code cell {record.cell}, again"
                _execute(cell.source, name, record.namespace)
            record.show()
            yield record.cell, printed.getvalue()


@contextlib.contextmanager
def _chapter_of(record: Run) -> Iterator[None]:
    """Stand in the notebooks' folder, with what a cell may call put on record."""
    before = os.getcwd()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(l2reg, "check_equation", record.check_equation)
        patch.setattr(ipywidgets, "interact", record.interact)
        patch.setattr(plt, "show", lambda *_, **__: record.show())
        os.chdir(path_of(record.chapter).parent)
        try:
            yield
        finally:
            os.chdir(before)
            plt.close("all")


def _execute(source: str, name: str, namespace: dict[str, Any]) -> None:
    """Run a cell."""
    exec(compiled(source, name), namespace)


def settings(widgets: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every combination of each slider's minimum, default and maximum."""
    choices = [stops(widget) for widget in widgets.values()]
    for values in itertools.product(*choices):
        yield dict(zip(widgets, values, strict=True))


def stops(widget: Any) -> list[Any]:
    """Return the values at which one control is tried."""
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return [widget.base**widget.min, widget.value, widget.base**widget.max]
    if hasattr(widget, "options"):
        return [value for _, value in widget._options_full]
    if isinstance(widget.value, bool):
        return [False, True]
    if hasattr(widget, "min") and not isinstance(widget.value, tuple):
        return [widget.min, widget.value, widget.max]
    return [widget.value]
