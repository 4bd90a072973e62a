"""The live figure of chapter 3 and of the cover: gradient descent without and with weight decay."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import contour, in_sight, norm, regime, regularized_minimum, trajectory
from l2book.plots import LEVELS, contours, diamond, line, marker, matrix, plane, star
from l2reg import Quadratic
from livefig import Handle, Panel, Slider, panel_axes


class Descent(BookFigure):
    """Two descents from one start, w ← w − ε∇J and w ← (1−εα)w − ε∇J, side by side."""

    name = "descent"
    alpha = Slider(0.5, 0.0, 3.0, symbol="α")
    learning_rate = Slider(0.2, 0.01, 1.2, symbol="ε", landmarks=("1/(λ₁+α)", "2/(λ₁+α)"))
    start_1 = Slider(-1.6, -2.8, 2.8, symbol="w₀₁")
    start_2 = Slider(-2.0, -2.8, 2.8, symbol="w₀₂")
    handles = {"start": Handle("start_1", "start_2", ("plain", "decay"))}
    problem = {
        "eigenvalues": [2.0, 0.4],
        "angle": 1.2,
        "w_star": [1.7, 0.9],
        "steps": 40,
        "levels": list(LEVELS),
    }
    words = {
        "en": {
            "title": "Two descents",
            "caption": (
                "The same loss, the same start, the same learning rate ε. First plain gradient "
                "descent, on J; then with weight decay α, which is descent on J̃. Drag the start."
            ),
            "panels": {
                "plain": (
                    "Gradient descent on J",
                    "Elliptic contours of the loss J around its minimum w*. A path of points leads "
                    "from the start to w*.",
                ),
                "decay": (
                    "Gradient descent with weight decay",
                    "Contours of the regularized loss around its minimum w̃, which lies between "
                    "w* and the origin. A path of points leads from the same start to w̃.",
                ),
            },
            "parameters": {
                "alpha": "weight decay",
                "learning_rate": "learning rate",
                "start_1": "start, across",
                "start_2": "start, up",
            },
            "handles": {"start": "Start w₀"},
            "readouts": {
                "w_tilde": "w̃ =",
                "plain_norm": "‖w₄₀‖ without decay =",
                "decay_norm": "‖w₄₀‖ with decay =",
            },
            "statuses": {
                "plain_monotone": "J: monotone, since ε ≤ 1/λ₁ = {half}.",
                "plain_oscillating": "J: oscillates, since ε > 1/λ₁ = {half}.",
                "plain_divergent": "J: diverges, since ε ≥ 2/λ₁ = {limit}.",
                "decay_monotone": "J̃: monotone, since ε ≤ 1/(λ₁+α) = {half}.",
                "decay_oscillating": "J̃: oscillates, since ε > 1/(λ₁+α) = {half}.",
                "decay_divergent": "J̃: diverges, since ε ≥ 2/(λ₁+α) = {limit}.",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw J's contours and w* on the left, the empty places of the rest."""
        w_star = problem["w_star"]
        objective = Quadratic(matrix(problem["eigenvalues"], problem["angle"]), w_star)
        left = plane(panel_axes(), title=r"$J$")
        right = plane(panel_axes(), title=r"$\tilde{J} = J + \alpha\Omega$")
        contours(left, objective.value)
        panels = {}
        for side, axes in (("plain", left), ("decay", right)):
            star(axes, w_star)
            panels[side] = {
                f"{side}_path": line(axes, "descent", linewidth=1.2),
                f"{side}_points": marker(axes, "o", 3, "descent"),
                f"{side}_start": marker(axes, "o", 8, "descent"),
            }
        levels = line(right, "regularized", linewidth=1, alpha=0.75, zorder=1)
        panels["decay"] |= {"contours": levels, **diamond(right)}
        return {"plain": Panel(left, panels["plain"]), "decay": Panel(right, panels["decay"])}

    @staticmethod
    def update(alpha, learning_rate, start_1, start_2, problem):
        """Move both paths, J̃'s contours and w̃."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        start, steps = [start_1, start_2], problem["steps"]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        plain = trajectory(eigenvalues, angle, w_star, start, learning_rate, steps, 0.0)
        decay = trajectory(eigenvalues, angle, w_star, start, learning_rate, steps, alpha)
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        statuses = []
        for side, stiffness in [["plain", max(eigenvalues)], ["decay", max(curvatures)]]:
            said = {"half": 1 / stiffness, "limit": 2 / stiffness}
            statuses.append([f"{side}_{regime(stiffness, learning_rate)}", said])
        return {
            "artists": {
                "plain_path": in_sight(plain),
                "plain_points": in_sight(plain),
                "plain_start": [start],
                "decay_path": in_sight(decay),
                "decay_points": in_sight(decay),
                "decay_start": [start],
                "contours": [
                    contour(w_tilde, curvatures, angle, level) for level in problem["levels"]
                ],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
            },
            "readouts": {
                "w_tilde": w_tilde,
                "plain_norm": norm(plain[steps]),
                "decay_norm": norm(decay[steps]),
            },
            "landmarks": {"learning_rate": [1 / max(curvatures), 2 / max(curvatures)]},
            "statuses": statuses,
        }
