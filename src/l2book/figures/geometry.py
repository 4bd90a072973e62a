"""The live figure of chapter 7: figure 7.1 of *Deep Learning*, remade from numbers."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.transforms import offset_copy

from l2book.figures import BookFigure
from livefig import Handle, Panel, Slider, panel_axes
from l2reg.figures._shapes import arrow, ellipse, matrix, outline, unrounded
from l2reg.objective import Quadratic
from l2reg.penalty import l2_penalty
from l2book.palette import COLOURS
from l2book.plots import LEVELS, plane
from l2reg.solution import regularized_minimum
from l2reg.spectrum import shrinkage_factors

#: Strengths α along the path of w̃, from where it starts; far enough to reach the origin.
ALPHAS = np.concatenate([[0.0], 10 ** np.linspace(-3.0, 3.0, 61)])


class Geometry(BookFigure):
    """J's ellipses, the penalty's circles, and w̃, where one of each touches the other."""

    name = "geometry"
    alpha = Slider(0.4, 0.01, 100.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂"))
    angle = Slider(90.0, 0.0, 180.0, symbol="θ")
    eigenvalue_1 = Slider(2.0, 0.0, 4.0, symbol="λ₁")
    eigenvalue_2 = Slider(0.2, 0.0, 4.0, symbol="λ₂", landmarks=("0", "λ₁"))
    w_star_1 = Slider(2.1, -2.8, 2.8, symbol="w*₁")
    w_star_2 = Slider(1.6, -2.8, 2.8, symbol="w*₂")
    handles = {"w_star": Handle("w_star_1", "w_star_2", ("plane",))}
    problem = {
        "levels": list(LEVELS[1::2]),
        "arrow_scale": 0.8,
        "repeated": 0.005,
        "tiny": 0.005,
        "tangent": 0.7,
    }
    words = {
        "en": {
            "title": "Where an ellipse and a circle touch",
            "caption": (
                "In the plane: contours of J around w* (blue), contours of the penalty around the "
                "origin (red), and w̃ on its dotted path from w* to the origin. The two thick "
                "contours touch at w̃, and the arrows ∇J(w̃) and αw̃ cancel (drawn at 0.8 of their "
                "length). Over α: the radius r = ‖w̃‖ of the thick circle. Drag w*; turn and "
                "stretch H."
            ),
            "panels": {
                "plane": (
                    "Contours of J and of the penalty",
                    "Ellipses around w* and circles around the origin. At w̃, which lies between "
                    "the two, a thick ellipse and a thick circle touch. Two arrows of equal length "
                    "point in opposite directions from w̃, square to both curves. A dotted path "
                    "leads from w* through w̃ to the origin.",
                ),
                "radius": (
                    "The radius r of the circle through w̃",
                    "A curve of the norm of w̃ over the penalty strength on a logarithmic axis. It "
                    "falls from the norm of w* towards zero; a point marks the present strength.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "angle": "turn of q₁, in degrees",
                "eigenvalue_1": "curvature along q₁",
                "eigenvalue_2": "curvature along q₂",
                "w_star_1": "minimum of J, across",
                "w_star_2": "minimum of J, up",
            },
            "handles": {"w_star": "Minimum w*"},
            "readouts": {
                "w_tilde": "w̃ =",
                "radius": "r = ‖w̃‖ =",
                "gradient_norm": "‖∇J(w̃)‖ =",
                "pull_norm": "α‖w̃‖ =",
                "factors": "kept along q₁ and q₂ =",
            },
            "statuses": {
                "touch": "The contours touch at w̃: ∇J(w̃) = −αw̃.",
                "origin": "w̃ is at the origin: nothing is left to pull.",
                "near_origin": "w̃ is at the origin, up to {size}: nothing is left to pull.",
                "straight": "λ₁ = λ₂: the contours of J are circles, and the path is straight.",
                "flat": "λ₁ = λ₂ = 0: J is the same everywhere. w̃ is at the origin for every α.",
                "valley": "A zero eigenvalue: J has a valley, and the path starts on its floor "
                "at the point nearest to the origin.",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the penalty's circles, which never move, and the axes of the radius."""
        chart = plane(panel_axes(), limits=(-3.6, 3.6))  # w*, w̃ and their names fit
        chart.set(xticks=range(-3, 4), yticks=range(-3, 4))
        chart.set_title(r"$\nabla J(\tilde{w}) = -\alpha\,\tilde{w}$")
        blue, red, purple = (COLOURS[key] for key in ("objective", "penalty", "regularized"))
        for radius in (1.0, 2.0, 3.0):
            circle = outline(ellipse([0, 0], [1, 1], 0.0, radius**2 / 2))
            chart.plot(*circle.T, color=red, linewidth=0.8, alpha=0.5)
        curve = panel_axes()
        curve.set(xscale="log", xlim=(1e-2, 1e2), ylim=(0, 4.2), xlabel=r"$\alpha$")
        curve.set_xticks([1e-2, 1e-1, 1, 1e1, 1e2])
        curve.minorticks_off()
        curve.set_title(r"$r(\alpha) = \|\tilde{w}\|$")
        thick, dot = {"linewidth": 2}, {"linestyle": "None"}
        dashed = {"linestyle": "--", "linewidth": 1}
        # Names beside their points, in points of 1/72 inch: off the touching contours and the
        # arrows at the opening state, and inside the thick ellipse.
        beside_w_star, beside_w_tilde, above_line = (
            offset_copy(axes.transData, axes.figure, x, y, units="points")
            for axes, x, y in ((chart, 12, 0), (chart, 2, -13), (curve, 0, 3))
        )
        plane_artists = {
            "ball": chart.fill([0], [0], color=red, alpha=0.08, linewidth=0)[0],
            "contours": chart.plot([], [], color=blue, linewidth=0.8, alpha=0.5)[0],
            "tangent": chart.plot([], [], color=COLOURS["muted"], **dashed)[0],
            "contour": chart.plot([], [], color=blue, **thick)[0],
            "circle": chart.plot([], [], color=red, **thick)[0],
            "path": chart.plot([], [], color=purple, linestyle=":")[0],
            "gradient_J": chart.fill([0], [0], color=blue)[0],
            "gradient_penalty": chart.fill([0], [0], color=red)[0],
            "w_star": chart.plot([], [], marker="*", markersize=11, color=blue, **dot)[0],
            "w_star_label": chart.text(
                0, 0, "$w^*$", color=blue, va="center", transform=beside_w_star
            ),
            "w_tilde": chart.plot([], [], marker="D", markersize=7, color=purple, **dot)[0],
            "w_tilde_label": chart.text(
                0, 0, r"$\tilde{w}$", color=purple, va="top", transform=beside_w_tilde
            ),
        }
        radius_artists = {
            "start": curve.plot([], [], color=blue, **dashed)[0],
            "start_label": curve.text(
                1, 0, r"$\|w^*\|$", color=blue, ha="right", va="bottom", transform=above_line
            ),
            "drop": curve.plot([], [], color=red, **dashed)[0],
            "radius": curve.plot([], [], color=purple)[0],
            "at": curve.plot(
                [], [], marker="D", markersize=7, color=purple, clip_on=False, zorder=3, **dot
            )[0],
        }
        return {"plane": Panel(chart, plane_artists), "radius": Panel(curve, radius_artists)}

    @staticmethod
    def update(parameters: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
        """Find w̃, the two contours through it, their gradients there, and the path of w̃."""
        alpha, angle = parameters["alpha"], math.radians(parameters["angle"])
        eigenvalues = [parameters["eigenvalue_1"], parameters["eigenvalue_2"]]
        w_star = np.array([parameters["w_star_1"], parameters["w_star_2"]])
        H, scale = matrix(eigenvalues, angle), problem["arrow_scale"]
        objective = Quadratic(H, w_star)
        path = regularized_minimum(H, w_star, ALPHAS)
        w_tilde = regularized_minimum(H, w_star, alpha)
        gradient = objective.gradient(w_tilde)
        radii = np.linalg.norm(path[1:], axis=-1)
        radius, length = float(np.linalg.norm(unrounded(w_tilde))), float(np.linalg.norm(w_star))
        # Square to w̃: the common tangent, drawn where there is one.
        along = np.array([-w_tilde[1], w_tilde[0]])
        tiny = radius < problem["tiny"]
        along = np.zeros(2) if tiny else along * (problem["tangent"] / radius)
        circle = ellipse([0, 0], [1, 1], 0.0, l2_penalty(w_tilde))
        statuses = [["near_origin", {"size": radius}] if tiny else ["touch", {}]]
        if radius == 0:
            statuses = [["origin", {}]]
        if eigenvalues == [0, 0]:
            statuses.append(["flat", {}])
        elif 0 in eigenvalues:
            statuses.append(["valley", {}])
        elif abs(eigenvalues[0] - eigenvalues[1]) < problem["repeated"]:
            statuses.append(["straight", {}])
        return {
            "artists": {
                "ball": circle,
                "circle": circle,
                "contours": [ellipse(w_star, eigenvalues, angle, c) for c in problem["levels"]],
                "contour": ellipse(w_star, eigenvalues, angle, objective.value(w_tilde)),
                "tangent": [w_tilde - along, w_tilde + along],
                "path": np.concatenate([path, [[0.0, 0.0]]]),
                "gradient_J": arrow(w_tilde, scale * gradient),
                "gradient_penalty": arrow(w_tilde, scale * alpha * w_tilde),
                "w_star": [w_star],
                "w_star_label": [w_star],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "start": [[0.01, length], [100.0, length]],
                "start_label": [[100.0, length]],
                "drop": [[0.01, radius], [alpha, radius], [alpha, 0.0]],
                "radius": np.stack([ALPHAS[1:], radii], axis=-1),
                "at": [[alpha, radius]],
            },
            "readouts": {
                "w_tilde": unrounded(w_tilde),
                "radius": radius,
                "gradient_norm": float(np.linalg.norm(unrounded(gradient))),
                "pull_norm": alpha * radius,
                "factors": shrinkage_factors(eigenvalues, alpha),
            },
            "landmarks": {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalues[0]]},
            "statuses": statuses,
        }
