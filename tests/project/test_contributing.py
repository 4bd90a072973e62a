"""The live figure that CONTRIBUTING shows is all of one: it runs as it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import l2reg.figures
from l2reg.figures import LiveFigure
from l2reg.sphinx_live import figure_html
from tests.watch import Watch

LIVE_JS = Path(l2reg.figures.__file__).with_name("live.js").read_text(encoding="utf-8")
HYDRATE = """async ([text, markup, state]) => {
  const live = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  document.body.innerHTML = markup;
  const figure = document.querySelector("figure");
  live.hydrate(figure, state);
  const slider = figure.querySelector("input[name=alpha]");
  slider.value = 3;
  slider.dispatchEvent(new Event("input"));
  return [figure.dataset.live, Number(figure.querySelector("output").dataset.value)];
}"""


@pytest.fixture
def shown(root: Path) -> tuple[str, str]:
    """The Python file and the function of live.js."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    python, script = (
        re.search(rf"^```{name}\n(.*?)^```", text, re.M | re.S)[1] for name in ("python", "js")
    )
    return python, script


def test_is_short(shown: tuple[str, str]) -> None:
    assert sum(len(part.splitlines()) for part in shown) < 40


@pytest.mark.browser
def test_is_complete(shown: tuple[str, str], watched: Callable[..., Watch]) -> None:
    python, script = shown
    namespace = {"__name__": "contributing"}  # outside the package: `all_figures` must not find it
    exec(compile(python, "CONTRIBUTING.md", "exec"), namespace)
    figure = namespace["OneWeight"]()
    assert isinstance(figure, LiveFigure)
    with_it = LIVE_JS.replace(
        "export const updates = {\n", f"export const updates = {{\n{script}", 1
    )
    page = watched().page
    page.goto("about:blank")
    live, w_tilde = page.evaluate(
        HYDRATE, [with_it, figure_html(figure.get_state()), figure._state]
    )
    assert live == "true"
    assert w_tilde == pytest.approx(2 / 5)
    figure.alpha = 3
    assert figure.readouts["w_tilde"] == pytest.approx(2 / 5)
