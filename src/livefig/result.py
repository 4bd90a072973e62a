"""What is wrong with what a figure's ``update`` returns, found when it is evaluated in Python.

All of it is a ``ValueError`` here, so that no script of a page has to look for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from livefig import checks
from livefig.definition import check_words
from livefig.moves import Rail, Slider
from livefig.stage import Drawing

PARTS = ("artists", "readouts", "landmarks", "statuses")


def check_result(figure: Any, result: Any, stage: Mapping[str, Drawing]) -> dict[str, Any]:
    """Return what a figure's ``update`` returned, if a drawing and words can be made of it."""
    own = f"{figure.__name__}.update"
    parts = [result.get(key) for key in PARTS[:2]] if isinstance(result, dict) else []
    if not parts or not all(isinstance(part, dict) for part in parts):
        raise ValueError(
            f"{own} must return a dict with the dicts artists and readouts, "
            f"not {checks.shown(result)}"
        )
    for key in result:
        checks.one_of(f"{own}: a key", key, PARTS)
    artists, statuses = result["artists"], result.get("statuses", [])
    _check_statuses(f"{own}: statuses", statuses)
    check_words(figure, {"readouts": result["readouts"], "statuses": [key for key, _ in statuses]})
    for words in figure.words.values():
        for key, numbers in statuses:
            wanted = checks.in_braces(words["statuses"][key])
            _refuse_lacking(f"{own}: numbers of {key}", numbers, wanted)
    frames = {name: d.frame for d in stage.values() for name in d.frame["artists"]}
    _same_names(f"{own}: artists", artists, frames)
    for name, frame in frames.items():
        kind, logarithmic = frame["artists"][name]["kind"], [frame[axis][2] for axis in "xy"]
        _check_artist(f"{own}: artist {name}", artists[name], kind, logarithmic)
    for handle in figure.handles.values():
        if isinstance(handle, Rail) and len(artists[handle.at]) != 1:
            raise ValueError(f"{own}: artist {handle.at} must be one point, which a Rail holds")
    for name, value in result["readouts"].items():
        if not (isinstance(value, bool) or _is_numbers(value)):
            said = "a finite number, a list of those, or True or False"
            raise ValueError(f"{own}: readout {name} must be {said}, not {checks.shown(value)}")
    _check_landmarks(f"{own}: landmarks", result.get("landmarks", {}), figure.parameters())
    return result


def _check_artist(called: str, value: Any, kind: str, logarithmic: Sequence[Any]) -> None:
    """Refuse what is no artist: points, an ellipse, or a list of such."""
    stamp = kind == "stamp"
    many = isinstance(value, list) and value and not stamp and not _is_point(value[0])
    for line in value if many else [value]:
        points = line
        if not stamp and isinstance(line, dict) and set(line) == {"centre", "ends"}:
            ends = line["ends"]
            both = isinstance(ends, list | tuple) and len(ends) == 2
            if any(logarithmic):
                raise ValueError(f"{called} must be points on a logarithmic axis, no ellipse")
            points = [line["centre"], *ends] if both else None
        if not (isinstance(points, list | tuple) and all(map(_is_point, points))):
            said = "points [[x, y], …] of finite numbers"
            said += "" if stamp else ", an ellipse, or a list of such lines or ellipses"
            raise ValueError(f"{called} must be {said}, not {checks.shown(value)}")
        for i, scaled in enumerate(logarithmic):
            if scaled and not all(point[i] > 0 for point in points):
                raise ValueError(f"{called} must be above 0 on the logarithmic {'xy'[i]} axis")


def _check_landmarks(called: str, landmarks: Any, parameters: Mapping[str, Any]) -> None:
    sliders = {key: part for key, part in parameters.items() if isinstance(part, Slider)}
    counts = {key: len(slider.landmarks) for key, slider in sliders.items() if slider.landmarks}
    _same_names(called, checks.mapping(called, landmarks), counts)
    for name, values in landmarks.items():
        if not (isinstance(values, list | tuple) and _is_numbers(values)) or (
            len(values) != counts[name]
        ):
            said = f"finite numbers, one for each of the slider's labels ({counts[name]})"
            raise ValueError(f"{called} of {name} must be {said}, not {checks.shown(values)}")


def _check_statuses(called: str, statuses: Any) -> None:
    for status in statuses if isinstance(statuses, list | tuple) else [statuses]:
        pair = isinstance(status, list | tuple) and len(status) == 2
        key, numbers = status if pair else (None, None)
        if not (isinstance(key, str) and isinstance(numbers, dict)) or not all(
            map(_is_number, numbers.values())
        ):
            said = "a list of [key, {name: finite number}]"
            raise ValueError(f"{called} must be {said}, not {checks.shown(statuses)}")


def _refuse_lacking(called: str, given: Mapping[str, Any], wanted: Iterable[str]) -> None:
    if lacking := sorted(set(wanted) - set(given)):
        has = ", ".join(given) or "none"
        raise ValueError(f"{called} must have {', '.join(lacking)}; there are {has}")


def _same_names(called: str, given: Mapping[str, Any], wanted: Iterable[str]) -> None:
    _refuse_lacking(called, given, wanted)
    for name in given:
        checks.one_of(f"{called}: a name", name, sorted(wanted))


def _is_number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and abs(value) <= sys.float_info.max


def _is_numbers(value: Any) -> bool:
    nested = isinstance(value, list | tuple)
    return all(map(_is_numbers, value)) if nested else _is_number(value)


def _is_point(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_number, value))
