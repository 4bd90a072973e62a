"""The policy under which the book is served to the tests, and that nothing slips under it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from l2book.sphinx import csp
from tests.book.pages import CHAPTERS, PAGES, tree
from tests.serve import serving
from tests.watch import Watch

OTHERS = ("search", "genindex")


# --- The policy ---------------------------------------------------------------------------------


def test_the_policy_is_strict() -> None:
    assert csp.POLICY["default-src"] == "'self'"
    assert "unsafe-eval" not in csp.policy()
    assert [key for key, value in csp.POLICY.items() if "unsafe" in value] == ["style-src-attr"]
    assert not {"script-src", "connect-src", "worker-src"} & set(csp.POLICY)
    assert not re.search(r"\*|://", csp.policy())


def test_it_lies_beside_the_pages(book: Path) -> None:
    line = f"Content-Security-Policy: {csp.policy()}"
    assert (book / csp.POLICY_FILE).read_text(encoding="utf-8").strip() == line


@pytest.mark.parametrize("page", [*PAGES, *OTHERS])
def test_no_page_has_a_script_of_its_own(book: Path, page: str) -> None:
    html = tree(book / f"{page}.html")
    assert len(html.find_all("script", src=True)) > 5
    for script in html.find_all("script", src=False):
        assert script.get("type") == "application/json", script
    for element in html.find_all(True):
        assert not [key for key in element.attrs if key.startswith("on")], element
        assert not str(element.get("href", "")).strip().lower().startswith("javascript:")
    for script in html.find_all("script", src=True):
        path = script["src"].partition("?")[0]
        assert ((book / page).parent / path).is_file(), path


# --- In a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watch(watched: Callable[..., Watch], served: str) -> Watch:
    watch = watched(viewport={"width": 1280, "height": 900})
    watch.page.goto(f"{served}/{CHAPTERS[0]}.html")
    return watch


@pytest.mark.browser
def test_the_tests_server_sends_it_and_chromium_obeys(
    watched: Callable[..., Watch], tmp_path: Path
) -> None:
    """Else every test under the policy would pass without it."""
    (tmp_path / "lite").mkdir()
    for name in ("page.html", "lite/page.html"):
        text = "<script>document.title = 'script'; eval('document.title = \"eval\"')</script>"
        (tmp_path / name).write_text(f"<title>still</title>{text}", encoding="utf-8")
    with serving(tmp_path, csp.policy()) as address:
        watch = watched()
        for name, title, refused in (("lite/page", "eval", False), ("page", "still", True)):
            watch.page.goto(f"{address}/{name}.html")
            assert watch.page.title() == title
            assert any("Content Security Policy" in text for text in watch.problems) == refused


@pytest.mark.browser
def test_the_buttons_of_the_theme_work_under_it(watch: Watch) -> None:
    page = watch.page
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_label("Download this page").click()
    page.locator(".btn-download-pdf-button").click()
    assert page.evaluate("() => window.printed")
    page.locator(".btn-fullscreen-button").click()
    page.wait_for_function("() => document.fullscreenElement")
    page.locator(".btn-fullscreen-button").click()
    page.wait_for_function("() => !document.fullscreenElement")
    themes = set()
    for _ in range(3):
        page.get_by_label("Color mode").first.click()
        themes.add(page.evaluate("() => document.documentElement.dataset.mode"))
    assert themes == {"light", "dark", "auto"}
    assert watch.problems == []


@pytest.mark.browser
def test_the_search_finds_under_it(watch: Watch, served: str) -> None:
    page = watch.page
    page.goto(f"{served}/search.html?q=eigenvalue", wait_until="networkidle")
    results = page.locator("#search-results li a")
    expect(results.first).to_be_visible()
    assert any("06_eigen" in (link.get_attribute("href") or "") for link in results.all())
    page.goto(f"{served}/genindex.html")
    assert (watch.problems, watch.other_hosts) == ([], set())
