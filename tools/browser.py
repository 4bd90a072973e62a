"""Find the browsers for the tests and benchmarks, or get them.

``python -m tools.browser`` prints the path of a Chromium and nothing else on standard output;
``python -m tools.browser chromium firefox webkit`` a line for each. It looks in this order:
``$CHROMIUM`` or ``$FIREFOX``; the usual names on the path; the usual places of macOS and Windows;
for Chromium, Playwright's own downloads. What is not there it gets: Debian's packages when it runs
as root beside ``apt-get``, otherwise, and for Chromium alone, Playwright's download. Without
Firefox or WebKit it says so and goes on: their tests say why they skip. :func:`find_browser` and
:func:`find_webkit` only look.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# Chromium first, since it is what the book is tested with most; the others share its engine.
NAMES = {
    "chromium": (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "msedge",
        "microsoft-edge",
        "microsoft-edge-stable",
    ),
    "firefox": ("firefox-esr", "firefox"),
}

# Below the folders that applications are installed in.
MACOS_APPLICATIONS = {
    "chromium": (
        "Chromium.app/Contents/MacOS/Chromium",
        "Google Chrome.app/Contents/MacOS/Google Chrome",
        "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "firefox": ("Firefox.app/Contents/MacOS/firefox",),
}
WINDOWS_APPLICATIONS = {
    "chromium": (
        "Chromium/Application/chrome.exe",
        "Google/Chrome/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
    "firefox": ("Mozilla Firefox/firefox.exe",),
}

#: Debian's packages. WebKit is tested on a screen of its own, under a window manager.
PACKAGES = {
    "chromium": ("chromium",),
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "xvfb", "openbox"),
}
#: Where systems keep WebKitGTK's own small browser.
SYSTEM = Path("/usr")
MINI_BROWSERS = ("lib/*/webkit2gtk-4*/MiniBrowser", "libexec/webkit2gtk-4*/MiniBrowser")

# Inside Playwright's folder of downloads; the part that varies is a build number or a processor.
PLAYWRIGHT_BROWSERS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
    "chromium_headless_shell-*/chrome-*/*headless*shell*",
)

#: What Chromium would load into every new window, unseen, for its address bar: two pages that cost
#: half as much as a chapter. Then what it would ask the network. Playwright's own list gives way.
NOT_WANTED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
NOT_WANTED += ("HttpsUpgrades", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints")
NOT_WANTED += ("Translate",)
#: How Chromium is started for the PDF, the tests and the benchmarks: to do nothing by itself.
FLAGS = (
    "--headless",
    "--no-sandbox",  # it runs as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(NOT_WANTED)}",
)

NO_BROWSER = (
    "No Chromium here, and none could be installed: install Chromium, Chrome or Edge, "
    "or set CHROMIUM to the path of one."
)
#: Said of a browser that the tests can do without, outside CI.
MISSING = {
    "firefox": "No Firefox here: install it, or set FIREFOX to its path.",
    "webkit": "No WebKit here: on Debian or Ubuntu, apt-get install webkit2gtk-driver xvfb openbox",
}


class BrowserError(Exception):
    """There is no browser, or ``$CHROMIUM`` or ``$FIREFOX`` names something that is none."""


def find_browser(browser: str = "chromium") -> str | None:
    """Return the path of an installed Chromium, Chrome or Edge, or of a Firefox, or None.

    Raises
    ------
    BrowserError : When ``$CHROMIUM`` or ``$FIREFOX`` is set and is not a program that answers
        ``--version``: whoever set it meant that one, so no other is taken in its place.
    """
    variable = browser.upper()
    if named := os.environ.get(variable):
        path = shutil.which(named)
        if path is None or not answers(path):
            raise BrowserError(f"{variable}={named} is not a browser that can be run.")
        return path
    return next((path for path in candidates(browser) if answers(path)), None)


def find_webkit() -> tuple[str, str] | None:
    """Return WebKit's driver and its small browser, or None where they or their screen lack."""
    driver, *screen = map(shutil.which, ("WebKitWebDriver", "Xvfb", "openbox"))
    browsers = sorted(str(path) for name in MINI_BROWSERS for path in SYSTEM.glob(name))
    return (driver, browsers[-1]) if driver and all(screen) and browsers else None


def find(browser: str) -> str | None:
    """Return the path of what runs a browser of :data:`PACKAGES`, or None."""
    if browser == "webkit":
        return (find_webkit() or [None])[0]
    return find_browser(browser)


def candidates(browser: str) -> Iterator[str]:
    """Yield every program that may be a browser, in the order in which they are preferred."""
    for name in NAMES[browser]:
        if path := shutil.which(name):
            yield path
    if sys.platform == "darwin":
        folders, applications = ["/Applications", "~/Applications"], MACOS_APPLICATIONS[browser]
    elif sys.platform == "win32":
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        folders = [os.environ[name] for name in variables if name in os.environ]
        applications = WINDOWS_APPLICATIONS[browser]
    else:
        folders, applications = [], ()
    for application in applications:
        for folder in folders:
            path = Path(folder).expanduser() / application
            if path.is_file():
                yield str(path)
    for pattern in PLAYWRIGHT_BROWSERS if browser == "chromium" else ():
        # The newest build last in the alphabet, hence first here.
        yield from sorted(map(str, playwright_folder().glob(pattern)), reverse=True)


def playwright_folder() -> Path:
    """Return the folder into which Playwright downloads browsers."""
    if named := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(named)
    if sys.platform == "darwin":
        return Path("~/Library/Caches/ms-playwright").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "ms-playwright"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a Chromium for a while.

    Raises
    ------
    BrowserError : When there is none, or ``$CHROMIUM`` is none.
    """
    path = find_browser()
    if path is None:
        raise BrowserError(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def answers(path: str) -> bool:
    """Say whether a program runs: some systems keep a stub under a browser's name."""
    if not os.access(path, os.X_OK):
        return False
    if sys.platform == "win32":  # there, `--version` would open a window
        return True
    try:
        outcome = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return outcome.returncode == 0


def install_browser(browser: str = "chromium") -> str | None:
    """Install a browser where that is possible and return its path, or None."""
    for commands in _installers(browser):
        print(f"== No {browser} found:", " && ".join(map(" ".join, commands)), file=sys.stderr)
        if all(_runs(command) for command in commands) and (path := find(browser)):
            return path
    return None


def _installers(browser: str) -> Iterator[list[list[str]]]:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES[browser]]
        yield [["apt-get", "update"], install]
    if browser == "chromium":
        yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _runs(command: list[str]) -> bool:
    """Run a command with its output on standard error, and say whether it succeeded."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        outcome = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
        )
    except OSError:
        return False
    return outcome.returncode == 0


def main(browsers: Sequence[str] = ("chromium",)) -> int:
    """Print the path of each browser, installing it if need be; 1 without a Chromium."""
    for browser in browsers:
        try:
            path = find(browser) or install_browser(browser)
        except BrowserError as error:
            print(error, file=sys.stderr)
            return 1
        if path:
            print(path)
        else:
            print(MISSING.get(browser, NO_BROWSER), file=sys.stderr)
            if browser not in MISSING:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["chromium"]))
