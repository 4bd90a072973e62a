"""``python -m livefig export FIGURE --to DIR``: see `livefig.hosts.export`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
        except (ImportError, AttributeError) as error:
            raise ValueError(f"figure must be module:Class, not {name!r}: {error}") from error
        if not (isinstance(figure, type) and issubclass(figure, LiveFigure)):
            raise ValueError(f"figure must be a LiveFigure, not {name!r}")
        return figure
    figures = known_figures()
    for figure in figures.values():
        if name in (figure.name, figure.__name__):
            return figure
    raise ValueError(f"figure must be one of {', '.join(figures)} or module:Class, not {name!r}")


def parameter(pair: str) -> tuple[str, Any]:
    """Read ``NAME=VALUE``, whose value is JSON."""
    name, _, text = pair.partition("=")
    try:
        return name, json.loads(text)
    except ValueError as error:
        message = f"--set must be NAME=VALUE with a number, true or false, not {pair!r}"
        raise ValueError(message) from error


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
        parameters = dict(map(parameter, options.set))
        figure = find(options.figure)(language=options.language, **parameters)
        write = export_page if options.page else export_module
        write = export_picture if options.picture else write
        written = write(figure, options.to)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
