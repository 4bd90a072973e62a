"""What moves a figure: its sliders and switches, and the points of it that can be dragged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from reprlib import repr as shown
from typing import Any

import numpy as np
import traitlets


class Slider(traitlets.Float):
    """A real parameter with a labelled slider.

    Parameters
    ----------
    default_value : The value the still picture shows.
    minimum, maximum : The ends of the slider, both accepted.
    symbol : The parameter's symbol, the same in every language.
    scale : ``"linear"``, or ``"log10"`` for a slider that moves in equal ratios.
    landmarks : Labels of the values ``update`` marks on this slider, in its order.
    """

    def __init__(
        self,
        default_value: float,
        minimum: float,
        maximum: float,
        *,
        symbol: str,
        scale: str = "linear",
        landmarks: Sequence[str] = (),
    ) -> None:
        if scale not in ("linear", "log10"):
            raise ValueError(f"scale must be 'linear' or 'log10', not {scale!r}")
        if scale == "log10" and not minimum > 0:
            raise ValueError(f"minimum must be above 0 on a log10 scale, not {minimum!r}")
        if not minimum <= default_value <= maximum:
            raise ValueError(f"default_value must be in [{minimum}, {maximum}]: {default_value!r}")
        self.minimum, self.maximum = float(minimum), float(maximum)
        self.symbol, self.scale, self.landmarks = symbol, scale, tuple(landmarks)
        super().__init__(float(default_value))
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> float:
        """Return the value as a float, or raise ``ValueError`` naming what is accepted."""
        refused = (
            f"{self.name} must be a number in [{self.minimum:g}, {self.maximum:g}], "
            f"not {shown(value)}"
        )
        no_number = bool | np.bool_ | np.timedelta64  # though Python and NumPy call them integers
        if isinstance(value, no_number) or not isinstance(value, Real):
            raise ValueError(refused)
        try:
            number = float(value)
        except OverflowError as error:
            raise ValueError(refused) from error
        for end in (self.minimum, self.maximum):
            # The end of a logarithmic slider comes back from the browser a rounding away.
            if math.isclose(number, end, rel_tol=1e-12):
                return end
        if not self.minimum <= number <= self.maximum:
            raise ValueError(refused)
        return number

    def specification(self) -> dict[str, Any]:
        """Return what the front end knows of the slider."""
        names = ("minimum", "maximum", "scale", "symbol", "landmarks")
        return {name: getattr(self, name) for name in names}


class Switch(traitlets.Bool):
    """A yes-or-no parameter with a labelled checkbox.

    Parameters
    ----------
    default_value : Whether it is on in the still picture.
    stills : Slider name to the number that counts in its place while the switch is on. The slider
        then shows that number and cannot be moved; its own value stays for when the switch is off.
    """

    def __init__(self, default_value: bool, *, stills: Mapping[str, float] | None = None) -> None:
        self.stills = dict(stills or {})
        super().__init__(default_value)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the value, or raise ``ValueError`` when it is not a truth value."""
        if not isinstance(value, bool | np.bool_):
            raise ValueError(f"{self.name} must be True or False, not {value!r}")
        return bool(value)


@dataclass(frozen=True)
class Handle:
    """A point to drag, or to move with the arrow keys: two sliders moved at once.

    Attributes
    ----------
    x, y : Names of the sliders that are its coordinates.
    panels : Ids of the panels in which it can be taken.
    """

    x: str
    y: str
    panels: tuple[str, ...]


@dataclass(frozen=True)
class Rail:
    """A point to drag that can only go where one slider takes it.

    It keeps to the line on which `update` puts it: a pull moves the slider until the point is as
    near to the pointer as it comes.

    Attributes
    ----------
    moves : Name of the slider.
    at : Id of the artist that draws the point; `update` gives it one point at every state.
    panels : Id of the panel that has this artist, alone.
    """

    moves: str
    at: str
    panels: tuple[str, ...]
