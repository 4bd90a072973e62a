"""The live figure of chapter 7: figure 7.1 of *Deep Learning*, remade from numbers."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import (
    add,
    circle,
    contour,
    dot,
    log_spaced,
    multiply,
    norm,
    quadratic,
    regularized_minimum,
    rotate,
    shrinkage,
    subtract,
    times,
    unrounded,
)
from l2book.palette import COLOURS
from l2book.plots import LEVELS, area, hollow, line, marker, plane, word
from livefig import Handle, Panel, Rail, Slider, arrow, outline, panel_axes


class Geometry(BookFigure):
    """J's ellipses, the penalty's circles, and w̃, where one of each touches the other."""

    name = "geometry"
    alpha = Slider(0.4, 0.01, 100.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂"))
    angle = Slider(90.0, 0.0, 180.0, symbol="θ")
    eigenvalue_1 = Slider(2.0, 0.0, 4.0, symbol="λ₁")
    eigenvalue_2 = Slider(0.2, 0.0, 4.0, symbol="λ₂", landmarks=("0", "λ₁"))
    w_star_1 = Slider(2.1, -2.8, 2.8, symbol="w*₁")
    w_star_2 = Slider(1.6, -2.8, 2.8, symbol="w*₂")
    handles = {
        "w_star": Handle("w_star_1", "w_star_2", ("plane",)),
        "w_tilde": Rail("alpha", "w_tilde", ("plane",)),
        "radius": Rail("alpha", "radius", ("plane",)),
    }
    inks = {
        "w_tilde": "regularized",
        "radius": "penalty",
        "gradient_norm": "objective",
        "pull_norm": "penalty",
    }
    problem = {
        "levels": list(LEVELS[1::2]),
        "repeated": 0.005,
        "tiny": 0.005,
        "short": 0.1,
        "tangent": 0.9,
        "far": 7.0,
        "beside": 0.4,
        "high": 2.75,
    }
    words = {
        "en": {
            "title": "Where an ellipse and a circle touch",
            "caption": (
                "Drag the star w*, and move α. Blue: contours of J around w*. Red: contours of the "
                "penalty around the origin. The two thick contours touch at w̃, and the arrows "
                "∇J(w̃) and αw̃ cancel. Along q₁ (ochre) and q₂ (pink), the faint bar is the "
                "component of w*, and the strong bar is what w̃ keeps of it. Dotted: the path of w̃ "
                "from w* to the origin as α grows."
            ),
            "panels": {
                "plane": (
                    "Contours of J and of the penalty",
                    "Ellipses around w* and circles around the origin. At w̃, which lies between "
                    "the two, a thick ellipse and a thick circle touch. Two arrows of equal length "
                    "point in opposite directions from w̃, perpendicular to both curves. Along each "
                    "eigenvector a bar shows how much of w* is kept. A dotted path leads from w* "
                    "through w̃ to the origin.",
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
            "handles": {
                "w_star": "Minimum w*",
                "w_tilde": "Minimum w̃ on its path",
                "radius": "Radius r of the circle",
            },
            "readouts": {
                "w_tilde": "w̃ =",
                "radius": "r = ‖w̃‖ =",
                "gradient_norm": "‖∇J(w̃)‖ =",
                "pull_norm": "α‖w̃‖ =",
                "factors": "kept along q₁ and q₂ =",
            },
            "statuses": {
                "touch": "The contours touch at w̃: ∇J(w̃) = −αw̃.",
                "short": "The contours touch at w̃: ∇J(w̃) = −αw̃. The two arrows are too short to "
                "be seen: their length is {pull}.",
                "origin": "w̃ is at the origin for every α: J pulls it nowhere else.",
                "near_origin": "w̃ is only {size} from the origin, and even here the two pulls are "
                "equal and opposite: ∇J(w̃) = −αw̃.",
                "straight": "λ₁ = λ₂: the contours of J are circles, and the path is straight.",
                "flat": "λ₁ = λ₂ = 0: J is the same everywhere.",
                "valley": "A zero eigenvalue: J has a valley, and the path starts on its floor "
                "at the point nearest to the origin.",
            },
        },
        "ko": {
            "title": "타원과 원이 맞닿는 곳",
            "caption": (
                "별 w*를 끌고 α를 움직여 보자. 파란색은 w* 둘레에 그린 J의 등고선, 빨간색은 원점 둘레에 그린 "
                "벌칙항의 등고선이다. 굵은 두 등고선은 w̃에서 맞닿고, 화살표 ∇J(w̃)와 αw̃는 상쇄된다. "
                "q₁ 방향(황토색)과 q₂ 방향(분홍색)의 흐린 막대는 w*의 성분이고, 뚜렷한 막대는 그 가운데 "
                "w̃에 남은 것이다. 점선은 α가 커질 때 w̃가 w*에서 원점까지 가는 경로다."
            ),
            "panels": {
                "plane": (
                    "J의 등고선과 벌칙항의 등고선",
                    "w* 둘레의 타원과 원점 둘레의 원. 둘 사이에 있는 w̃에서 굵은 타원과 굵은 원이 맞닿는다. "
                    "w̃에서 길이가 같은 두 화살표가 두 곡선에 수직으로, 서로 반대쪽을 향한다. 고유벡터마다 "
                    "막대가 있어 w*가 얼마나 남는지 보여 준다. 점선 경로가 w*에서 w̃를 지나 원점에 이른다.",
                ),
            },
            "parameters": {
                "alpha": "벌칙항의 세기",
                "angle": "q₁의 회전각(도)",
                "eigenvalue_1": "q₁ 방향의 곡률",
                "eigenvalue_2": "q₂ 방향의 곡률",
                "w_star_1": "J의 최소점, 가로",
                "w_star_2": "J의 최소점, 세로",
            },
            "handles": {
                "w_star": "최소점 w*",
                "w_tilde": "경로 위의 최소점 w̃",
                "radius": "원의 반지름 r",
            },
            "readouts": {
                "w_tilde": "w̃ =",
                "radius": "r = ‖w̃‖ =",
                "gradient_norm": "‖∇J(w̃)‖ =",
                "pull_norm": "α‖w̃‖ =",
                "factors": "q₁, q₂ 방향에서 남는 비율 =",
            },
            "statuses": {
                "touch": "등고선이 w̃에서 맞닿는다: ∇J(w̃) = −αw̃.",
                "short": "등고선이 w̃에서 맞닿는다: ∇J(w̃) = −αw̃. 두 화살표는 너무 짧아 보이지 않는다"
                "(길이 {pull}).",
                "origin": "α가 얼마든 w̃는 원점에 있다. J가 다른 곳으로 당기지 않는다.",
                "near_origin": "원점에서 w̃까지의 거리는 {size}에 지나지 않는다. 여기서도 당기는 두 힘은 "
                "크기가 같고 방향이 반대다: ∇J(w̃) = −αw̃.",
                "straight": "λ₁ = λ₂: J의 등고선은 원이고 경로는 곧다.",
                "flat": "λ₁ = λ₂ = 0: J가 어디서나 같다.",
                "valley": "고윳값 하나가 0이다. J는 골짜기이고, 경로는 골짜기 바닥에서 원점에 가장 가까운 "
                "점에서 시작한다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the penalty's circles, which never move, and an artist for each thing that does."""
        chart = plane(panel_axes(width=5.0, height=3.9), limits=(-3.05, 3.05))
        chart.set(xlim=(-4.27, 4.27), xticks=range(-4, 5), yticks=range(-3, 4))
        chart.set_title(r"$\nabla J(\tilde{w}) = -\alpha\,\tilde{w}$")
        for radius in (1.0, 2.0, 3.0, 4.0):
            around = np.transpose(outline(circle(radius)))
            chart.plot(*around, color=COLOURS["penalty"], linewidth=0.8, alpha=0.65)
        artists = {
            "ball": area(chart, "penalty", alpha=0.08, linewidth=0),
            "contours": line(chart, "objective", linewidth=0.8, alpha=0.5),
        }
        bar, middle = {"linewidth": 6, "solid_capstyle": "butt"}, {"ha": "center", "va": "center"}
        for i in (1, 2):
            component = f"component_{i}"
            artists |= {
                f"axis_{i}": line(chart, component, linewidth=0.8, alpha=0.6),
                component: line(chart, component, alpha=0.25, **bar),
                f"kept_{i}": line(chart, component, alpha=0.85, **bar),
                f"q_{i}": word(chart, f"$q_{i}$", component, **middle),
            }
        # Names off the touching contours and the arrows at the opening state, and inside the thick
        # ellipse.
        artists |= {
            "tangent": line(chart, "muted", linestyle="--", linewidth=1),
            "contour": line(chart, "objective", linewidth=2),
            "circle": line(chart, "penalty", linewidth=2),
            "radius": marker(chart, "o", 7, "penalty"),
            "path": line(chart, "regularized", linestyle=":"),
            "gradient_J": area(chart, "objective", zorder=3.5),  # not under w̃'s diamond
            "gradient_penalty": area(chart, "penalty", zorder=3.5),
            "w_star": marker(chart, "*", 12, "objective"),
            "w_star_label": word(chart, "$w^*$", "objective", (12, 0), va="center"),
            "w_tilde": hollow(chart, 9),
            "w_tilde_label": word(chart, r"$\tilde{w}$", "regularized", (2, -13), va="top"),
        }
        return {"plane": Panel(chart, artists)}

    @staticmethod
    def update(alpha, angle, eigenvalue_1, eigenvalue_2, w_star_1, w_star_2, problem):
        """Find w̃, the two contours through it, their gradients there, and the path of w̃."""
        turn, tiny = math.radians(angle), problem["tiny"]
        eigenvalues, w_star = [eigenvalue_1, eigenvalue_2], [w_star_1, w_star_2]
        w_tilde = regularized_minimum(eigenvalues, turn, w_star, alpha)
        gradient = multiply(eigenvalues, turn, subtract(w_tilde, w_star))
        radius = norm(unrounded(w_tilde))
        # Perpendicular to w̃: the common tangent, drawn where there is one.
        along = [0.0, 0.0]
        if radius >= tiny:
            along = times(problem["tangent"] / radius, [-w_tilde[1], w_tilde[0]])
        # From where it starts, and far enough to reach the origin.
        path = [regularized_minimum(eigenvalues, turn, w_star, 0.0)]
        for a in log_spaced(61):
            path.append(regularized_minimum(eigenvalues, turn, w_star, a))
        path.append([0.0, 0.0])
        touched = quadratic(eigenvalues, turn, w_star, w_tilde)
        artists = {
            "ball": circle(norm(w_tilde)),
            "circle": circle(norm(w_tilde)),
            "contours": [contour(w_star, eigenvalues, turn, c) for c in problem["levels"]],
            "contour": contour(w_star, eigenvalues, turn, touched),
            "tangent": [subtract(w_tilde, along), add(w_tilde, along)],
            # Across from w̃, where the circle is free to be held.
            "radius": [times(-1.0, w_tilde)],
            "path": path,
            "gradient_J": arrow(w_tilde, gradient, 0.07),
            "gradient_penalty": arrow(w_tilde, times(alpha, w_tilde), 0.07),
            "w_star": [w_star],
            "w_star_label": [w_star],
            "w_tilde": [w_tilde],
            "w_tilde_label": [w_tilde],
        }
        for i, q in [["1", rotate([1.0, 0.0], turn)], ["2", rotate([0.0, 1.0], turn)]]:
            held, kept = dot(q, w_star), dot(q, w_tilde)
            beyond = held + (problem["beside"] if held > -1e-9 else -problem["beside"])
            artists[f"axis_{i}"] = [times(-problem["far"], q), times(problem["far"], q)]
            artists[f"component_{i}"] = [[0.0, 0.0], times(held, q)]
            artists[f"kept_{i}"] = [[0.0, 0.0], times(kept, q)]
            x, y = times(beyond, q)
            # Not onto the axis below, nor over the drawing's top.
            artists[f"q_{i}"] = [[x, min(max(y, -problem["high"]), problem["high"])]]
        return {
            "artists": artists,
            "readouts": {
                "w_tilde": unrounded(w_tilde),
                "radius": radius,
                "gradient_norm": norm(unrounded(gradient)),
                "pull_norm": alpha * radius,
                "factors": [shrinkage(eigenvalue, alpha) for eigenvalue in eigenvalues],
            },
            "landmarks": {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalue_1]},
            "statuses": said(eigenvalues, radius, alpha * radius, problem),
        }


def said(
    eigenvalues: list[float], radius: float, pull: float, problem: Mapping[str, Any]
) -> list[list]:
    """Say whether there is anything to touch or to see, and what is special about H."""
    statuses = [["short", {"pull": pull}] if pull < problem["short"] else ["touch", {}]]
    if radius < problem["tiny"]:
        statuses = [["near_origin", {"size": radius}] if radius > 0 else ["origin", {}]]
    if max(eigenvalues) == 0:
        statuses.append(["flat", {}])
    elif min(eigenvalues) == 0:
        statuses.append(["valley", {}])
    elif abs(eigenvalues[0] - eigenvalues[1]) < problem["repeated"]:
        statuses.append(["straight", {}])
    return statuses
