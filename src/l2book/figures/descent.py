"""The live figure of chapter 3 and of the cover: gradient descent without and with weight decay."""

import math
from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import (
    add,
    in_sight,
    multiply,
    norm,
    regime,
    regularized_minimum,
    subtract,
    times,
    trajectory,
)
from l2book.palette import COLOURS
from l2book.plots import LEVELS, area, contours, line, marker, matrix, plane, star, word
from l2reg import Quadratic
from livefig import Handle, Panel, Slider, arrow, panel_axes


class Descent(BookFigure):
    """Two descents from one start in one plane, and one step of the second as two arrows."""

    name = "descent"
    alpha = Slider(0.5, 0.0, 3.0, symbol="α")
    learning_rate = Slider(0.2, 0.01, 1.2, symbol="ε", landmarks=("1/(λ₁+α)", "2/(λ₁+α)"))
    step = Slider(0.0, 0.0, 40.0, symbol="t")
    start_1 = Slider(2.4, -2.8, 2.8, symbol="w₀₁")
    start_2 = Slider(-2.0, -2.8, 2.8, symbol="w₀₂")
    inks = {
        "w_tilde": "regularized",
        "shrink": "penalty",
        "gradient_step": "objective",
        "plain_norm": "objective",
        "decay_norm": "regularized",
    }
    plays = "step"
    handles = {"start": Handle("start_1", "start_2", ("plane",))}
    problem = {
        "eigenvalues": [2.0, 0.4],
        "angle": 1.2,
        "w_star": [1.7, 0.9],
        "steps": 40,
        "levels": list(LEVELS),
        "arrow_width": 0.055,
        "aside": [0.6, -0.3],
    }
    words = {
        "en": {
            "title": "Two descents from one start",
            "caption": (
                "Drag the start. Blue: gradient descent on J, towards w*. Purple: the same "
                "descent with weight decay, towards w̃. Move t to take the purple path one "
                "step at a time: the red arrow shrinks w, the blue arrow is the step −ε∇J(w), and "
                "their sum leads to the next point. In the marks under ε, λ₁ = 2 is the curvature "
                "of J in its steepest direction. w₄₀ is the end of a path, after 40 steps."
            ),
            "panels": {
                "plane": (
                    "Gradient descent without and with weight decay",
                    "Elliptic contours of the loss J around its minimum w*. From one start, a blue "
                    "path of points leads to w* and a purple path leads to w̃, which lies nearer "
                    "to the origin than w*. At one point of the purple path, a red arrow towards the "
                    "origin and a blue arrow down the slope of J complete a parallelogram whose "
                    "far corner is the next point.",
                ),
            },
            "parameters": {
                "alpha": "weight decay",
                "learning_rate": "learning rate",
                "step": "step shown",
                "start_1": "start, across",
                "start_2": "start, up",
            },
            "handles": {"start": "Start w₀"},
            "readouts": {
                "w_tilde": "w̃ =",
                "shrink": "−εαw =",
                "gradient_step": "−ε∇J(w) =",
                "plain_norm": "‖w₄₀‖ without decay =",
                "decay_norm": "‖w₄₀‖ with decay =",
            },
            "statuses": {
                "plain_monotone": "Without decay: settles without swinging, since ε ≤ 1/λ₁ = {half}.",
                "plain_oscillating": "Without decay: swings, then settles, since ε > 1/λ₁ = {half}.",
                "plain_divergent": "Without decay: does not settle, since ε ≥ 2/λ₁ = {limit}.",
                "decay_monotone": "With decay: settles without swinging, since ε ≤ 1/(λ₁+α) = {half}.",
                "decay_oscillating": "With decay: swings, then settles, since ε > 1/(λ₁+α) = {half}.",
                "decay_divergent": "With decay: does not settle, since ε ≥ 2/(λ₁+α) = {limit}.",
            },
        },
        "ko": {
            "title": "한 점에서 출발한 두 하강",
            "caption": (
                "출발점을 끌어 보자. 파란색은 w*로 향하는, J에 대한 경사 하강법이다. 보라색은 같은 하강에 "
                "가중치 감쇠를 더한 것이고 w̃로 향한다. t를 움직이면 보라색 경로를 한 걸음씩 따라간다. "
                "빨간 화살표는 w를 줄이고, 파란 화살표는 걸음 −ε∇J(w)이며, 둘의 합이 다음 점으로 이끈다. "
                "ε 아래 표시에 있는 λ₁ = 2는 J가 가장 가파른 방향에서 J의 곡률이다. w₄₀은 40단계 뒤의 점, "
                "곧 경로의 끝이다."
            ),
            "panels": {
                "plane": (
                    "가중치 감쇠가 없는 경사 하강법과 있는 경사 하강법",
                    "최소점 w* 둘레에 그린 손실 J의 타원 등고선. 같은 출발점에서 파란 점의 경로는 w*로 가고, "
                    "보라색 경로는 w*보다 원점에 가까운 w̃로 간다. 보라색 경로의 한 점에서, 원점을 "
                    "향하는 빨간 화살표와 J의 내리막을 향하는 파란 화살표가 평행사변형을 이루고, "
                    "그 맞은편 꼭짓점이 다음 점이다.",
                ),
            },
            "parameters": {
                "alpha": "가중치 감쇠",
                "learning_rate": "학습률",
                "step": "보이는 단계",
                "start_1": "출발점, 가로",
                "start_2": "출발점, 세로",
            },
            "handles": {"start": "출발점 w₀"},
            "readouts": {
                "w_tilde": "w̃ =",
                "shrink": "−εαw =",
                "gradient_step": "−ε∇J(w) =",
                "plain_norm": "감쇠가 없을 때 ‖w₄₀‖ =",
                "decay_norm": "감쇠가 있을 때 ‖w₄₀‖ =",
            },
            "statuses": {
                "plain_monotone": "감쇠가 없으면 왔다 갔다 하지 않고 수렴한다: ε ≤ 1/λ₁ = {half}.",
                "plain_oscillating": "감쇠가 없으면 왔다 갔다 하며 수렴한다: ε > 1/λ₁ = {half}.",
                "plain_divergent": "감쇠가 없으면 수렴하지 않는다: ε ≥ 2/λ₁ = {limit}.",
                "decay_monotone": "감쇠가 있으면 왔다 갔다 하지 않고 수렴한다: ε ≤ 1/(λ₁+α) = {half}.",
                "decay_oscillating": "감쇠가 있으면 왔다 갔다 하며 수렴한다: ε > 1/(λ₁+α) = {half}.",
                "decay_divergent": "감쇠가 있으면 수렴하지 않는다: ε ≥ 2/(λ₁+α) = {limit}.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw J's contours and w*, and the empty places of the rest."""
        w_star = problem["w_star"]
        objective = Quadratic(matrix(problem["eigenvalues"], problem["angle"]), w_star)
        axes = plane(panel_axes(width=5.2, height=4.3))
        axes.set(xlim=(-3.9, 3.9))
        contours(axes, objective.value, strength=0.65)
        star(axes, w_star)
        artists = {}
        for path, colour in (("plain", "objective"), ("decay", "regularized")):
            artists[f"{path}_path"] = line(axes, colour, linewidth=1.6)
            artists[f"{path}_points"] = marker(axes, "o", 4, colour)
        ring = {"markerfacecolor": COLOURS["paper"], "zorder": 3}
        artists |= {
            "w_tilde": marker(axes, "D", 7, "regularized"),
            "w_tilde_label": word(axes, r"  $\tilde{w}$", "regularized", va="top"),
            "start": marker(axes, "o", 9, "ink", **ring),
            "sides": line(axes, "muted", linewidth=1, linestyle="--"),
            # Above the lines: a path starts where its arrows start.
            "gradient_step": area(axes, "objective", zorder=4),
            "shrink": area(axes, "penalty", zorder=5),
        }
        return {"plane": Panel(axes, artists)}

    @staticmethod
    def update(alpha, learning_rate, step, start_1, start_2, problem):
        """Move both paths, w̃, and the two arrows of one step."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        start, steps, width = [start_1, start_2], problem["steps"], problem["arrow_width"]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        plain = trajectory(eigenvalues, angle, w_star, start, learning_rate, steps, 0.0)
        decay = trajectory(eigenvalues, angle, w_star, start, learning_rate, steps, alpha)
        seen = in_sight(decay)
        w = seen[min(math.floor(step + 0.5), len(seen) - 1)]
        shrink = times(-learning_rate * alpha, w)
        gradient = multiply(eigenvalues, angle, subtract(w, w_star))
        gradient_step = times(-learning_rate, gradient)
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        statuses = []
        for side, stiffness in [["plain", max(eigenvalues)], ["decay", max(curvatures)]]:
            said = {"half": 1 / stiffness, "limit": 2 / stiffness}
            statuses.append([f"{side}_{regime(stiffness, learning_rate)}", said])
        return {
            "artists": {
                "plain_path": in_sight(plain),
                "plain_points": in_sight(plain),
                "decay_path": seen,
                "decay_points": seen,
                "start": [start],
                "w_tilde": [w_tilde],
                "w_tilde_label": [subtract(w_tilde, problem["aside"])],
                "sides": [
                    add(w, shrink),
                    add(w, add(shrink, gradient_step)),
                    add(w, gradient_step),
                ],
                "shrink": arrow(w, shrink, width),
                "gradient_step": arrow(w, gradient_step, width),
            },
            "readouts": {
                "w_tilde": w_tilde,
                "shrink": shrink,
                "gradient_step": gradient_step,
                "plain_norm": norm(plain[steps]),
                "decay_norm": norm(decay[steps]),
            },
            "landmarks": {"learning_rate": [1 / max(curvatures), 2 / max(curvatures)]},
            "statuses": statuses,
        }
