"""How the built book shows a live figure: a MyST-NB renderer and a Sphinx extension.

MyST-NB hands every widget of an executed notebook to its element renderer. The stock one leaves it
to ``html-manager``, 4.4 MB of script that cannot run a kernel. `LiveFigureRenderer` writes the
figure's own markup and state into the page instead, and ``live.js`` brings it alive. For a plain
``interact`` it shows the picture at the sliders' default values, never a dead slider.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from l2reg import __version__
from l2reg.execution import use_book_client
from l2reg.figures import LiveFigure, Slider, all_figures

HERE = Path(__file__).parent / "figures"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
LOGGER = logging.getLogger(__name__)
#: What a reader without scripts is told: the caption speaks of sliders.
STILL = "<noscript><p>This figure stands still: your browser runs no scripts here.</p></noscript>"
#: Scripts and styles the theme adds that name another host, or that a page without Thebe needs not.
UNWANTED = re.compile(r"thebe|https?://")


def classic_script(module: str) -> str:
    """Turn the text of ``live.js``, an ES module, into a classic script that does the same.

    A page opened from disk may not load a module: browsers refuse it as a foreign origin. The
    module imports nothing, so dropping ``export`` is all it takes. What follows the comment
    ``// JupyterLab`` is dropped as well, and so are all other comments on lines of their own and
    what lines begin with: a reader's page has no use for them.

    Raises
    ------
    ValueError
        If the module imports anything or has an export of another form.
    """
    if re.search(r"^\s*import\b", module, flags=re.M):
        raise ValueError("module must import nothing: live.js is one file")
    body = re.sub(r"^export (?=(async )?function|const|let|class)", "", module, flags=re.M)
    body, count = re.subn(r"^export default \{ render \};?$", "", body, flags=re.M)
    if count != 1 or re.search(r"^export\b", body, flags=re.M):
        raise ValueError("module must export functions, constants and one `default { render }`")
    body = re.sub(r"^[ \t]*(//.*\n)?", "", body.partition("\n// JupyterLab:")[0], flags=re.M)
    return f'(() => {{\n"use strict";\n{body}\nglobalThis.liveFigures = mountAll();\n}})();\n'


def figure_html(state: Mapping[str, Any]) -> str:
    """Return a live figure's element and, beside it, its state for ``live.js``.

    Parameters
    ----------
    state
        The widget's synchronised state: its ``_markup``, its ``_state`` and its parameters.
    """
    front = dict(state["_state"])
    front["parameters"] = {name: state[name] for name in front["parameters"]}
    data = json.dumps(front, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    markup = state["_markup"].replace("<figcaption", f"{STILL}<figcaption", 1)
    return f'{markup}<script type="application/json">{data}</script>'


def with_id(html: str, name: str, own: str) -> str:
    """Return a live figure's element with ``own`` for ``name`` in every id and reference."""
    html = re.sub(rf'(["#]){name}-', rf"\1{own}-", html)
    return html.replace(f' id="{name}"', f' id="{own}"', 1)


def _part_twins(app: Sphinx, doctree: nodes.document) -> None:
    """Give a figure that a page shows again an id of its own, and warn: links reach the first."""
    seen: Counter[str] = Counter()
    for raw in doctree.findall(nodes.raw):
        if "live" not in raw["classes"]:
            continue
        element, script, state = raw.astext().partition("<script")
        name = json.loads(state[state.index(">") + 1 : state.rindex("<")])["name"]
        seen[name] += 1
        if seen[name] > 1:
            own = f"{name}-{seen[name]}"
            LOGGER.warning(
                f"the page has the live figure {name} already: a link to {name} reaches the "
                f"first, and a link to {own} this one",
                location=app.env.docname,
            )
            raw[:] = [nodes.Text(with_id(element, name, own) + script + state)]


