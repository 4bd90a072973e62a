"""Questions in a built book: their elements, what a page says again, and the list of all answers.

=========================================================  =======================================
in the source                                              in the page
=========================================================  =======================================
a `Choice`, a `Number` or a `Place` at the end of a cell   the question's form
``<span class="live-answer" title="ID"></span>``           what the reader answered: "You said …"
``{your-answers}``, a directive on a page of prose         all answers by page, to save or to clear
=========================================================  =======================================

Every page gets a small script that puts ✓ in the sidebar at the pages whose questions are answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from livefig import bundle, form
from livefig.hosts import small
from livefig.hosts.export import data_of
from livefig.palette import Palette
from livefig.words import FIRST, QUESTION_WORDS

LOGGER = logging.getLogger(__name__)
_SPAN = re.compile(r'<span class="live-answer" title="([a-z0-9-]+)">')


class live_question(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A question's element as ``html``, with its ``state``."""


class live_answer(nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The place where a page says again what the reader answered to ``question``."""


class live_answers(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The list of all answers, as ``html``."""


def question_node(widget: Mapping[str, Any]) -> nodes.Element:
    """Return the node of a question, from the widget's synchronised state."""
    state, made = bundle.question_of(widget["_esm"])
    return live_question("", html=made + data_of(state), state=state)


def in_language(node: live_question, language: str, texts: Mapping[str, str]) -> None:
    """Let a question speak a language, in which ``texts`` are its author's words."""
    said = QUESTION_WORDS.get(language, QUESTION_WORDS[FIRST])
    node["state"] = form.told(node["state"], said, texts)
    node["html"] = form.html(node["state"], said) + data_of(node["state"])


def words(app: Sphinx) -> dict[str, str]:
    """Return the words of questions in the book's language."""
    return QUESTION_WORDS.get(app.config.language, QUESTION_WORDS["en"])


# --- What a page has ------------------------------------------------------------------------------


def questions(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return page to the id and the text of each of its questions, in their order."""
    if not hasattr(env, "livefig_questions"):
        env.livefig_questions = {}
    return env.livefig_questions


class QuestionCollector(EnvironmentCollector):
    """Keeps the questions of every page."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again."""
        questions(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        questions(env).update({name: questions(other).get(name, {}) for name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note a page's questions; warn where one is there twice."""
        found: dict[str, str] = {}
        for node in doctree.findall(live_question):
            state = node["state"]
            if state["id"] in found:
                _warn(app, f"the page has the question {state['id']} twice")
            found[state["id"]] = state["question"]
        questions(app.env)[app.env.docname] = found


def _warn(app: Sphinx, text: str, page: str | None = None) -> None:
    LOGGER.warning(text, location=page or app.env.docname)


def _place_answers(app: Sphinx, doctree: nodes.document) -> None:
    """Put a node for each ``<span>`` of a page's Markdown that says an answer again."""
    for raw in list(doctree.findall(nodes.raw)):
        span = _SPAN.fullmatch(raw.astext().strip())
        if not span:
            continue
        parent, at = raw.parent, raw.parent.index(raw)
        alone = isinstance(parent, nodes.paragraph) and len(parent) == 2
        said = live_answer("", question=span[1], tag="p" if alone else "span")
        said["words"] = words(app)["recall"]
        del parent[at : at + 2]  # the opening tag and the closing one
        if alone:
            parent.replace_self(said)
        else:
            parent.insert(at, said)


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of an id on two pages, and of an answer said again that no question asks for."""
    where: dict[str, str] = {}
    for page, found in sorted(questions(env).items()):
        for name in found:
            if name in where:
                _warn(app, f"the question {name} is also on the page {where[name]}", page)
            where[name] = page


def _check_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    known = {name for found in questions(app.env).values() for name in found}
    for node in doctree.findall(live_answer):
        if node["question"] not in known:
            _warn(app, f"no question {node['question']} is asked in the book", docname)
    figures = {figure["name"] for figure in doctree.findall(lambda n: n.tagname == "live_figure")}
    for node in doctree.findall(live_question):
        figure = node["state"].get("figure")
        if figure and figure not in figures:
            asked = node["state"]["id"]
            _warn(
                app, f"the question {asked} asks about {figure}, which is not on its page", docname
            )


# --- The page of all answers ----------------------------------------------------------------------


class YourAnswersDirective(SphinxDirective):
    """``{your-answers}``: a reader's answers to all questions of the book, by page."""

    def run(self) -> list[nodes.Node]:
        """Return the box that ``web/answers.js`` fills."""
        said = words(self.env.app)

        def button(part: str, text: str) -> str:
            return f'<button type="button" data-part="{part}" disabled>{said[text]}</button>'

        html = (
            f'<div class="live-answers"><noscript><p>{said["no_script"]}</p></noscript>'
            f'<p class="live-row">{button("markdown", "save_markdown")}'
            f"{button('json', 'save_json')}{button('forget', 'forget')}</p>"
            f'<div data-part="sure" hidden><p>{said["forget_sure"]}</p><p class="live-row">'
            f"{button('yes', 'forget_yes')}{button('no', 'forget_no')}</p></div>"
            f'<p data-part="told" role="status"></p><div data-part="list"></div></div>'
        )
        return [live_answers("", html=html)]


def chapters(app: Sphinx, page: str) -> list[dict[str, Any]]:
    """Return the pages that have questions, in reading order, with their addresses from a page."""
    env, found = app.env, questions(app.env)
    order = [name for name in env.collect_relations() if found.get(name)]
    order += sorted(name for name, own in found.items() if own and name not in order)
    return [
        {
            "title": _title(env, name),
            "address": app.builder.get_relative_uri(page, name),
            "questions": [{"id": key, "question": text} for key, text in found[name].items()],
        }
        for name in order
    ]


def _title(env: BuildEnvironment, page: str) -> str:
    number = env.toc_secnumbers.get(page, {}).get("")
    title = env.titles[page].astext()
    return f"{'.'.join(map(str, number))}. {title}" if number else title


# --- Assets ---------------------------------------------------------------------------------------


def _page_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the engine where a question is, and on every page what marks the sidebar."""
    book = app.config.livefig_book
    ids = {page: list(found) for page, found in sorted(questions(app.env).items()) if found}
    if ids:
        asset(app, "sidebar.js", bundle.sidebar(book, ids, words(app)["done"]))
    if doctree is None:
        return
    if next(doctree.findall(live_answers), None):
        data = {"chapters": chapters(app, pagename), "words": words(app)}
        asset(app, "answers.js", bundle.answers_page(book, data))
        _style(app)
    if next(doctree.findall(lambda n: isinstance(n, live_question | live_answer)), None):
        asset(app, "live.js", bundle.page_engine())
        asset(app, "question.js", bundle.question_engine(book))
        _style(app)


def _style(app: Sphinx) -> None:
    asset(app, "question.css", bundle.question_style(Palette()))


def asset(app: Sphinx, name: str, text: str) -> None:
    """Write a script or a style sheet beside the pages, and load it in the present one."""
    style = name.endswith(".css")
    text = small.style(text) if style else small.script(text)
    path = Path(app.outdir, "_static/live", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    if style:
        app.add_css_file(f"live/{name}")
    else:
        app.add_js_file(f"live/{name}", loading_method="defer")


def _name_book(app: Sphinx, config: Config) -> None:
    """Name the answers that a browser keeps, for a translation to have the same."""
    config.livefig_book = config.livefig_book or config.html_title


def _visit(self: Any, node: nodes.Element) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def _visit_answer(self: Any, node: live_answer) -> None:
    tag, said = node["tag"], self.attval(node["words"])
    self.body.append(
        f'<{tag} class="live-answer" data-question="{node["question"]}" data-words="{said}">'
        f"</{tag}>"
    )
    raise nodes.SkipNode


def _skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register questions with Sphinx; `livefig.hosts.sphinx` calls it."""
    others = dict.fromkeys(("latex", "text", "man", "texinfo", "xml"), (_skip, None))
    app.add_node(live_question, html=(_visit, None), **others)
    app.add_node(live_answers, html=(_visit, None), **others)
    app.add_node(live_answer, html=(_visit_answer, None), **others)
    app.add_directive("your-answers", YourAnswersDirective)
    app.add_config_value("livefig_book", "", "html")
    app.connect("config-inited", _name_book, priority=100)  # before a translation changes the title
    app.add_env_collector(QuestionCollector)
    app.connect("doctree-read", _place_answers)
    app.connect("env-check-consistency", _check)
    app.connect("doctree-resolved", _check_page)
    app.connect("html-page-context", _page_assets, priority=901)  # after the figures'
