"""A figure that is not well defined is refused when it is made, with what is accepted instead."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from l2book.figures import all_figures
from livefig import (
    Handle,
    LiveFigure,
    Panel,
    Place,
    Rail,
    Slider,
    Switch,
    panel_axes,
)
from tests.engine.pages import still


class Dot(LiveFigure):
    """A point to drag, in a panel; the other has a logarithmic axis."""

    name = "dot"
    x = Slider(0.5, 0.0, 1.0, symbol="x")
    y = Slider(0.5, 0.1, 1.0, symbol="y")
    words = {
        "en": {
            "title": "A dot",
            "caption": "It moves.",
            "panels": {"plane": ("A plane", "A dot."), "log": ("Another", "A dot.")},
            "parameters": {"x": "across", "y": "up"},
            "readouts": {"sum": "sum ="},
        }
    }

    @staticmethod
    def stage(problem):
        plane, log = panel_axes(), panel_axes()
        plane.set(xlim=(0, 1), ylim=(0, 1))
        log.set(xlim=(0.1, 1.0), ylim=(0, 1), xscale="log")
        return {
            "plane": Panel(plane, {"dot": plane.plot([], [], "D")[0]}),
            "log": Panel(log, {"there": log.plot([], [], "D")[0]}),
        }

    @staticmethod
    def update(x, y, problem):
        return {"artists": {"dot": [[x, y]], "there": [[y, y]]}, "readouts": {"sum": x + y}}


def nothing(x, y, problem):
    return None


def no_readouts(x, y, problem):
    return {"artists": {"dot": [[x, y]], "there": [[y, y]]}}


def says(x, y, problem):
    return {"artists": {}, "readouts": {"sum": 0.0}, "statuses": [["far", {}]]}


def reads(x, y, problem):
    return {"artists": {}, "readouts": {"more": 0.0}}


def figure(**parts: Any) -> type[LiveFigure]:
    """Return a figure that has other parts than `Dot`."""
    functions = {k: staticmethod(v) for k, v in parts.items() if k in ("stage", "update")}
    return type("Dot", (Dot,), {**parts, **functions})


def test_a_figure_may_have_a_hyphen_in_its_name() -> None:
    assert 'id="half-life"' in still(figure(name="half-life")())


def drawn(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a stage of one panel ``plane``: what ``change`` makes of its axes."""
    return lambda problem: {"plane": change(panel_axes())}


def scaled(scale: str) -> Callable[[Any], Any]:
    return drawn(lambda axes: axes.set(yscale=scale) and Panel(axes))


def called(artist: Any) -> Callable[[Any], Any]:
    """Return a stage whose moving artist has this id, beside others that have none."""

    def make(axes: Any) -> Panel:
        axes.fill([0, 1, 1], [0, 0, 1])
        axes.text(0, 0, "x")
        return Panel(axes, {artist: axes.plot([], [], "D")[0]})

    return drawn(make)


def without(*path: str) -> dict[str, Any]:
    words = copy.deepcopy(dict(Dot.words))
    table = words["en"]
    for part in path[:-1]:
        table = table[part]
    del table[path[-1]]
    return words


