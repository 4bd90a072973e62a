"""What a figure offers besides moving: typed numbers, hints, inks, what can be saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page

from l2book.figures.descent import Descent
from l2book.figures.shrinkage import Shrinkage
from livefig import Rail
from livefig.hosts.export import export_page
from livefig.still import engine
from tests.watch import Watch

pytestmark = pytest.mark.browser


class Coloured(Descent):
    """With a readout in the colour of what it measures."""

    inks = {"w_tilde": "regularized"}


@pytest.fixture(scope="module")
def page(watched: Callable[..., Watch], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    (path,) = export_page(Coloured(), tmp_path_factory.mktemp("page"))
    watch = watched(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    watch.page.goto(path.as_uri())
    yield watch.page
    assert watch.problems == []


VALUES = "() => liveFigures.descent.values"
ALPHA = ".live-value[data-slider=alpha]"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.25", 1.25), ("0,75", 0.75), ("3", 3.0), ("4", None), ("x", None), ("1e999", None)],
)
def test_a_number_can_be_typed(page: Page, typed: str, value: float | None) -> None:
    """What the slider does not take is refused, and the figure says so."""
    page.locator(".live-reset").click()
    page.locator(ALPHA).click()
    field = page.locator("input.live-typed")
    field.fill(typed)
    field.press("Enter")
    assert page.evaluate(VALUES)["alpha"] == (0.5 if value is None else value)
    message = page.locator(".live-message").inner_text()
    assert message.startswith("α takes a number from 0 to 3, not ") == (value is None)
    assert page.evaluate("() => document.activeElement.className") == "live-value"
    page.locator(".live-reset").click()
    assert page.locator(".live-message").inner_text() == ""


def test_a_field_that_opens_says_nothing_more_of_the_last(page: Page) -> None:
    for key, said in (("4", True), ("", False)):
        page.locator(ALPHA).click()
        page.keyboard.type(key)
        page.keyboard.press("Enter")
        assert bool(page.locator(".live-message").inner_text()) == said


def test_a_link_counts_more_than_a_number_not_yet_taken(page: Page) -> None:
    page.locator(ALPHA).click()
    page.locator("input.live-typed").fill("1")
    page.evaluate("() => { location.hash = '#descent?alpha=2.5'; }")
    page.locator("input.live-typed").wait_for(state="detached")
    assert page.evaluate(VALUES)["alpha"] == 2.5


def test_escape_gives_the_number_back_and_leaving_takes_it(page: Page) -> None:
    page.locator(".live-reset").click()
    for key, value in (("Escape", 0.5), ("Tab", 2.0)):
        page.locator(ALPHA).click()
        page.locator("input.live-typed").fill("2")
        page.keyboard.press(key)
        assert page.evaluate(VALUES)["alpha"] == value
    assert page.locator("input.live-typed").count() == 0


def test_play_yields_to_the_reader(page: Page) -> None:
    """Reset, a link, or a number typed stop it where they put the figure."""
    ways = {
        0: "() => document.querySelector('.live-reset').click()",
        7: "() => { location.hash = '#descent?step=7'; }",
        9: "() => liveFigures.descent.set({ step: 9 }, true)",
    }
    for step, way in ways.items():
        page.locator(".live-reset").click()
        page.locator(".live-play").click()
        page.wait_for_function("() => liveFigures.descent.values.step > 0")
        page.evaluate(way)
        page.locator(".live-play", has_text="Play").wait_for(timeout=1000)
        assert page.evaluate(VALUES)["step"] == step


def test_keys_in_a_field_or_a_menu_of_a_large_figure_are_theirs(page: Page) -> None:
    large = page.locator("figure[data-enlarged]")
    page.locator(".live-reset").click()
    page.locator(ALPHA).click()
    page.keyboard.press("f")
    assert large.count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.locator(ALPHA).click()
    page.locator("input.live-typed").fill("2")
    page.keyboard.press("Escape")
    assert (large.count(), page.evaluate(VALUES)["alpha"]) == (1, 0.5)
    page.locator(".live-save summary").click()
    page.keyboard.press("Escape")
    assert (large.count(), page.locator(".live-save[open]").count()) == (1, 0)
    page.keyboard.press("Escape")
    assert large.count() == 0
    page.wait_for_function("() => !document.fullscreenElement")


def test_sliders_that_double_a_handle_are_folded_and_the_handle_says_what_it_is(page: Page) -> None:
    folded = page.locator(".live-exact input").evaluate_all("(all) => all.map(({ name }) => name)")
    assert folded == ["start_1", "start_2"]
    assert not page.locator("input[name=start_1]").is_visible()
    assert page.locator(".live-hint").first.is_visible()
    page.locator(".live-handle").first.press("ArrowLeft")
    assert not page.locator(".live-hint").first.is_visible()


def test_each_panel_has_one_hint_above_its_numbers_until_a_slider_is_used(
    watched: Callable[..., Watch], tmp_path: Path
) -> None:
    """Also where the handle stands on the axis."""
    (path,) = export_page(Shrinkage(), tmp_path)
    page = watched(viewport={"width": 1280, "height": 900}).page
    page.goto(path.as_uri())
    hints, numbers = page.locator(".live-hint:visible"), page.locator("[id*=axis_1] [data-em] > *")
    assert hints.count() == page.locator(".live-handles").count() == 2
    top = min(box["y"] for box in map(Locator.bounding_box, numbers.all()) if box)
    for hint in map(Locator.bounding_box, hints.all()):
        assert hint["y"] + hint["height"] < top
    page.locator("input[name=alpha]").press("ArrowRight")
    assert hints.count() == 0


def test_a_readout_has_the_colour_of_what_it_measures(page: Page) -> None:
    """And its symbols the face of the equations."""
    readout = page.locator(".live-readout", has=page.locator("output[name=w_tilde]"))
    assert readout.evaluate("(part) => getComputedStyle(part).color") == "rgb(122, 62, 157)"
    assert readout.locator(".live-math").first.text_content() == "w̃"
    with pytest.raises(ValueError, match="inks must name colours"):
        type("Wrong", (Descent,), {"inks": {"w_tilde": "pink"}})()
    with pytest.raises(ValueError, match=r"handles: w must move sliders of .*, not beta"):
        type("Wrong", (Descent,), {"handles": {"w": Rail("beta", "w_tilde", ("plane",))}})()


def test_picture_and_numbers_can_be_saved(page: Page) -> None:
    saved = {}
    for what in ("picture", "numbers"):
        page.locator(".live-save summary").click()
        button, menu = (
            page.locator(f".live-save {part}").bounding_box() for part in ("summary", ".live-menu")
        )
        assert abs(menu["x"] - button["x"]) <= 1
        with page.expect_download() as waiting:
            page.locator(f"[data-save={what}]").click()
        saved[waiting.value.suggested_filename] = Path(waiting.value.path()).read_text("utf-8")
    root = ElementTree.fromstring(saved["descent.svg"])
    assert len(root.findall("{http://www.w3.org/2000/svg}svg")) == len(Coloured()._state["panels"])
    assert "var(" not in saved["descent.svg"]
    rows = list(csv.DictReader(io.StringIO(saved["descent.csv"])))
    values = page.evaluate(VALUES)
    made = engine().evaluate(Coloured()._update, Coloured()._state, values)
    tilde = [
        float(row["x"]) for row in rows if (row["kind"], row["name"]) == ("readout", "w_tilde")
    ]
    assert tilde == made["readouts"]["w_tilde"]
    path = [[float(r["x"]), float(r["y"])] for r in rows if r["name"] == "decay_path"]
    assert path == made["artists"]["decay_path"]


def test_a_picture_is_the_same_from_a_narrow_window(page: Page) -> None:
    """Where the drawing's letters are enlarged on the screen."""
    saved = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            page.locator("svg [data-em] > [style]").first.wait_for(state="attached")
        page.locator(".live-save summary").click()
        with page.expect_download() as waiting:
            page.locator("[data-save=picture]").click()
        saved.append(Path(waiting.value.path()).read_text("utf-8"))
    page.set_viewport_size({"width": 1280, "height": 900})
    assert saved[0] == saved[1]
