"""What moves a figure: its sliders and switches, and the points of it that can be dragged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import traitlets

from livefig import checks


class Slider(traitlets.Float):
    """A real parameter with a labelled slider.

    Parameters
    ----------
    default_value : The value the still picture shows.
    minimum, maximum : The ends of the slider, both accepted, and finite as is their distance.
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
        self.scale = checks.one_of("scale", scale, ("linear", "log10"))
        self.minimum = checks.number("minimum", minimum, 0.0 if scale == "log10" else -math.inf)
        self.maximum = checks.number("maximum", maximum)
        if not 0 < self.maximum - self.minimum < math.inf:
            raise ValueError(
                f"maximum must be above minimum by a finite width, not {checks.shown(maximum)} "
                f"where minimum is {checks.shown(minimum)}"
            )
        first = checks.number("default_value", default_value)
        if not self.minimum <= first <= self.maximum:
            raise ValueError(f"default_value must be in [{minimum}, {maximum}]: {default_value!r}")
        self.symbol = checks.text("symbol", symbol)
        self.landmarks = checks.texts("landmarks", landmarks)
        super().__init__(first)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> float:
        """Return the value as a float, or raise ``ValueError`` naming what is accepted."""
        number = checks.real(value)
        for end in (self.minimum, self.maximum):
            # The end of a logarithmic slider comes back from the browser a rounding away.
            if math.isclose(number, end, rel_tol=1e-12):
                return end
        if not self.minimum <= number <= self.maximum:
            raise ValueError(
                f"{self.name} must be a number in [{self.minimum:g}, {self.maximum:g}], "
                f"not {checks.shown(value)}"
            )
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
        self.stills = {
            name: checks.number(f"stills[{name!r}]", still)
            for name, still in checks.mapping("stills", {} if stills is None else stills).items()
        }
        super().__init__(checks.truth("default_value", default_value))
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the value, or raise ``ValueError`` when it is not a truth value."""
        return checks.truth(self.name, value)


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
