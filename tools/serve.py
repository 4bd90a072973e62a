"""Serve the built book on this machine, as ``make serve`` does: ``python -m tools.serve PORT``."""

from __future__ import annotations

import errno
import functools
import sys
from collections.abc import Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tools.ports import free_ports

HTML = Path(__file__).resolve().parent.parent / "_build/html"
HOST = "127.0.0.1"
HIGHEST = 65_535


class Server(ThreadingHTTPServer):
    """A server that keeps its port to itself, and does not mind a browser that breaks off."""

    allow_reuse_port = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, other than that the browser went on to another page."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serving(port: str, folder: Path = HTML) -> Server:
    """Return a server that has its port; 0 is any that is free.

    Raises
    ------
    ValueError
        If the port cannot be had, with why, and what to do.
    """
    another = f"run `make serve PORT={free_ports(1)[0]}`, or name another port from 1024 on"
    if not (port.isascii() and port.isdigit() and int(port) <= HIGHEST):
        raise ValueError(f"PORT must be a number from 1 to {HIGHEST}, not {port!r}: {another}.")
    try:
        handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
        return Server((HOST, int(port)), handler)
    except OSError as error:
        why = {
            errno.EADDRINUSE: f"Port {port} is taken by another program",
            errno.EACCES: f"Port {port} is for the system's own servers",
        }.get(error.errno, f"Port {port} cannot be had ({error.strerror})")
        raise ValueError(f"{why}: {another}.") from error


def main(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C; 1 when that cannot be."""
    if not (HTML / "index.html").is_file():
        print("There is no book yet: run 'make book' first.", file=sys.stderr)
        return 1
    try:
        server = serving(*(arguments or ["8000"]))
    except ValueError as error:
        print(error, file=sys.stderr)
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
