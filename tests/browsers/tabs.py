"""A tab of Firefox, WebKit or Chromium, so that one test drives each of them.

Firefox and Chromium are driven by Playwright, Firefox in the release that a reader has, over
WebDriver BiDi. WebKit is the small browser of WebKitGTK, driven by Selenium on a screen of its own
that nobody sees, under a window manager: without one no element ever has the focus.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright
from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.book.presenter import SEEN
from tests.serve import serving
from tests.watch import FLAGS, Watch
from tools.browser import find_webkit

#: MiniBrowser's bar of buttons would keep its window wider than a phone.
SMALL_BAR = "window * { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; }"
#: JavaScript's `await`, for a driver that knows callbacks alone.
AWAITED = """const done = arguments[arguments.length - 1];
Promise.resolve().then(() => (%s)(arguments[0]))
  .then((value) => done({ value: value ?? null }), (error) => done({ error: `${error}` }));"""
#: Firefox counts the parts of an equation while they come; `look` counts them when all are there.
PARSING = re.compile("error: Incorrect number of children for <m[a-z]+/> tag.")
#: The middle of an element in sight, once it stands still.
MIDDLE = """async (selector) => {
  const part = document.querySelector(selector);
  let middle, last;
  do {
    last = middle;
    part.scrollIntoView({ block: "center", behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const box = part.getBoundingClientRect();
    middle = [box.x + box.width / 2, box.y + box.height / 2];
  } while (String(middle) !== String(last));
  return middle;
}"""


def until(asked: Callable[[], Any], vain: str, seconds: float = 10) -> Any:
    """Ask again and again until the answer is true, and return it."""
    end = time.monotonic() + seconds
    while not (answer := asked()):
        assert time.monotonic() < end, vain
        time.sleep(0.02)
    return answer


class Tab(ABC):
    """What a reader's hands and eyes can do in a browser."""

    #: "chromium", "firefox" or "webkit".
    name: str

    @abstractmethod
    def visit(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""

    @abstractmethod
    def evaluate(self, function: str, argument: Any = None) -> Any:
        """Call a JavaScript function, which may be asynchronous, in the page."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press a key by its name, or several at once: `ArrowRight`, `Control+k`."""

    @abstractmethod
    def drag(self, *places: tuple[float, float]) -> None:
        """Press the mouse at the first place of the window and let it go at the last."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this size."""

    @abstractmethod
    def new_problems(self) -> list[str]:
        """Every error and warning that pages have caused in this tab since the last call."""

    @property
    @abstractmethod
    def other_hosts(self) -> set[str]:
        """Every host asked that is neither the test's server nor the disk."""

    def click(self, selector: str) -> None:
        """Bring the first element of a CSS selector into sight and click its middle."""
        self.drag(tuple(self.evaluate(MIDDLE, selector)))

    def wait(self, function: str, argument: Any = None, seconds: float = 10) -> Any:
        """Wait until a function's value is true, and return that."""
        vain = f"{self.name} waits in vain for {function}"
        return until(lambda: self.evaluate(function, argument), vain, seconds)

    def wait_for_the_screen(self) -> None:
        """Wait until a figure has the screen; WebKit makes its page as wide some time later."""
        wide = "innerWidth === screen.width" if self.name == "webkit" else "true"
        self.wait(f"() => document.fullscreenElement && {wide}")

    def seen_large(self, name: str, least: float = 0.0) -> dict[str, Any]:
        """Return what is seen of an enlarged figure once it has fitted itself to the screen."""
        seen: dict[str, Any] = {}

        def fits() -> bool:
            seen.update(self.evaluate(SEEN, name))
            wrong = ("scrolls", "off", "meeting")
            return seen["drawn"] >= least - 0.3 and not any(seen[key] for key in wrong)

        with suppress(AssertionError):  # who asked says what is wrong
            until(fits, "")
        return seen


class PlaywrightTab(Tab):
    """A tab of Firefox or Chromium."""

    def __init__(self, watch: Watch, name: str) -> None:
        self.watch, self.page, self.name = watch, watch.page, name

    def visit(self, address: str) -> None:
        self.page.goto(address, wait_until="load")

    def evaluate(self, function: str, argument: Any = None) -> Any:
        return self.page.evaluate(function, argument)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def drag(self, *places: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*places[0])
        mouse.down()
        for place in places[1:]:
            mouse.move(*place)
        mouse.up()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def new_problems(self) -> list[str]:
        self.page.evaluate("0")  # and so hear of what has happened
        found, self.watch.problems = self.watch.problems, []
        return [text for text in found if not PARSING.fullmatch(text)]

    @property
    def other_hosts(self) -> set[str]:
        self.page.evaluate("0")
        return self.watch.other_hosts


class WebKitTab(Tab):
    """A tab of WebKit, which opens pages that note by themselves what goes wrong: `noting.js`."""

    name = "webkit"

    def __init__(self, driver: webdriver.WebKitGTK, asked: list[str]) -> None:
        self.driver, self.asked, self.noted = driver, asked, []

    def visit(self, address: str) -> None:
        self._collect()
        if address.split("#")[0] == self.driver.current_url.split("#")[0]:
            self.driver.get("about:blank")  # or it goes to another place of the page it has
        self.driver.get(address)

    def evaluate(self, function: str, argument: Any = None) -> Any:
        answer = self.driver.execute_async_script(AWAITED % function, argument)
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def press(self, key: str) -> None:
        keys = [
            getattr(Keys, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", part).upper(), part)
            for part in key.split("+")
        ]
        actions = ActionBuilder(self.driver, duration=0)
        for one in keys:
            actions.key_action.key_down(one)
        for one in reversed(keys):
            actions.key_action.key_up(one)
        actions.perform()

    def drag(self, *places: tuple[float, float]) -> None:
        actions = ActionBuilder(self.driver, duration=0)
        mouse = actions.pointer_action
        for i, (x, y) in enumerate(places):
            mouse.move_to_location(round(x), round(y))
            if i == 0:
                mouse.pointer_down()
        mouse.pointer_up()
        actions.perform()

    def resize(self, width: int, height: int) -> None:
        def fits() -> bool:
            inner = self.driver.execute_script("return [innerWidth, innerHeight]")
            outer = self.driver.get_window_size()
            lacks = width - inner[0], height - inner[1]
            if any(lacks):
                self.driver.set_window_size(outer["width"] + lacks[0], outer["height"] + lacks[1])
            return not any(lacks)

        until(fits, f"the window is not {width} × {height}")

    def _collect(self) -> None:
        take = "return (globalThis.noted ?? []).splice(0)"
        self.noted += self.driver.execute_script(take)

    def new_problems(self) -> list[str]:
        self._collect()
        found, self.noted = self.noted, []
        return found

    @property
    def other_hosts(self) -> set[str]:
        return set(self.asked)


@contextmanager
def opened(
    playwright: Playwright, name: str, path: str, *, dark: bool = False
) -> Iterator[PlaywrightTab]:
    """Start Chromium or Firefox, on a system that is dark or light; yield a tab of it."""
    if name == "firefox":
        # Over BiDi this release of Playwright cannot say that the system is dark.
        prefers = {"layout.css.prefers-color-scheme.content-override": int(not dark)}
        options = {"channel": "moz-firefox", "firefox_user_prefs": prefers}
    else:
        options = {"args": [*FLAGS], "ignore_default_args": ["--hide-scrollbars"]}
    browser = getattr(playwright, name).launch(executable_path=path, **options)
    try:
        size, scheme = {"width": 1280, "height": 900}, "dark" if dark else "light"
        page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
        page.set_default_timeout(15_000)
        yield PlaywrightTab(Watch(page), name)
    finally:
        browser.close()


@contextmanager
def running(command: list[str], **options: Any) -> Iterator[None]:
    """Run a program, without its words, until the block ends."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet, **options) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def screen() -> Iterator[str]:
    """Start a screen that nobody sees, and a window manager on it; yield the screen's name."""
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with running(["Xvfb", *options], pass_fds=[writing]):
        os.close(writing)
        with os.fdopen(reading) as numbers:
            display = f":{numbers.readline().strip()}"
        with running(["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": display}):
            yield display


@contextmanager
def opened_webkit(home: Path, *, dark: bool = False) -> Iterator[WebKitTab]:
    """Start WebKit, its settings in an empty folder, on a dark or light system; yield its tab."""
    driver, browser = find_webkit()
    settings = home / "gtk-3.0/gtk.css"
    settings.parent.mkdir(parents=True)
    settings.write_text(SMALL_BAR, encoding="utf-8")
    asked: list[str] = []
    with screen() as display, serving(home, missing=asked) as proxy:
        options = Options()
        options.binary_location = browser
        # Who asks another host asks this one, which has nothing and remembers what was wanted.
        for argument in ("--automation", f"--proxy={proxy}", "--ignore-host=127.0.0.1"):
            options.add_argument(argument)
        options.overlay_scrollbars_enabled = False
        environment = {
            **os.environ,
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # it runs as root in a container
            "XDG_CONFIG_HOME": str(home),
        }
        service = Service(driver, env=environment)
        with warnings.catch_warnings(action="ignore"):  # of its own ways, by Selenium itself
            session = webdriver.WebKitGTK(options=options, service=service)
        with session:
            tab = WebKitTab(session, asked)
            tab.resize(1280, 900)
            yield tab


def noting(book: Path, copy: Path) -> Path:
    """Make a copy of the book whose pages note what goes wrong in them, and return it."""
    script = Path(__file__).with_name("noting.js")
    (copy / script.name).write_bytes(script.read_bytes())

    def fill(folder: Path, up: str) -> None:
        """Copy a folder's pages, each with the script, and link to all the rest."""
        for source in (book / folder).iterdir():
            name, to = folder / source.name, copy / folder / source.name
            if source.is_dir() and not source.name.startswith("_") and source.name != "lite":
                to.mkdir()
                fill(name, f"../{up}")
            elif source.suffix == ".html":
                text = source.read_text(encoding="utf-8")
                assert "<head>" in text, name
                tag = f'<head><script src="{up}{script.name}"></script>'
                to.write_text(text.replace("<head>", tag, 1), encoding="utf-8")
            elif source.name != "lite":
                to.symlink_to(source)

    fill(Path(), "")
    return copy
