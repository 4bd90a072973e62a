"""``jupyter nbconvert --to html``: live figures with their own script, and no other host.

The installed file ``etc/jupyter/jupyter_nbconvert_config.json`` names `LiveFigures`. Without it a
page would ask another host for ``html-manager``, and show nothing where that does not answer.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from nbconvert.preprocessors import Preprocessor

from livefig import bundle
from livefig.hosts.export import data_of, element, with_id, within

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class LiveFigures(Preprocessor):
    """Puts a figure's picture, style and script in the place of its widget."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Go over the outputs of all cells."""
        models = nb.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
        found, seen, asked = [], Counter(), False
        outputs = [output for cell in nb.cells for output in cell.get("outputs", ())]
        for output in outputs:
            view = output.get("data", {}).get(WIDGET_VIEW)
            widget = models.get(view["model_id"], {}).get("state", {}) if view else {}
            if bundle.is_question(widget):
                state, form = bundle.question_of(widget["_esm"])
                del output["data"][WIDGET_VIEW]
                style = f"<style>{widget['_css']}</style>"
                output["data"]["text/html"] = f"{style}{form}{data_of(state)}"
                found.append(output)
                asked = True
            elif bundle.is_figure(widget):
                html, state, update = element(widget["_esm"], widget)
                seen[state["name"]] += 1
                if seen[state["name"]] > 1:
                    html = with_id(html, state["name"], f"{state['name']}-{seen[state['name']]}")
                script = bundle.figure_script(bundle.script_of(state), update)
                del output["data"][WIDGET_VIEW]
                output["data"]["text/html"] = (
                    f"<style>{widget['_css']}</style>{html}<script>{within(script)}</script>"
                )
                found.append(output)
        if not any(WIDGET_VIEW in output.get("data", {}) for output in outputs):
            nb.metadata.pop("widgets", None)  # no other widget needs html-manager
        if found:  # the engine comes last: it brings all of them alive
            engine = (
                bundle.page_engine()
                + bundle.page_more()
                + (bundle.question_engine("") if asked else "")
            )
            found[-1]["data"]["text/html"] += f"<script>{within(engine)}</script>"
        return nb, resources
