"""The second live figure of chapter 9: Adam with an L2 penalty against AdamW."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from livefig import Handle, Panel, Slider, panel_axes
from l2reg.figures._shapes import ellipse
from l2reg.optimizers import AdamState, adam_start, adam_step, adamw_step
from l2book.palette import COLOURS
from l2book.plots import LEVELS, plane
from l2reg.spectrum import shrinkage_factors


class Adam(BookFigure):
    """Two paths of Adam from one start: the penalty in the gradient, and decay outside it."""

    name = "adam"
    alpha = Slider(0.3, 0.0, 1.0, symbol="α")
    learning_rate = Slider(0.1, 0.02, 0.2, symbol="ε")
    eigenvalue_2 = Slider(0.1, 0.05, 10.0, symbol="λ₂", scale="log10", landmarks=("λ₁",))
    start_1 = Slider(-1.0, -2.8, 2.8, symbol="w₀₁")
    start_2 = Slider(-1.0, -2.8, 2.8, symbol="w₀₂")
    handles = {"start": Handle("start_1", "start_2", ("penalty", "decoupled"))}
    problem = {
        "eigenvalue_1": 4.0,
        "w_star": [1.5, 1.5],
        "steps": 60,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "delta": 1e-8,
        "levels": list(LEVELS),
        "repeated": 0.005,
    }
    words = {
        "en": {
            "title": "Adam with a penalty, and AdamW",
            "caption": (
                "The same loss, start, learning rate ε and strength α, 60 steps each. First the "
                "pull αw is part of Adam’s gradient, on J̃; then AdamW takes off εαw by itself, and "
                "its gradient is that of J. The curvature of J is λ₁ = 4 across and λ₂ upwards. "
                "Drag the start."
            ),
            "panels": {
                "penalty": (
                    "Adam with the penalty in its gradient",
                    "Contours of the regularized loss around its minimum w̃. A path of points "
                    "leads from the start to the neighbourhood of w̃, which lies far below w* in "
                    "the flat direction.",
                ),
                "decoupled": (
                    "AdamW",
                    "Contours of the loss J around its minimum w*. A path of points leads from "
                    "the same start to a point between the origin and w* that does not depend on "
                    "how steep J is.",
                ),
            },
            "parameters": {
                "alpha": "strength of the decay",
                "learning_rate": "learning rate",
                "eigenvalue_2": "curvature of J, upwards",
                "start_1": "start, across",
                "start_2": "start, up",
            },
            "handles": {"start": "Start w₀"},
            "readouts": {
                "penalty_end": "w₆₀ of Adam =",
                "decoupled_end": "w₆₀ of AdamW =",
                "w_tilde": "w̃ =",
                "penalty_share": "αε/√v̂ of Adam =",
                "decoupled_share": "αε of AdamW =",
            },
            "statuses": {
                "same": "α = 0: nothing decays, and both are plain Adam.",
                "equal": (
                    "λ₁ = λ₂: neither direction is flatter. In Adam’s last step the penalty pulled "
                    "the second weight {ratio} times as hard, weight for weight, as the first. "
                    "AdamW shrinks both alike."
                ),
                "uneven": (
                    "In Adam’s last step the penalty pulled the flatter direction {ratio} times "
                    "as hard, weight for weight, as the steeper one. AdamW shrinks both alike."
                ),
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw w* on both planes; the contours follow λ₂."""
        panels = {}
        for side, colour, title in (
            ("penalty", "regularized", r"$\mathrm{Adam\ on}\ \tilde{J} = J + \alpha\Omega$"),
            ("decoupled", "objective", r"$\mathrm{AdamW\ on}\ J$"),
        ):
            axes, blue = plane(panel_axes(), title=title), COLOURS["objective"]
            line, dot = {"color": COLOURS["descent"]}, {"linestyle": "None", "marker": "o"}
            moving = {
                f"{side}_contours": axes.plot(
                    [], [], color=COLOURS[colour], linewidth=1, alpha=0.75, zorder=1
                )[0],
                f"{side}_path": axes.plot([], [], linewidth=1.2, **line)[0],
                f"{side}_points": axes.plot([], [], markersize=3, **line, **dot)[0],
                f"{side}_start": axes.plot([], [], markersize=8, **line, **dot)[0],
                f"{side}_end": axes.plot([], [], markersize=8, **line, **(dot | {"marker": "s"}))[
                    0
                ],
            }
            axes.plot(*problem["w_star"], "*", color=blue, markersize=11)
            axes.annotate(
                "$w^*$", problem["w_star"], (6, 5), textcoords="offset points", color=blue
            )
            panels[side] = (axes, moving)
        axes, moving = panels["penalty"]
        purple = {"color": COLOURS["regularized"]}
        moving["w_tilde"] = axes.plot([], [], "D", markersize=7, **purple)[0]
        moving["w_tilde_label"] = axes.text(0, 0, r"   $\tilde{w}$", va="top", **purple)
        return {side: Panel(*drawn) for side, drawn in panels.items()}

    @staticmethod
    def update(parameters: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
        """Take both paths, and compare what decay takes off each weight."""
        alpha, learning_rate = parameters["alpha"], parameters["learning_rate"]
        start = np.array([parameters["start_1"], parameters["start_2"]])
        eigenvalues = np.array([problem["eigenvalue_1"], parameters["eigenvalue_2"]])
        w_star, levels = np.array(problem["w_star"]), problem["levels"]
        constants = {name: problem[name] for name in ("beta_1", "beta_2", "delta")}
        decay = learning_rate * alpha
        penalty, decoupled = [adam_start(start)], [adam_start(start)]
        for _ in range(problem["steps"]):
            last = penalty[-1]
            gradient = eigenvalues * (last.w - w_star)
            penalty.append(adam_step(last, gradient, learning_rate, alpha=alpha, **constants))
            last = decoupled[-1]
            gradient = eigenvalues * (last.w - w_star)
            decoupled.append(adamw_step(last, gradient, learning_rate, decay=decay, **constants))
        share = decay / (_root(penalty[-1], problem["beta_2"]) + problem["delta"])
        w_tilde = shrinkage_factors(eigenvalues, alpha) * w_star
        artists = {"w_tilde": [w_tilde], "w_tilde_label": [w_tilde]}
        for side, states, centre, curvatures in (
            ("penalty", penalty, w_tilde, eigenvalues + alpha),
            ("decoupled", decoupled, w_star, eigenvalues),
        ):
            path = np.array([state.w for state in states])
            artists |= {
                f"{side}_contours": [ellipse(centre, curvatures, 0.0, c) for c in levels],
                f"{side}_path": path,
                f"{side}_points": path,
                f"{side}_start": path[:1],
                f"{side}_end": path[-1:],
            }
        rise = eigenvalues[1] - eigenvalues[0]
        flat, steep = (1, 0) if rise < problem["repeated"] else (0, 1)
        said = "equal" if abs(rise) < problem["repeated"] else "uneven"
        statuses = [[said, {"ratio": share[flat] / share[steep]}]] if alpha else [["same", {}]]
        return {
            "artists": artists,
            "readouts": {
                "penalty_end": penalty[-1].w,
                "decoupled_end": decoupled[-1].w,
                "w_tilde": w_tilde,
                "penalty_share": share,
                "decoupled_share": decay,
            },
            "landmarks": {"eigenvalue_2": [problem["eigenvalue_1"]]},
            "statuses": statuses,
        }


def _root(state: AdamState, beta_2: float) -> np.ndarray:
    return np.sqrt(state.v / (1 - beta_2**state.t))
