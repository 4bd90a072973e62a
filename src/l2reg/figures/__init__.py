"""The live figures: a Matplotlib stage, one pure update in Python and the same in ``live.js``.

Every module of this package that defines a `LiveFigure` is found by itself; nothing is listed.
"""

import importlib
import pkgutil

from l2reg.figures._live import Handle, LiveFigure, Panel, Slider, Switch

__all__ = ["Handle", "LiveFigure", "Panel", "Slider", "Switch", "all_figures"]


def all_figures() -> dict[str, type[LiveFigure]]:
    """Find every live figure of the package, by name.

    Returns
    -------
    dict
        Figure name (the ``id`` of its element in a page) to class, sorted by name.
    """
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    return {figure.name: figure for figure in sorted(_leaves(LiveFigure), key=lambda f: f.name)}


def _leaves(base: type[LiveFigure]) -> list[type[LiveFigure]]:
    """Return the subclasses of ``base`` that this package defines and that have a name."""
    found = []
    for figure in base.__subclasses__():
        if figure.name and figure.__module__.startswith(__name__):
            found.append(figure)
        found.extend(_leaves(figure))
    return found
