"""The first live figure of chapter 9: what L2 keeps of each component, and what stopping keeps."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import log_spaced, multiply, regularized_minimum, shrinkage
from l2book.palette import COLOURS
from l2book.plots import contours, diamond, line, marker, matrix, plane, star
from l2reg import Quadratic
from livefig import Panel, Slider, panel_axes


class Filters(BookFigure):
    """The filters λ/(λ+α) and 1 − (1−ελ)ᵗ over λ, and the two paths they make from 0 to w*."""

    name = "filters"
    alpha = Slider(0.25, 0.01, 10.0, symbol="α", scale="log10", landmarks=("1/(εt)",))
    steps = Slider(40.0, 1.0, 1000.0, symbol="t", scale="log10", landmarks=("1/(εα)",))
    problem = {
        "learning_rate": 0.1,
        "eigenvalues": [2.0, 0.1],
        "angle": 0.5,
        "w_star": [1.6, 2.0],
        "agree": 1e-6,
    }
    words = {
        "en": {
            "title": "A penalty, and stopping early",
            "caption": (
                "First, over λ: how much of a component with eigenvalue λ is left, by an L2 "
                "penalty of strength α (purple) and by stopping descent from 0 after t steps with "
                "ε = 0.1 (green). The bar shows where they differ most. Then, in the plane: the "
                "weights that the two filters leave of w*, and the paths they run through."
            ),
            "panels": {
                "filters": (
                    "The two filters",
                    "Two S-shaped curves over the eigenvalue on a logarithmic axis, both rising "
                    "from zero to one. They touch at small eigenvalues; further up the curve of "
                    "early stopping is the steeper one. A vertical bar marks the largest gap.",
                ),
                "paths": (
                    "The two paths from the origin to w*",
                    "Elliptic contours of the loss J around w*. Two curves lead from the origin "
                    "to w*, one by more and more steps, one by a weaker and weaker penalty. They "
                    "run close together but are not the same. A point on each marks t and α.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "steps": "steps until descent is stopped"},
            "readouts": {
                "gap": "largest gap =",
                "gap_at": "at λ =",
                "w_tilde": "w̃ =",
                "w_stopped": "wₜ =",
            },
            "statuses": {
                "agree": "t = 1/(εα): at small λ the two filters agree to first order.",
                "fewer": (
                    "t < 1/(εα) = {match}: at small λ, stopping keeps less than the penalty does."
                ),
                "more": (
                    "t > 1/(εα) = {match}: at small λ, stopping keeps more than the penalty does."
                ),
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the axes of the filters, and J's contours with both whole paths."""
        left, right = panel_axes(), plane(panel_axes(), limits=(-0.6, 3.0))
        left.set(xscale="log", xlim=(1e-3, 10), ylim=(0, 1.05), xlabel=r"$\lambda$")
        left.set_xticks([1e-3, 1e-2, 1e-1, 1, 10])
        left.minorticks_off()
        left.set_yticks([0, 0.5, 1])
        green, purple = ({"color": COLOURS[name]} for name in ("descent", "regularized"))
        above = {"transform": left.transAxes}
        left.text(0, 1.04, r"$\lambda\,/\,(\lambda + \alpha)$", **above, **purple)
        left.text(1, 1.04, r"$1 - (1 - \varepsilon\lambda)^t$", ha="right", **above, **green)
        right.set(xticks=[0, 1, 2, 3], yticks=[0, 1, 2, 3])
        w_star, angle = problem["w_star"], problem["angle"]
        loss = Quadratic(matrix(problem["eigenvalues"], angle), w_star)
        contours(right, loss.value, levels=[0.02 * 2.0**k for k in range(8)])
        star(right, w_star)
        # Both whole paths, from 0 to w*: strengths α, and numbers of steps t.
        eigenvalues, ratios = problem["eigenvalues"], 10 ** np.linspace(-4, 4, 161)
        path = [regularized_minimum(eigenvalues, angle, w_star, alpha) for alpha in ratios]
        right.plot(*np.transpose(path), linewidth=1.2, **purple)
        rate = problem["learning_rate"]
        kept = [[stopping(value, rate, t) for value in eigenvalues] for t in ratios]
        path = [multiply(factors, angle, w_star) for factors in kept]
        right.plot(*np.transpose(path), linewidth=1.2, **green)
        filters = {
            "gap": line(left, "ink", linewidth=3, solid_capstyle="butt"),
            "penalty_curve": line(left, "regularized"),
            "stopping_curve": line(left, "descent"),
        }
        weights = {
            **diamond(right, r"$\tilde{w}$  ", ha="right"),
            "w_stopped": marker(right, "o", 7, "descent"),
            "w_stopped_label": right.text(0, 0, "  $w_t$", va="top", **green),
        }
        return {"filters": Panel(left, filters), "paths": Panel(right, weights)}

    @staticmethod
    def update(alpha, steps, problem):
        """Draw both filters, find their largest gap, and place what they leave of w*."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        rate = problem["learning_rate"]
        # From 10⁻³ to 10, where 1 − ελ is zero.
        places = log_spaced(181)[:121]
        penalty_curve = [[value, shrinkage(value, alpha)] for value in places]
        stopping_curve = [[value, stopping(value, rate, steps)] for value in places]
        gap, widest = 0.0, 0
        for i in range(len(places)):
            apart = abs(stopping_curve[i][1] - penalty_curve[i][1])
            if apart > gap:
                gap, widest = apart, i
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        kept = [stopping(eigenvalue, rate, steps) for eigenvalue in eigenvalues]
        w_stopped = multiply(kept, angle, w_star)
        match = 1 / (rate * alpha)
        excess = steps / match - 1
        said = "more" if excess > 0 else "fewer"
        return {
            "artists": {
                "gap": [penalty_curve[widest], stopping_curve[widest]],
                "penalty_curve": penalty_curve,
                "stopping_curve": stopping_curve,
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "w_stopped": [w_stopped],
                "w_stopped_label": [w_stopped],
            },
            "readouts": {
                "gap": gap,
                "gap_at": places[widest],
                "w_tilde": w_tilde,
                "w_stopped": w_stopped,
            },
            "landmarks": {"alpha": [1 / (rate * steps)], "steps": [match]},
            "statuses": [["agree" if abs(excess) < problem["agree"] else said, {"match": match}]],
        }


def stopping(eigenvalue: float, learning_rate: float, steps: float) -> float:
    """Return 1 − (1−ελ)ᵗ, for λ up to 1/ε; t need not be whole, so that a curve has no steps."""
    return 1 - max(0.0, 1 - learning_rate * eigenvalue) ** steps
