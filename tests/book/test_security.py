"""The policy under which the book is served to the tests, and that nothing slips under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from l2book.sphinx import csp
from tests.book.pages import CHAPTERS, PAGES
from tests.serve import serving
from tests.watch import Watch

OTHERS = ("search", "genindex")


# --- The policy ---------------------------------------------------------------------------------


def test_the_policy_is_strict() -> None:
    assert csp.POLICY["default-src"] == "'self'"
    assert "unsafe-eval" not in csp.policy()
    assert [key for key, value in csp.POLICY.items() if "unsafe" in value] == ["style-src-attr"]
    assert not {"script-src", "connect-src", "worker-src"} & set(csp.POLICY)
    assert "*" not in csp.policy()
    assert "://" not in csp.policy()


def test_it_lies_beside_the_pages(book: Path) -> None:
    line = f"Content-Security-Policy: {csp.policy()}"
    assert (book / csp.POLICY_FILE).read_text(encoding="utf-8").strip() == line


@pytest.mark.parametrize("page", [*PAGES, *OTHERS])
def test_no_page_has_a_script_of_its_own(book: Path, page: str) -> None:
    html = BeautifulSoup((book / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    assert len(html.find_all("script", src=True)) > 5
    for script in html.find_all("script", src=False):
        assert script.get("type") == "application/json", script
    for element in html.find_all(True):
        assert not [key for key in element.attrs if key.startswith("on")], element
        assert not str(element.get("href", "")).strip().lower().startswith("javascript:")
    for script in html.find_all("script", src=True):
        path = script["src"].partition("?")[0]
        assert ((book / page).parent / path).is_file(), path


# --- Moving scripts -----------------------------------------------------------------------------


def test_scripts_that_stand_together_become_one_in_their_order() -> None:
    page = (
        '<head><script a="b"> first() </script>\n<script src="x.js"></script>\n'
        "<script>second()</script>\n  <script>third()</script>\n"
        '<script type="application/json">{"a": "<b>"}</script>\n<script>first()</script></head>'
        '<body><button class="c" onclick="go(&quot;x&quot;)">x</button>'
        '<i onclick="go(&quot;x&quot;)">y</i>'
        '<pre>&lt;a onclick=&quot;no&quot;&gt; onclick="no"</pre></body>'
    )
    moved, files = csp.without_code(page, "../")
    codes = list(files.values())
    assert codes[0].endswith("\nfirst()")
    first = [path.read_text(encoding="utf-8").strip() for path in csp.FIRST]
    assert codes[0].startswith("\n".join(first))
    assert codes[1:3] == ["second()\nthird()", "first()"]
    assert 'go("x");' in codes[3]
    links = re.findall(r'<script([^>]*) src="([^"]+)">', moved)
    own = [f"../_static/inline/{name}" for name in files if name.endswith(".js")]
    assert links == [
        (' a="b"', own[0]),
        ("", "x.js"),
        ("", own[1]),
        ("", own[2]),
        (" defer", own[3]),
    ]
    assert '<script type="application/json">{"a": "<b>"}</script>' in moved
    assert moved.count("data-onclick=") == 2
    assert ' onclick="no"</pre>' in moved
    assert csp.without_code(moved, "../") == (moved, {})


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


# --- The workflows ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workflows(root: Path) -> Iterator[dict[str, str]]:
    found = {path.name: path.read_text(encoding="utf-8") for path in root.glob(".github/**/*.yml")}
    assert {"test.yml", "publish.yml"} <= set(found)
    return found


def test_every_action_is_pinned_by_the_hash_of_a_commit(workflows: dict[str, str]) -> None:
    for name, text in workflows.items():
        for line in re.findall(r"uses:.*", text):
            assert re.fullmatch(r"uses: [\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d\S*", line), name


def test_what_is_published_has_passed_its_tests(workflows: dict[str, str]) -> None:
    """After the workflow of the tests, which a push started, and in the state that it tested."""
    publish, test = (yaml.safe_load(workflows[f"{name}.yml"]) for name in ("publish", "test"))
    triggers = publish[True]  # YAML reads `on` so
    assert triggers == {
        "workflow_run": {"workflows": [test["name"]], "types": ["completed"], "branches": ["main"]},
        "workflow_dispatch": None,
    }
    build, deploy = publish["jobs"]["build"], publish["jobs"]["deploy"]
    assert "workflow_run.conclusion == 'success'" in build["if"]
    assert "workflow_run.event == 'push'" in build["if"]
    assert build["steps"][0]["with"]["ref"].startswith("${{ github.event.workflow_run.head_sha ")
    assert deploy["needs"] == "build"


def test_no_workflow_may_do_more_than_it_does(workflows: dict[str, str]) -> None:
    """To read the repository is all; a job that publishes says what else it needs."""
    for name, text in workflows.items():
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}, name
        for job in workflow["jobs"].values():
            granted = {key for key, value in job.get("permissions", {}).items() if value == "write"}
            assert granted <= ({"pages", "id-token"} if name == "publish.yml" else set()), name
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False, name
