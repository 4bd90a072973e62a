"""The order in which tools/browser.py looks for a browser, and what it installs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project.make import program
from tools import browser

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")


@pytest.fixture
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; its folders `bin`, `home` and `downloads` are in the path."""
    for name in ("bin", "home", "downloads"):
        (tmp_path / name).mkdir()
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(browser, "MACOS_APPLICATIONS", dict.fromkeys(browser.NAMES, ()))
    monkeypatch.setattr(browser, "MINI_BROWSERS", ())
    return tmp_path


def browser_at(path: Path, exit_code: int = 0) -> str:
    """Make a stand-in for a browser."""
    return program(path, f"exit {exit_code}")


def test_nothing_there(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [browser.find(name) for name in browser.PACKAGES] == [None, None, None]
    monkeypatch.setattr(browser, "install_browser", lambda name: None)
    assert browser.main() == 1
    assert capsys.readouterr() == ("", f"{browser.NO_BROWSER}\n")


@pytest.mark.parametrize("name", browser.NAMES)
def test_named_browser_comes_first(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    browser_at(empty_machine / f"bin/{name}")
    named = browser_at(empty_machine / "mine")
    monkeypatch.setenv(name.upper(), named)
    assert browser.find_browser(name) == named


@pytest.mark.parametrize("make", [lambda path: None, Path.touch, lambda path: browser_at(path, 1)])
def test_named_browser_that_cannot_run_is_an_error(
    empty_machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], object],
) -> None:
    browser_at(empty_machine / "bin/chromium")  # not taken in its place
    make(empty_machine / "mine")
    monkeypatch.setenv("CHROMIUM", str(empty_machine / "mine"))
    with pytest.raises(browser.BrowserError, match="mine is not a browser"):
        browser.find_browser()
    assert browser.main() == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.parametrize("kind", browser.NAMES)
def test_names_are_tried_in_order(empty_machine: Path, kind: str) -> None:
    """And before any download, of which the newest build comes first."""
    for build in ("1100/chrome-linux", "1200/chrome-linux64"):
        newest = browser_at(empty_machine / f"downloads/chromium-{build}/chrome")
    browser_at(empty_machine / "downloads/chromium_headless_shell-1200/chrome-linux/headless-shell")
    assert browser.find_browser() == newest
    for name in reversed(browser.NAMES[kind]):
        expected = browser_at(empty_machine / "bin" / name)
        assert browser.find_browser(kind) == expected


def test_webkit_needs_its_screen_and_its_window_manager(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = browser_at(empty_machine / "lib/any/webkit2gtk-4.1/MiniBrowser")
    monkeypatch.setattr(browser, "SYSTEM", empty_machine)
    monkeypatch.setattr(browser, "MINI_BROWSERS", ("lib/*/webkit2gtk-4*/MiniBrowser",))
    for name in ("WebKitWebDriver", "Xvfb", "openbox"):
        assert browser.find_webkit() is None
        browser_at(empty_machine / "bin" / name)
    assert browser.find_webkit() == (str(empty_machine / "bin/WebKitWebDriver"), small)


def test_a_stub_that_does_not_run_is_passed_over(empty_machine: Path) -> None:
    browser_at(empty_machine / "bin/chromium-browser", exit_code=1)
    chrome = browser_at(empty_machine / "bin/google-chrome")
    assert browser.find_browser() == chrome


@pytest.mark.parametrize("as_root", [True, False])
@pytest.mark.parametrize("name", browser.PACKAGES)
def test_what_is_installed(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch, name: str, as_root: bool
) -> None:
    """As root Debian's packages, and otherwise a Chromium alone."""
    browser_at(empty_machine / "bin/apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 0 if as_root else 1000)
    commands: list[str] = []

    def run(command: list[str]) -> bool:
        commands.append(" ".join(command))
        if command[-1] in browser.PACKAGES[name]:
            monkeypatch.setattr(browser, "find", lambda name: f"/there/{name}")
        return True

    monkeypatch.setattr(browser, "_runs", run)
    packages = " ".join(browser.PACKAGES[name])
    install = f"apt-get install --yes --no-install-recommends {packages}"
    download = f"{sys.executable} -m playwright install chromium"
    wanted = ["apt-get update", install] if as_root else [download] if name == "chromium" else []
    assert browser.install_browser(name) == (f"/there/{name}" if wanted else None)
    assert commands == wanted


def test_without_firefox_or_webkit_it_says_so_and_goes_on(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = browser_at(empty_machine / "bin/chromium")
    monkeypatch.setattr(browser, "install_browser", lambda name: None)
    assert browser.main(list(browser.PACKAGES)) == 0
    out, err = capsys.readouterr()
    assert out == path + "\n"
    assert err == "".join(f"{line}\n" for line in browser.MISSING.values())
