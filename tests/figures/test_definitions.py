"""A figure that is not well defined is refused when it is made, with what is accepted instead."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib import pyplot

from l2book.figures import all_figures
from livefig import (
    Handle,
    LiveFigure,
    Panel,
    Place,
    Rail,
    Slider,
    Switch,
    ellipse,
    outline,
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


STEPS = "have no drawstyle; write each step's corners"


@pytest.mark.parametrize(
    ("plot", "said"),
    [
        (lambda axes: axes.plot([], [], drawstyle="steps")[0], STEPS),
        (lambda axes: axes.plot([], [], "D", markevery=2)[0], "have no markevery"),
        (lambda axes: axes.plot([], [], "o-")[0], "one visible line, marker, .*, not 3 outlines"),
        (lambda axes: axes.plot([], [], "+")[0], "letters or a filled marker, such as 'X'"),
        (lambda axes: axes.text(0, 0, ""), "one visible .* row of letters, not 0 outlines"),
        (lambda axes: axes.twinx().plot([], [])[0], "stand on the panel's own axes"),
        (lambda axes: axes.set(ylim=(0, 2)) and axes.axvline(0), "placed in data coordinates"),
        (lambda axes: axes.text(0, 0, "x", transform=None), "placed in data coordinates"),
        (lambda axes: axes.annotate("x", (0, 0), (5, 5)), "a text of `axes.text`, not an"),
        (
            lambda axes: axes.fill([0], [0], closed=False)[0],
            "closed; draw an open outline as a line",
        ),
        (lambda axes: axes.fill([0], [0], hatch="/")[0], "have no hatch"),
    ],
)
def test_what_a_page_would_draw_otherwise_is_refused(plot: Callable[..., Any], said: str) -> None:
    """A moving artist is drawn from its points as Matplotlib draws it, or not at all."""
    with pytest.raises(ValueError, match=rf"^stage: a must (be )?{said}"):
        figure(stage=drawn(lambda axes: Panel(axes, {"a": plot(axes)})))()


def test_a_panel_has_plain_axes_on_a_figure_of_its_own() -> None:
    polar = pyplot.figure().add_subplot(projection="polar")
    both = pyplot.subplots(1, 2)[1]
    pyplot.close("all")
    with pytest.raises(ValueError, match="projection of plane must be one of rectilinear, not 'p"):
        figure(stage=lambda problem: {"plane": Panel(polar)})()
    with pytest.raises(ValueError, match="each panel must have a Matplotlib figure of its own"):
        figure(stage=lambda problem: {f"p_{i}": Panel(axes) for i, axes in enumerate(both)})()


def test_what_an_author_gives_no_colour_is_seen_on_dark_paper() -> None:
    """Axes, numbers and words are ink; so is black, which Matplotlib writes only for lines."""

    def stage(problem: Any) -> dict[str, Panel]:
        axes = panel_axes()
        axes.set(xlabel="x", title="A title")
        axes.plot([0, 1], [0, 1], "k")
        axes.text(0.5, 0.5, "black", color="k")
        return {"plane": Panel(axes, {"a": axes.plot([], [], "k")[0]})}

    made = figure(stage=stage, update=as_the_problem_says, problem={"said": RESULT_OF_ONE})
    html = still(made())
    assert set(re.findall(r"(?<!, )#[0-9a-f]{6}\b", html.split("<script")[0])) == set()
    assert {"ink", "paper"} <= set(re.findall(r"var\(--live-(\w+), #", html))
    assert re.search(r"\.live-panel svg \{[^}]*fill: var\(--live-ink\)", made()._css)


RESULT_OF_ONE = {"artists": {"a": [[0.0, 0.0], [1.0, 1.0]]}, "readouts": {}}


def test_an_artist_is_in_one_panel() -> None:
    def stage(problem: Any) -> dict[str, Panel]:
        both = panel_axes(), panel_axes()
        return {f"p_{i}": Panel(a, {"dot": a.plot([], [], "D")[0]}) for i, a in enumerate(both)}

    with pytest.raises(ValueError, match="an artist must be in one panel only, not dot"):
        figure(stage=stage)()


@pytest.mark.parametrize(
    "name", ["values", "parameters", "comm", "keys", "name", "language", "_esm", "toString"]
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


def as_the_problem_says(x, y, problem):
    return problem["said"]


def of_two_scales(artist: Callable[[Any], Any], value: Any) -> tuple[dict[str, Any], str]:
    """Return the frame of a panel, and the outline that the artist has there at a value."""

    def stage(problem: Any) -> dict[str, Panel]:
        axes = panel_axes()
        axes.set(xlim=(0, 1), ylim=(-1, 2))
        axes.imshow([[0, 1]], extent=(0, 1, 0, 1))
        axes.axvspan(0.1, 0.2, hatch="/")
        axes.set_aspect("auto")
        return {"plane": Panel(axes, {"a": artist(axes)})}

    said = {"artists": {"a": value}, "readouts": {}}
    made = figure(stage=stage, update=as_the_problem_says, problem={"said": said})
    html = still(made())
    assert re.search(r"<image [^>]*transform=", html)  # what does not move is as Matplotlib has it
    hatch = re.search(r'<pattern [^>]*id="([^"]+)"', html)[1]
    assert f"url(#{hatch})" in html
    data = re.search(r'data-artist="a".*?<\w+ (?:d|points)="(M?[-\d].*?)"', html, re.DOTALL)[1]
    return made()._state["panels"]["plane"], data


def numbers(text: str) -> np.ndarray:
    return np.array(re.findall(r"-?[\d.]+", text), dtype=float)


def test_an_ellipse_is_one_at_two_scales() -> None:
    """Its ends are then no ends of semi-axes in the drawing."""
    shape = ellipse([0.5, 0.5], [0.4, 0.15], 0.7)
    frame, data = of_two_scales(lambda axes: axes.fill([0], [0])[0], shape)
    x_0, y_0, a, b, turn, _, _, x_1, y_1 = numbers(data)[:9]
    there = np.array(outline(shape)) * [frame["x"][0], frame["y"][0]]
    there += [frame["x"][1] - (x_0 + x_1) / 2, frame["y"][1] - (y_0 + y_1) / 2]
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    along, across = there @ [c, s] / a, there @ [-s, c] / b
    np.testing.assert_allclose(np.hypot(along, across), 1, atol=2e-3)


def test_a_line_from_far_away_keeps_its_slope() -> None:
    ends = [[-400.0, -300.0], [500.0, 600.0]]
    frame, data = of_two_scales(lambda axes: axes.plot([], [])[0], ends)
    (x_0, y_0), (x_1, y_1) = numbers(data).reshape(-1, 2)
    slope, level = frame["y"][0] / frame["x"][0], frame["y"][1] + 100 * frame["y"][0]
    assert (y_1 - y_0) / (x_1 - x_0) == pytest.approx(slope, abs=1e-5)
    assert y_0 - slope * (x_0 - frame["x"][1]) == pytest.approx(level, abs=0.02)
    assert max(map(abs, (x_0, y_0, x_1, y_1))) <= 10_000


def test_the_first_of_several_lines_may_be_empty() -> None:
    frame, data = of_two_scales(lambda axes: axes.plot([], [])[0], [[], [[0.0, 0.0], [1.0, 0.0]]])
    expected = [frame["x"][1], frame["y"][1], frame["x"][0] + frame["x"][1], frame["y"][1]]
    np.testing.assert_allclose(numbers(data), expected, atol=0.01)


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
