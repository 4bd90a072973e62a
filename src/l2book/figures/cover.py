"""The live figure of the front page: two descents in one plane."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import add, in_sight, regularized_minimum, subtract, times, trajectory
from l2book.palette import COLOURS
from l2book.plots import contours, line, marker, matrix, plane, star, word
from l2reg import Quadratic
from livefig import Panel, Slider, panel_axes


class Cover(BookFigure):
    """Gradient descent without and with weight decay, from one start, in one plane."""

    name = "cover"
    alpha = Slider(0.5, 0.0, 3.0, symbol="α")
    learning_rate = Slider(0.2, 0.01, 1.2, symbol="ε")
    steps = Slider(40.0, 0.0, 40.0, symbol="t")
    inks = {"w_tilde": "regularized"}
    plays = "steps"
    problem = {"eigenvalues": [2.0, 0.4], "angle": 1.2, "w_star": [1.7, 0.9], "start": [-3.6, -1.6]}
    words = {
        "en": {
            "title": "Two descents",
            "caption": "The same loss, the same start, the same learning rate ε.",
            "panels": {
                "plane": (
                    "Gradient descent without and with weight decay",
                    "Elliptic contours of a loss around its minimum w*. From one start, a path "
                    "without decay leads to w*; a path with decay ends at w̃, nearer to the origin.",
                ),
            },
            "parameters": {
                "alpha": "weight decay",
                "learning_rate": "learning rate",
                "steps": "steps",
            },
            "readouts": {"w_tilde": "with decay, the minimum is w̃ ="},
        },
        "ko": {
            "title": "두 하강",
            "caption": "같은 손실, 같은 출발점, 같은 학습률 ε.",
            "panels": {
                "plane": (
                    "가중치 감쇠가 없는 경사 하강법과 있는 경사 하강법",
                    "최소점 w* 둘레에 그린 손실의 타원 등고선. 같은 출발점에서, 감쇠가 없는 경로는 w*로 가고 "
                    "감쇠가 있는 경로는 원점에 더 가까운 w̃에서 끝난다.",
                ),
            },
            "parameters": {
                "alpha": "가중치 감쇠",
                "learning_rate": "학습률",
                "steps": "단계의 수",
            },
            "readouts": {"w_tilde": "감쇠가 있을 때의 최소점 w̃ ="},
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw J's contours and w*, and the empty places of both paths and of w̃."""
        w_star = problem["w_star"]
        objective = Quadratic(matrix(problem["eigenvalues"], problem["angle"]), w_star)
        axes = plane(panel_axes(width=8.4, height=3.5))
        axes.set(xlim=(-5.0, 5.0), ylim=(-2.0, 2.2), yticks=range(-2, 3))
        contours(axes, objective.value)
        star(axes, w_star, (7, 5), size=13)
        axes.plot(0, 0, "+", color=COLOURS["ink"], markersize=9)
        artists = {
            "plain": line(axes, "objective", linewidth=1.4),
            "plain_points": marker(axes, "o", 3.5, "objective"),
            "decay": line(axes, "regularized", linewidth=1.4),
            "decay_points": marker(axes, "o", 3.5, "regularized"),
            "w_tilde": marker(axes, "D", 8, "regularized"),
            "w_tilde_label": word(axes, r"  $\tilde{w}$", "regularized", va="top"),
        }
        return {"plane": Panel(axes, artists)}

    @staticmethod
    def update(alpha, learning_rate, steps, problem):
        """Draw both paths as far as they have come, and where the one with decay ends."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        whole = int(steps)
        paths = []
        for decay in [0.0, alpha]:
            path = trajectory(
                eigenvalues, angle, w_star, problem["start"], learning_rate, whole + 1, decay
            )
            drawn = path[: whole + 1]
            # As far into the next step as the time has come.
            part = times(steps - whole, subtract(path[whole + 1], path[whole]))
            drawn.append(add(path[whole], part))
            paths.append(in_sight(drawn))
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        return {
            "artists": {
                "plain": paths[0],
                "plain_points": paths[0],
                "decay": paths[1],
                "decay_points": paths[1],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
            },
            "readouts": {"w_tilde": w_tilde},
        }