WORDS = r"Dot\.words must have a text, .* in 'en' for each of: "


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        *(
            ({"name": name}, r"Dot\.name must be a name of letters")
            for name in ("", "a/b", "../x", 'a"b', "<b>", "__proto__", "α", None, 3)
        ),
        ({"shares": 3}, r"Dot\.shares must be a name"),
        ({"plays": "nope"}, r"Dot\.plays must be one of x, y, not 'nope'"),
        ({"problem": None}, r"Dot\.problem must be a dict, not None"),
        ({"words": {}}, r"Dot\.words must have a table"),
        ({"words": {"xx": {}}}, r"Dot\.words: a language must be one of en, ko, not 'xx'"),
        ({"words": {"en": None}}, f"{WORDS}title, caption, parameters.x, "),
        ({"words": without("title")}, f"{WORDS}title$"),
        ({"words": without("caption")}, f"{WORDS}caption$"),
        ({"words": without("parameters", "x")}, rf"{WORDS}parameters\.x$"),
        ({"words": without("panels", "log")}, rf"{WORDS}panels\.log$"),
        ({"words": without("readouts")}, rf"{WORDS}readouts\.sum$"),
        (
            {"words": {"en": {**Dot.words["en"], "readouts": None}}},
            r"\['readouts'\] must be a dict",
        ),
        ({"words": {"en": {**Dot.words["en"], "statuses": {"a": 3}}}}, r"\['a'\] must be a text"),
        ({"update": reads}, rf"{WORDS}readouts\.more$"),
        ({"update": says}, rf"{WORDS}statuses\.far$"),
        ({"style": {"font.big": 3}}, r"Dot\.style must have settings of Matplotlib, not 'font.b"),
        ({"palette": "viridis"}, r"Dot\.palette must be a Palette, not 'viridis'"),
        (
            {"words": {"en": {**Dot.words["en"], "statuses": {"a": "{n:.2f}"}}}},
            r"\['a'\]: what stands in braces must be a name",
        ),
        ({"update": nothing}, r"Dot\.update must return a dict with .*, not None"),
        ({"update": no_readouts}, r"Dot\.update must return a dict with the dicts artists and"),
        ({"inks": "ink"}, r"Dot\.inks must be a dict, not 'ink'"),
        ({"inks": {"nope": "ink"}}, r"Dot\.inks: a key must be one of sum, not 'nope'"),
        ({"inks": {"sum": ["ink"]}}, r"Dot\.inks must name colours of ink, .*, not \['ink'\]"),
        ({"z": Switch(True, stills={"nope": 0.0})}, r"update must take x, y, z and problem"),
        ({"y": Switch(True, stills={"nope": 0})}, r"Dot\.y: a key of stills must be one of x, not"),
        ({"stage": lambda problem: None}, "what stage returns must be a dict, not None"),
        ({"stage": drawn(lambda axes: axes)}, "stage: plane must be a Panel, not"),
        ({"stage": lambda problem: {"a b": 1}}, "stage: a panel's id must be a name"),
        *(
            ({"stage": scaled(scale)}, "the y scale of plane must be one of linear, log, not '")
            for scale in ("symlog", "logit")
        ),
        *(
            ({"stage": called(artist)}, f"stage: Matplotlib itself calls something '{artist}'")
            for artist in ("patch_2", "text_1", "axes_1")
        ),
        ({"stage": called("a'b")}, "an artist's id must be a name"),
        ({"stage": drawn(lambda axes: Panel(None))}, "axes must be Matplotlib's Axes, not None"),
        *(
            ({"stage": drawn(lambda axes, a=a: Panel(axes, a))}, "artists must be a dict")
            for a in ([], "a", None)
        ),
        *(
            ({"stage": drawn(lambda axes, a=a: Panel(axes, {"a": a}))}, "artists: a must be a Li")
            for a in ("dot", None)
        ),
        (
            {"stage": drawn(lambda axes: Panel(axes, {"a": axes.scatter([0], [0])}))},
            "artists: a must be a Line2D, a Polygon or a Text",
        ),
    ],
)
def test_a_figure_is_well_defined(parts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        figure(**parts)()


RESULT = {
    "artists": {"dot": [[0.5, 0.5]], "there": [[0.5, 0.5]]},
    "readouts": {"sum": 1.0},
    "landmarks": {"x": [0.5]},
    "statuses": [["far", {"n": 1.0}]],
}


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        *(
            ("artists", {"dot": dot, "there": []}, "artist dot must be points .* of finite numbers")
            for dot in (
                *(
                    None,
                    3,
                    "dot",
                    [0.5, 0.5],
                    [[0.5, 0.5, 0.5]],
                    [[0.5, float("nan")]],
                    [[0.5, "1"]],
                ),
                *([[0.5, 10**400]], {"centre": [0, 0], "ends": [[1, 0], [0, 1]]}, [[True, 0.5]]),
            )
        ),
        (
            "artists",
            {"dot": [], "there": [[0.0, 1.0]]},
            "there must be above 0 on the logarithmic x",
        ),
        ("artists", {"dot": []}, "artists must have there; there are dot"),
        ("artists", {"dot": [], "there": [], "other": []}, "a name must be one of dot, there, not"),
        ("readouts", {"sum": float("inf")}, "readout sum must be a finite number, .*, not inf"),
        ("readouts", {"sum": [1.0, "2"]}, "readout sum must be a finite number"),
        ("readouts", {"sum": None}, "readout sum must be a finite number"),
        ("landmarks", {}, "landmarks must have x; there are none"),
        ("landmarks", [0.5], "landmarks must be a dict"),
        ("landmarks", {"x": 0.5}, "landmarks of x must be finite numbers, one for each of"),
        ("landmarks", {"x": [0.5, 0.6]}, "landmarks of x must be finite numbers"),
        ("landmarks", {"x": [0.5], "y": []}, "landmarks: a name must be one of x, not 'y'"),
        *(
            ("statuses", bad, r"statuses must be a list of \[key, \{name: finite number\}\], not")
            for bad in (None, "far", ["far"], [[]], [["far", None]], [["far", {"n": None}]], [1])
        ),
        ("statuses", [["far", {}]], "numbers of far must have n; there are none"),
        ("landmarkz", {}, "a key must be one of artists, readouts, landmarks, statuses, not"),
    ],
)
def test_what_update_returns_is_refused_in_python(part: str, value: Any, said: str) -> None:
    """So that no script of a page meets it, and a message names figure and part."""
    result = dict(RESULT)
    words = {"en": {**Dot.words["en"], "statuses": {"far": "{n} away"}}}
    made = figure(
        x=Slider(0.5, 0.0, 1.0, symbol="x", landmarks=("half",)),
        words=words,
        update=lambda x, y, problem: result,
    )
    at = {"x": 0.5, "y": 0.5}
    assert made.evaluate(at) == RESULT
    result[part] = value
    with pytest.raises(ValueError, match=rf"^Dot\.update: .*{said}"):
        made.evaluate(at)


