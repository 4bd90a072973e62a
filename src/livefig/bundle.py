"""The engine's scripts and style, joined into one text for each host."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from livefig.palette import Palette

WEB = Path(__file__).parent / "web"
#: The scripts of each host, in the order of their needs. They share one scope.
PAGE = ("python", "draw", "hands", "play", "controls", "share", "page")
MORE = ("present", "more")
JUPYTER = (
    "python",
    "draw",
    "room",
    "markup",
    "hands",
    "play",
    "controls",
    "share",
    "more",
    "jupyter",
)
STILL = ("python", "draw", "room", "markup")
#: How the parts of a figure begin in its module.
PARTS = ("const figureState = ", "const figureFace = ", "const figureUpdate = ")


@cache
def scripts(*names: str) -> str:
    """Return these scripts of the engine as one."""
    return "\n".join((WEB / f"{name}.js").read_text(encoding="utf-8") for name in names)


def page_engine() -> str:
    """Return the classic script that brings a page's figures alive, after their own scripts.

    Not a module: a browser refuses those from disk.
    """
    begin = "globalThis.liveFigures = mountAll();"
    return f'(() => {{\n"use strict";\n{scripts(*PAGE)}\n{begin}\n}})();\n'


def page_more() -> str:
    """Return the script that a page loads after the engine: what is not needed to move."""
    begin = (
        "const all = Object.values(liveFigures).filter(Boolean);\npresent(all);\nall.forEach(more);"
    )
    return f'(() => {{\n"use strict";\n{scripts(*MORE)}\n{begin}\n}})();\n'


def figure_script(name: str, update: str) -> str:
    """Return a figure's own script, which a page loads before the engine."""
    return f"(globalThis.liveUpdates ??= {{}})[{name!r}] = {update};\n"


def module(state: Mapping[str, Any], face: Mapping[str, Any], update: str) -> str:
    """Return the module that anywidget loads: the engine, and all of one figure.

    Parameters
    ----------
    state : What moves the figure.
    face : What stays: drawings and words.
    update : The figure's ``update`` in JavaScript.
    """
    parts = zip(PARTS, (json.dumps(state), json.dumps(face), update), strict=True)
    figure = "\n".join(f"{start}{text};" for start, text in parts)
    return f"{scripts(*JUPYTER)}\n{figure}\nexport default {{ render }};\n"


def is_figure(widget: Mapping[str, Any]) -> bool:
    """Say whether a widget's synchronised state is that of a live figure."""
    return f"\n{PARTS[0]}" in widget.get("_esm", "")


def figure_of(module: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the state, the face and the update that a module was made of."""
    rest = module.split(f"\n{PARTS[0]}")[1]
    state, rest = rest.split(f";\n{PARTS[1]}")
    face, rest = rest.split(f";\n{PARTS[2]}")
    update = rest.split(";\nexport default")[0]
    return json.loads(state), json.loads(face), update


def style(palette: Palette) -> str:
    """Return the style sheet of figures in these colours."""
    sheets = (path.stem for path in sorted(WEB.glob("*.css")))
    return "\n".join((palette.css(), *(sheet(name) for name in sheets)))


def sheet(name: str) -> str:
    """Return one of the engine's style sheets."""
    return (WEB / f"{name}.css").read_text(encoding="utf-8")
