"""JupyterLite in the built book: what is in it, and that it opens. No network is needed."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.book.pages import CHAPTERS, ROOT
from tests.serve import serving
from tests.watch import Watch
from tools import languages, lite
from tools.files import tracked

NAMES = sorted(Path(chapter).name for chapter in CHAPTERS)
PATIENCE = 60_000  # ms, for a machine that is busy
CDN = "https://cdn.jsdelivr.net/pyodide/"


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def settings(lite_site: Path) -> dict[str, Any]:
    return read_json(lite_site / "jupyter-lite.json")["jupyter-config-data"]


# --- What is in it ------------------------------------------------------------------------------


def test_it_lists_every_notebook_as_it_lies_in_the_repository(lite_site: Path) -> None:
    listed = read_json(lite_site / "api/contents/notebooks/all.json")["content"]
    paths = [entry["path"] for entry in listed]
    assert sorted(Path(path).stem for path in paths) == NAMES
    for path in paths:
        assert (lite_site / "files" / path).read_bytes() == (ROOT / path).read_bytes()


def test_the_front_ends_of_the_widgets_are_in_it(lite_site: Path, settings: dict[str, Any]) -> None:
    found = {extension["name"]: extension["load"] for extension in settings["federated_extensions"]}
    assert {
        *("@jupyter-widgets/jupyterlab-manager", "anywidget", "jupyterlab-myst"),
        "@jupyterlite/pyodide-kernel-extension",
    } <= set(found)
    for name, load in found.items():
        assert (lite_site / "extensions" / name / load).is_file(), name


def test_the_kernel_finds_the_wheels_of_the_book(lite_site: Path, settings: dict[str, Any]) -> None:
    """The package and what it needs beyond Pyodide, each with its hash in its address."""
    own = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    index = lite_site / "pypi/all.json"
    digest = hashlib.sha256(index.read_bytes()).hexdigest()
    assert own["pipliteUrls"][0] == f"./pypi/all.json?sha256={digest}"
    assert "pyodideUrl" not in own, "the kernel's own default: its usual address"
    packages = read_json(index)
    assert set(packages) == {"l2reg", *lite.SERVED}
    for name, package in packages.items():
        ((release,),) = package["releases"].values()
        wheel = lite_site / "pypi" / release["filename"]
        assert wheel.name.endswith("-none-any.whl"), name
        assert release["digests"]["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_wheel_is_this_package(lite_site: Path, tmp_path: Path) -> None:
    """Every file of the project's sources, and the same bytes when it is built again."""
    (wheel,) = (lite_site / "pypi").glob("l2reg-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in tracked(ROOT) if name.startswith("src/")]
    tree = {name.removeprefix("src/"): (ROOT / name).read_bytes() for name in names}
    assert len(tree) > 20
    assert {name: packed.get(name) for name in tree} == tree
    lite.build_wheel(tmp_path)
    (again,) = tmp_path.iterdir()
    assert (again.name, again.read_bytes()) == (wheel.name, wheel.read_bytes())


# --- The building of it -------------------------------------------------------------------------


def test_nothing_is_built_again_until_something_changes(
    lite_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(lite, "_stage", lambda *_: pytest.fail("it is built again"))
        others = {c: languages.write_sources(c, lite.ROOT / "_build" / c) for c in languages.OTHERS}
        assert lite.build(lite_site, translations=others) is False
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    changed = next((tmp_path / "notebooks").glob("*.ipynb"))
    digests = [lite.digest(None, tmp_path / "notebooks")]
    changed.write_text(changed.read_text(encoding="utf-8") + " ", encoding="utf-8")
    digests.append(lite.digest(None, tmp_path / "notebooks"))
    (tmp_path / "pyodide").mkdir()
    (tmp_path / "pyodide/pyodide.mjs").touch()
    digests.append(lite.digest(tmp_path / "pyodide", tmp_path / "notebooks"))
    assert len(set(digests)) == 3


def test_a_folder_without_pyodide_is_refused(lite_site: Path, tmp_path: Path) -> None:
    (tmp_path / "pyodide.mjs").touch()
    with pytest.raises(lite.LiteError, match=r"holds no Pyodide: pyodide-lock\.json, .* missing"):
        lite.build(tmp_path / "html/lite", pyodide=tmp_path)
    assert not (tmp_path / "html").exists()


def test_pyodide_from_a_folder_is_laid_where_the_build_takes_it(
    lite_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make kernel` builds such a site whole. A build that fails leaves the site as it was."""
    given = tmp_path / "given"
    given.mkdir()
    for name in lite.PYODIDE_FILES:
        (given / name).write_text(name, encoding="utf-8")
    seen: list[str] = []

    def look(folder: Path, site: Path) -> None:
        seen.extend(path.name for path in (folder / "static/pyodide").iterdir())
        raise lite.LiteError("stopped here")

    monkeypatch.setattr(lite, "_run_jupyter_lite", look)
    old = tmp_path / "html/lite/old"
    old.mkdir(parents=True)
    with pytest.raises(lite.LiteError, match="stopped here"):
        lite.build(tmp_path / "html/lite", pyodide=given)
    assert sorted(seen) == sorted(lite.PYODIDE_FILES)
    assert old.exists()


# --- In a browser -------------------------------------------------------------------------------


def faults(watch: Watch) -> list[str]:
    """Return what went wrong; not the kernel's download, nor what Jupyter itself warns of."""
    usual = (CDN, "console warning")
    return [text for text in watch.problems if not any(part in text for part in usual)]


@pytest.mark.browser
def test_a_chapter_opens_from_its_button(
    watched: Callable[..., Watch], book: Path, lite_site: Path
) -> None:
    """Under a base path. No other host is asked until the button is pressed, and then one."""
    chapter = CHAPTERS[2]
    with serving(book.parent) as address:
        watch = watched(viewport={"width": 1280, "height": 900})
        page = watch.page
        page.goto(f"{address}/{book.name}/{chapter}.html")
        page.get_by_label("Launch interactive content").click()
        with page.expect_popup() as opened:
            page.get_by_role("link", name="JupyterLite", exact=True).first.click()  # the menu's
        assert (watch.problems, watch.other_hosts) == ([], set())

        site = Watch(opened.value)
        cells = site.page.locator(".jp-Notebook .jp-CodeCell")
        expect(site.page.get_by_role("heading", name="Weight decay").first).to_be_visible(
            timeout=PATIENCE
        )
        expect(cells.first).to_contain_text("install the book's package", timeout=PATIENCE)
        # Without a network the kernel does not come, and a cell that is run waits for it.
        cells.first.click()
        site.page.keyboard.press("Control+Enter")
        expect(cells.first.locator(".jp-InputPrompt").first).to_have_text("[*]:", timeout=PATIENCE)
        assert site.other_hosts <= {"cdn.jsdelivr.net"}
        assert faults(site) == []

        listing = Watch(site.page)
        site.page.goto(f"{address}/{book.name}/lite/")
        site.page.locator(".jp-DirListing-item", has_text="notebooks").dblclick()
        items = site.page.locator(".jp-DirListing-item .jp-DirListing-itemText")
        expect(items).to_have_text([f"{name}.ipynb" for name in NAMES], timeout=PATIENCE)
        assert (faults(listing), listing.other_hosts) == ([], set())


@pytest.mark.browser
def test_from_disk_it_says_what_to_do(watched: Callable[..., Watch], lite_site: Path) -> None:
    page = watched().page
    page.goto(f"{(lite_site / 'notebooks/index.html').as_uri()}?path={CHAPTERS[0]}.ipynb")
    expect(page.locator("#from-disk")).to_contain_text("python -m http.server")
    expect(page.locator("#from-disk")).to_be_visible()
