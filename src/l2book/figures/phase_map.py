"""The second live figure of chapter 3: which (ε, α) settle, oscillate or diverge."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import regime
from l2book.palette import COLOURS
from l2book.plots import line, marker
from livefig import Handle, Panel, Slider, panel_axes


class PhaseMap(BookFigure):
    """The plane of learning rate and weight decay, and the stiffest component of one descent."""

    name = "phase_map"
    alpha = Slider(0.5, 0.0, 3.0, symbol="α")
    learning_rate = Slider(0.3, 0.01, 1.2, symbol="ε", landmarks=("1/(λ₁+α)", "2/(λ₁+α)"))
    handles = {"setting": Handle("learning_rate", "alpha", ("map",))}
    problem = {"eigenvalue": 2.0, "steps": 20, "ceiling": 20.0}
    words = {
        "en": {
            "title": "Which choices settle",
            "caption": (
                "Drag the point: each point of the map is a choice of ε and α. The curve over t "
                "shows what that choice does along the steepest direction, where λ₁ = 2: every "
                "step multiplies the distance from w̃ by 1 − ε(λ₁+α)."
            ),
            "panels": {
                "map": (
                    "The phase map",
                    "The plane of learning rate and weight decay in three regions: monotone at "
                    "small learning rates, then oscillating, then divergent. Both borders bend "
                    "towards smaller learning rates as weight decay grows.",
                ),
                "component": (
                    "The steepest direction, step by step",
                    "The component of w minus w̃ along the first eigenvector, from one at the "
                    "start, against the number of steps.",
                ),
            },
            "parameters": {"alpha": "weight decay", "learning_rate": "learning rate"},
            "handles": {"setting": "Choice of ε and α"},
            "readouts": {"factor": "1 − ε(λ₁+α) =", "limit": "2/(λ₁+α) ="},
            "statuses": {
                "monotone": "Monotone: the distance shrinks and keeps its sign.",
                "at_once": "The factor is 0: along this direction one step is enough.",
                "oscillating": "Oscillating: the distance shrinks and changes sign at every step.",
                "divergent": "Does not settle: ε ≥ 2/(λ₁+α) = {limit}; the distance never shrinks.",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the three regions and the component's axes."""
        chart, curve = panel_axes(), panel_axes()
        alpha = np.linspace(0, 3, 200)
        border = 1 / (problem["eigenvalue"] + alpha)
        shades = {"monotone": "descent", "oscillating": "regularized", "divergent": "penalty"}
        edges = (np.zeros_like(alpha), border, 2 * border, np.full_like(alpha, 1.2))
        places = ((0.12, 0.75), (0.47, 0.75), (0.88, 1.75))
        for i, (region, shade) in enumerate(shades.items()):
            chart.fill_betweenx(
                alpha, edges[i], edges[i + 1], color=COLOURS[shade], alpha=0.18, linewidth=0
            )
            turn = {"rotation": 0 if i == 2 else 90, "ha": "center", "va": "center"}
            # By its name, live.css knows that no line crosses it: it needs no rim.
            chart.text(*places[i], region, gid=f"region_text_{i}", **turn)
        chart.plot(border, alpha, color=COLOURS["ink"], linewidth=1, linestyle="--")
        chart.plot(2 * border, alpha, color=COLOURS["ink"], linewidth=1)
        chart.set(xlim=(0, 1.2), ylim=(0, 3), xlabel=r"$\varepsilon$", ylabel=r"$\alpha$")
        curve.axhline(0, color=COLOURS["grid"], linewidth=0.8)
        curve.set(xlim=(-0.5, problem["steps"] + 0.5), ylim=(-1.6, 1.6), xlabel="$t$")
        curve.set_title(r"$(1-\varepsilon(\lambda_1+\alpha))^t$")
        setting = marker(chart, "o", 7, "ink", clip_on=False, zorder=3)
        component = {
            "component": line(curve, "descent", linewidth=1),
            "component_points": marker(curve, "o", 4, "descent"),
        }
        return {"map": Panel(chart, {"setting": setting}), "component": Panel(curve, component)}

    @staticmethod
    def update(alpha, learning_rate, problem):
        """Place the choice on the map and follow its component."""
        stiffness = problem["eigenvalue"] + alpha
        factor, limit = 1 - learning_rate * stiffness, 2 / stiffness
        at_once = abs(learning_rate - limit / 2) < 1e-9
        said = "at_once" if at_once else regime(stiffness, learning_rate)
        # Cut where it has left the picture, so that a divergent line still points out of it.
        component = []
        for t in range(problem["steps"] + 1):
            component.append([t, factor**t])
            if abs(factor**t) > problem["ceiling"]:
                break
        return {
            "artists": {
                "setting": [[learning_rate, alpha]],
                "component": component,
                "component_points": component,
            },
            "readouts": {"factor": factor if abs(factor) > 1e-12 else 0.0, "limit": limit},
            "landmarks": {"learning_rate": [limit / 2, limit]},
            "statuses": [[said, {"limit": limit}]],
        }
