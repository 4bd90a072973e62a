"""What every live figure promises in Python: its parameters, its words, its markup."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from scipy.spatial import cKDTree

from l2book.figures import all_figures
from l2book.palette import PALETTE
from livefig import LiveFigure, Rail, Slider, Switch, stage
from livefig.hosts.export import element as page_element
from livefig.still import engine
from livefig.svg import read_path
from tests.engine.pages import still as written
from tests.figures.samples import samples

FIGURES = sorted(all_figures())
CONTROLS = [(name, *pair) for name in FIGURES for pair in all_figures()[name].parameters().items()]
SLIDERS = [(name, key) for name, key, trait in CONTROLS if isinstance(trait, Slider)]
SWITCHES = [(name, key) for name, key, trait in CONTROLS if isinstance(trait, Switch)]


def figure_class(name: str) -> type[LiveFigure]:
    return all_figures()[name]


@cache
def still(name: str) -> LiveFigure:
    """A figure at its defaults, for tests that leave it so."""
    return figure_class(name)()


@cache
def tree(figure: LiveFigure) -> Tag:
    return BeautifulSoup(written(figure), "html.parser").figure


def shown(value: Any) -> str:
    return engine().call("format", value)


def position(trait: Slider, value: float) -> float:
    return engine().call("position", trait.specification(), value)


def numbers_in(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers_in(part)]
    if isinstance(value, list | tuple):
        return [number for part in value for number in numbers_in(part)]
    return [] if isinstance(value, str) else [float(value)]


# --- Parameters ---------------------------------------------------------------------------------


BAD_NUMBERS = [math.nan, math.inf, -math.inf, "0.3", b"1", None, True, 1j, [0.3], {}, 10**400]
BAD_NUMBERS += [np.datetime64(1, "s"), np.timedelta64(1, "s"), memoryview(b"1"), Decimal("nan")]


def test_a_slider_refuses() -> None:
    """Everywhere what is out of its range; and whatever is no number."""
    bad = [(name, key, value) for name, key in SLIDERS for value in (math.nan, "0.3", 1e9)]
    for name, key, value in [*bad, *(("descent", "alpha", value) for value in BAD_NUMBERS)]:
        figure = still(name)
        before = figure.values()
        with pytest.raises(ValueError, match=rf"\b{key}\b must be a number in \["):
            figure_class(name)(**{key: value})
        with pytest.raises(ValueError, match=rf"\b{key}\b must be a number in \["):
            setattr(figure, key, value)
        assert figure.values() == before


@pytest.mark.parametrize("name", FIGURES)
def test_a_slider_takes_its_ends_and_nothing_beyond(name: str) -> None:
    figure, sliders = figure_class(name)(), figure_class(name).parameters()
    for key, slider in ((key, sliders[key]) for other, key in SLIDERS if other == name):
        for end, beyond in ((slider.minimum, -1.0), (slider.maximum, 1.0)):
            setattr(figure, key, end)
            assert getattr(figure, key) == end
            # The end of a logarithmic slider comes back from the browser a rounding away.
            setattr(figure, key, math.nextafter(end, beyond * math.inf) if end else end)
            assert getattr(figure, key) == end
            with pytest.raises(ValueError, match=rf"\b{key}\b must be a number in \["):
                setattr(figure, key, end + beyond * 1e-9 * max(1.0, abs(end)))
        for number in (np.float64(slider.minimum), np.float32(slider.default_value)):
            setattr(figure, key, number)
            assert type(getattr(figure, key)) is float


@pytest.mark.parametrize("bad", [0, 1.0, "on", None, [True]])
def test_a_switch_refuses(bad: Any) -> None:
    for name, key in SWITCHES:
        with pytest.raises(ValueError, match=rf"\b{key}\b must be True or False"):
            figure_class(name)(**{key: bad})


def test_a_figure_that_cannot_be_is_refused() -> None:
    """Names its author has made up, a scale that cannot be, a start outside of its slider."""
    for bad, said in (
        ({"beta": 1.0}, "has no parameter beta; it has"),
        *(({"language": language}, "language must be one of") for language in ("xx", 7, [])),
    ):
        with pytest.raises(ValueError, match=said):
            figure_class("descent")(**bad)
    given = {"default_value": 1.0, "minimum": 0.5, "maximum": 2.0, "symbol": "x"}
    for bad in ({"scale": "log"}, {"scale": "log10", "minimum": 0.0}, {"default_value": 9.0}):
        with pytest.raises(ValueError, match=rf"{next(iter(reversed(bad)))} must be"):
            Slider(**given | bad)


@pytest.mark.parametrize("name", FIGURES)
def test_repr_is_stable(name: str) -> None:
    """The same text in every run: nbval compares it."""
    figure, kind = still(name), figure_class(name).__name__
    assert repr(figure).startswith(f"{kind}(")
    assert "0x" not in repr(figure)
    assert all(f"{key}=" in repr(figure) for key in figure.values())
    assert repr(eval(repr(figure), {kind: type(figure)})) == repr(figure)


def test_update_takes_the_parameters_and_the_problem() -> None:
    class Another(figure_class("descent")):
        beta = Slider(0.0, 0.0, 1.0, symbol="β")

    with pytest.raises(
        ValueError, match=r"Another\.update must take alpha, beta, .* and problem, not"
    ):
        Another()


@pytest.mark.parametrize("bad", [math.nan, {3: 1}, {"3": 1}, 2**60, np.zeros(2), {1, 2}, len])
def test_a_problem_is_plain(bad: Any) -> None:
    class Another(figure_class("descent")):
        problem = figure_class("descent").problem | {"more": [bad]}

    with pytest.raises(ValueError, match=r"^Another\.problem: "):
        Another()


def test_readouts_are_arrays() -> None:
    """Those of `update`; and what a host is told of the widget is plain."""
    figure = still("descent")
    plain = figure.evaluate(figure.values())["readouts"]
    assert isinstance(figure.readouts["w_tilde"], np.ndarray)
    assert {key: np.array(value).tolist() for key, value in figure.readouts.items()} == plain
    assert figure.get_state()["readouts"] == plain


# --- What update returns ------------------------------------------------------------------------


FLAT = {"eigenvalue_1": 0.0, "eigenvalue_2": 0.0}
NONE = {"w_star_1": 0.0, "w_star_2": 0.0}


@pytest.mark.parametrize(
    ("name", "parameters", "says"),
    [
        ("geometry", FLAT, ["origin", "flat"]),
        ("geometry", {"eigenvalue_1": 0.004, "eigenvalue_2": 0.0}, ["short", "valley"]),
        ("geometry", {"eigenvalue_1": 0.4, "eigenvalue_2": 0.0}, ["touch", "valley"]),
        ("geometry", {"eigenvalue_1": 1.0, "eigenvalue_2": 1.004}, ["touch", "straight"]),
        ("geometry", NONE, ["origin"]),
        ("geometry", {"w_star_1": 0.01, "w_star_2": 0.0, "alpha": 100.0}, ["near_origin"]),
        ("rotate_scale_rotate", FLAT, ["lost", "repeated"]),
        ("rotate_scale_rotate", FLAT | NONE, ["origin", "repeated"]),
        ("rotate_scale_rotate", {"eigenvalue_2": 0.0}, ["shrunk", "zero"]),
        ("adam", {"eigenvalue_2": 4.0}, ["equal"]),
        ("adam", {"eigenvalue_2": 3.9}, ["uneven"]),
        ("adam", {"eigenvalue_2": 4.1}, ["uneven"]),
        ("adam", {"eigenvalue_2": 4.0, "alpha": 0.0}, ["same"]),
    ],
)
def test_what_is_said_at_the_edges(
    name: str, parameters: dict[str, float], says: list[str]
) -> None:
    """Where H is flat, or its curvatures are equal."""
    values = still(name).values() | parameters
    assert [key for key, _ in figure_class(name).evaluate(values)["statuses"]] == says


@pytest.mark.parametrize("alpha", [0.01, 10.0])
@pytest.mark.parametrize("few", [False, True])
def test_a_line_leads_from_each_curve_to_its_name(few: bool, alpha: float) -> None:
    figure = figure_class("ridge_path")(few=few, alpha=alpha)
    artists = figure.evaluate(figure.values())["artists"]
    for name in figure.problem["names"]:
        near_label, at_curve = artists[f"leader_{name}"]
        assert at_curve == artists[f"path_{name}"][0]
        assert near_label[1] == artists[f"label_{name}"][0][1]
        assert artists[f"label_{name}"][0][0] < near_label[0] < at_curve[0]


@pytest.mark.parametrize("name", FIGURES)
def test_no_number_is_what_rounding_has_left_of_a_zero(name: str) -> None:
    """Where something vanishes; each browser would round it otherwise."""
    figure, first = figure_class(name), still(name).values()
    places = [
        {key: float(value)}
        for key, values in figure.evaluate(first).get("landmarks", {}).items()
        for value in values
        if figure.parameters()[key].minimum <= value <= figure.parameters()[key].maximum
    ]
    if "angle" in first:  # at 90° the sine and cosine leave 10⁻¹⁶ of what is nothing
        places += [{"angle": 90.0, "eigenvalue_1": 0.0, "w_star_1": 0.0, "w_star_2": 2.8}]
    for place in places:
        result = figure.evaluate(first | place)
        said = [result["readouts"], *(words for _, words in result.get("statuses", []))]
        sizes = np.abs(numbers_in(said))
        assert not np.any((sizes > 0) & (sizes < 1e-12)), f"{place}: {said}"


# --- Words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_no_word_tells_where_a_panel_stands(name: str) -> None:
    """Side by side on a laptop, one under the other on a phone."""
    words = figure_class(name).words["en"]
    texts = [words["caption"], *words.get("statuses", {}).values()]
    place = r"\b(?:Left|Middle|Right|Above|Below|[Oo]n the (?:left|right)|numbers below):?(?: |$)"
    assert [text for text in texts if re.search(place, text)] == []


# --- Markup -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_no_line_ends_at_a_sign_of_a_formula(name: str) -> None:
    figure = still(name)
    parts = tree(figure).select(".live-caption, .live-readout .live-label")
    said = [*(part.get_text() for part in parts), *figure._state["statuses"].values()]
    assert len(said) >= 2
    for text in said:
        assert not re.search("(^| )[=≈<>≤≥+−→/] | [=≈<>≤≥+−→/]$", text), text


@pytest.mark.parametrize("name", FIGURES)
def test_one_labelled_input_for_each_parameter(name: str) -> None:
    figure = still(name)
    element = tree(figure)
    inputs = {part["name"]: part for part in element.find_all("input")}
    assert set(inputs) == set(figure.parameters())
    assert len(element.find_all("input")) == len(inputs)
    for key, trait in figure.parameters().items():
        part = inputs[key]
        label = element.find("label", attrs={"for": part.get("id", "")}) or part.find_parent(
            "label"
        )
        assert label.get_text(strip=True), key
        assert part.has_attr("disabled")  # alive only once the script says so
        if isinstance(trait, Switch):
            assert part["type"] == "checkbox"
            assert part.has_attr("checked") == getattr(figure, key)
            continue
        assert part["type"] == "range"
        assert part.get("data-scale", "linear") == trait.scale
        ends = [position(trait, trait.minimum), position(trait, trait.maximum)]
        assert [float(part["min"]), float(part["max"])] == ends
        assert float(part["value"]) == position(trait, getattr(figure, key))
        assert part["aria-valuetext"] == f"{trait.symbol} = {shown(getattr(figure, key))}"
        landmarks = element.find_all(class_="live-landmark", attrs={"data-slider": key})
        assert [part.get_text() for part in landmarks] == list(trait.landmarks)
        names = [part["aria-label"] for part in landmarks]
        assert len(names) == len(set(names))
        assert all(
            name.startswith(part.get_text()) for name, part in zip(names, landmarks, strict=True)
        )


def test_a_way_along_a_logarithmic_slider_and_back_ends_where_it_began() -> None:
    trait = Slider(3.0, 0.01, 1e5, symbol="α", scale="log10")
    for value in (0.01, 0.2, 3.0, 70.0, 1e5):
        there = position(trait, value) + 0.07
        back = engine().call("valueAt", trait.specification(), there - 0.07)
        assert back == value


@pytest.mark.parametrize("name", FIGURES)
def test_one_described_picture_for_each_panel(name: str) -> None:
    figure = still(name)
    element, words = tree(figure), figure.words["en"]["panels"]
    panels = element.find_all(class_="live-panel")
    assert [panel["data-panel"] for panel in panels] == list(figure.stage(figure.problem))
    for panel in panels:
        title, description = words[panel["data-panel"]]
        (svg,) = panel.find_all("svg")
        assert svg["role"] == "img"
        assert element.find(id=svg["aria-labelledby"]).get_text() == title
        assert element.find(id=svg["aria-describedby"]).get_text() == description
        assert [part.name for part in svg.find_all(["title", "desc"])] == ["title", "desc"]
        handles = {part["data-handle"] for part in panel.find_all(class_="live-handle")}
        expected = {k for k, h in figure.handles.items() if panel["data-panel"] in h.panels}
        rails = [h for k, h in figure.handles.items() if k in expected and isinstance(h, Rail)]
        drawn = figure.stage(figure.problem)[panel["data-panel"]].artists
        assert all(rail.at in drawn and rail.moves in figure.values() for rail in rails)
        assert handles == expected
        assert all(part["aria-label"] for part in panel.find_all(class_="live-handle"))
    assert not element.find_all(["script", "style", "image"])


# A colour as it may stand in the markup of a figure: a variable of live.css, with its fallback.
VARIABLE = re.compile(r"var\(--live-([\w-]+), (#[0-9a-f]{6})\)")
RAW_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl)a?\(|\b(black|white|red|green|blue|gr[ae]y)\b"
)
PAINT = re.compile(r"\b(fill|stroke|color|stop-color)\s*:\s*([^;]+)")


@pytest.mark.parametrize("name", FIGURES)
def test_the_axes_cut_what_moves_across_them(name: str) -> None:
    """As Matplotlib cuts it: a contour ends at its axes and runs through no tick's number."""
    figure = still(name)
    clipped = {
        artist_id
        for panel in figure_class(name).stage(figure.problem).values()
        for artist_id, artist in panel.artists.items()
        if artist.get_clip_on()
    }
    uncut = {
        group["data-artist"]
        for group in tree(figure).select("[data-artist]")
        if not (group.has_attr("clip-path") or group.select("[clip-path]"))
    }
    assert not clipped & uncut


