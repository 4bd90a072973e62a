"""``python -m livefig export FIGURE --to DIR``: see `livefig.hosts.export`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from livefig.figure import LiveFigure, known_figures
from livefig.hosts.export import export_module, export_page, export_picture


def find(name: str) -> type[LiveFigure]:
    """Return the figure that a name means.

    Parameters
    ----------
    name : The name or the class of a figure of an installed package, or ``module:Class``.

    Raises
    ------
    ValueError : If there is no such figure.
    """
    module, _, attribute = name.rpartition(":")
    if module:
        try:
            figure = getattr(importlib.import_module(module), attribute)
        except (Exception, SystemExit) as error:  # a module may do anything
            said = f"{type(error).__name__}: {error}"
            raise ValueError(f"figure must be module:Class, not {name!r}: {said}") from error
        if not (isinstance(figure, type) and issubclass(figure, LiveFigure)):
            raise ValueError(f"figure must be a LiveFigure, not {name!r}")
        return figure
    figures = known_figures()
    for figure in figures.values():
        if name in (figure.name, figure.__name__):
            return figure
    raise ValueError(f"figure must be one of {', '.join(figures)} or module:Class, not {name!r}")


def parameters(pairs: Sequence[str]) -> dict[str, Any]:
    """Read each ``NAME=VALUE``, whose value is JSON."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name == "language":
            raise ValueError("--set must be of a parameter; the language is given by --language")
        if name in found:
            raise ValueError(f"--set must give each parameter once, not {name} again")
        try:
            found[name] = json.loads(text)
        except (ValueError, RecursionError) as error:
            message = f"--set must be NAME=VALUE with a number, true or false, not {pair!r}"
            raise ValueError(message) from error
    return found


def say(text: str, stream: TextIO) -> None:
    """Print a line, with an escape for each letter that the stream's encoding has not."""
    encoding = stream.encoding or "utf-8"
    line = " ".join(text.splitlines()).encode(encoding, "backslashreplace")
    print(line.decode(encoding), file=stream)


def main(arguments: Sequence[str] | None = None) -> int:
    """Export a figure; print what was written."""
    parser = argparse.ArgumentParser(prog="python -m livefig")
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="write a figure for other pages")
    export.add_argument("figure", help="name or class of a figure, or module:Class")
    export.add_argument("--to", type=Path, required=True, help="the folder to write into")
    export.add_argument("--page", action="store_true", help="one page that holds all of it")
    export.add_argument("--picture", action="store_true", help="the drawing alone, as SVG")
    export.add_argument("--language", default="en")
    export.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter's value, as JSON",
    )
    options = parser.parse_args(arguments)
    try:
        if options.page and options.picture:
            raise ValueError("--page and --picture must not be given together")
        given = parameters(options.set)
        figure = find(options.figure)(language=options.language, **given)
        write = export_page if options.page else export_module
        write = export_picture if options.picture else write
        written = write(figure, options.to)
    except (ValueError, OSError) as error:
        say(str(error), sys.stderr)
        return 1
    for path in written:
        say(str(path), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
