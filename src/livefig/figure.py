"""What an author writes: a figure with its stage, its update and its words.

A figure is a class with sliders, a Matplotlib stage and one pure function ``update`` from their
values to points. `LiveFigure` is a widget in JupyterLab; ``livefig.hosts`` has the other places
where a figure lives.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import anywidget
import numpy as np

from livefig import bundle, checks, definition
from livefig.moves import Handle, Rail, Slider, Switch
from livefig.palette import Palette
from livefig.result import check_result
from livefig.stage import Drawing, Panel, draw_stage
from livefig.subset import plain_data
from livefig.translate import translate
from livefig.words import COMMON_WORDS, readers_language, unbroken


class LiveFigure(anywidget.AnyWidget):
    """A figure that lives in JupyterLab and, with no kernel, in a built page.

    Subclasses set `name`, `words`, their sliders, `handles` and `problem`, and define `stage` and
    `update`. The ids of artists in what `update` returns are unique over all panels.

    Keyword arguments set parameters by name; a value outside its slider raises ``ValueError``.
    ``language`` is by default that of the reader, `livefig.words.readers_language`.
    """

    #: The ``id`` of the figure's element.
    name: ClassVar[str] = ""
    #: Every word the figure shows, by language.
    words: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    #: The constants of the drawn problem, plain numbers, strings, lists and dicts.
    problem: ClassVar[Mapping[str, Any]] = {}
    #: Readout name to the palette's colour of what it measures; without one it is plain ink.
    inks: ClassVar[Mapping[str, str]] = {}
    #: Points to drag, by name. The two sliders of a `Handle` are folded away under *Exact values*.
    handles: ClassVar[Mapping[str, Handle | Rail]] = {}
    #: The slider that the buttons *Play* and *Step* move, if any.
    plays: ClassVar[str] = ""
    #: The name of a figure that moves with this one where a page has both: what the reader sets
    #: in one goes to the parameters of the same names in the other.
    shares: ClassVar[str] = ""
    #: The colours of the drawing, light and dark, and Matplotlib's settings for the stage.
    palette: ClassVar[Palette] = Palette()
    style: ClassVar[Mapping[str, Any]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        definition.refuse_taken(cls, LiveFigure)
        super().__init_subclass__(**keywords)

    def __init__(self, *, language: str | None = None, **parameters: float | bool) -> None:
        unknown = sorted(set(parameters) - set(self.parameters()))
        if unknown:
            raise ValueError(
                f"{type(self).__name__} has no parameter {', '.join(unknown)}; "
                f"it has {', '.join(self.parameters())}"
            )
        drawn_stage(type(self))  # or a ValueError, if its class is not well defined
        if language is None:
            language = readers_language(self.words)
        self.language = checks.one_of("language", language, self.words)
        # What moves the figure, what stays, and `update` in JavaScript: all of it within the
        # module, so that a host that shows the widget's traits shows its parameters.
        begin = {
            name: trait.validate(self, parameters.get(name, trait.default_value))
            for name, trait in self.parameters().items()
        }
        self._state = {**self._front(), "parameters": begin}  # to which Reset returns
        self._face, self._update = self._words(), self.javascript()
        self._esm = bundle.module(self._state, self._face, self._update)
        self._css = bundle.style(self.palette)
        super().__init__(**parameters)

    @classmethod
    def parameters(cls) -> dict[str, Slider | Switch]:
        """Return the figure's parameters, by name, in the order they are defined."""
        found = cls.class_traits()
        return {
            name: found[name]
            for base in reversed(cls.__mro__)
            for name in vars(base)
            if isinstance(found.get(name), Slider | Switch)
        }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw what never moves, and one artist for each thing that does.

        Returns
        -------
        dict : Panel id to `Panel`, in the order the panels stand.
        """
        raise NotImplementedError

    @staticmethod
    def update(**parameters: Any) -> dict[str, Any]:
        """Compute everything that moves, from the parameters by name and from ``problem``.

        Pure, and in the subset of Python that `livefig.translate` describes: the same function
        runs in the browser.

        Returns
        -------
        dict : ``artists``: artist id to points [[x, y], …] in data coordinates, or to an `ellipse`,
            or to a list of such lines or ellipses; ``readouts``: name to a number or a list of
            numbers; optionally ``landmarks``: slider name to a list of values; ``statuses``: a list
            of ``[key, {name: number}]`` said in words under the figure. All numbers are finite.
        """
        raise NotImplementedError

    @classmethod
    def evaluate(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `update` makes of these values of all parameters."""
        with np.errstate(under="ignore"):  # for values that are NumPy's
            result = cls.update(**values, problem=cls.problem)
        return check_result(cls, result, drawn_stage(cls))

    @classmethod
    def order(cls) -> list[str]:
        """Return the names of `update`'s arguments, in order.

        Raises
        ------
        ValueError : If they are not the figure's parameters and ``problem``.
        """
        names, wanted = list(inspect.signature(cls.update).parameters), set(cls.parameters())
        if set(names) != wanted | {"problem"}:
            raise ValueError(
                f"{cls.__name__}.update must take {', '.join(sorted(wanted))}"
                f"{' and ' if wanted else ''}problem, "
                f"not {', '.join(names) or 'nothing'}"
            )
        return names

    @classmethod
    def javascript(cls) -> str:
        """Return `update` in JavaScript.

        Raises
        ------
        ValueError : If it does what JavaScript cannot, with file, line and construct; or if
            `problem` holds what JavaScript has not.
        """
        cls.order()
        try:
            plain_data(dict(cls.problem))
        except ValueError as error:
            raise ValueError(f"{cls.__name__}.problem: {error}") from error
        return translate(cls.update)

    def values(self) -> dict[str, float | bool]:
        """Return the present value of every parameter, by name."""
        return {name: getattr(self, name) for name in self.parameters()}

    @property
    def readouts(self) -> dict[str, Any]:
        """The figure's readouts at its present parameters: numbers, and arrays of them."""
        plain = self._readouts()
        return {k: np.array(v) if isinstance(v, list) else v for k, v in plain.items()}

    def _readouts(self) -> dict[str, Any]:
        return self.evaluate(self.values())["readouts"]

    def get_state(self, *arguments: Any, **keywords: Any) -> dict[str, Any]:
        """Return what a host is told of the widget: its parameters, and with them its readouts."""
        state = super().get_state(*arguments, **keywords)
        return state if arguments or keywords else {**state, "readouts": self._readouts()}

    def _front(self) -> dict[str, Any]:
        """Return what the front end moves the figure with."""
        parameters, stage = self.parameters().items(), drawn_stage(type(self))
        return {
            "name": self.name,
            "call": self._call(),
            "order": self.order(),
            "sliders": {k: p.specification() for k, p in parameters if isinstance(p, Slider)},
            "switches": {k: p.stills for k, p in parameters if isinstance(p, Switch)},
            "plays": self.plays,
            "shares": self.shares,
            "problem": dict(self.problem),
            "panels": {panel_id: drawing.frame for panel_id, drawing in stage.items()},
            "handles": {name: vars(handle) for name, handle in self.handles.items()},
            "statuses": _unbroken(self.words[self.language].get("statuses", {})),
            "words": COMMON_WORDS[self.language],
        }

    def _words(self) -> dict[str, Any]:
        """Return what the front end writes the figure's element from, once."""
        words, stage = _unbroken(self.words[self.language]), drawn_stage(type(self))
        panels = {
            panel_id: {"svg": drawing.svg, "title": title, "description": description}
            for panel_id, drawing in stage.items()
            for title, description in [words["panels"][panel_id]]
        }
        defaults = {name: trait.default_value for name, trait in self.parameters().items()}
        return {
            "panels": panels,
            "words": words,
            "common": COMMON_WORDS[self.language],
            "defaults": defaults,
            "inks": dict(self.inks),
        }

    def __repr__(self) -> str:
        values = (
            f"{name}={value}" if isinstance(value, bool) else f"{name}={value:.4g}"
            for name, value in self.values().items()
        )
        return self._call().format(", ".join(values))

    def _call(self) -> str:
        """Return the Python that makes this figure, with ``{}`` where its parameters stand."""
        usual = self.language == readers_language(self.words)
        language = "" if usual else f"language={self.language!r}, "
        return f"{type(self).__name__}({language}{{}})"


