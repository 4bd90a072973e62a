"""Serve the built book on this machine, as ``make serve`` does: ``python -m tools.serve PORT``."""

from __future__ import annotations

import errno
import functools
import sys
from collections.abc import Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HTML = Path(__file__).resolve().parent.parent / "_build/html"
HOST = "127.0.0.1"
HIGHEST = 65_535
ANOTHER = "run `make serve PORT=0`, which takes any that is free, or name another from 1024 on."


class Server(ThreadingHTTPServer):
    """A server that keeps its port to itself, and does not mind a browser that breaks off."""

    allow_reuse_port = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, other than that the browser went on to another page."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C; 1 when that cannot be."""
    if not (HTML / "index.html").is_file():
        print("There is no book yet: run 'make book' first.", file=sys.stderr)
        return 1
    (port,) = arguments or ["8000"]
    if not (port.isascii() and port.isdigit() and int(port) <= HIGHEST):
        said = f"PORT must be a number from 1 to {HIGHEST}, not {port!r}"
        print(f"{said}: {ANOTHER}", file=sys.stderr)
        return 1
    try:
        handler = functools.partial(SimpleHTTPRequestHandler, directory=str(HTML))
        server = Server((HOST, int(port)), handler)
    except OSError as error:
        why = {
            errno.EADDRINUSE: "is taken by another program",
            errno.EACCES: "is for the system's own servers",
        }.get(error.errno, f"cannot be had ({error.strerror})")
        print(f"Port {port} {why}: {ANOTHER}", file=sys.stderr)
        return 1
    with server:
        print(f"The book is at http://{HOST}:{server.server_port}/ (Ctrl-C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
