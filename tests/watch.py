"""A browser page, and everything on it that a reader should never meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tools import browser

#: Chromium can resolve no name: a page that asks another host for anything fails at it, with or
#: without a network.
FLAGS = (*browser.FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
HERE = ("127.0.0.1", "")  # the test's own server, and the disk
#: A page was left while a picture or a script was still under way: Firefox gives that request up.
LEFT = "NS_BINDING_ABORTED"


@dataclass
class Watch:
    """What went wrong on a page, and whom it asked."""

    page: Page
    name: str = ""
    problems: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_response)

    @property
    def other_hosts(self) -> set[str]:
        """Every host asked that is neither the test's server nor the disk."""
        return self.hosts - set(HERE)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.problems.append(f"console {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob"):
            self.hosts.add(address.hostname or "")

    def _on_failure(self, request: Request) -> None:
        if request.failure != LEFT:
            self.problems.append(f"request failed: {request.url} ({request.failure})")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"status {response.status}: {response.url}")
