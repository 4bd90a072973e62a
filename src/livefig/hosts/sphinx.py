"""A built book: a MyST-NB renderer, a directive and a role for Sphinx.

MyST-NB hands every widget of an executed notebook to its element renderer. The stock one leaves it
to ``html-manager``, 4.4 MB of script that cannot run a kernel. `LiveFigureRenderer` writes the
figure's still picture and its state into the page, and the engine brings it alive. For a plain
``interact`` it shows the picture at the sliders' default values, never a dead slider.

The directive and the role know the figures of every package that names itself as an entry point
``livefig.figures``.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import segno
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from livefig import bundle
from livefig.figure import LiveFigure, known_figures
from livefig.hosts import questions
from livefig.hosts.export import element, export_page, with_id
from livefig.moves import Slider
from livefig.words import FIRST, page_words

LOGGER = logging.getLogger(__name__)
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


class live_figure(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A live figure's element, its ``name``, its script's, and its ``update`` in JavaScript."""


def in_language(widget: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Return a figure's widget in a page's language: made again, if its class is at hand."""
    name = bundle.figure_of(widget["_esm"])[0]["name"]
    figure = known_figures().get(name)
    if language == FIRST or figure is None or language not in figure.words:
        return widget
    parameters = {key: widget[key] for key in figure.parameters()}
    return figure(language=language, **parameters).get_state()


def figure_node(widget: Mapping[str, Any], language: str = FIRST) -> nodes.Element:
    """Return the node of a live figure on a page, from the widget's synchronised state."""
    html, state, update = element(widget["_esm"], widget)
    # Who has no scripts is told so: the caption speaks of sliders.
    still = f"<noscript><p>{page_words(language)['still']}</p></noscript>"
    html = html.replace("<figcaption", f"{still}<figcaption", 1)
    script = bundle.script_of(state)
    return live_figure("", html=html, name=state["name"], script=script, update=update)


def _part_twins(app: Sphinx, doctree: nodes.document) -> None:
    """Give a figure that a page shows again an id of its own, and warn: links reach the first."""
    seen: Counter[str] = Counter()
    for node in doctree.findall(live_figure):
        name = node["name"]
        seen[name] += 1
        if seen[name] > 1:
            own = f"{name}-{seen[name]}"
            LOGGER.warning(
                f"the page has the live figure {name} already: a link to {name} reaches the "
                f"first, and a link to {own} this one",
                location=app.env.docname,
            )
            element, script, data = node["html"].partition("<script")
            node["html"] = with_id(element, name, own) + script + data


def qr_code(address: str, language: str = FIRST) -> str:
    """Return the picture of an address, for paper: a reader's phone opens the figure alive."""
    picture = segno.make(address, error="m").svg_data_uri(scale=2, border=1)
    said = page_words(language)["qr"].format(address=address)
    return f'<img class="live-qr" src="{picture}" alt="{said}">'


def _visit(self: Any, node: live_figure) -> None:
    html, base = node["html"], self.builder.config.html_baseurl
    if base:
        page = self.builder.get_target_uri(self.builder.current_docname)
        code = qr_code(f"{base.rstrip('/')}/{page}#{node['name']}", self.config.language)
        html = html.replace("</figcaption>", f"{code}</figcaption>", 1)
    self.body.append(html)
    raise nodes.SkipNode


def _skip(self: Any, node: live_figure) -> None:
    raise nodes.SkipNode


class LiveFigureRenderer(NbElementRenderer):
    """MyST-NB's renderer, with live figures in place of the stock widget embed."""

    def render_nb_finalise(self, metadata: dict[str, Any]) -> None:
        """Embed nothing: each figure carries its own state."""

    def render_widget_view(self, data: MimeData) -> list[nodes.Element]:
        """Render a live figure alive, and any other widget by the output it holds."""
        states = self.renderer.nb_client.nb_metadata.get("widgets", {}).get(WIDGET_STATE, {})
        models = states.get("state", {})
        model_id = data.content["model_id"]
        if model_id not in models:
            self.logger.warning(f"no state was saved for widget {model_id}", line=data.line)
            return []
        state = models[model_id]["state"]
        if bundle.is_question(state):
            return [questions.question_node(state)]
        if bundle.is_figure(state):
            try:
                language = self.renderer.sphinx_env.config.language
                return [figure_node(in_language(state, language), language)]
            except ValueError as error:
                self.logger.warning(str(error), line=data.line)
                return []
        return [
            node for output in _held_outputs(models, model_id) for node in self._held(output, data)
        ]

    def _held(self, output: Mapping[str, Any], data: MimeData) -> list[nodes.Element]:
        """Render one output that a widget such as ``interact`` holds."""
        if output["output_type"] == "stream":
            return self.render_stdout(output, data.cell_metadata, data.cell_index, data.line)
        if output["output_type"] == "error":
            return self.render_error(output, data.cell_metadata, data.cell_index, data.line)
        for mime_type in ("image/png", "text/html", "text/plain"):
            if mime_type in output.get("data", {}):
                held = MimeData(
                    mime_type,
                    output["data"][mime_type],
                    cell_metadata=data.cell_metadata,
                    output_metadata=output.get("metadata", {}),
                    cell_index=data.cell_index,
                    output_index=data.output_index,
                    line=data.line,
                )
                return self.render_mime_type(held)
        return []


def _held_outputs(models: Mapping[str, Any], model_id: str) -> list[Mapping[str, Any]]:
    """Return the outputs of a widget and of the widgets inside it, in order."""
    state = models[model_id]["state"]
    held = list(state.get("outputs", ()))
    for child in state.get("children", ()):
        held += _held_outputs(models, child.removeprefix("IPY_MODEL_"))
    return held


class LiveFigureDirective(SphinxDirective):
    """``{live-figure} NAME``: a live figure on a page of prose, in the page's language.

    The body sets its parameters, one ``name = value`` a line.
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build the figure and return its element."""
        figures = known_figures()
        name = self.arguments[0]
        if name not in figures:
            raise self.error(f"no live figure {name!r}; there are {', '.join(figures)}")
        try:
            parameters = {
                key.strip(): json.loads(value)
                for key, value in (line.split("=", 1) for line in self.content if line.strip())
            }
            own = self.config.language
            language = own if own in figures[name].words else FIRST
            made = figures[name](language=language, **parameters)
            return [figure_node(made.get_state(), own)]
        except ValueError as error:
            raise self.error(str(error)) from error


def read_state(
    state: str, figures: Mapping[str, type[LiveFigure]]
) -> tuple[str, dict[str, float | bool]]:
    """Read what the address of a figure's state says after its ``#``.

    Parameters
    ----------
    state : As the button *Link to this state* writes it: ``descent?alpha=0.3&learning_rate=0.9``.
    figures : Those there are, by name.

    Returns
    -------
    tuple : The figure's name, and the parameters that are given; a switch is 0 or 1.

    Raises
    ------
    ValueError : If there is no such figure or parameter, or a value is none that its slider can
        take.
    """
    name, _, query = state.partition("?")
    if name not in figures:
        raise ValueError(f"state must name a live figure, not {name!r}: {', '.join(figures)}")
    controls = figures[name].parameters()
    given = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    parameters: dict[str, float | bool] = {}
    for key, text in given:
        if key not in controls or key in parameters:
            raise ValueError(f"state must give each of {', '.join(controls)} at most once: {state}")
        control = controls[key]
        if isinstance(control, Slider):
            parameters[key] = control.validate(None, float(text))
        elif text in ("0", "1"):
            parameters[key] = text == "1"
        else:
            raise ValueError(f"state must have {key} 0 or 1, not {text}")
    return name, parameters


class FigureStateRole(ReferenceRole):
    """``{figure-state}`TEXT <PAGE#STATE>` ``: a link to a figure as `read_state` describes it.

    PAGE is the page's path from the book's root, without a suffix. Sphinx cannot know such an
    address; the figure and its values are checked here, so that a wrong one stops the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        page, _, state = self.target.partition("#")
        page = page.removeprefix("/")
        try:
            if page not in self.env.found_docs:
                raise ValueError(f"there is no page {page!r}")
            read_state(state, known_figures())
        except ValueError as error:
            message = self.inliner.reporter.error(f"figure-state: {error}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        address = self.env.app.builder.get_relative_uri(self.env.docname, page)
        target = f"{address}#{quote(state, safe='?&=')}"
        return [nodes.reference("", self.title, refuri=target, internal=True)], []


def _page_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the engine only where a figure is, and of the figures only the page's own."""
    found = [] if doctree is None else doctree.findall(live_figure)
    figures = {node["script"]: node["update"] for node in found}
    if not figures:
        return
    palette = next(iter(known_figures().values())).palette
    questions.asset(app, "live.css", palette.css() + bundle.sheet("live"))
    questions.asset(app, "more.css", bundle.sheet("more"))
    for name, update in figures.items():  # the engine after those it needs
        questions.asset(app, f"{name}.js", bundle.figure_script(name, update))
    questions.asset(app, "live.js", bundle.page_engine())
    questions.asset(app, "more.js", bundle.page_more())


def _write_pages(app: Sphinx, exception: Exception | None) -> None:
    """Write a page of each figure's own beside the book, which other pages may frame.

    The button *Copy code to embed* gives its address.
    """
    if exception or app.builder.name != "html":
        return
    for figure in known_figures().values():
        language = app.config.language if app.config.language in figure.words else FIRST
        export_page(figure(language=language), Path(app.outdir, "figures"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    others = dict.fromkeys(("latex", "text", "man", "texinfo", "xml"), (_skip, None))
    app.add_node(live_figure, html=(_visit, None), **others)
    app.add_directive("live-figure", LiveFigureDirective)
    app.add_role("figure-state", FigureStateRole())
    app.connect("doctree-read", _part_twins)
    app.connect("html-page-context", _page_assets, priority=900)
    app.connect("build-finished", _write_pages, priority=900)
    questions.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
