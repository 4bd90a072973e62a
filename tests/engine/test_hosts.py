"""Other homes of a figure: a host of anywidget, a page of its own, nbconvert, marimo.

And of a figure of one's own, which is one file: the one that CONTRIBUTING shows.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from l2book.figures import all_figures
from livefig import find_figures
from livefig.__main__ import main
from livefig.hosts.export import export_page
from tests.engine.pages import converted, still
from tests.serve import free_port, serving
from tests.watch import Watch

DESCENT = all_figures()["descent"]
HOST = Path(__file__).with_name("host.html")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the module, its style and its JSON, and with the page."""
    folder = tmp_path_factory.mktemp("exported") / "new"
    for more in ((), ("--page",)):
        assert main(["export", "Descent", "--to", str(folder), "--set", "alpha=1.25", *more]) == 0
    return folder


@pytest.fixture(scope="module")
def own(root: Path) -> str:
    """The file of an author's own figure."""
    shown = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.search(r"^```python\n(.*?)^```", shown, re.M | re.S)[1]


def assert_alive(page: Page) -> None:
    """Assert that the author's figure lives on a page."""
    figure = page.locator("figure#one_weight[data-live=true]")
    figure.wait_for()
    figure.locator("input[name=alpha]").fill("3")
    assert readout(figure, "w_tilde") == pytest.approx(2 / 5)


def value(figure: Locator, name: str) -> float:
    return float(figure.locator(f"input[name={name}]").input_value())


def readout(figure: Locator, name: str) -> float:
    return json.loads(figure.locator(f"output[name={name}]").get_attribute("data-value"))


# --- The three files ------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_host_of_anywidget(exported: Path, watched: Callable[..., Watch]) -> None:
    """With the contract of a front end and nothing else: both ways, twice, and until it ends."""
    names = {path.name for path in exported.glob("descent.*")}
    assert names >= {"descent.mjs", "descent.css", "descent.json"}
    shutil.copy(HOST, exported)
    watch = watched()
    page = watch.page
    with serving(exported) as address:
        page.goto(f"{address}/host.html")
        page.wait_for_function("globalThis.ends?.length === 3")
        first, second = page.locator("figure.live-figure[data-live=true]").all()
        assert value(first, "alpha") == 1.25
        assert readout(first, "plain_norm") == pytest.approx(
            DESCENT(alpha=1.25).readouts["plain_norm"], rel=1e-9
        )
        # A reader moves one view: the model hears, and so the other view.
        first.locator("input[name=alpha]").fill("2.5")
        assert page.evaluate("saved.at(-1)") == DESCENT(alpha=2.5).values()
        assert value(second, "alpha") == 2.5
        assert second.locator(".live-panels svg").count() == 1
        # The host moves the model.
        page.evaluate("model.set('learning_rate', 0.75)")
        assert value(first, "learning_rate") == value(second, "learning_rate") == 0.75
        paths = "(all) => all.map((path) => path.getAttribute('d'))"
        drawn = [f.locator(".live-panels path").evaluate_all(paths) for f in (first, second)]
        assert drawn[0] == drawn[1]
        ids = page.locator("[id]").evaluate_all("(all) => all.map((part) => part.id)")
        once = [part for part in ids if part != "descent"]
        assert len(once) == len(set(once))
        # What has ended hears no more.
        page.evaluate("ends[1]()")
        page.evaluate("model.set('alpha', 0.5)")
        assert (value(first, "alpha"), value(second, "alpha")) == (2.5, 0.5)
        page.evaluate("ends[2]()")
        assert page.evaluate("heard.length") == 0
        # Its sliders' keys are its own, and not the host's.
        assert first.locator(":is(input, button):not([data-lm-suppress-shortcuts])").count() == 0
    assert watch.problems == []
    assert watch.other_hosts == set()


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_page_of_its_own(exported: Path, watched: Callable[..., Watch]) -> None:
    """One file, from disk: it asks for nothing, lives, and fills the frame it is given."""
    frame = exported / "course.html"
    frame.write_text(
        "<!doctype html><html lang=en><title>x</title><link rel=icon href='data:,'>"
        "<iframe src='descent.html' width=800 height=600 style='border: 0'></iframe>",
        encoding="utf-8",
    )
    watch, asked = watched(), []
    page = watch.page
    page.on("request", lambda request: asked.append(request.url))
    page.goto((exported / "descent.html").as_uri())
    figure = page.locator("figure[data-live=true]")
    assert value(figure, "alpha") == 1.25
    figure.locator("input[name=alpha]").fill("2.5")
    expected = DESCENT(alpha=2.5).readouts["decay_norm"]
    assert readout(figure, "decay_norm") == pytest.approx(expected, rel=1e-9)
    figure.locator(".live-link").click()
    assert "#descent?alpha=2.5&" in page.url
    assert [url for url in asked if url != (exported / "descent.html").as_uri()] == []
    page.goto(frame.as_uri())
    framed = page.frame_locator("iframe").locator("figure[data-live=true]")
    box = framed.bounding_box()
    assert box["width"] >= 780
    assert box["height"] >= 580
    sizes = framed.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert sizes[0] <= sizes[1]
    assert watch.problems == []
    assert watch.other_hosts == set()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["descent", "adam"])
