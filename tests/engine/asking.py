"""A page of questions, as a build writes it: a figure and a question of each kind."""

from __future__ import annotations

from pathlib import Path

from livefig import (
    Choice,
    Handle,
    LiveFigure,
    Number,
    Palette,
    Panel,
    Place,
    Slider,
    bundle,
    panel_axes,
)
from livefig.hosts import small
from livefig.hosts.export import data_of
from tests.engine.pages import still


def plain(text: str) -> str:
    """Return a text without what keeps a formula on one line."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")


class Point(LiveFigure):
    """A point that moves along a line as α grows."""

    name = "point"
    alpha = Slider(1.0, 0.0, 5.0, symbol="α")
    x = Slider(2.0, -4.0, 4.0, symbol="x")
    y = Slider(1.0, -4.0, 4.0, symbol="y")
    handles = {"end": Handle("x", "y", ("plane",))}
    words = {
        "en": {
            "title": "A point",
            "caption": "It moves.",
            "panels": {"plane": ("A plane", "A point."), "log": ("Others", "A point.")},
            "parameters": {"alpha": "strength", "x": "across", "y": "up"},
            "handles": {"end": "The end"},
            "readouts": {"place": "place ="},
        }
    }

    @staticmethod
    def stage(problem):
        plane, other = panel_axes(), panel_axes()
        plane.set(xlim=(-4, 4), ylim=(-4, 4))
        other.set(xlim=(0.1, 10), ylim=(-4, 4), xscale="log")
        return {
            "plane": Panel(
                plane, {"point": plane.plot([], [], "D")[0], "path": plane.plot([], [])[0]}
            ),
            "log": Panel(other, {"there": other.plot([], [], "D")[0]}),
        }

    @staticmethod
    def update(alpha, x, y, problem):
        place = [x / (1 + alpha), y / (1 + alpha)]
        return {
            "artists": {"point": [place], "path": [place, [x, y]], "there": [[1 + alpha, 0.0]]},
            "readouts": {"place": place},
        }


CHOICE = Choice(
    "shrinks",
    "α grows. What happens to the point?",
    {"It goes away.": "The factor 1/(1+α) is below 1.", "It comes nearer.": "1/(1+α) falls."},
    right="It comes nearer.",
)
NUMBER = Number(
    "half",
    "At which α is the point half as far?",
    1.0,
    tolerance=0.05,
    unit="units of x",
    explanation="1/(1+1) is a half.",
)
PLACE = Place(
    "where",
    "Where will the point be at α = 3?",
    figure=Point,
    panel="plane",
    truth="point",
    at={"alpha": 3.0},
    explanation="A quarter is left.",
)
QUESTIONS = (CHOICE, NUMBER, PLACE)
SAID = '<p class="live-answer" data-question="{}" data-words="You said: {{said}}"></p>'
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Questions</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="live.css">
<script defer src="sidebar.js"></script><script defer src="point.js"></script>
<script defer src="live.js"></script><script defer src="question.js"></script></head>
<body><nav aria-label="Chapters">
<ul><li class="toctree-l1"><a href="page.html">Chapter</a></ul></nav>
<main><h1>Questions</h1>{body}</main></body>
</html>
"""


def write(folder: Path) -> Path:
    """Write the page and its scripts into a folder, and return its path."""
    figure, ids = Point(), [question.id for question in QUESTIONS]
    asked = "".join(question._html + data_of(question._state) for question in QUESTIONS)
    said = "".join(map(SAID.format, ids))
    texts = {
        "page.html": PAGE.format(body=still(figure) + asked + said),
        "live.css": bundle.style(Palette()) + bundle.question_style(Palette()),
        "point.js": bundle.figure_script("point", figure._update),
        "live.js": bundle.page_engine(),
        "question.js": bundle.question_engine("tests"),
        "sidebar.js": bundle.sidebar("tests", {"page": ids}, "all answered"),
    }
    for name, text in texts.items():
        text = small.script(text) if name.endswith(".js") else text
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "page.html"
