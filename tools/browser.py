"""Find a Chromium for the tests and benchmarks, or get one.

``python tools/browser.py`` prints the path of a browser and nothing else on standard output. It
looks in this order: ``$CHROMIUM``; the usual names on the path; the usual places of macOS and
Windows; Playwright's own downloads. When there is none it gets one: Debian's package when it runs
as root beside ``apt-get``, otherwise Playwright's download. :func:`find_browser` only looks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Chromium first, since it is what the book is tested with; the others share its engine.
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
)

# Below the folders that applications are installed in.
MACOS_APPLICATIONS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_APPLICATIONS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# Inside Playwright's folder of downloads; the part that varies is a build number or a processor.
PLAYWRIGHT_BROWSERS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
    "chromium_headless_shell-*/chrome-*/*headless*shell*",
)

#: How Chromium is started for the PDF, the tests and the benchmarks: to do nothing by itself.
FLAGS = (
    "--headless",
    "--no-sandbox",  # it runs as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

NO_BROWSER = (
    "No Chromium here, and none could be installed: install Chromium, Chrome or Edge, "
    "or set CHROMIUM to the path of one."
)


class BrowserError(Exception):
    """``$CHROMIUM`` names something that is not a browser."""


def find_browser() -> str | None:
    """Return the path of an installed Chromium, Chrome or Edge, or None.

    Raises
    ------
    BrowserError
        When ``$CHROMIUM`` is set and is not a program that answers ``--version``: whoever set it
        meant that one, so no other is taken in its place.
    """
    if named := os.environ.get("CHROMIUM"):
        path = shutil.which(named)
        if path is None or not answers(path):
            raise BrowserError(f"CHROMIUM={named} is not a browser that can be run.")
        return path
    return next((path for path in candidates() if answers(path)), None)


def candidates() -> Iterator[str]:
    """Yield every program that may be a browser, in the order in which they are preferred."""
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    if sys.platform == "darwin":
        folders, applications = ["/Applications", "~/Applications"], MACOS_APPLICATIONS
    elif sys.platform == "win32":
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        folders = [os.environ[name] for name in variables if name in os.environ]
        applications = WINDOWS_APPLICATIONS
    else:
        folders, applications = [], ()
    for application in applications:
        for folder in folders:
            path = Path(folder).expanduser() / application
            if path.is_file():
                yield str(path)
    for pattern in PLAYWRIGHT_BROWSERS:
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


def install_browser() -> str | None:
    """Install a browser where that is possible and return its path, or None."""
    for commands in _installers():
        print("== No Chromium found:", " && ".join(map(" ".join, commands)), file=sys.stderr)
        if all(_runs(command) for command in commands) and (path := find_browser()):
            return path
    return None


def _installers() -> Iterator[list[list[str]]]:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        yield [["apt-get", "update"], install]
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


def main() -> int:
    """Print the path of a browser, installing one if need be; 1 when there is none to be had."""
    try:
        path = find_browser() or install_browser()
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 1
    if path is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
