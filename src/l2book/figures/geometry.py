"""The live figure of chapter 7: figure 7.1 of *Deep Learning*, remade from numbers."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.transforms import offset_copy

from l2book.figures import BookFigure
from l2book.figures.maths import (
    ARROW,
    add,
    circle,
    contour,
    log_spaced,
    multiply,
    norm,
    quadratic,
    regularized_minimum,
    shrinkage,
    subtract,
    times,
    unrounded,
)
from l2book.palette import COLOURS
from l2book.plots import LEVELS, area, diamond, line, marker, plane
from livefig import Handle, Panel, Slider, arrow, outline, panel_axes


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
        blue = COLOURS["objective"]
        for radius in (1.0, 2.0, 3.0):
            around = np.transpose(outline(circle(radius)))
            chart.plot(*around, color=COLOURS["penalty"], linewidth=0.8, alpha=0.5)
        curve = panel_axes()
        curve.set(xscale="log", xlim=(1e-2, 1e2), ylim=(0, 4.2), xlabel=r"$\alpha$")
        curve.set_xticks([1e-2, 1e-1, 1, 1e1, 1e2])
        curve.minorticks_off()
        curve.set_title(r"$r(\alpha) = \|\tilde{w}\|$")
        dashed = {"linestyle": "--", "linewidth": 1}
        # Names beside their points, in points of 1/72 inch: off the touching contours and the
        # arrows at the opening state, and inside the thick ellipse.
        beside_w_star, beside_w_tilde, above_line = (
            offset_copy(axes.transData, axes.figure, x, y, units="points")
            for axes, x, y in ((chart, 12, 0), (chart, 2, -13), (curve, 0, 3))
        )
        plane_artists = {
            "ball": area(chart, "penalty", alpha=0.08, linewidth=0),
            "contours": line(chart, "objective", linewidth=0.8, alpha=0.5),
            "tangent": line(chart, "muted", **dashed),
            "contour": line(chart, "objective", linewidth=2),
            "circle": line(chart, "penalty", linewidth=2),
            "path": line(chart, "regularized", linestyle=":"),
            "gradient_J": area(chart, "objective"),
            "gradient_penalty": area(chart, "penalty"),
            "w_star": marker(chart, "*", 11, "objective"),
            "w_star_label": chart.text(
                0, 0, "$w^*$", color=blue, va="center", transform=beside_w_star
            ),
            **diamond(chart, r"$\tilde{w}$", transform=beside_w_tilde),
        }
        radius_artists = {
            "start": line(curve, "objective", **dashed),
            "start_label": curve.text(
                1, 0, r"$\|w^*\|$", color=blue, ha="right", va="bottom", transform=above_line
            ),
            "drop": line(curve, "penalty", **dashed),
            "radius": line(curve, "regularized"),
            "at": marker(curve, "D", 7, "regularized", clip_on=False, zorder=3),
        }
        return {"plane": Panel(chart, plane_artists), "radius": Panel(curve, radius_artists)}

    @staticmethod
    def update(alpha, angle, eigenvalue_1, eigenvalue_2, w_star_1, w_star_2, problem):
        """Find w̃, the two contours through it, their gradients there, and the path of w̃."""
        turn, scale, tiny = math.radians(angle), problem["arrow_scale"], problem["tiny"]
        eigenvalues, w_star = [eigenvalue_1, eigenvalue_2], [w_star_1, w_star_2]
        w_tilde = regularized_minimum(eigenvalues, turn, w_star, alpha)
        gradient = multiply(eigenvalues, turn, subtract(w_tilde, w_star))
        radius, length = norm(unrounded(w_tilde)), norm(w_star)
        # Square to w̃: the common tangent, drawn where there is one.
        along = [0.0, 0.0]
        if radius >= tiny:
            along = times(problem["tangent"] / radius, [-w_tilde[1], w_tilde[0]])
        # From where it starts, and far enough to reach the origin.
        path, radii = [regularized_minimum(eigenvalues, turn, w_star, 0.0)], []
        for a in log_spaced(61):
            w = regularized_minimum(eigenvalues, turn, w_star, a)
            path.append(w)
            radii.append([a, norm(w)])
        path.append([0.0, 0.0])
        touched = quadratic(eigenvalues, turn, w_star, w_tilde)
        return {
            "artists": {
                "ball": circle(norm(w_tilde)),
                "circle": circle(norm(w_tilde)),
                "contours": [contour(w_star, eigenvalues, turn, c) for c in problem["levels"]],
                "contour": contour(w_star, eigenvalues, turn, touched),
                "tangent": [subtract(w_tilde, along), add(w_tilde, along)],
                "path": path,
                "gradient_J": arrow(w_tilde, times(scale, gradient), ARROW),
                "gradient_penalty": arrow(w_tilde, times(scale * alpha, w_tilde), ARROW),
                "w_star": [w_star],
                "w_star_label": [w_star],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "start": [[0.01, length], [100.0, length]],
                "start_label": [[100.0, length]],
                "drop": [[0.01, radius], [alpha, radius], [alpha, 0.0]],
                "radius": radii,
                "at": [[alpha, radius]],
            },
            "readouts": {
                "w_tilde": unrounded(w_tilde),
                "radius": radius,
                "gradient_norm": norm(unrounded(gradient)),
                "pull_norm": alpha * radius,
                "factors": [shrinkage(eigenvalue, alpha) for eigenvalue in eigenvalues],
            },
            "landmarks": {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalue_1]},
            "statuses": said(eigenvalues, radius, problem),
        }


def said(eigenvalues: list[float], radius: float, problem: Mapping[str, Any]) -> list[list]:
    """Say whether there is anything to touch, and what is special about H."""
    statuses = [["touch", {}]]
    if radius < problem["tiny"]:
        statuses = [["near_origin", {"size": radius}] if radius > 0 else ["origin", {}]]
    if max(eigenvalues) == 0:
        statuses.append(["flat", {}])
    elif min(eigenvalues) == 0:
        statuses.append(["valley", {}])
    elif abs(eigenvalues[0] - eigenvalues[1]) < problem["repeated"]:
        statuses.append(["straight", {}])
    return statuses
