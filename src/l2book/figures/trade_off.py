"""The second live figure of chapter 7: J against ½‖w‖², and the tangent whose slope is −α."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import circle, norm, penalty, quadratic, regularized_minimum
from l2book.palette import COLOURS
from l2book.plots import LEVELS, contours, hollow, line, marker, plane, star, word
from livefig import Handle, Panel, Rail, Slider, panel_axes


class TradeOff(BookFigure):
    """Every w has a loss and a length; the penalty picks w̃ on the edge of what can be had."""

    name = "trade_off"
    alpha = Slider(0.4, 0.01, 10.0, symbol="α", scale="log10")
    w_1 = Slider(1.6, 0.0, 2.4, symbol="w₁")
    w_2 = Slider(0.7, 0.0, 2.4, symbol="w₂")
    handles = {
        "w": Handle("w_1", "w_2", ("plane",)),
        "w_tilde": Rail("alpha", "at_w_tilde", ("trade",)),
    }
    inks = {"J": "objective", "half_square": "penalty", "lowest": "regularized"}
    # The eigenvectors are the axes, as when the figure before opens: flat across, stiff up.
    problem = {
        "eigenvalues": [0.2, 2.0],
        "w_star": [2.1, 1.6],
        "right": 5.8,
        "top": 3.4,
        "touch": 0.01,
    }
    words = {
        "en": {
            "title": "What α buys",
            "caption": (
                "Drag w. Weights on the red circle are as long as w. In the picture of J against "
                "½‖w‖², the grey point is the same w. No w lies under the curve. The dashed line "
                "through the point has the slope −α and meets the vertical axis at the height J̃(w) "
                "(square; a triangle where that is above the picture). J̃ is lowest where that line "
                "only just touches the curve: at w̃ (purple)."
            ),
            "panels": {
                "plane": (
                    "The plane of weights",
                    "Elliptic contours of J around w*. A dotted path leads from w* to the origin; "
                    "w̃ is on it. A grey point that can be dragged is w; a circle around the origin "
                    "goes through it.",
                ),
                "trade": (
                    "J against ½‖w‖²",
                    "A curve that falls steeply at first and then ever more slowly, to zero at w*; "
                    "beyond that it rises slightly. The region above it is shaded. The grey point "
                    "w is in that region, and a dashed line of slope minus α goes through it. A "
                    "parallel line touches the curve at w̃.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "w_1": "first weight",
                "w_2": "second weight",
            },
            "handles": {"w": "Weights w", "w_tilde": "The point w̃ on the curve"},
            "readouts": {
                "J": "J(w) =",
                "half_square": "½‖w‖² =",
                "J_regularized": "J̃(w) =",
                "lowest": "lowest, J̃(w̃) =",
            },
            "statuses": {
                "above": "J̃(w) is {gap} above the lowest value. Drag w so that the line moves down.",
                "touch": "The line touches the curve: w is where w̃ is.",
            },
        },
        "ko": {
            "title": "α로 사는 것",
            "caption": (
                "w를 끌어 보자. 빨간 원 위의 가중치는 길이가 w와 같다. ½‖w‖²와 J의 그림에서 회색 점은 "
                "같은 w를 나타낸다. 곡선 아래에는 어떤 w도 없다. 회색 점을 지나는 파선은 기울기가 −α이고, "
                "세로축과 높이 J̃(w)에서 만난다(사각형. 그림보다 높으면 삼각형). J̃는 이 직선이 곡선에 겨우 "
                "맞닿는 w̃(보라색)에서 가장 낮다."
            ),
            "panels": {
                "plane": (
                    "가중치의 평면",
                    "w* 둘레에 그린 J의 타원 등고선. 점선 경로가 w*에서 원점까지 이어지고, w̃가 그 위에 있다. "
                    "끌 수 있는 회색 점이 w이고, 원점을 중심으로 하는 원이 이 점을 지난다.",
                ),
                "trade": (
                    "½‖w‖²에 따른 J",
                    "처음에는 가파르게, 갈수록 완만하게 내려가 w*에서 0이 되고, 그 너머에서는 조금 올라가는 "
                    "곡선. 곡선 위쪽은 색칠되어 있다. 회색 점 w가 그 안에 있고, 기울기가 −α인 파선이 "
                    "이 점을 지난다. 평행한 직선이 w̃에서 곡선과 맞닿는다.",
                ),
            },
            "parameters": {
                "alpha": "벌칙항의 세기",
                "w_1": "첫째 가중치",
                "w_2": "둘째 가중치",
            },
            "handles": {"w": "가중치 w", "w_tilde": "곡선 위의 점 w̃"},
            "readouts": {
                "J": "J(w) =",
                "half_square": "½‖w‖² =",
                "J_regularized": "J̃(w) =",
                "lowest": "가장 낮은 값 J̃(w̃) =",
            },
            "statuses": {
                "above": "J̃(w)는 가장 낮은 값보다 {gap} 높다. w를 끌어 직선을 더 내려 보자.",
                "touch": "직선이 곡선과 맞닿는다. w가 w̃와 같은 곳에 있다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw J and the curve of all w̃, which never move."""
        blue, purple = COLOURS["objective"], COLOURS["regularized"]
        eigenvalues, w_star = np.array(problem["eigenvalues"]), np.array(problem["w_star"])
        # Below 0 the strength lengthens w̃: how the edge goes on past w*.
        alphas = np.r_[np.linspace(-0.08, 0.0, 40), np.geomspace(1e-3, 1e3, 160)]
        edge = eigenvalues / (eigenvalues + alphas[:, None]) * w_star
        chart = plane(panel_axes(), limits=(-0.3, 3.0), title=r"$w$")

        def value(w: np.ndarray) -> np.ndarray:
            return 0.5 * np.sum(eigenvalues * (w - w_star) ** 2, axis=-1)

        contours(chart, value, levels=LEVELS[1:])
        chart.plot(*edge[alphas >= 0].T, color=purple, linestyle=":")
        star(chart, w_star, (8, 6))
        trade = panel_axes()
        trade.set(xlim=(-0.25, problem["right"]), ylim=(0, problem["top"]))
        trade.set(xticks=range(6), yticks=range(4))
        trade.set(xlabel=r"$\frac{1}{2}\|w\|^2$", ylabel="$J(w)$")
        half = 0.5 * np.sum(edge**2, axis=-1)
        trade.fill([*half, 0.0, 20.0], [*value(edge), 9.0, 9.0], color=blue, alpha=0.1, linewidth=0)
        trade.plot(half, value(edge), color=blue)
        middle = {"ha": "center", "va": "center"}
        weights = {
            "circle": line(chart, "penalty", linewidth=1),
            "w": marker(chart, "o", 8, "muted", zorder=2.5),
            "w_tilde": hollow(chart),
            "w_tilde_label": word(chart, r"$\tilde{w}$", "regularized", (-6, -14), **middle),
        }
        whole = {"zorder": 3, "clip_on": False}
        trades = {
            "line": line(trade, "muted", linestyle="--", linewidth=1.2),
            "tangent": line(trade, "regularized", linewidth=1.2),
            "at_w": marker(trade, "o", 8, "muted", zorder=2.5, clip_on=False),
            "height": marker(trade, "s", 7, "ink", zorder=3),
            # At the top, where the line meets the axis above it.
            "beyond": marker(trade, "^", 8, "ink", clip_on=False),
            "lowest": marker(trade, "s", 7, "regularized", **whole),
            "at_w_tilde": hollow(trade, clip_on=False),
            "at_w_tilde_label": word(trade, r"$\tilde{w}$", "regularized", (17, 6), **middle),
        }
        return {"plane": Panel(chart, weights), "trade": Panel(trade, trades)}

    @staticmethod
    def update(alpha, w_1, w_2, problem):
        """Place w and w̃ in both pictures, each with its line of slope −α."""
        eigenvalues, w_star, w = problem["eigenvalues"], problem["w_star"], [w_1, w_2]
        w_tilde = regularized_minimum(eigenvalues, 0.0, w_star, alpha)
        at_w = [penalty(w), quadratic(eigenvalues, 0.0, w_star, w)]
        at_w_tilde = [penalty(w_tilde), quadratic(eigenvalues, 0.0, w_star, w_tilde)]
        height, lowest = at_w[1] + alpha * at_w[0], at_w_tilde[1] + alpha * at_w_tilde[0]
        right = problem["right"]
        gap = height - lowest
        return {
            "artists": {
                "circle": circle(norm(w)),
                "w": [w],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "line": [[0.0, height], [right, height - alpha * right]],
                "tangent": [[0.0, lowest], [right, lowest - alpha * right]],
                "at_w": [at_w],
                "height": [[0.0, height]],
                "beyond": [[0.0, problem["top"]]] if height > problem["top"] else [],
                "lowest": [[0.0, lowest]],
                "at_w_tilde": [at_w_tilde],
                "at_w_tilde_label": [at_w_tilde],
            },
            "readouts": {
                "J": at_w[1],
                "half_square": at_w[0],
                "J_regularized": height,
                "lowest": lowest,
            },
            "statuses": [["touch", {}] if gap < problem["touch"] else ["above", {"gap": gap}]],
        }
