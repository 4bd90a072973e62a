"""Each argument of a slider, a switch, a palette and a panel's axes is refused by its name."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from livefig import Palette, Slider, Switch, arrow, panel_axes

GIVEN = {"default_value": 1.0, "minimum": 0.5, "maximum": 2.0, "symbol": "x"}
NO_NUMBERS = ["1", None, 1j, True, math.nan, math.inf, -math.inf, 10**400, np.timedelta64(1)]


@pytest.mark.parametrize(
    "bad",
    [
        *({key: bad} for key in ("default_value", "minimum", "maximum") for bad in NO_NUMBERS),
        {"minimum": "1", "scale": "log10"},
        {"maximum": 0.5, "minimum": 0.5},
        {"maximum": 0.0, "minimum": 5.0},
        {"maximum": 1.7e308, "minimum": -1.7e308},
        {"default_value": 10**5000},
        {"symbol": 3},
        {"symbol": " "},
        {"landmarks": "abc"},
        {"landmarks": 5},
        {"landmarks": (5,)},
        {"scale": ["log10"]},
    ],
)
def test_a_slider_is_well_defined(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"^{next(iter(bad))} must be "):
        Slider(**GIVEN | bad)


@pytest.mark.parametrize("stills", [5, "ab", [], {"a": math.nan}, {"a": "0"}, {"a": 10**400}])
def test_a_switch_is_well_defined(stills: Any) -> None:
    with pytest.raises(ValueError, match=r"^stills.* must be a (dict|finite number), not "):
        Switch(False, stills=stills)
    with pytest.raises(ValueError, match="default_value must be True or False, not 1"):
        Switch(1)


@pytest.mark.parametrize(
    "bad",
    [
        {"a": ("red", "blue")},
        {"a": ("#ff0000",)},
        {"a": "#ff0000"},
        {"a": ("#FF0000", "#ff0000"), "b": ("#ff0000", "#ff0000")},
        5,
    ],
)
def test_a_palette_is_well_defined(bad: Any) -> None:
    with pytest.raises(ValueError, match=r"^colours.* must "):
        Palette(bad)


def test_shapes_and_axes_of_no_width() -> None:
    assert len(arrow([0.0, 0.0], [1.0, 0.0], 0.0)) == 7
    for bad in ({"width": 0}, {"width": "1"}, {"height": 0.5}):
        with pytest.raises(ValueError, match=f"{next(iter(bad))} must be a"):
            panel_axes(**bad)
