"""The engine's scripts and style, joined and made small: one text for each host."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from livefig.palette import Palette

WEB = Path(__file__).parent / "web"
#: The scripts of a host, in the order of their needs. They share one scope.
PAGE = ("draw", "controls", "present", "share", "page")
JUPYTER = ("draw", "markup", "controls", "present", "share", "jupyter")
STILL = ("draw", "markup")


@cache
def scripts(*names: str) -> str:
    """Return these scripts of the engine as one, without comments."""
    texts = [(WEB / f"{name}.js").read_text(encoding="utf-8") for name in names]
    return jsmin("\n".join(texts))


def page_engine() -> str:
    """Return the classic script that brings a page's figures alive, after their own scripts.

    Not a module: a browser refuses those from disk.
    """
    return f'(() => {{\n"use strict";\n{scripts(*PAGE)}\nmountAll();\n}})();\n'


def figure_script(name: str, update: str) -> str:
    """Return a figure's own script, which a page loads before the engine."""
    own = jsmin(f"(globalThis.liveUpdates ??= {{}})[{name!r}] = {update};")
    return f"{own}\n"


def module(update: str) -> str:
    """Return the module that anywidget loads: the engine and one figure's ``update``."""
    return f"{scripts(*JUPYTER)}\nconst update = {jsmin(update)};\nexport default {{ render }};\n"


def style(palette: Palette) -> str:
    """Return the style sheet of figures in these colours."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(WEB.glob("*.css")))
    return f"{cssmin(palette.css() + text)}\n"
