"""What nbval cannot see: the functions behind the `interact` sliders, and the pictures' words."""

from __future__ import annotations

import warnings

import matplotlib.pyplot as plt
import pytest

from tests.notebooks.run import run, settings
from tests.notebooks.sources import CHAPTERS, code_cells

pytestmark = pytest.mark.parametrize("chapter", CHAPTERS)


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