def test_a_page_of_its_own_enlarged(
    tmp_path: Path, watched: Callable[..., Watch], name: str
) -> None:
    """In letters of any face: the room for the longest readouts is within the window."""
    (path,) = export_page(all_figures()[name](), tmp_path)
    page = watched(viewport={"width": 1280, "height": 720}).page
    page.goto(path.as_uri())
    page.add_style_tag(content="body { font-family: monospace; }")
    page.locator(".live-enlarge").click()
    sizes = "(figure) => [figure.scrollWidth - figure.clientWidth, figure.scrollHeight - 720]"
    assert page.locator("figure[data-enlarged]").evaluate(sizes) == [0, 0]


BAD_MODULES = {
    "broken": "def (:",
    "raising": "raise RuntimeError('two\\nlines')",
    "leaving": "raise SystemExit(3)",
}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Nobody"], "figure must be one of adam, balance,"),
        (["l2book:Nobody"], "figure must be module:Class, not 'l2book:Nobody'"),
        (["no.such.module:A"], "figure must be module:Class"),
        (["l2book.palette:PALETTE"], "figure must be a LiveFigure"),
        (["Descent", "--set", "beta=1"], "Descent has no parameter beta"),
        (["Descent", "--set", "alpha=9"], r"alpha must be a number in [0, 3], not 9"),
        (["Descent", "--set", "alpha=often"], "--set must be NAME=VALUE"),
        (["Descent", "--set", "alpha"], "not 'alpha'"),
        (["..:X"], "figure must be module:Class, not '..:X': TypeError"),
        ([".foo:Bar"], "figure must be module:Class, not '.foo:Bar'"),
        (["broken:X"], "not 'broken:X': SyntaxError: "),
        (["raising:X"], "not 'raising:X': RuntimeError: two lines"),
        (["leaving:X"], "not 'leaving:X': SystemExit: 3"),
        (["livefig:LiveFigure"], "LiveFigure.name must be a name"),
        (["Descent", "--set", 'language="ko"'], "the language is given by --language"),
        (["Descent", "--set", "alpha=1", "--set", "alpha=2"], "not alpha again"),
        (["Descent", "--page", "--picture"], "--page and --picture must not be given together"),
        (["Descent", "--language", "xx"], "language must be one of"),
        (["Descent", "--to", "/proc/none"], "/proc/none"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in BAD_MODULES.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert main(["export", "--to", str(tmp_path / "new"), *arguments]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert len(written.err.splitlines()) == 1
    assert said in written.err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_the_terminal_cannot_spell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["export", "Descent", "--to", str(tmp_path / "그림"), "--picture"]) == 0
    terminal.seek(0)
    assert terminal.read().endswith("/\\uadf8\\ub9bc/descent.svg\n")
    assert (tmp_path / "그림" / "descent.svg").exists()


# --- nbconvert ------------------------------------------------------------------------------------


GEOMETRY = "from l2book.figures.geometry import Geometry\nfigure = Geometry()\nfigure"
PLACE = """from livefig import Number, Place
Place("there", "Where?", figure=figure, panel="plane", truth="w_tilde",
      at={"alpha": 2}, explanation="So.")"""
NUMBER = 'Number("half", "How much?", 1, tolerance=0.1, explanation="So.")'


@pytest.mark.browser
@pytest.mark.slow
def test_nbconvert(root: Path, tmp_path: Path, watched: Callable[..., Watch], own: str) -> None:
    """Figures and questions of a notebook live in its page, and stand whole without script."""
    figures = [DESCENT(alpha=2.0), all_figures()["gradient"]()]
    sources = [f"from {type(f).__module__} import {type(f).__name__}\n{f!r}" for f in figures]
    # A class that a later cell defines anew, as a reader does who changes it.
    anew = own.replace('return {"artists"', 'w_tilde = -w_tilde; return {"artists"')
    sources += [own, "OneWeight()", anew, "OneWeight(alpha=3)", GEOMETRY, PLACE, NUMBER]
    html = converted(tmp_path, root, *sources)
    assert "html-manager" not in html.read_text(encoding="utf-8")
    for script in (True, False):
        watch = watched(java_script_enabled=script)
        page = watch.page
        page.goto(html.as_uri(), wait_until="commit")
        for figure in figures:
            shown = page.locator(f"figure#{figure.name}")
            shown.locator("figcaption").wait_for()
            shapes = shown.locator("svg :is(path, polyline, polygon)")
            assert shapes.count() == len(re.findall("<(?:path |polyl|polyg)", still(figure)))
            if script:
                shown.and_(page.locator("[data-live=true]")).wait_for()
                before = shown.locator(".live-panels").inner_html()
                shown.locator("input[name=alpha]").fill("0.75")
                assert shown.locator(".live-panels").inner_html() != before
        assert "Where?" in page.locator("#there").inner_text()
        if script:
            assert_alive(page)
            assert readout(page.locator("#one_weight-2[data-live=true]"), "w_tilde") == -2 / 5
            page.locator("#half[data-live=true]").wait_for()
            assert page.locator("figure[data-locked]").count() == 1
            page.locator("#there .live-skip").click()
            assert page.locator("figure[data-locked]").count() == 0
        assert [line for line in watch.problems if "live" in line] == []


@pytest.mark.browser
def test_a_figure_of_one_s_own_in_a_package(
    tmp_path: Path, watched: Callable[..., Watch], own: str
) -> None:
    package = tmp_path / "authors"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one_weight.py").write_text(own, encoding="utf-8")
    command = [sys.executable, "-m", "livefig", "export", "authors.one_weight:OneWeight"]
    command += ["--to", str(tmp_path), "--page"]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=True)
    watch = watched()
    watch.page.goto((tmp_path / "one_weight.html").as_uri(), wait_until="commit")
    assert_alive(watch.page)
    assert watch.problems == []
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        assert list(find_figures("authors")) == ["one_weight"]


