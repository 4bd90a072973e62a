"""A figure for other pages: a module for any host of anywidget, or a page of its own.

::

    python -m livefig export Descent --to DIR              # descent.mjs, descent.css, descent.json
    python -m livefig export Descent --to DIR --page       # descent.html, to open or to frame
    python -m livefig export Descent --to DIR --picture    # descent.svg, its panels in a row

The three files are what MyST's ``{anywidget}`` directive takes: the module, its style, and the JSON
of its body, which is the figure's parameters. The page holds script, style and picture, asks for
nothing, and works from disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from livefig import bundle
from livefig.figure import LiveFigure, known_figures
from livefig.hosts import small

PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<script>document.documentElement.dataset.theme =
  matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";</script>
<style>{style}
html, body {{ margin: 0; font-family: system-ui, sans-serif; }}
body > .live-figure {{ min-height: 100vh; margin: 0; border: 0; border-radius: 0; }}
.live-panel:only-child {{
  flex: none; width: min(100%, max(15rem, 100svh - 19rem) * var(--ratio)); }}
</style>
</head>
<body>
{figure}
<script>{script}</script>
</body>
</html>
"""


def element(
    module: str, values: Mapping[str, Any], figure: type[LiveFigure] | None = None
) -> tuple[str, dict[str, Any], str]:
    """Return a figure's element and its state beside it, the state itself, and its update.

    Parameters
    ----------
    module : What anywidget loads: the figure's ``_esm``.
    values : Its parameters, by name; what else a widget's state holds is left out.
    figure : Its class; by default, that of this name in an installed package.

    Raises
    ------
    ValueError : If the figure's JavaScript gives other numbers than its Python.
    """
    from livefig.still import engine  # a build's tool, which a notebook's kernel may lack

    state, face, update = bundle.figure_of(module)
    state["parameters"] = {key: values[key] for key in state["order"] if key != "problem"}
    # A class that only a notebook's kernel had is not at hand here.
    figure = figure or known_figures().get(state["name"])
    if figure and figure.javascript() == update:
        engine().compare(figure, state, update)
    else:  # others, in other cells or pages, may have its name
        state["script"] = f"{state['name']}.{sha256(update.encode()).hexdigest()[:8]}"
    html = engine().html(update, state, face)
    return html + data_of(state), state, update


def data_of(state: Mapping[str, Any]) -> str:
    """Return a state as the data that stands beside its element."""
    data = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{data}</script>'


def with_id(html: str, name: str, own: str) -> str:
    """Return a figure's element with ``own`` for ``name`` in every id and reference."""
    html = re.sub(rf'(["#]){name}-', rf"\1{own}-", html)
    return html.replace(f' id="{name}"', f' id="{own}"', 1)


def within(script: str) -> str:
    """Return a small script that may stand within a page."""
    return small.script(script).replace("</", "<\\/")


def export_module(figure: LiveFigure, folder: Path) -> list[Path]:
    """Write the module, the style and the JSON of a figure, and return their paths."""
    name = figure.name
    element(figure._esm, figure.values(), type(figure))  # or a ValueError
    texts = {
        f"{name}.mjs": figure._esm,
        f"{name}.css": small.style(bundle.style(figure.palette)),
        f"{name}.json": json.dumps(figure.values()),
    }
    return _write(folder, texts)


def export_page(figure: LiveFigure, folder: Path) -> list[Path]:
    """Write a page of the figure's own, and return its path."""
    html, state, update = element(figure._esm, figure.values(), type(figure))
    page = PAGE.format(
        language=figure.language,
        title=escape(figure.words[figure.language]["title"]),
        style=small.style(bundle.style(figure.palette)),
        figure=html,
        script=within(
            bundle.figure_script(bundle.script_of(state), update)
            + bundle.page_engine()
            + bundle.page_more()
        ),
    )
    return _write(folder, {f"{figure.name}.html": page})


def picture(figure: LiveFigure, panels: Sequence[str] = ()) -> str:
    """Return a figure's panels, by default all of them, side by side on white paper, as SVG."""
    html, state, _ = element(figure._esm, figure.values(), type(figure))
    drawings = re.findall(r"<svg .*?</svg>", re.sub(r"var\(--[\w-]+, (#\w+)\)", r"\1", html), re.S)
    shown = [
        (drawing, frame["size"])
        for drawing, (name, frame) in zip(drawings, state["panels"].items(), strict=True)
        if not panels or name in panels
    ]
    width, height = sum(w for _, (w, _) in shown), max(h for _, (_, h) in shown)
    left, parts = 0.0, []
    for drawing, (w, h) in shown:
        place = f'<svg x="{left:g}" width="{w:g}" height="{h:g}" '
        parts.append(drawing.replace("<svg ", place, 1))
        left += w
    box = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{paper}{"".join(parts)}</svg>\n'


def export_picture(figure: LiveFigure, folder: Path) -> list[Path]:
    """Write the figure's drawing, and return its path."""
    return _write(folder, {f"{figure.name}.svg": picture(figure)})


def _write(folder: Path, texts: dict[str, str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]