def _nodes(html: str) -> list[nodes.Node]:
    return [nodes.raw("", html, format="html", classes=["live"])]


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
        if "_markup" in state:
            return _nodes(figure_html(state))
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
    """``{live-figure} NAME``: a live figure on a page of prose; options set its parameters.

    The body holds one ``name = value`` a line.
    """

    required_arguments = 1
    has_content = True
    option_spec = {"language": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Build the figure and return its element."""
        figures = all_figures()
        name = self.arguments[0]
        if name not in figures:
            raise self.error(f"no live figure {name!r}; there are {', '.join(figures)}")
        try:
            parameters = {
                key.strip(): json.loads(value)
                for key, value in (line.split("=", 1) for line in self.content if line.strip())
            }
            figure: LiveFigure = figures[name](
                language=self.options.get("language", "en"), **parameters
            )
        except ValueError as error:
            raise self.error(str(error)) from error
        return _nodes(figure_html(figure.get_state()))


def read_state(state: str) -> tuple[str, dict[str, float | bool]]:
    """Read what the address of a figure's state says after its ``#``.

    Parameters
    ----------
    state
        As the button *Link to this state* writes it: ``descent?alpha=0.3&learning_rate=0.9``.

    Returns
    -------
    tuple
        The figure's name, and the parameters that are given; a switch is 0 or 1.

    Raises
    ------
    ValueError
        If there is no such figure or parameter, or a value is none that its slider can take.
    """
    name, _, query = state.partition("?")
    figures = all_figures()
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
            parameters[key] = value = float(text)
            if not control.minimum <= value <= control.maximum:
                limits = f"{control.minimum} to {control.maximum}"
                raise ValueError(f"state must have {key} from {limits}, not {text}")
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
            read_state(state)
        except ValueError as error:
            message = self.inliner.reporter.error(f"figure-state: {error}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        address = self.env.app.builder.get_relative_uri(self.env.docname, page)
        target = f"{address}#{quote(state, safe='?&=')}"
        return [nodes.reference("", self.title, refuri=target, internal=True)], []


def _write_static(app: Sphinx) -> None:
    """Lay ready the script and the style of the live figures, for Sphinx to copy."""
    target = Path(app.doctreedir) / "live" / "live"
    target.mkdir(parents=True, exist_ok=True)
    module, style = ((HERE / name).read_text(encoding="utf-8") for name in ("live.js", "live.css"))
    for name, text in (
        ("live.js", classic_script(module)),
        ("live.css", re.sub(r"/\*.*?\*/\s*|(?m:^[ \t]+)", "", style, flags=re.S)),
    ):
        (target / name).write_text(text, encoding="utf-8")
    app.config.html_static_path.append(str(target.parent))


def _page_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load ``live.js`` only where a figure is, and drop what names another host."""
    if doctree is not None and any("live" in raw["classes"] for raw in doctree.findall(nodes.raw)):
        app.add_css_file("live/live.css")
        app.add_js_file("live/live.js", loading_method="defer")
    for key in ("script_files", "css_files"):
        # In place: Sphinx restores these lists after each page.
        context[key][:] = [asset for asset in context[key] if not _is_unwanted(asset)]


def _mend_roles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say what things are: a bibliography's items, and what a folded solution in code is called.

    DPUB-ARIA 1.1 deprecates docutils' doc-biblioentry; MyST-NB gives every fold one name, which is
    not what stands there.
    """
    for before, after in (
        ('role="doc-biblioentry"', 'role="listitem"'),
        ('<summary aria-label="Toggle hidden content">', "<summary>"),
    ):
        if "body" in context:
            context["body"] = context["body"].replace(before, after)


def _is_unwanted(asset: Any) -> bool:
    body = getattr(asset, "attributes", {}).get("body") or ""
    return bool(UNWANTED.search(f"{getattr(asset, 'filename', asset)} {body}"))


def _drop_thebe(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the configuration of Thebe, which is not loaded, and the host it names."""
    for raw in list(doctree.findall(nodes.raw)):
        if "text/x-thebe-config" in raw.astext():
            raw.parent.remove(raw)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    use_book_client()
    app.add_directive("live-figure", LiveFigureDirective)
    app.add_role("figure-state", FigureStateRole())
    app.connect("builder-inited", _write_static)
    app.connect("doctree-read", _part_twins)
    # After the extension that adds it (500).
    app.connect("doctree-resolved", _drop_thebe, priority=900)
    # After the theme has added its own assets (500).
    app.connect("html-page-context", _page_assets, priority=900)
    app.connect("html-page-context", _mend_roles)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
