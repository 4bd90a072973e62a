"""What is wrong with a figure's definition, found when it is first drawn in Python.

All of it is a ``ValueError`` here, so that no script of a page has to look for it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import matplotlib as mpl

from livefig import checks
from livefig.moves import Handle, Rail, Slider, Switch
from livefig.palette import Palette
from livefig.stage import Drawing
from livefig.words import COMMON_WORDS

#: What JavaScript finds in an object that has no such key.
OF_EVERY_OBJECT = ("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable")
OF_EVERY_OBJECT += ("toLocaleString", "toString", "valueOf")


def refuse_taken(figure: type, base: type) -> None:
    """Refuse a parameter with the name of something that every figure has."""
    taken = {"language", *dir(base), *OF_EVERY_OBJECT}
    parts = ((key, part) for each in figure.__mro__ for key, part in vars(each).items())
    for key, part in parts:
        if isinstance(part, Slider | Switch) and (key in taken or key.startswith("_")):
            whose = "object of JavaScript" if key in OF_EVERY_OBJECT else "figure"
            raise ValueError(
                f"{figure.__name__}.{key} must have another name: every {whose} has a {key} already"
            )


def check(figure: Any) -> None:
    """Refuse what is wrong before anything is drawn: names, and what goes by names."""
    own = figure.__name__
    checks.name(f"{own}.name", figure.name)
    for function in ("stage", "update"):
        if not isinstance(inspect.getattr_static(figure, function), staticmethod):
            raise ValueError(f"{own}.{function} must be a @staticmethod")
    figure.order()
    if not isinstance(figure.palette, Palette):
        raise ValueError(f"{own}.palette must be a Palette, not {checks.shown(figure.palette)}")
    for attribute in ("words", "problem", "inks", "handles", "style"):
        checks.mapping(f"{own}.{attribute}", getattr(figure, attribute))
    for key in figure.style:
        if key not in mpl.rcParams:
            raise ValueError(f"{own}.style must have settings of Matplotlib, not {key!r}")
    sliders = _sliders(figure)
    if figure.plays != "":
        checks.one_of(f"{own}.plays", figure.plays, sliders)
    if figure.shares != "":
        checks.name(f"{own}.shares", figure.shares)
    for key, switch in figure.parameters().items():
        for name in getattr(switch, "stills", {}):  # to any number, which may be off the slider
            checks.one_of(f"{own}.{key}: a key of stills", name, sliders)


def check_drawn(figure: Any, stage: Mapping[str, Drawing]) -> None:
    """Refuse what does not fit a figure's drawings: its words, its inks and its handles."""
    own = figure.__name__
    for name, handle in figure.handles.items():
        checks.name(f"{own}.handles: a key", name)
        _check_handle(f"{own}.handles: {name}", handle, _sliders(figure), stage)
    if not figure.words:
        raise ValueError(f"{own}.words must have a table of some language")
    wanted = {"": ("title", "caption"), "parameters": figure.parameters()}
    check_words(figure, {**wanted, "panels": stage, "handles": figure.handles})
    for language, words in figure.words.items():
        for part in ("readouts", "statuses"):  # whether `update` has said it or not
            called = f"{own}.words[{language!r}][{part!r}]"
            for key, said in checks.mapping(called, words.get(part, {})).items():
                checks.text(f"{called}[{key!r}]", said)
                for number in checks.in_braces(said) if part == "statuses" else ():
                    checks.name(f"{called}[{key!r}]: what stands in braces", number)
        for readout in figure.inks:
            checks.one_of(f"{own}.inks: a key", readout, words.get("readouts", {}))
    for ink in figure.inks.values():
        if not isinstance(ink, str) or ink not in figure.palette.colours:
            known = ", ".join(figure.palette.colours)
            raise ValueError(f"{own}.inks must name colours of {known}, not {checks.shown(ink)}")


def check_words(figure: Any, wanted: Mapping[str, Iterable[str]]) -> None:
    """Refuse a figure that lacks words in one of its languages.

    ``wanted`` has names by the part of the table in which their words stand.
    """
    for language, words in figure.words.items():
        checks.one_of(f"{figure.__name__}.words: a language", language, COMMON_WORDS)
        missing = list(_missing(words, wanted))
        if missing:
            raise ValueError(
                f"{figure.__name__}.words must have a text, of a panel a title and a description, "
                f"in {language!r} for each of: {', '.join(missing)}"
            )


def _missing(words: Any, wanted: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for part, names in wanted.items():
        table = (words.get(part) if part else words) if isinstance(words, Mapping) else None
        for name in names:
            said = table.get(name) if isinstance(table, Mapping) else None
            pair = isinstance(said, list | tuple) and len(said) == 2
            found = list(said) if part == "panels" and pair else [said]
            if len(found) != 1 + (part == "panels") or not all(map(checks.is_text, found)):
                yield f"{part}.{name}".removeprefix(".")


def _sliders(figure: Any) -> dict[str, Slider]:
    return {key: part for key, part in figure.parameters().items() if isinstance(part, Slider)}


def _check_handle(
    own: str, handle: Any, sliders: Mapping[str, Slider], stage: Mapping[str, Drawing]
) -> None:
    if not isinstance(handle, Handle | Rail):
        raise ValueError(f"{own} must be a Handle or a Rail, not {checks.shown(handle)}")
    moved = {"": handle.moves} if isinstance(handle, Rail) else {"x": handle.x, "y": handle.y}
    for key in moved.values():
        if not isinstance(key, str) or key not in sliders:
            known = ", ".join(sliders) or "none"
            raise ValueError(f"{own} must move sliders of {known}, not {key}")
    if len(set(moved.values())) < len(moved):
        raise ValueError(f"{own} must move two sliders, not {handle.x} twice; a Rail moves one")
    said = f"a list of panels, some of {', '.join(stage)}"
    panels = checks.texts(f"{own}: panels", handle.panels, said)
    if not panels or not set(panels) <= set(stage):
        raise ValueError(f"{own}: panels must be {said}, not {checks.shown(handle.panels)}")
    for panel in panels:
        frame = stage[panel].frame
        if isinstance(handle, Rail):
            checks.one_of(f"{own}: at, an artist of {panel},", handle.at, frame["artists"])
            continue
        for axis, key in moved.items():
            if frame[axis][2] and not sliders[key].minimum > 0:
                raise ValueError(
                    f"{own}: slider {key} must be above 0 everywhere, because the {axis} axis of "
                    f"{panel} is logarithmic"
                )
