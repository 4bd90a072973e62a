"""What stands around a page's text: its two buttons, the ways to take it along, where it runs.

A chapter with folded checks or open code gets a button for each. Every page ends with links to the
printed book, its slides and the whole book as one file, and to a form for a mistake. *Open the
hood* repeats the launch buttons of the page's head, beside the cell that they are for. Exercises
beyond the second are folded.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx

from l2book.words import words

#: How many exercises of a chapter stand open.
OPEN_EXERCISES = 2
ALONG_PAGE = "book/take-along"
_EXERCISE = re.compile(r"\w+ \d+\.(\d+)\b")  # "Exercise 3.4", in any language
_HEADING = re.compile(r"</h1>")
_HOOD = re.compile(r'(<section id="open-the-hood">\s*<h2>.*?</h2>)', re.DOTALL)
_BUTTON = (
    '<button type="button" data-toggle="{what}" aria-pressed="{pressed}" data-show="{show}" '
    'data-hide="{hide}">{now}</button>'
)
ALONG = """\
<nav class="along" aria-label="{words[along]}">
<a data-take="pdf" href="{along}#the-printed-book">{words[along_pdf]}</a>
<a data-take="{slides}" href="{along}#slides">{words[along_slides]}</a>
<a data-take="zip" href="{along}#the-whole-book">{words[along_zip]}</a>
<a class="report" href="{report}">{words[report]}</a>
</nav>
"""


class exercise_fold(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A folded exercise, below its heading."""


def _fold_exercises(app: Sphinx, doctree: nodes.document) -> None:
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        found = _EXERCISE.match(title.astext()) if title in section.children else None
        if found and int(found[1]) > OPEN_EXERCISES:
            at = section.index(title) + 1
            fold = exercise_fold("", *section[at:])
            section[at:] = [fold]


def _visit_fold(self: Any, node: exercise_fold) -> None:
    said = words(self.config.language)
    self.body.append(
        f'<details class="exercise"><summary><span>{said["exercise"]}</span>'
        f"<span>{said['exercise_hide']}</span></summary>\n"
    )


def _depart_fold(self: Any, node: exercise_fold) -> None:
    self.body.append("</details>\n")


def buttons(said: Mapping[str, str]) -> str:
    """Return the two buttons of a page, in these words."""
    made = [
        _BUTTON.format(
            what=what,
            pressed=str(shown).lower(),
            show=said[f"show_{what}"],
            hide=said[f"hide_{what}"],
            now=said[f"{'hide' if shown else 'show'}_{what}"],
        )
        for what, shown in (("checks", False), ("code", True))
    ]
    return f'<div class="page-buttons" hidden>\n{chr(10).join(made)}\n</div>\n'


def report_address(repository: str, page: str) -> str:
    """Return the address of the form for a mistake, with the page filled in.

    The page's script adds the section in which the reader is.
    """
    query = urlencode({"template": "mistake.yml", "title": f"Mistake in {page}", "page": page})
    return f"{repository.rstrip('/')}/issues/new?{query}"


def _frame(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if doctree is None or "body" not in context:
        return
    said = words(app.config.language)
    body = context["body"].replace("<img ", '<img loading="lazy" decoding="async" ')
    # As wide as the window allows: the theme folds its contents aside where they would overlap.
    body = body.replace('<figure class="live-figure"', '<figure class="live-figure full-width"')
    if 'class="cell' in body or '<details class="check"' in body:
        body = _HEADING.sub(f"</h1>\n{buttons(said)}", body, count=1)
    places = _launch_buttons(context)
    if places:
        links = " ".join(
            f'<a href="{escape(url)}" target="_blank" rel="noopener">{name}</a>'
            for name, url in places
        )
        run = f'<p class="run-here">{said["run"]} {links}</p>'
        body = _HOOD.sub(lambda found: f"{found[1]}\n{run}", body)
    along = "" if pagename == ALONG_PAGE else context["pathto"](ALONG_PAGE)
    chapter = pagename.removeprefix("notebooks/") if pagename.startswith("notebooks/") else "index"
    report = report_address(app.config.html_theme_options["repository_url"], pagename)
    context["body"] = body + ALONG.format(
        words=said, along=along, slides=f"slides/{chapter}", report=escape(report)
    )


def _launch_buttons(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return name and address of each launch button that the theme has put into a page's head."""
    groups = [g for g in context.get("header_buttons", []) if g.get("label") == "launch-buttons"]
    return [(button["text"], button["url"]) for group in groups for button in group["buttons"]]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(exercise_fold, html=(_visit_fold, _depart_fold))
    app.connect("doctree-read", _fold_exercises, priority=450)
    app.connect("html-page-context", _frame, priority=910)  # after the theme's launch buttons
    return {"parallel_read_safe": True, "parallel_write_safe": True}
