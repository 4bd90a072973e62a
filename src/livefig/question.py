"""What an author asks: a choice, a number, or a place on a live figure.

A question is a widget as a figure is. Its element is a form that stands complete in the page, with
the answer folded away for who has no script; ``web/question.js`` and ``web/place.js`` bring it
alive. A reader's answers stay in the reader's browser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any, ClassVar

import anywidget

from livefig import bundle, checks, form
from livefig.figure import LiveFigure, drawn_stage
from livefig.moves import Handle, Slider, Switch
from livefig.palette import Palette
from livefig.words import QUESTION_WORDS, TEXTS, readers_language

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Question(anywidget.AnyWidget):
    """What all questions have: an id, the words, and an answer that is explained.

    Parameters
    ----------
    id : A name that stays, unique in the book: lower-case letters, digits and hyphens. A reader's
        answer is kept under it.
    question : The question in plain text; symbols are Unicode, as in ``w̃`` and ``λ₁``.
    language : A language of `QUESTION_WORDS`; by default that of the reader.
    """

    kind: ClassVar[str] = ""

    def __init__(
        self, id: str, question: str, state: Mapping[str, Any], language: str | None
    ) -> None:
        if not isinstance(id, str) or not _ID.fullmatch(id) or len(id) > 60:
            raise ValueError(
                f"id must be at most 60 lower-case letters, digits and single hyphens, such as "
                f"'ch5-where', not {checks.shown(id)}"
            )
        if language is None:
            language = readers_language(QUESTION_WORDS)
        checks.one_of("language", language, QUESTION_WORDS)
        words = QUESTION_WORDS[language]
        asked = {
            "id": id,
            "kind": self.kind,
            "question": checks.text("question", question),
            **state,
        }
        self._state = form.told(asked, words, TEXTS)
        self.id, self.question = id, self._state["question"]
        self._html = form.html(self._state, words)
        self._esm = bundle.question_module(self._state, self._html)
        self._css = bundle.question_style(Palette())
        super().__init__()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"


class Choice(Question):
    """A question with some answers, of which one is right.

    Parameters
    ----------
    id, question, language : See `Question`.
    answers : Each answer, and the reason why it is right or wrong; 2 to 8 of them.
    right : The right one of them.
    """

    kind = "choice"

    def __init__(
        self,
        id: str,
        question: str,
        answers: Mapping[str, str],
        *,
        right: str,
        language: str | None = None,
    ) -> None:
        if not isinstance(answers, Mapping) or not 2 <= len(answers) <= 8:
            raise ValueError(
                f"answers must be a dict of 2 to 8 answers, each with its reason, "
                f"not {checks.shown(answers)}"
            )
        texts = [checks.text("answers", text) for text in answers]
        reasons = [
            checks.text(f"the reason of {checks.shown(text)}", why) for text, why in answers.items()
        ]
        if len(set(texts)) < len(texts):
            raise ValueError(f"answers must differ, not {checks.shown(texts)}")
        if not isinstance(right, str) or right.strip() not in texts:
            raise ValueError(f"right must be one of answers, not {checks.shown(right)}")
        state = {"answers": texts, "reasons": reasons, "truth": texts.index(right.strip())}
        super().__init__(id, question, state, language)


class Number(Question):
    """A question whose answer is a number.

    Parameters
    ----------
    id, question, language : See `Question`.
    answer : The true value.
    tolerance : How far from it an answer may be and still be right.
    unit : What stands after the number.
    explanation : Why it is so; shown after the answer.
    """

    kind = "number"

    def __init__(
        self,
        id: str,
        question: str,
        answer: float,
        *,
        tolerance: float,
        explanation: str,
        unit: str = "",
        language: str | None = None,
    ) -> None:
        if not isinstance(unit, str) or len(unit) > 40:
            raise ValueError(f"unit must be a text of at most 40 letters, not {checks.shown(unit)}")
        state = {
            "truth": checks.number("answer", answer),
            "tolerance": checks.number("tolerance", tolerance, above=0),
            "unit": unit,
            "explanation": checks.text("explanation", explanation),
        }
        super().__init__(id, question, state, language)


class Place(Question):
    """A question whose answer is a place on a live figure.

    The reader drops a mark. Then the figure moves to the state that the question asks about, and
    shows the mark, the true place and the distance.

    Parameters
    ----------
    id, question, language : See `Question`.
    figure : A `LiveFigure` on the same page, or its class.
    panel : Id of the panel that is asked about; both its axes must be linear.
    truth : Id of an artist that is one point: at ``at`` the figure's ``update`` puts it where the
        answer is.
    at : Parameters of the state that is asked about; the others are as the figure begins.
    explanation : Why it is there; shown after the answer.
    tolerance : How far from the truth a mark is still right, in data units; by default a twentieth
        of the shorter axis.
    axes : What the two coordinates are called; by default "across" and "up". With one name the
        answer lies on a line across, at the height of the truth, and has one number.
    locks : Whether the figure stands at its start until an answer is given.
    """

    kind = "place"

    def __init__(
        self,
        id: str,
        question: str,
        *,
        figure: LiveFigure | type[LiveFigure],
        panel: str,
        truth: str,
        at: Mapping[str, float | bool],
        explanation: str,
        tolerance: float | None = None,
        axes: Sequence[str] = (),
        locks: bool = True,
        language: str | None = None,
    ) -> None:
        kind = figure if isinstance(figure, type) else type(figure)
        if not issubclass(kind, LiveFigure):
            raise ValueError(
                f"figure must be a LiveFigure or its class, not {checks.shown(figure)}"
            )
        axes = checks.texts("axes", axes, "the names of two coordinates", most=2)
        frame, limits = _frame(kind, panel)
        values, said = _asked(figure, at)
        if tolerance is None:
            tolerance = min(high - low for low, high in limits) / 20
        place = _truth(kind, panel, truth, values, limits)
        if len(axes) == 1:
            limits[1] = [place[1], place[1]]
        state = {
            "figure": kind.name,
            "panel": panel,
            "at": values,
            "state": _in_words(kind, values, said, place),
            "truth": place,
            "tolerance": checks.number("tolerance", tolerance, above=0),
            "frame": frame,
            "limits": limits,
            "axes": list(axes),
            "locks": checks.truth("locks", locks),
            "explanation": checks.text("explanation", explanation),
        }
        super().__init__(id, question, state, language)


def _frame(kind: type[LiveFigure], panel: str) -> tuple[dict[str, Any], list[list[float]]]:
    """Return what places a mark on a panel, and between what its axes run."""
    try:
        stage = drawn_stage(kind)
    except ValueError as error:
        raise ValueError(f"figure: {error}") from error
    frame = stage[checks.one_of("panel", panel, stage)].frame
    if frame["x"][2] or frame["y"][2]:
        raise ValueError(f"panel must have two linear axes, which {panel!r} has not")
    axes = kind.stage(kind.problem)[panel].axes
    limits = [sorted(map(float, limit)) for limit in (axes.get_xlim(), axes.get_ylim())]
    return {name: frame[name] for name in ("size", "x", "y")}, limits


def _asked(
    figure: LiveFigure | type[LiveFigure], at: Any
) -> tuple[dict[str, float | bool], dict[str, list[str]]]:
    """Return all parameters of the state that is asked about, and in words those that it names."""
    parameters = figure.parameters()
    if not isinstance(at, Mapping) or not at or not set(at) <= set(parameters):
        raise ValueError(
            f"at must give some of the parameters {', '.join(parameters)}, not {checks.shown(at)}"
        )
    if isinstance(figure, LiveFigure):
        begin = figure._state["parameters"]
    else:
        begin = {name: trait.default_value for name, trait in parameters.items()}
    values, said = dict(begin), {}
    for name, value in at.items():
        trait = parameters[name]
        try:
            values[name] = trait.validate(None, value)
        except ValueError as error:
            raise ValueError(f"at: {error}") from error
        # A switch that is on is known by what it does to sliders.
        stilled = trait.stills if isinstance(trait, Switch) and value else {}
        symbol = trait.symbol if isinstance(trait, Slider) else name
        states = [(parameters[key].symbol, still) for key, still in stilled.items()]
        said[name] = [f"{word} = {number:g}" for word, number in states or [(symbol, value)]]
    return values, said


def _in_words(
    kind: type[LiveFigure],
    values: Mapping[str, Any],
    said: Mapping[str, list[str]],
    place: Sequence[float],
) -> str:
    """Return the state in words, without a point to drag that stands on the true place."""
    answer = {
        key
        for handle in kind.handles.values()
        if isinstance(handle, Handle)
        and math.dist(place, (values[handle.x], values[handle.y])) < 1e-3
        for key in (handle.x, handle.y)
    }
    told = [name for name in said if name not in answer] or said
    return (
        ", ".join(word for name in told for word in said[name])
        .replace("-", "−")
        .replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    )


def _truth(
    kind: type[LiveFigure],
    panel: str,
    truth: Any,
    values: Mapping[str, Any],
    limits: Sequence[Sequence[float]],
) -> list[float]:
    """Return the true place: where `update` puts the artist."""
    artists = kind.evaluate(values)["artists"]
    on_panel = drawn_stage(kind)[panel].frame["artists"]
    points = {
        name: artists[name][0]
        for name in on_panel
        if isinstance(artists[name], list)
        and len(artists[name]) == 1
        and len(artists[name][0]) == 2
        and all(isinstance(value, Real) for value in artists[name][0])
    }
    if not isinstance(truth, str) or truth not in points:
        raise ValueError(
            f"truth must be an artist of {panel!r} that is one point, "
            f"{', '.join(points) or 'none'}, not {checks.shown(truth)}"
        )
    place = [float(value) for value in points[truth]]
    if not all(low <= value <= high for value, (low, high) in zip(place, limits, strict=True)):
        raise ValueError(f"at must put {truth!r} inside the axes, not at {place}")
    return place
