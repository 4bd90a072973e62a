"""Colours by name, each for light and for dark: one table for Matplotlib and for the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from livefig import checks

#: What the engine itself paints with; a palette may give these other colours.
NEUTRAL = {
    "ink": ("#1f2328", "#e6edf3"),
    "muted": ("#57606a", "#9aa4af"),
    "grid": ("#d0d7de", "#3d444d"),
    "paper": ("#ffffff", "#14181e"),
    "edge": ("#767e88", "#8b949e"),
    "accent": ("#0b61a4", "#79c0ff"),
}
_HEX = re.compile("#[0-9a-fA-F]{6}")
_PAIR = "two colours #rrggbb, for light and for dark paper"
DARK = 'html[data-theme="dark"] .live-figure, [data-jp-theme-light="false"] .live-figure'


@dataclass(frozen=True)
class Palette:
    """The colours of some figures.

    Attributes
    ----------
    colours : Name to (colour on light paper, colour on dark paper), each ``#rrggbb``. A stage is
        drawn in the light ones; no two names may share one, since a page finds them by their
        colour.
    """

    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        colours = {**NEUTRAL, **checks.mapping("colours", self.colours)}
        for name, pair in colours.items():
            checks.name("colours: a key", name)
            found = checks.texts(f"colours: {name}", pair, _PAIR, most=2)
            if len(found) != 2 or not all(map(_HEX.fullmatch, found)):
                raise ValueError(f"colours: {name} must be {_PAIR}, not {checks.shown(pair)}")
            # As Matplotlib writes them.
            colours[name] = tuple(colour.lower() for colour in pair)
        light = [pair[0] for name, pair in colours.items() if name != "accent"]
        if len(set(light)) < len(light):
            raise ValueError(f"colours must differ on light paper, not {sorted(light)}")
        object.__setattr__(self, "colours", colours)

    @property
    def light(self) -> dict[str, str]:
        """Name to the colour on light paper, as a stage is drawn."""
        return {name: pair[0] for name, pair in self.colours.items()}

    def css(self) -> str:
        """Return the style sheet that gives a page's figures these colours, light and dark."""
        rules = []
        for selector, side in ((".live-figure", 0), (DARK, 1)):
            pairs = self.colours.items()
            declared = "".join(f"--live-{name}:{pair[side]};" for name, pair in pairs)
            rules.append(f"{selector}{{{declared}}}")
        return "\n".join(rules) + "\n"

    def in_page(self, svg: str) -> str:
        """Return a drawing whose colours follow the page from light to dark."""
        # Black is ink, unless it has a name; as a fill it is left to the style sheet.
        named = {"#000000": "ink"} | {c: n for n, c in self.light.items() if n != "accent"}
        for colour, name in named.items():
            svg = svg.replace(colour, f"var(--live-{name}, {colour})")
        return svg