@pytest.mark.parametrize("name", FIGURES)
def test_every_colour_follows_the_page_theme(name: str) -> None:
    figure = still(name)
    for svg in tree(figure).find_all("svg"):
        for element in svg.find_all(True):
            paints = PAINT.findall(element.get("style", ""))
            paints += [(key, element[key]) for key in ("fill", "stroke") if element.has_attr(key)]
            for key, colour in paints:
                assert not RAW_COLOUR.search(VARIABLE.sub("", colour)), f"{key}: {colour}"
    sheet = figure._css
    for variable, colour in set(VARIABLE.findall(written(figure))):  # in light and in dark
        assert PALETTE.light[variable] == colour
        light, dark = re.findall(rf"--live-{variable}:(#\w+);", sheet)
        assert (light, dark) == PALETTE.colours[variable]


@pytest.mark.parametrize("text", ["$q_1^*$", r"$\tilde{w}_8$", "effective"])
def test_a_word_becomes_one_outline(text: str) -> None:
    """With the letters' holes, and with nothing between them: what is inside is inside."""
    word, anchor = TextPath((40, 30), text, size=10), np.array([40.0, 30.0])
    letters = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}
    data = "".join(
        "z" if code == Outline.CLOSEPOLY else letters[code] + " ".join(f"{x:.9g}" for x in numbers)
        for numbers, code in word.iter_segments(simplify=False)
    )
    corners = stage._corners(read_path(data), anchor)
    assert data.count("M") > 1
    one = Outline([*corners, corners[0]], closed=True)
    box = word.get_extents()
    sides = [np.linspace(*ends, 150) for ends in (box.intervalx, box.intervaly)]
    points = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    fine = [loop / 100 for loop in word.transformed(Affine2D().scale(100)).to_polygons()]
    edges = np.vstack([Outline(loop).interpolated(100).vertices for loop in fine])
    clear = cKDTree(edges).query(points)[0] > 0.05  # further from an edge than what is rounded
    assert clear.mean() > 0.7
    inside = one.contains_points(points - anchor)
    around = sum(Outline(loop).contains_points(points).astype(int) for loop in fine)
    np.testing.assert_array_equal(inside[clear], (around % 2 == 1)[clear])


@pytest.mark.parametrize("name", FIGURES)
def test_state_beside_the_markup(name: str) -> None:
    """What the built book stores is JSON that no text in it can break out of."""
    parameters = samples(name)[-1]
    widget = figure_class(name)(**parameters).get_state()
    html, told, _ = page_element(widget["_esm"], widget)
    figure, script = BeautifulSoup(html, "html.parser").find_all(recursive=False)
    assert (figure.name, script.name, script["type"]) == ("figure", "script", "application/json")
    assert "<" not in script.string
    state = json.loads(script.string)
    assert state == json.loads(json.dumps(told))
    assert state["parameters"] == parameters
    assert state["name"] == name
    assert state["problem"] == json.loads(json.dumps(dict(figure_class(name).problem)))