@pytest.mark.parametrize(
    ("handles", "said"),
    [
        ([], r"Dot\.handles must be a dict"),
        ({"a": "x"}, "handles: a must be a Handle or a Rail, not 'x'"),
        ({"a b": Handle("x", "y", ("plane",))}, "handles: a key must be a name"),
        ({"a": Handle("x", ["y"], ("plane",))}, r"must move sliders of x, y, not \['y'\]"),
        ({"a": Handle("x", "x", ("plane",))}, "a must move two sliders, not x twice"),
        ({"a": Rail("beta", "dot", ("plane",))}, "handles: a must move sliders of .*, not beta"),
        *(
            ({"a": Handle("x", "y", panels)}, "handles: a: panels must be a list of panels, some")
            for panels in ("plane", ("moon",), (), 3, (["plane"],))
        ),
        ({"a": Handle("x", "y", ("plane", "log"))}, "slider x must be above 0 everywhere, because"),
        ({"a": Handle("x", "y", ("plane",))}, rf"{WORDS}handles\.a$"),
        ({"a": Rail("x", "there", ("plane",))}, "at, an artist of plane, must be one of dot, not"),
    ],
)
def test_a_handle_is_well_defined(handles: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        figure(handles=handles)()


def test_an_artist_is_in_one_panel() -> None:
    def stage(problem: Any) -> dict[str, Panel]:
        both = panel_axes(), panel_axes()
        return {f"p_{i}": Panel(a, {"dot": a.plot([], [], "D")[0]}) for i, a in enumerate(both)}

    with pytest.raises(ValueError, match="an artist must be in one panel only, not dot"):
        figure(stage=stage)()


@pytest.mark.parametrize(
    "name", ["values", "parameters", "comm", "keys", "name", "language", "_esm"]
)
def test_a_parameter_takes_no_name_of_the_widget(name: str) -> None:
    with pytest.raises(ValueError, match=rf"Dot\.{name} must have another name"):
        figure(**{name: Slider(0.0, 0.0, 1.0, symbol="v")})


@pytest.mark.parametrize("bad", [LiveFigure, figure(plays="nope"), figure(stage=scaled("symlog"))])
def test_a_place_is_on_a_well_defined_figure(bad: type[LiveFigure]) -> None:
    with pytest.raises(ValueError, match=r"^figure: "):
        Place("a", "?", figure=bad, panel="plane", truth="dot", at={"x": 0.5}, explanation="So.")


def says_all(x, y, problem):
    return {
        "artists": {"dot": [[x, 0.0]], "there": [[1.0, 0.0]]},
        "readouts": {"sum": 0.0},
        "statuses": [["far", {}]],
    }


def test_words_are_text() -> None:
    """Whatever letters they have: nothing in them is markup."""
    hostile = "If a<b & c: <img src=x>"
    words = {
        "title": hostile,
        "caption": hostile,
        "panels": {"plane": (hostile, hostile), "log": (hostile, hostile)},
        "parameters": {"x": hostile, "y": hostile},
        "readouts": {"sum": hostile},
        "statuses": {"far": hostile},
    }
    parts = {"x": Slider(0.5, 0.0, 1.0, symbol=hostile), "y": Switch(True), "update": says_all}
    html = still(figure(words={"en": words}, **parts)()).split("<script")[0]
    assert html.count("&#60;img") > 8
    assert [part for part in ("<img", "a<b", " & ") if part in html] == []


def test_an_ellipse_has_a_centre_and_two_ends() -> None:
    gradient = all_figures()["gradient"]
    values = gradient().values()
    result = gradient.evaluate(values)
    update = staticmethod(lambda alpha, w_1, w_2, problem: result)
    made = type("Half", (gradient,), {"update": update})
    assert made.evaluate(values) == result
    for ends in ([[1.0, 0.0]], 3, [[1.0, 0.0], [0.0]]):
        result["artists"]["contour_regularized"] = {"centre": [0.0, 0.0], "ends": ends}
        with pytest.raises(ValueError, match=r"contour_regularized must be points .* ellipse"):
            made.evaluate(values)
