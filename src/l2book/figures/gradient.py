"""The live figure of chapter 2: the two pulls on w, and their sum."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import (
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
from l2book.palette import COLOURS
from l2book.plots import area, line, marker, plane, star
from livefig import Handle, Panel, Slider, arrow, panel_axes


class Gradient(BookFigure):
    """At a point w: −∇J, −αw and their sum −∇J̃, each perpendicular to its own contour."""

    name = "gradient"
    alpha = Slider(0.8, 0.0, 3.0, symbol="α")
    w_1 = Slider(2.2, -2.8, 2.8, symbol="w₁")
    w_2 = Slider(-1.2, -2.8, 2.8, symbol="w₂")
    inks = {"pull_J": "objective", "pull_penalty": "penalty", "pull": "regularized"}
    handles = {"w": Handle("w_1", "w_2", ("pulls",))}
    problem = {
        "eigenvalues": [2.0, 0.4],
        "angle": 1.2,
        "w_star": [1.7, 0.9],
        "arrow_scale": 0.4,
        "arrow_width": 0.055,
        "rest": 0.05,
    }
    words = {
        "en": {
            "title": "Two pulls on one point",
            "caption": (
                "Drag w, and try to make the two pulls cancel. The blue arrow, −∇J, pulls w down "
                "the slope of the loss; the red arrow, −αw, pulls it towards the origin; purple is "
                "their sum, −∇J̃. Each arrow is perpendicular to the contour of its own colour, and "
                "is drawn at 0.4 of its length."
            ),
            "panels": {
                "pulls": (
                    "The two pulls and their sum",
                    "At the point w, a blue arrow at right angles to an ellipse around w*, a red "
                    "arrow towards the origin at right angles to a circle, and their purple sum "
                    "at right angles to a third ellipse. Dashed lines complete the parallelogram.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "w_1": "weight", "w_2": "weight"},
            "handles": {"w": "Weights w"},
            "readouts": {
                "pull_J": "−∇J(w) =",
                "pull_penalty": "−αw =",
                "pull": "sum: −∇J̃(w) =",
            },
            "statuses": {
                "pulled": "The pulls do not cancel here: their sum has the length {size}.",
                "rest": "The pulls nearly cancel: you have found w̃. Their sum has the length {size}.",
            },
        },
        "ko": {
            "title": "한 점을 당기는 두 힘",
            "caption": (
                "w를 끌어서 당기는 두 힘이 상쇄되게 해 보자. 파란 화살표 −∇J는 w를 손실의 내리막으로, "
                "빨간 화살표 −αw는 원점 쪽으로 당긴다. 보라색은 둘의 합 −∇J̃이다. 화살표는 저마다 "
                "같은 색의 등고선에 수직이고, 실제 길이의 0.4배로 그렸다."
            ),
            "panels": {
                "pulls": (
                    "당기는 두 힘과 그 합",
                    "점 w에서 w* 둘레의 타원에 수직인 파란 화살표, 원에 수직이고 원점을 향하는 빨간 "
                    "화살표, 그리고 둘을 더한, 또 다른 타원에 수직인 보라색 화살표. 파선이 평행사변형을 "
                    "완성한다.",
                ),
            },
            "parameters": {"alpha": "벌칙항의 세기", "w_1": "가중치", "w_2": "가중치"},
            "handles": {"w": "가중치 w"},
            "readouts": {
                "pull_J": "−∇J(w) =",
                "pull_penalty": "−αw =",
                "pull": "합: −∇J̃(w) =",
            },
            "statuses": {
                "pulled": "여기서는 두 힘이 상쇄되지 않는다. 합의 길이: {size}.",
                "rest": "두 힘이 거의 상쇄된다. w̃를 찾았다. 합의 길이: {size}.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw w* and the origin; the contours and arrows follow w."""
        axes = plane(panel_axes(width=5.2, height=4.3))
        axes.set(xlim=(-3.9, 3.9))
        star(axes, problem["w_star"], (-9, 7), ha="right")
        axes.plot(0, 0, "+", color=COLOURS["penalty"], markersize=9)
        thin = {"linewidth": 1.2, "alpha": 0.6}
        artists = {
            "contour_J": line(axes, "objective", **thin),
            "contour_penalty": line(axes, "penalty", **thin),
            "contour_regularized": line(axes, "regularized", **thin),
            "sides": line(axes, "muted", linewidth=1, linestyle="--"),
            "w": marker(axes, "o", 6, "ink"),
            "w_tilde": marker(axes, "D", 9, "regularized"),
            # Above the point that they start from; the sum is thicker, so that it shows beneath a
            # pull that is equal to it.
            "arrow": area(axes, "regularized", linewidth=3, zorder=4),
            "arrow_J": area(axes, "objective", zorder=5),
            "arrow_penalty": area(axes, "penalty", zorder=6),
        }
        return {"pulls": Panel(axes, artists)}

    @staticmethod
    def update(alpha, w_1, w_2, problem):
        """Draw the contours through w and the arrows at w."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        w, scale, width = [w_1, w_2], problem["arrow_scale"], problem["arrow_width"]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        pull_J = multiply(eigenvalues, angle, subtract(w_star, w))
        pull_penalty = times(-alpha, w)
        pull = add(pull_J, pull_penalty)
        drawn_J, drawn_penalty = times(scale, pull_J), times(scale, pull_penalty)
        drawn, size = times(scale, pull), norm(pull)
        rests = size < problem["rest"]
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        # J̃ is a quadratic around w̃: so far is it above its minimum.
        above = quadratic(curvatures, angle, w_tilde, w)
        return {
            "artists": {
                "contour_J": contour(
                    w_star, eigenvalues, angle, quadratic(eigenvalues, angle, w_star, w)
                ),
                "contour_penalty": circle(norm(w)),
                "contour_regularized": contour(w_tilde, curvatures, angle, above),
                "sides": [add(w, drawn_J), add(w, drawn), add(w, drawn_penalty)],
                "arrow_J": arrow(w, drawn_J, width),
                "arrow_penalty": arrow(w, drawn_penalty, width),
                "arrow": arrow(w, drawn, width),
                "w": [w],
                "w_tilde": [w_tilde] if rests else [],
            },
            "readouts": {"pull_J": pull_J, "pull_penalty": pull_penalty, "pull": pull},
            "statuses": [["rest" if rests else "pulled", {"size": size}]],
        }
