"""The live figure of chapter 1: a loss, its penalty and their sum."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import contour, penalty, quadratic, regularized_minimum
from l2book.plots import LEVELS, contours, diamond, line, marker, matrix, plane, star
from l2reg import Quadratic
from livefig import Handle, Panel, Slider, panel_axes


class Penalty(BookFigure):
    """J, αΩ and J̃ = J + αΩ, drawn at the same heights over the same weights."""

    name = "penalty"
    alpha = Slider(0.6, 0.0, 3.0, symbol="α")
    w_1 = Slider(-1.2, -2.8, 2.8, symbol="w₁")
    w_2 = Slider(1.6, -2.8, 2.8, symbol="w₂")
    handles = {"w": Handle("w_1", "w_2", ("objective", "penalty", "regularized"))}
    problem = {
        "eigenvalues": [2.0, 0.4],
        "angle": 1.2,
        "w_star": [1.7, 0.9],
        "levels": list(LEVELS),
    }
    words = {
        "en": {
            "title": "A loss, a penalty, and their sum",
            "caption": (
                "The lines of all three maps are drawn at the same heights. The third map is the "
                "first plus the second. Drag the point w: the numbers add up wherever it is."
            ),
            "panels": {
                "objective": (
                    "The loss J",
                    "Elliptic contours around the minimum w*, up and right of the origin.",
                ),
                "penalty": (
                    "The penalty αΩ",
                    "Circles around the origin; they draw together as α grows.",
                ),
                "regularized": (
                    "The regularized loss J̃",
                    "Contours of the sum: rounder ellipses around a minimum w̃ between w* and the "
                    "origin.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "w_1": "weight", "w_2": "weight"},
            "handles": {"w": "Weights w"},
            "readouts": {
                "J": "J(w) =",
                "penalty": "αΩ(w) =",
                "J_regularized": "J̃(w) =",
                "w_tilde": "w̃ =",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw J's contours; the circles and the sum move with α."""
        titles = {"objective": "$J$", "penalty": r"$\alpha\Omega$", "regularized": r"$\tilde{J}$"}
        w_star = problem["w_star"]
        panels = {}
        for panel_id, title in titles.items():
            axes = plane(panel_axes(width=2.9, height=2.9), title=title)
            artists = {f"w_{panel_id}": marker(axes, "o", 6, "ink")}
            if panel_id == "objective":
                objective = Quadratic(matrix(problem["eigenvalues"], problem["angle"]), w_star)
                contours(axes, objective.value)
                star(axes, w_star)
            else:
                artists[f"contours_{panel_id}"] = line(axes, panel_id, linewidth=1, alpha=0.75)
            if panel_id == "regularized":
                artists |= diamond(axes)
            panels[panel_id] = Panel(axes, artists)
        return panels

    @staticmethod
    def update(alpha, w_1, w_2, problem):
        """Draw αΩ and J̃ at J's heights, and read all three at w."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        w, levels = [w_1, w_2], problem["levels"]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        lowest = quadratic(eigenvalues, angle, w_star, w_tilde) + alpha * penalty(w_tilde)
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        J, pulled = quadratic(eigenvalues, angle, w_star, w), alpha * penalty(w)
        return {
            "artists": {
                "w_objective": [w],
                "w_penalty": [w],
                "w_regularized": [w],
                "contours_penalty": [
                    contour([0.0, 0.0], [alpha, alpha], 0.0, level) for level in levels
                ],
                "contours_regularized": [
                    contour(w_tilde, curvatures, angle, level - lowest)
                    for level in levels
                    if level > lowest
                ],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
            },
            "readouts": {
                "J": J,
                "penalty": pulled,
                "J_regularized": J + pulled,
                "w_tilde": w_tilde,
            },
        }