@cache
def drawn_stage(figure: type[LiveFigure]) -> dict[str, Drawing]:
    """Draw the stage of a figure once; every state of it is placed on the same drawing.

    Raises
    ------
    ValueError : If the figure is not well defined: `livefig.definition`.
    """
    definition.check(figure)
    stage = draw_stage(figure.stage, figure.problem, figure.name, figure.palette, figure.style)
    definition.check_drawn(figure, stage)
    return stage


def _unbroken(words: Any) -> Any:
    """Return words, one or many, in which no line ends at a sign."""
    if isinstance(words, str):
        return unbroken(words)
    if isinstance(words, Mapping):
        return {key: _unbroken(value) for key, value in words.items()}
    return [_unbroken(word) for word in words]


def find_figures(package: str) -> dict[str, type[LiveFigure]]:
    """Find every live figure that the modules of a package define.

    Returns
    -------
    dict : Figure name (the ``id`` of its element in a page) to class, sorted by name.
    """
    path = importlib.import_module(package).__path__
    modules = [importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(path)]
    found = {
        figure.name: figure
        for module in modules
        for figure in vars(module).values()
        if isinstance(figure, type)
        and issubclass(figure, LiveFigure)
        and figure.name
        and figure.__module__ == module.__name__
    }
    return dict(sorted(found.items()))


def known_figures() -> dict[str, type[LiveFigure]]:
    """Find the figures of every package that names itself as an entry point ``livefig.figures``."""
    points = importlib.metadata.entry_points(group="livefig.figures")
    found = {name: f for point in points for name, f in find_figures(point.value).items()}
    return dict(sorted(found.items()))
