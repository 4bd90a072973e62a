"""Checks of equations: each folded under its equation, whose number it marks with ✓.

`check_equation` prints a line for every equation that it has checked, and one for each mistake that
it refuted. Those lines are read from the executed notebook; nothing is typed by hand. A cell with
the tag ``check`` moves under the equation that it checks, into a ``<details>`` whose summary says
in words how both sides were compared.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from l2book import catalogues
from l2book.words import check_summary, difference, words

LOGGER = logging.getLogger(__name__)
TAG = "check"
_LINE = re.compile(
    r"^✓ (?P<label>eq-[a-z0-9-]+): (?P<definition>a definition; )?both sides agree, (?P<how>.+)$"
    r"|^  ✗ (?P<mistake>.+): differs by (?P<off>.+)$",
    re.M,
)


@dataclass
class Check:
    """What the checks of one equation printed."""

    definition: bool = False
    how: list[str] = field(default_factory=list)
    #: Each mistake, and by how much it is off.
    mistakes: dict[str, str] = field(default_factory=dict)

    def summary(self, language: str = "en") -> str:
        """Say in words how both sides were compared."""
        return check_summary(self.how, self.definition, len(self.mistakes), language)


def read_checks(texts: Iterable[str]) -> dict[str, Check]:
    """Return the checks that output cells printed, by the equation's label."""
    found: dict[str, Check] = {}
    for text in texts:
        check = Check()
        for line in _LINE.finditer(text):
            if line["label"]:
                check = found.setdefault(line["label"], Check())
                check.definition |= bool(line["definition"])
                if line["how"] not in check.how:
                    check.how.append(line["how"])
            else:
                check.mistakes.setdefault(line["mistake"], line["off"])
    return found


class CheckCollector(EnvironmentCollector):
    """Keeps the checks of every page."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again."""
        passed_checks(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        passed_checks(env).update({name: passed_checks(other).get(name, {}) for name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read the output cells of a page."""
        passed_checks(app.env)[app.env.docname] = read_checks(_printed(doctree))


def passed_checks(env: BuildEnvironment) -> dict[str, dict[str, Check]]:
    """Return page to equation label to what its checks printed in the run that built the page."""
    if not hasattr(env, "l2book_checks"):
        env.l2book_checks = {}
    return env.l2book_checks


class check_fold(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The folded check of one equation, with its ``equation`` and its ``summary``."""


def _printed(tree: nodes.Element) -> list[str]:
    blocks = tree.findall(nodes.literal_block)
    return [block.astext() for block in blocks if "output" in block["classes"]]


def _fold(app: Sphinx, doctree: nodes.document) -> None:
    """Move every cell that only checks under its equation.

    A cell with the tag that checks nothing itself prepares the next one, and moves with it.
    """
    blocks = {block.get("label"): block for block in doctree.findall(nodes.math_block)}
    folds: dict[str, check_fold] = {}
    waiting: list[nodes.Element] = []
    for cell in list(doctree.findall(nodes.container)):
        if f"tag_{TAG}" not in cell["classes"]:
            continue
        waiting.append(cell)
        checks = read_checks(_printed(cell))
        if not checks:
            continue
        label = next(iter(checks))
        if label not in blocks:
            LOGGER.warning("no equation %s above its check", label, location=app.env.docname)
            continue
        if label not in folds:
            folds[label] = _under(blocks[label], label)
        for part in waiting:
            part.parent.remove(part)
            folds[label] += part
        waiting = []
    for cell in waiting:
        LOGGER.warning("a cell with the tag check checks nothing", location=cell)
    every = read_checks(_printed(doctree))
    for label, fold in folds.items():
        fold["summary"] = every[label].summary(app.config.language)
        if every[label].mistakes:
            fold.insert(0, _mistakes(app, every[label].mistakes))


def _under(block: nodes.math_block, label: str) -> check_fold:
    fold = check_fold("", equation=label)
    block.parent.insert(block.parent.index(block) + 1, fold)
    return fold


def _mistakes(app: Sphinx, found: dict[str, str]) -> nodes.Element:
    language = app.config.language
    said, ours = words(language), catalogues.read(app.env.docname, language)
    title = nodes.paragraph("", "", nodes.strong("", said["mistakes"]))
    lines = [
        said["off"].format(mistake=ours.get(mistake, mistake), off=difference(off, language))
        for mistake, off in found.items()
    ]
    items = [nodes.list_item("", nodes.paragraph("", line)) for line in lines]
    return nodes.container("", title, nodes.bullet_list("", *items), classes=["mistakes"])


def _visit(self: Any, node: check_fold) -> None:
    opening = f'<details class="check" data-equation="{node["equation"]}">'
    summary = f'<span aria-hidden="true">✓</span> {self.encode(node["summary"])}'
    self.body.append(f"{opening}<summary>{summary}</summary>\n")


def _depart(self: Any, node: check_fold) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(check_fold, html=(_visit, _depart))
    app.connect("doctree-read", _fold, priority=400)  # before the collectors
    app.add_env_collector(CheckCollector)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
