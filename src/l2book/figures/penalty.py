"""The second live figure of chapter 1: a loss, its penalty and their sum."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import (
    contour,
    dot,
    multiply,
    norm,
    penalty,
    quadratic,
    regularized_minimum,
    times,
)
from l2book.plots import LEVELS, contours, line, marker, matrix, plane, star, word
from l2reg import Quadratic
from livefig import Handle, Panel, Slider, panel_axes


class Penalty(BookFigure):
    """J, αΩ and J̃ = J + αΩ, along a cut through the origin and w, and over the plane."""

    name = "penalty"
    alpha = Slider(1.0, 0.0, 3.0, symbol="α")
    w_1 = Slider(1.02, -2.8, 2.8, symbol="w₁")
    w_2 = Slider(0.54, -2.8, 2.8, symbol="w₂")
    inks = {
        "J": "objective",
        "penalty": "penalty",
        "J_regularized": "regularized",
        "w_tilde": "regularized",
    }
    handles = {"w": Handle("w_1", "w_2", ("maps",))}
    problem = {
        "eigenvalues": [2.0, 0.4],
        "angle": 1.2,
        "w_star": [1.7, 0.9],
        "levels": list(LEVELS[1::2]),
        "reach": 4.0,
        "top": 5.0,
    }
    words = {
        "en": {
            "title": "A loss, a penalty, and their sum",
            "caption": (
                "Drag the point w in the plane. The cut shows the three functions along the "
                "dashed line through the origin and w; s is the distance from the origin, with its "
                "sign. Everywhere the height of J (blue) plus the height of αΩ (red) is the height "
                "of J̃ (purple). In the plane, all contours are drawn at the same heights."
            ),
            "panels": {
                "cut": (
                    "A cut through 0 and w",
                    "A blue curve with its lowest point near w*, a red curve with its lowest "
                    "point at the origin, and above both their purple sum. At w a blue bar and a "
                    "red bar on top of it reach up to the purple curve.",
                ),
                "maps": (
                    "Contours of J, αΩ and J̃",
                    "Blue ellipses around w*, red circles around the origin that draw together as "
                    "α grows, and purple ellipses, rounder than the blue ones, around a minimum "
                    "w̃ that is nearer to the origin than w*.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "w_1": "weight", "w_2": "weight"},
            "handles": {"w": "Weights w"},
            "readouts": {
                "J": "J(w) =",
                "penalty": "αΩ(w) =",
                "J_regularized": "J̃(w) = J(w) + αΩ(w) =",
                "w_tilde": "w̃ =",
            },
        },
        "ko": {
            "title": "손실, 벌칙항, 그리고 그 합",
            "caption": (
                "평면의 점 w를 끌어 보자. 단면은 원점과 w를 지나는 파선을 따라 세 함수를 보여 준다. "
                "s는 원점에서 부호를 붙여 잰 거리다. 어디서나 J의 높이(파랑)에 αΩ의 높이(빨강)를 더하면 "
                "J̃의 높이(보라)가 된다. 평면의 등고선은 모두 같은 높이에서 그렸다."
            ),
            "panels": {
                "cut": (
                    "0과 w를 지나는 단면",
                    "w* 가까이에서 가장 낮은 파란 곡선, 원점에서 가장 낮은 빨간 곡선, 그리고 둘 위에 "
                    "있는 보라색 합. w에서 파란 막대와 그 위의 빨간 막대가 보라색 곡선까지 닿는다.",
                ),
                "maps": (
                    "J, αΩ, J̃의 등고선",
                    "w* 둘레의 파란 타원, α가 커지면 오므라드는 원점 둘레의 빨간 원, 그리고 "
                    "파란 타원보다 둥근 보라색 타원. 보라색 타원의 중심은 w*보다 원점에 가까운 "
                    "최소점 w̃이다.",
                ),
            },
            "parameters": {"alpha": "벌칙항의 세기", "w_1": "가중치", "w_2": "가중치"},
            "handles": {"w": "가중치 w"},
            "readouts": {
                "J": "J(w) =",
                "penalty": "αΩ(w) =",
                "J_regularized": "J̃(w) = J(w) + αΩ(w) =",
                "w_tilde": "w̃ =",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw J's contours; all else moves with α and w."""
        cut, maps = panel_axes(width=4.2, height=3.5), plane(panel_axes())
        cut.set(xlim=(-4.2, 4.2), ylim=(0, problem["top"]), yticks=range(6))
        cut.set_xlabel("$s$")
        bar = {"linewidth": 7, "solid_capstyle": "butt", "alpha": 0.7}
        sides = {
            "J_curve": line(cut, "objective", linewidth=2),
            "penalty_curve": line(cut, "penalty", linewidth=2),
            "J_regularized_curve": line(cut, "regularized", linewidth=2),
            "J_bar": line(cut, "objective", **bar),
            "penalty_bar": line(cut, "penalty", **bar),
            "w_cut": marker(cut, "o", 6, "ink"),
            # At the top, where w lies above it.
            "w_beyond": marker(cut, "^", 8, "ink", clip_on=False),
            "J_label": word(cut, "$J$", "objective", ha="center"),
            "penalty_label": word(cut, r"$\alpha\Omega$", "penalty", ha="center"),
            "J_regularized_label": word(cut, r"$\tilde{J}$", "regularized", ha="center"),
        }
        w_star = problem["w_star"]
        objective = Quadratic(matrix(problem["eigenvalues"], problem["angle"]), w_star)
        contours(maps, objective.value, levels=problem["levels"], strength=0.65)
        star(maps, w_star, (-4, 10))
        planes = {
            "line": line(maps, "muted", linewidth=1, linestyle="--"),
            "contours_penalty": line(maps, "penalty", linewidth=1, alpha=0.65),
            "contours_regularized": line(maps, "regularized", linewidth=1.2),
            "w_tilde": marker(maps, "D", 7, "regularized"),
            "w_tilde_label": word(maps, r"  $\tilde{w}$", "regularized", va="top"),
            "w": marker(maps, "o", 6, "ink"),
        }
        return {"cut": Panel(cut, sides), "maps": Panel(maps, planes)}

    @staticmethod
    def update(alpha, w_1, w_2, problem):
        """Draw αΩ and J̃ at J's heights, cut all three, and read them at w."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        w, levels, reach = [w_1, w_2], problem["levels"], problem["reach"]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        lowest = quadratic(eigenvalues, angle, w_star, w_tilde) + alpha * penalty(w_tilde)
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        J, price = quadratic(eigenvalues, angle, w_star, w), alpha * penalty(w)
        # The cut looks towards w*, as nearly as it can.
        toward = w if norm(w) > 1e-9 else w_star
        sign = 1.0 if dot(toward, w_star) >= 0 else -1.0
        along = times(sign / norm(toward), toward)
        s = dot(w, along)
        J_curve, penalty_curve, sum_curve = [], [], []
        for i in range(81):
            place = reach * (i / 40 - 1)
            point = times(place, along)
            heights = [quadratic(eigenvalues, angle, w_star, point), alpha * penalty(point)]
            J_curve.append([place, heights[0]])
            penalty_curve.append([place, heights[1]])
            sum_curve.append([place, heights[0] + heights[1]])
        # A name stands above the lowest point of its curve, where the slope along the cut is zero.
        pull = dot(along, multiply(eigenvalues, angle, w_star))
        stiffness = dot(along, multiply(eigenvalues, angle, along))
        lowest_J, lowest_sum = [
            [
                pull / (stiffness + price_of_size),
                quadratic(eigenvalues, angle, w_star, [0.0, 0.0])
                - 0.5 * pull * pull / (stiffness + price_of_size),
            ]
            for price_of_size in [0.0, alpha]
        ]
        away = 1.0 if pull >= 0 else -1.0  # from the origin to J's lowest point
        return {
            "artists": {
                "J_curve": J_curve,
                "penalty_curve": penalty_curve,
                "J_regularized_curve": sum_curve,
                "J_bar": [[s, 0.0], [s, J]],
                "penalty_bar": [[s, J], [s, J + price]],
                "w_cut": [[s, J + price]],
                "w_beyond": [[s, problem["top"]]] if J + price > problem["top"] else [],
                "J_label": [[lowest_J[0] + 0.35 * away, lowest_J[1] + 0.35]],
                "penalty_label": [[0.0, 0.35]],
                "J_regularized_label": [[lowest_sum[0] - 0.35 * away, lowest_sum[1] + 0.5]],
                "line": [times(-2 * reach, along), times(2 * reach, along)],
                "w": [w],
                "contours_penalty": [
                    contour([0.0, 0.0], [alpha, alpha], 0.0, level) for level in levels
                ],
                "contours_regularized": [
                    contour(w_tilde, curvatures, angle, level - lowest)
                    for level in levels
                    if level > lowest
                ],
                "w_tilde": [w_tilde],
                "w_tilde_label": [[w_tilde[0] - 0.75, w_tilde[1]]],
            },
            "readouts": {
                "J": J,
                "penalty": price,
                "J_regularized": J + price,
                "w_tilde": w_tilde,
            },
        }
