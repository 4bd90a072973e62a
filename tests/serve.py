"""A static host on this machine, as plain as the one that will serve the book."""

from __future__ import annotations

import functools
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Host(SimpleHTTPRequestHandler):
    """A static host that keeps no log, and sends a policy if it has one."""

    def __init__(
        self, *arguments: Any, policy: str = "", missing: list[str] | None = None, **options: Any
    ) -> None:
        self.policy, self.missing = policy, missing
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        """Send the policy with everything but JupyterLite, which needs another."""
        if self.policy and not self.path.startswith("/lite/"):
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(self, code: int, *arguments: Any) -> None:
        """Refuse a request, and remember it."""
        if self.missing is not None:
            self.missing.append(self.path)
        super().send_error(code, *arguments)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, policy: str = "", missing: list[str] | None = None) -> Iterator[str]:
    """Serve a folder, under a policy, and yield its address, without a slash at its end.

    The paths asked for that are not there are added to ``missing``: a browser tells nobody of an
    icon.
    """
    options = {"directory": str(folder), "policy": policy, "missing": missing}
    handler = functools.partial(_Host, **options)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
