"""The live figure of chapter 5: w̃ on its path from w* to the origin, and both ends of the path."""

from collections.abc import Mapping
from typing import Any

from matplotlib.transforms import offset_copy

from l2book.figures import BookFigure
from l2book.figures.maths import (
    add,
    contour,
    log_spaced,
    multiply,
    norm,
    regularized_minimum,
    rotate,
    subtract,
    times,
)
from l2book.palette import COLOURS
from l2book.plots import LEVELS, diamond, line, marker, plane
from livefig import Handle, Panel, Slider, Switch, panel_axes


class RegularizedMinimum(BookFigure):
    """The path of w̃ for all α, with H positive definite or singular."""

    name = "regularized_minimum"
    alpha = Slider(0.4, 0.001, 1000.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂"))
    eigenvalue_1 = Slider(2.0, 0.05, 4.0, symbol="λ₁")
    eigenvalue_2 = Slider(0.3, 0.05, 4.0, symbol="λ₂")
    singular = Switch(False, stills={"eigenvalue_2": 0.0})
    w_star_1 = Slider(1.2, -2.8, 2.8, symbol="w*₁")
    w_star_2 = Slider(2.1, -2.8, 2.8, symbol="w*₂")
    handles = {"w_star": Handle("w_star_1", "w_star_2", ("plane",))}
    problem = {"angle": 0.35, "levels": list(LEVELS), "far": 9.0, "floor": 1e-12, "strong": 20.0}
    words = {
        "en": {
            "title": "Where the regularized minimum is",
            "caption": (
                "In the plane: the contours of J around w* (blue), the path of w̃ for all α, and w̃ "
                "at the present α (purple). The ring is where w̃ goes as α → 0. The dashed grey "
                "line has the direction of Hw*; along it the grey square, Hw*/α, comes into sight "
                "as α grows. Over α: how far w̃ is from the ring (blue) and from the square (grey). "
                "Drag w*."
            ),
            "panels": {
                "plane": (
                    "The path of w̃",
                    "Elliptic contours of the loss around w*. A curve leads from the ring, the "
                    "limit of small penalties, to the origin; w̃ stands on it. At the origin the "
                    "curve is tangent to a dashed line.",
                ),
                "rates": (
                    "The distance from both limits",
                    "Two curves over the penalty strength, both axes logarithmic. The distance "
                    "from the limit at small strengths rises with slope one and levels off. The "
                    "distance from Hw* divided by the strength falls, at last with slope minus "
                    "two.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "eigenvalue_1": "first eigenvalue of H",
                "eigenvalue_2": "second eigenvalue of H",
                "w_star_1": "minimum of J, across",
                "w_star_2": "minimum of J, up",
                "singular": "Singular H: set λ₂ to zero",
            },
            "handles": {"w_star": "Minimum w*"},
            "readouts": {
                "w_tilde": "w̃ =",
                "norm": "‖w̃‖ =",
                "distance": "‖w̃ − w*‖ =",
                "condition_number": "condition number of H + αI =",
            },
            "statuses": {
                "definite": "H is positive definite. As α → 0, w̃ goes to w*.",
                "singular": (
                    "H is singular: all points of the blue dashed line minimize J. As α → 0, w̃ "
                    "goes to the one nearest to the origin. That is {gap} away from this w*."
                ),
                "origin": "The limit is the origin itself: w̃ is there for every α.",
                "strong": "α is far above both eigenvalues: w̃ ≈ Hw*/α, off by {error}.",
                "weak": "α is far below both eigenvalues: w̃ ≈ w*, off by {error}.",
                "weak_singular": (
                    "α is far below λ₁: w̃ ≈ its limit, off by {error}. The price is a condition "
                    "number of {condition}."
                ),
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the axes, and an empty place for each thing that moves."""
        # Wide enough for w*, its limit and their names at every place.
        left = plane(panel_axes(), limits=(-3.6, 3.6), title=r"$J$ and the path of $\tilde{w}$")
        left.set(xticks=range(-3, 4), yticks=range(-3, 4))
        right = panel_axes()
        blue, muted, paper = (COLOURS[key] for key in ("objective", "muted", "paper"))
        right.set(xscale="log", yscale="log", xlim=(7e-4, 1.4e3), ylim=(1e-6, 1e4))
        right.set_xlabel(r"$\alpha$")
        right.text(1.4e-3, 2e-5, r"$\Vert\tilde{w} - \lim_{\alpha\to 0}\tilde{w}\Vert$", color=blue)
        right.text(700, 40, r"$\Vert\tilde{w} - Hw^*/\alpha\Vert$", color=muted, ha="right")
        # Outside the ring by which w* is dragged.
        beside = offset_copy(left.transData, left.figure, 11, 5, units="points")
        weights = {
            "contours": line(left, "objective", linewidth=1, alpha=0.6),
            "valley": line(left, "objective", linewidth=1.6, linestyle="--"),
            "ray": line(left, "muted", linewidth=1, linestyle="--"),
            "path": line(left, "regularized"),
            "strong": marker(left, "s", 6, "muted", markerfacecolor=paper),
            "limit": marker(left, "o", 13, "objective", markerfacecolor=paper),
            "w_star": marker(left, "*", 11, "objective"),
            "w_star_label": left.text(0, 0, "$w^*$", color=blue, va="bottom", transform=beside),
            **diamond(left),
        }
        rates = {
            "alpha_line": line(right, "regularized", linewidth=1),
            "weak_curve": line(right, "objective"),
            "strong_curve": line(right, "muted"),
            "weak_at": marker(right, "o", 6, "objective"),
            "strong_at": marker(right, "o", 6, "muted"),
        }
        return {"plane": Panel(left, weights), "rates": Panel(right, rates)}

    @staticmethod
    def update(alpha, eigenvalue_1, eigenvalue_2, singular, w_star_1, w_star_2, problem):
        """Move w* and its contours, the path, w̃ and the two limits."""
        angle, far, floor = problem["angle"], problem["far"], problem["floor"]
        eigenvalues = [eigenvalue_1, 0.0 if singular else eigenvalue_2]
        w_star = [w_star_1, w_star_2]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        limit = regularized_minimum(eigenvalues, angle, w_star, 0.0)
        pull = multiply(eigenvalues, angle, w_star)

        def apart(u, v):
            return max(norm(subtract(u, v)), floor)

        path, weak_curve, strong_curve = [limit], [], []
        for a in log_spaced(81):
            w = regularized_minimum(eigenvalues, angle, w_star, a)
            path.append(w)
            weak_curve.append([a, apart(w, limit)])
            strong_curve.append([a, apart(w, times(1 / a, pull))])
        path.append([0.0, 0.0])
        weak, strong = apart(w_tilde, limit), apart(w_tilde, times(1 / alpha, pull))
        condition = (max(eigenvalues) + alpha) / (min(eigenvalues) + alpha)
        statuses = [["definite", {}]]
        if singular:
            statuses = [["singular", {"gap": norm(subtract(w_star, limit))}]]
        if norm(limit) < floor:
            statuses.append(["origin", {}])
        elif alpha >= problem["strong"] * max(eigenvalues):
            statuses.append(["strong", {"error": strong}])
        elif alpha * problem["strong"] <= (eigenvalue_1 if singular else min(eigenvalues)):
            error = {"error": weak, "condition": condition}
            statuses.append(["weak_singular", error] if singular else ["weak", {"error": weak}])
        flat, length = rotate([0.0, far], angle), norm(pull)
        return {
            "artists": {
                "contours": [contour(w_star, eigenvalues, angle, c) for c in problem["levels"]],
                "valley": [subtract(w_star, flat), add(w_star, flat)] if singular else [],
                "ray": [[0.0, 0.0], times(far / length if length > 0 else 0.0, pull)],
                "path": path,
                "strong": [times(1 / alpha, pull)],
                "w_star": [w_star],
                "w_star_label": [w_star],
                "limit": [limit],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "alpha_line": [[alpha, 1e-6], [alpha, 1e4]],
                "weak_curve": weak_curve,
                "strong_curve": strong_curve,
                "weak_at": [[alpha, weak]],
                "strong_at": [[alpha, strong]],
            },
            "readouts": {
                "w_tilde": w_tilde,
                "norm": norm(w_tilde),
                "distance": norm(subtract(w_tilde, w_star)),
                "condition_number": condition,
            },
            "landmarks": {"alpha": eigenvalues},
            "statuses": statuses,
        }
