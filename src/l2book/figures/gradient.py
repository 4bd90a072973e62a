"""The live figure of chapter 2: the two forces on w, and their sum."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import (
    ARROW,
    add,
    circle,
    contour,
    multiply,
    norm,
    quadratic,
    regularized_minimum,
    subtract,
    times,
)
from l2book.plots import area, diamond, line, marker, plane, star
from livefig import Handle, Panel, Slider, arrow, panel_axes


class Gradient(BookFigure):
    """At a point w: −∇J, −αw and their sum −∇J̃, each square to its own contour."""

    name = "gradient"
    alpha = Slider(0.8, 0.0, 3.0, symbol="α")
    w_1 = Slider(2.2, -2.8, 2.8, symbol="w₁")
    w_2 = Slider(-1.2, -2.8, 2.8, symbol="w₂")
    handles = {"w": Handle("w_1", "w_2", ("forces", "sum"))}
    problem = {
        "eigenvalues": [2.0, 0.4],
        "angle": 1.2,
        "w_star": [1.7, 0.9],
        "arrow_scale": 0.4,
        "rest": 0.05,
        "aside": 0.7,
    }
    words = {
        "en": {
            "title": "Two pulls on one point",
            "caption": (
                "First the two pulls: −∇J (blue) pulls w towards w*, −αw (red) pulls it towards "
                "the origin; each arrow is square to the contour through w. Then their sum alone: "
                "−∇J̃ (purple) is square to the contour of J̃. Arrows are drawn at 0.4 of their "
                "length. Drag w."
            ),
            "panels": {
                "forces": (
                    "The two pulls",
                    "At the point w, a blue arrow along minus the gradient of J, at right angles "
                    "to an ellipse around w*, and a red arrow towards the origin, at right angles "
                    "to a circle. Dashed lines complete the parallelogram to a purple arrow.",
                ),
                "sum": (
                    "Their sum",
                    "At the same point w, the purple arrow alone, at right angles to an ellipse of "
                    "the regularized loss around its minimum w̃.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "w_1": "weight", "w_2": "weight"},
            "handles": {"w": "Weights w"},
            "readouts": {
                "gradient_J": "∇J(w) =",
                "gradient_penalty": "αw =",
                "gradient_regularized": "∇J̃(w) =",
            },
            "statuses": {
                "pulled": "The pulls do not cancel here: ‖∇J̃(w)‖ = {size}.",
                "rest": "The two pulls cancel here, and w is at w̃: ‖∇J̃(w)‖ = {size}.",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw w*; the contours and arrows follow w."""
        forces = plane(panel_axes(), title=r"$-\nabla J$  and  $-\alpha w$")
        total = plane(panel_axes(), title=r"$-\nabla\tilde{J} = -\nabla J - \alpha w$")
        star(forces, problem["w_star"])
        contour = {"linewidth": 1.2, "alpha": 0.75}
        pulls = {
            "contour_J": line(forces, "objective", **contour),
            "contour_penalty": line(forces, "penalty", **contour),
            "sides": line(forces, "muted", linewidth=1, linestyle="--"),
            "pull_sum": area(forces, "regularized", alpha=0.6),
            "pull_J": area(forces, "objective"),
            "pull_penalty": area(forces, "penalty"),
            "w_forces": marker(forces, "o", 6, "ink"),
        }
        together = {
            "contour_regularized": line(total, "regularized", **contour),
            **diamond(total),
            "pull": area(total, "regularized"),
            "w_sum": marker(total, "o", 6, "ink"),
        }
        return {"forces": Panel(forces, pulls), "sum": Panel(total, together)}

    @staticmethod
    def update(alpha, w_1, w_2, problem):
        """Draw the contours through w and the arrows at w."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        w, scale = [w_1, w_2], -problem["arrow_scale"]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        gradient_J = multiply(eigenvalues, angle, subtract(w, w_star))
        gradient_penalty = times(alpha, w)
        gradient = add(gradient_J, gradient_penalty)
        pull_J, pull_penalty = times(scale, gradient_J), times(scale, gradient_penalty)
        pull, size = times(scale, gradient), norm(gradient)
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        # J̃ is a quadratic around w̃: so far is it above its minimum.
        above = quadratic(curvatures, angle, w_tilde, w)
        # On the side from which no arrow comes.
        aside = problem["aside"] if w_1 > w_tilde[0] + 1e-9 else 0.0
        return {
            "artists": {
                "contour_J": contour(
                    w_star, eigenvalues, angle, quadratic(eigenvalues, angle, w_star, w)
                ),
                "contour_penalty": circle(norm(w)),
                "contour_regularized": contour(w_tilde, curvatures, angle, above),
                "sides": [add(w, pull_J), add(w, pull), add(w, pull_penalty)],
                "pull_J": arrow(w, pull_J, ARROW),
                "pull_penalty": arrow(w, pull_penalty, ARROW),
                "pull_sum": arrow(w, pull, ARROW),
                "pull": arrow(w, pull, ARROW),
                "w_forces": [w],
                "w_sum": [w],
                "w_tilde": [w_tilde],
                "w_tilde_label": [subtract(w_tilde, [aside, 0.0])],
            },
            "readouts": {
                "gradient_J": gradient_J,
                "gradient_penalty": gradient_penalty,
                "gradient_regularized": gradient,
            },
            "statuses": [["rest" if size < problem["rest"] else "pulled", {"size": size}]],
        }
