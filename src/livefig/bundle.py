"""The engine's scripts and style, joined into one text for each host."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from livefig.palette import Palette

WEB = Path(__file__).parent / "web"
#: The scripts of each host, in the order of their needs. They share one scope.
PAGE = ("python", "parts", "draw", "hands", "controls", "share", "page")
MORE = ("present", "play", "more")
JUPYTER = (
    "python",
    "parts",
    "draw",
    "room",
    "markup",
    "hands",
    "controls",
    "share",
    "play",
    "more",
    "jupyter",
)
STILL = ("python", "draw", "room", "markup")
#: The scripts of questions.
QUESTION = ("store", "question", "marks", "place", "recall")
#: What the other scripts of a page take from its engine.
SHARED = ("clamp", "copied", "download", "evaluate", "format", "made", "newButton", "number")
SHARED += ("offAxis", "onAxis", "setText", "spell", "takeHandle", "typed")
TAKEN = f"const {{ {', '.join(SHARED)} }} = globalThis.liveShared;"
#: How the parts of a figure begin in its module.
PARTS = ("const figureState = ", "const figureFace = ", "const figureUpdate = ")
#: And those of a question.
QUESTION_PARTS = ("const questionState = ", "const questionForm = ")


@cache
def scripts(*names: str) -> str:
    """Return these scripts of the engine as one."""
    return "\n".join((WEB / f"{name}.js").read_text(encoding="utf-8") for name in names)


def page_engine() -> str:
    """Return the classic script that brings a page's figures alive, after their own scripts.

    Not a module: a browser refuses those from disk.
    """
    begin = (
        f"globalThis.liveFigures = mountAll();\nglobalThis.liveShared = {{ {', '.join(SHARED)} }};"
    )
    return f'(() => {{\n"use strict";\n{scripts(*PAGE)}\n{begin}\n}})();\n'


def page_more() -> str:
    """Return the script that a page loads after the engine: what is not needed to move."""
    begin = (
        "const all = Object.values(liveFigures).filter(Boolean);\n"
        "present(all);\nall.forEach(more);\ncomeBack();"
    )
    return f'(() => {{\n"use strict";\n{TAKEN}\n{scripts(*MORE)}\n{begin}\n}})();\n'


def script_of(state: Mapping[str, Any]) -> str:
    """Return the name of a figure's script: the figure's, unless another may have that."""
    return state.get("script", state["name"])


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
    return "\n".join((palette.css(), sheet("live"), sheet("more")))


def sheet(name: str) -> str:
    """Return one of the engine's style sheets."""
    return (WEB / f"{name}.css").read_text(encoding="utf-8")


# --- Questions ------------------------------------------------------------------------------------


def question_engine(book: str) -> str:
    """Return the classic script that brings a page's questions alive, after its figures' engine.

    ``book`` names the answers that a browser keeps.
    """
    return _closed(book, TAKEN, scripts(*QUESTION), "askAll();")


def sidebar(book: str, chapters: Mapping[str, Sequence[str]], done: str) -> str:
    """Return the script of every page: ✓ at the chapters whose questions are all answered.

    Parameters
    ----------
    book : Names the answers that a browser keeps.
    chapters : Page, from the book's root and without a suffix, to the ids of its questions.
    done : What ✓ means, in words.
    """
    begin = f"follow({_data(chapters)}, {_data(done)});"
    return _closed(book, scripts("store", "sidebar"), begin)


def answers_page(book: str, data: Mapping[str, Any]) -> str:
    """Return the script of the page that lists a reader's answers."""
    begin = f'showAnswers(document.querySelector(".live-answers"), {_data(data)});'
    return _closed(book, scripts("store", "parts", "answers"), begin)


def _closed(book: str, *parts: str) -> str:
    named = f"globalThis.liveBook = {_data(book)};"
    return "\n".join(("(() => {", '"use strict";', named, *parts, "})();\n"))


def _data(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def question_module(state: Mapping[str, Any], form: str) -> str:
    """Return the module that anywidget loads: the engine, and all of one question."""
    parts = zip(QUESTION_PARTS, (json.dumps(state), json.dumps(form)), strict=True)
    question = "\n".join(f"{start}{text};" for start, text in parts)
    engine = scripts("parts", "draw", "hands", *QUESTION)
    return f"{engine}\n{question}\n{scripts('ask')}\nexport default {{ render }};\n"


def is_question(widget: Mapping[str, Any]) -> bool:
    """Say whether a widget's synchronised state is that of a question."""
    return f"\n{QUESTION_PARTS[0]}" in widget.get("_esm", "")


def question_of(module: str) -> tuple[dict[str, Any], str]:
    """Return the state and the form that a module was made of."""
    rest = module.split(f"\n{QUESTION_PARTS[0]}")[1]
    state, rest = rest.split(f";\n{QUESTION_PARTS[1]}", 1)
    return json.loads(state), json.loads(rest.split(";\n", 1)[0])


def question_style(palette: Palette) -> str:
    """Return the style sheet of questions, of what they put on a figure, and of the answers."""
    colours = palette.css().replace(".live-figure", ":is(.live-question, .live-answers)")
    return f"{colours}\n{sheet('question')}"