# --- marimo ---------------------------------------------------------------------------------------

NOTEBOOK = """\
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from l2book.figures.descent import Descent

    figure = mo.ui.anywidget(Descent())
    figure
    return figure, mo


@app.cell
def _(figure, mo):
    import json

    mo.md("VALUE " + json.dumps(figure.value) + " END")
    return


if __name__ == "__main__":
    app.run()
"""


@contextmanager
def marimo(notebook: Path) -> Iterator[str]:
    """Run a notebook as marimo's readers do and yield its address."""
    port = free_port()
    command = [sys.executable, "-m", "marimo", "run", notebook.name, "--headless", "--no-token"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    home = str(notebook.parent)
    environment = os.environ | {"XDG_CONFIG_HOME": home, "HOME": home}
    log = notebook.with_suffix(".log")
    with log.open("w", encoding="utf-8") as file:
        server = subprocess.Popen(
            command, cwd=notebook.parent, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    urllib.request.urlopen(address, timeout=5).close()
                    break
                except (urllib.error.URLError, OSError):
                    assert server.poll() is None, log.read_text(encoding="utf-8")
                    time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def said(page: Page) -> dict[str, object]:
    """Return what the second cell shows of ``figure.value``."""
    text = page.get_by_text("VALUE {").last.inner_text()
    return json.loads(text.replace("“", '"').replace("”", '"').split("VALUE ")[1].split(" END")[0])


@pytest.mark.browser
@pytest.mark.slow
def test_marimo(tmp_path: Path, watched: Callable[..., Watch]) -> None:
    """The figure lives there, and a cell that uses its value follows a slider."""
    pytest.importorskip("marimo")
    notebook = tmp_path / "notebook.py"
    notebook.write_text(textwrap.dedent(NOTEBOOK), encoding="utf-8")
    with marimo(notebook) as address:
        watch = watched()
        page = watch.page
        page.goto(address)
        figure = page.locator("figure.live-figure[data-live=true]")
        figure.wait_for(timeout=60_000)
        first = said(page)
        assert set(first) == {*DESCENT.parameters(), "readouts"}
        figure.locator("input[name=alpha]").fill("2.5")
        page.get_by_text('"alpha": 2.5').last.wait_for(timeout=30_000)
        then = said(page)
        expected = DESCENT(alpha=2.5)
        assert {key: then[key] for key in expected.values()} == expected.values()
        assert then["readouts"]["decay_norm"] == pytest.approx(expected.readouts["decay_norm"])
        assert readout(figure, "decay_norm") == pytest.approx(then["readouts"]["decay_norm"])
        assert [line for line in watch.problems if "live figure" in line] == []
        page.context.close()
