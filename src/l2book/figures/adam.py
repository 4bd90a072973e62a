"""The second live figure of chapter 9: Adam with an L2 penalty against AdamW."""

import math
from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import contour, regularized_minimum
from l2book.plots import LEVELS, diamond, line, marker, plane, star
from livefig import Handle, Panel, Slider, panel_axes


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
            axes = plane(panel_axes(), title=title)
            moving = {
                f"{side}_contours": line(axes, colour, linewidth=1, alpha=0.75, zorder=1),
                f"{side}_path": line(axes, "descent", linewidth=1.2),
                f"{side}_points": marker(axes, "o", 3, "descent"),
                f"{side}_start": marker(axes, "o", 8, "descent"),
                f"{side}_end": marker(axes, "s", 8, "descent"),
            }
            star(axes, problem["w_star"])
            panels[side] = Panel(axes, moving)
        penalty = panels["penalty"]
        penalty.artists.update(diamond(penalty.axes, r"   $\tilde{w}$"))
        return panels

    @staticmethod
    def update(alpha, learning_rate, eigenvalue_2, start_1, start_2, problem):
        """Take both paths, and compare what decay takes off each weight."""
        eigenvalues, start = [problem["eigenvalue_1"], eigenvalue_2], [start_1, start_2]
        w_star, levels, decay = problem["w_star"], problem["levels"], learning_rate * alpha
        w_tilde = regularized_minimum(eigenvalues, 0.0, w_star, alpha)
        penalty = adam(eigenvalues, start, learning_rate, alpha, 0.0, problem)
        decoupled = adam(eigenvalues, start, learning_rate, 0.0, decay, problem)
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        first, second = [decay / root for root in penalty["roots"]]
        rise = eigenvalues[1] - eigenvalues[0]
        statuses = [["same", {}]]
        if alpha > 0:
            said = "equal" if abs(rise) < problem["repeated"] else "uneven"
            flatter = second / first if rise < problem["repeated"] else first / second
            statuses = [[said, {"ratio": flatter}]]
        return {
            "artists": {
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "penalty_contours": [contour(w_tilde, curvatures, 0.0, c) for c in levels],
                "penalty_path": penalty["path"],
                "penalty_points": penalty["path"],
                "penalty_start": [start],
                "penalty_end": [penalty["end"]],
                "decoupled_contours": [contour(w_star, eigenvalues, 0.0, c) for c in levels],
                "decoupled_path": decoupled["path"],
                "decoupled_points": decoupled["path"],
                "decoupled_start": [start],
                "decoupled_end": [decoupled["end"]],
            },
            "readouts": {
                "penalty_end": penalty["end"],
                "decoupled_end": decoupled["end"],
                "w_tilde": w_tilde,
                "penalty_share": [first, second],
                "decoupled_share": decay,
            },
            "landmarks": {"eigenvalue_2": [problem["eigenvalue_1"]]},
            "statuses": statuses,
        }


def adam(
    eigenvalues: list[float],
    start: list[float],
    learning_rate: float,
    alpha: float,
    decay: float,
    problem: Mapping[str, Any],
) -> dict[str, Any]:
    """Follow Adam on J, with αw in its gradient and εα = ``decay`` outside it.

    Returns
    -------
    dict : The ``path`` from the start on, its ``end``, and √v̂ + δ of the last step as ``roots``.
    """
    beta_1, beta_2, w_star = problem["beta_1"], problem["beta_2"], problem["w_star"]
    w, m, v, roots = start, [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    path = [w]
    for t in range(1, problem["steps"] + 1):
        past, w = w, []
        for i in range(2):
            g = eigenvalues[i] * (past[i] - w_star[i]) + alpha * past[i]
            m[i] = beta_1 * m[i] + (1 - beta_1) * g
            v[i] = beta_2 * v[i] + (1 - beta_2) * (g * g)
            roots[i] = math.sqrt(v[i] / (1 - beta_2**t)) + problem["delta"]
            step = learning_rate * (m[i] / (1 - beta_1**t) / roots[i])
            w.append(past[i] - (step + decay * past[i]))
        path.append(w)
    return {"path": path, "end": w, "roots": roots}
