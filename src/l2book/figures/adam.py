"""The second live figure of chapter 9: Adam with an L2 penalty against AdamW."""

import math
from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import contour, regularized_minimum
from l2book.palette import COLOURS
from l2book.plots import LEVELS, area, line, marker, plane, star, word
from livefig import Handle, Panel, Slider, panel_axes


class Adam(BookFigure):
    """Two paths of Adam from one start: the penalty in the gradient, and decay outside it."""

    name = "adam"
    alpha = Slider(0.3, 0.0, 1.0, symbol="α")
    learning_rate = Slider(0.1, 0.02, 0.2, symbol="ε")
    eigenvalue_2 = Slider(0.1, 0.05, 10.0, symbol="λ₂", scale="log10", landmarks=("λ₁",))
    start_1 = Slider(-1.0, -2.8, 2.8, symbol="w₀₁")
    start_2 = Slider(-1.0, -2.8, 2.8, symbol="w₀₂")
    inks = {
        "penalty_end": "regularized",
        "w_tilde": "regularized",
        "penalty_share": "regularized",
        "decoupled_end": "descent",
        "decoupled_share": "descent",
    }
    handles = {"start": Handle("start_1", "start_2", ("paths",))}
    problem = {
        "eigenvalue_1": 4.0,
        "w_star": [1.5, 1.5],
        "steps": 60,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "delta": 1e-8,
        "levels": list(LEVELS),
        "repeated": 0.005,
        "shares": [1e-4, 10.0],
    }
    words = {
        "en": {
            "title": "Adam with a penalty, and AdamW",
            "caption": (
                "Drag the circle, where both paths start; then move λ₂ and α. Purple: Adam with "
                "αw in its gradient. Green: AdamW, which takes off εαw separately. Each makes 60 "
                "steps on the same loss J, whose curvature is λ₁ = 4 across and λ₂ upwards, and "
                "ends at its square. The bars show the share of each weight that the decay takes "
                "off in the last step."
            ),
            "panels": {
                "paths": (
                    "The two paths",
                    "Contours of the loss J around its minimum w*. Two paths of points lead from "
                    "one start. That of Adam ends near w̃, which lies far below w* in the flat "
                    "direction. That of AdamW ends between the origin and w*, at a point that "
                    "does not depend on how steep J is.",
                ),
                "shares": (
                    "Decay in one step",
                    "Horizontal bars on a logarithmic axis, two for each weight. The bars of "
                    "AdamW are equally long. Of Adam's, the bar of the weight with the smaller "
                    "gradients is the longer one.",
                ),
            },
            "parameters": {
                "alpha": "strength of the decay",
                "learning_rate": "learning rate",
                "eigenvalue_2": "curvature of J, upwards",
                "start_1": "start, across",
                "start_2": "start, up",
            },
            "handles": {"start": "Start w₀"},
            "readouts": {
                "penalty_end": "w₆₀ of Adam =",
                "decoupled_end": "w₆₀ of AdamW =",
                "w_tilde": "w̃ =",
                "penalty_share": "εα/√v̂ of Adam =",
                "decoupled_share": "εα of AdamW =",
            },
            "statuses": {
                "same": "α = 0: nothing decays, and both are plain Adam.",
                "equal": (
                    "λ₁ = λ₂: neither direction is flatter. In its last step Adam took off {ratio} "
                    "times as large a share of the second weight as of the first. AdamW takes the "
                    "same share of both."
                ),
                "uneven": (
                    "In its last step Adam took off {ratio} times as large a share in the flatter "
                    "direction as in the steeper one. AdamW takes the same share of both."
                ),
            },
        },
        "ko": {
            "title": "벌칙항을 넣은 Adam과 AdamW",
            "caption": (
                "두 경로의 출발점인 동그라미를 끌고, 다음에는 λ₂와 α를 움직여 보자. 보라색은 "
                "그래디언트에 αw를 넣은 Adam이고, 초록색은 εαw를 따로 덜어 내는 AdamW다. 둘 다 "
                "같은 손실 J에서 60걸음을 가서 네모에서 끝난다. J의 곡률은 가로로 λ₁ = 4, "
                "세로로 λ₂이다. 막대는 마지막 걸음에서 감쇠가 각 가중치의 얼마만큼을 덜어 "
                "내는지 나타낸다."
            ),
            "panels": {
                "paths": (
                    "두 경로",
                    "최소점 w*를 둘러싼 손실 J의 등고선. 점으로 이어진 두 경로가 한곳에서 "
                    "출발한다. Adam의 경로는 w̃ 가까이에서 끝나는데, w̃는 w*에서 완만한 "
                    "방향으로 한참 아래에 있다. AdamW의 경로는 원점과 w* 사이, J가 얼마나 "
                    "가파른지와 상관없는 점에서 끝난다.",
                ),
                "shares": (
                    "덜어 내는 비율",
                    "로그 축에 놓은 가로 막대로, 가중치마다 두 개씩 있다. AdamW의 막대는 "
                    "길이가 같다. Adam의 막대는 그래디언트가 작은 가중치 쪽이 더 길다.",
                ),
            },
            "parameters": {
                "alpha": "감쇠의 세기",
                "learning_rate": "학습률",
                "eigenvalue_2": "J의 세로 방향 곡률",
                "start_1": "출발점, 가로",
                "start_2": "출발점, 세로",
            },
            "handles": {"start": "출발점 w₀"},
            "readouts": {
                "penalty_end": "Adam의 w₆₀ =",
                "decoupled_end": "AdamW의 w₆₀ =",
                "w_tilde": "w̃ =",
                "penalty_share": "Adam의 εα/√v̂ =",
                "decoupled_share": "AdamW의 εα =",
            },
            "statuses": {
                "same": "α = 0이다. 감쇠가 없으므로 둘 다 기본 Adam이다.",
                "equal": (
                    "λ₁ = λ₂이다. 어느 방향도 더 완만하지 않다. 마지막 걸음에서 Adam이 둘째 가중치에서 "
                    "덜어 낸 비율은 첫째의 {ratio}배다. AdamW는 둘에서 같은 비율을 덜어 낸다."
                ),
                "uneven": (
                    "마지막 걸음에서 Adam이 완만한 방향으로 덜어 낸 비율은 가파른 방향의 {ratio}배다. "
                    "AdamW는 둘에서 같은 비율을 덜어 낸다."
                ),
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw one plane with w* and both paths, and axes for the shares."""
        axes = plane(panel_axes(width=4.2))
        axes.set(xlim=(-4.1, 4.1), ylim=(-3.02, 3.02), xticks=[-4, -2, 0, 2, 4], yticks=[-2, 0, 2])
        moving = {
            "contours": line(axes, "objective", linewidth=1, alpha=0.6, zorder=1),
            "start": marker(axes, "o", 9, "ink"),
        }
        sides = {"penalty": "regularized", "decoupled": "descent"}
        for side, colour in sides.items():
            moving |= {
                f"{side}_path": line(axes, colour, linewidth=1.4),
                f"{side}_points": marker(axes, "o", 3.5, colour),
                f"{side}_end": marker(axes, "s", 9, colour),
            }
        star(axes, problem["w_star"], (0, 16), ha="center")
        paper = {"markerfacecolor": COLOURS["paper"], "zorder": 4}
        moving["w_tilde"] = marker(axes, "D", 8, "regularized", **paper)
        moving["w_tilde_label"] = word(axes, r"   $\tilde{w}$", "regularized", va="top")
        purple, green = ({"color": COLOURS[key]} for key in sides.values())
        above = {"transform": axes.transAxes}
        axes.text(0, 1.03, "Adam + L2", **above, **purple)
        axes.text(1, 1.03, "AdamW", ha="right", **above, **green)
        low, high = problem["shares"]
        bars = panel_axes(width=4.2)
        bars.set(xscale="log", xlim=(low, high), ylim=(0.4, 2.6), xticks=[1e-4, 1e-2, 1])
        bars.set_yticks([1, 2], ["$w_2$", "$w_1$"])
        bars.minorticks_off()
        place = {"va": "bottom", "transform": bars.transAxes}
        bars.text(0, 1.03, r"$\varepsilon\alpha\,/\sqrt{\hat{v}}$", **place, **purple)
        bars.text(1, 1.03, r"$\varepsilon\alpha$", ha="right", **place, **green)
        shares = {
            f"{side}_share_{i}": area(bars, colour, linewidth=0)
            for side, colour in sides.items()
            for i in (1, 2)
        }
        return {"paths": Panel(axes, moving), "shares": Panel(bars, shares)}

    @staticmethod
    def update(alpha, learning_rate, eigenvalue_2, start_1, start_2, problem):
        """Take both paths, and compare what decay takes off each weight."""
        eigenvalues, start = [problem["eigenvalue_1"], eigenvalue_2], [start_1, start_2]
        w_star, levels, decay = problem["w_star"], problem["levels"], learning_rate * alpha
        w_tilde = regularized_minimum(eigenvalues, 0.0, w_star, alpha)
        penalty = adam(eigenvalues, start, learning_rate, alpha, 0.0, problem)
        decoupled = adam(eigenvalues, start, learning_rate, 0.0, decay, problem)
        first, second = [decay / root for root in penalty["roots"]]
        rise = eigenvalues[1] - eigenvalues[0]
        statuses = [["same", {}]]
        if alpha > 0:
            said = "equal" if abs(rise) < problem["repeated"] else "uneven"
            flatter = second / first if rise < problem["repeated"] else first / second
            statuses = [[said, {"ratio": flatter}]]
        return {
            "artists": {
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "contours": [contour(w_star, eigenvalues, 0.0, c) for c in levels],
                "start": [start],
                "penalty_path": penalty["path"],
                "penalty_points": penalty["path"],
                "penalty_end": [penalty["end"]],
                "decoupled_path": decoupled["path"],
                "decoupled_points": decoupled["path"],
                "decoupled_end": [decoupled["end"]],
                "penalty_share_1": bar(first, 2.02, problem["shares"]),
                "penalty_share_2": bar(second, 1.02, problem["shares"]),
                "decoupled_share_1": bar(decay, 1.64, problem["shares"]),
                "decoupled_share_2": bar(decay, 0.64, problem["shares"]),
            },
            "readouts": {
                "penalty_end": penalty["end"],
                "decoupled_end": decoupled["end"],
                "w_tilde": w_tilde,
                "penalty_share": [first, second],
                "decoupled_share": decay,
            },
            "landmarks": {"eigenvalue_2": [problem["eigenvalue_1"]]},
            "statuses": statuses,
        }


def bar(share: float, below: float, limits: list[float]) -> list[list[float]]:
    """Return a horizontal bar that ends at a share, cut at the ends of its axis."""
    low, high = limits
    right, above = min(max(share, low), high), below + 0.34
    return [[low, below], [right, below], [right, above], [low, above]]


def adam(
    eigenvalues: list[float],
    start: list[float],
    learning_rate: float,
    alpha: float,
    decay: float,
    problem: Mapping[str, Any],
) -> dict[str, Any]:
    """Follow Adam on J, with αw in its gradient and εα = ``decay`` outside it.

    Returns
    -------
    dict : The ``path`` from the start on, its ``end``, and √v̂ + δ of the last step as ``roots``.
    """
    beta_1, beta_2, w_star = problem["beta_1"], problem["beta_2"], problem["w_star"]
    w, m, v, roots = start, [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    path = [w]
    for t in range(1, problem["steps"] + 1):
        past, w = w, []
        for i in range(2):
            g = eigenvalues[i] * (past[i] - w_star[i]) + alpha * past[i]
            m[i] = beta_1 * m[i] + (1 - beta_1) * g
            v[i] = beta_2 * v[i] + (1 - beta_2) * (g * g)
            roots[i] = math.sqrt(v[i] / (1 - beta_2**t)) + problem["delta"]
            step = learning_rate * (m[i] / (1 - beta_1**t) / roots[i])
            w.append(past[i] - (step + decay * past[i]))
        path.append(w)
    return {"path": path, "end": w, "roots": roots}
