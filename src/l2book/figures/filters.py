"""The first live figure of chapter 9: what L2 keeps of each component, and what stopping keeps."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import log_spaced, multiply, regularized_minimum, shrinkage
from l2book.palette import COLOURS
from l2book.plots import contours, line, marker, matrix, plane, star, word
from l2reg import Quadratic
from livefig import Panel, Slider, panel_axes


class Filters(BookFigure):
    """The filters λ/(λ+α) and 1 − (1−ελ)ᵗ over λ, and the two paths they make from 0 to w*."""

    name = "filters"
    alpha = Slider(0.25, 0.01, 10.0, symbol="α", scale="log10", landmarks=("1/(εt)",))
    steps = Slider(40.0, 1.0, 1000.0, symbol="t", scale="log10", landmarks=("1/(εα)",))
    inks = {"w_tilde": "regularized", "w_stopped": "descent"}
    problem = {
        "learning_rate": 0.1,
        "eigenvalues": [2.0, 0.1],
        "angle": 0.5,
        "w_star": [1.6, 2.0],
        "agree": 1e-6,
    }
    words = {
        "en": {
            "title": "A penalty, and stopping early",
            "caption": (
                "Move t, then α. Over λ: the fraction of a component with eigenvalue λ that is "
                "kept by an L2 penalty of strength α (purple), and by descent from 0 that stops "
                "after t steps with ε = 0.1 (green). The bar shows where they differ most. The "
                "dots are the two eigenvalues of the loss in the plane. The plane shows the "
                "weights that result, w̃ and wₜ, on their paths from 0 to w*."
            ),
            "panels": {
                "filters": (
                    "The two filters",
                    "Two S-shaped curves over the eigenvalue on a logarithmic axis, both rising "
                    "from zero to one. The curve of early stopping is the steeper one. A vertical "
                    "bar marks the largest gap. Two dots on each curve mark the eigenvalues of "
                    "the loss in the plane.",
                ),
                "paths": (
                    "The two paths",
                    "Elliptic contours of the loss J around w*. Two curves lead from the origin "
                    "to w*, one by more and more steps, one by a weaker and weaker penalty. They "
                    "run close together but are not the same. A point on each marks t and α.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "steps": "steps until descent is stopped"},
            "readouts": {
                "gap": "largest gap =",
                "gap_at": "at λ =",
                "w_tilde": "w̃ =",
                "w_stopped": "wₜ =",
            },
            "statuses": {
                "agree": (
                    "t = 1/(εα): the filters agree where λ is much smaller than α. Elsewhere they "
                    "differ by up to {gap}."
                ),
                "fewer": (
                    "t < 1/(εα) = {match}: where λ is small, stopping keeps less than the penalty "
                    "does."
                ),
                "more": (
                    "t > 1/(εα) = {match}: where λ is small, stopping keeps more than the penalty "
                    "does."
                ),
            },
        },
        "ko": {
            "title": "벌칙항과 일찍 멈추기",
            "caption": (
                "t를 움직이고, 다음에는 α를 움직여 보자. λ에 따른 곡선은 고윳값이 λ인 성분이 "
                "얼마나 남는지를 나타낸다. 세기가 α인 L2 벌칙항에서는 보라, 0에서 ε = 0.1로 "
                "출발해 t단계 뒤에 멈춘 하강에서는 초록이다. 막대는 둘이 가장 크게 다른 곳에 "
                "있다. 점은 평면에 그린 손실의 두 고윳값이다. 평면에는 그 결과로 얻는 가중치 "
                "w̃와 wₜ를, 0에서 w*까지 가는 저마다의 경로 위에 나타냈다."
            ),
            "panels": {
                "filters": (
                    "두 필터",
                    "로그 축에 놓은 고윳값에 따른 S자 모양의 곡선 두 개. 둘 다 0에서 1까지 "
                    "올라가며, 조기 종료의 곡선이 더 가파르다. 세로 막대가 가장 큰 차이를 "
                    "나타낸다. 곡선마다 점이 두 개 있어 평면에 그린 손실의 고윳값을 "
                    "나타낸다.",
                ),
                "paths": (
                    "두 경로",
                    "w*를 둘러싼 손실 J의 타원 모양 등고선. 곡선 두 개가 원점에서 w*까지 "
                    "이어진다. 하나는 단계를 점점 늘리고, 다른 하나는 벌칙항을 점점 줄인 "
                    "것이다. 둘은 가깝게 나란히 가지만 같지는 않다. 곡선마다 점이 있어 t와 "
                    "α의 자리를 나타낸다.",
                ),
            },
            "parameters": {"alpha": "벌칙항의 세기", "steps": "멈추기까지의 단계 수"},
            "readouts": {
                "gap": "가장 큰 차이 =",
                "gap_at": "그 자리 λ =",
                "w_tilde": "w̃ =",
                "w_stopped": "wₜ =",
            },
            "statuses": {
                "agree": (
                    "t = 1/(εα)이다. λ가 α보다 훨씬 작은 곳에서는 두 필터가 같고, 다른 곳에서는 "
                    "차이가 최대 {gap}까지 벌어진다."
                ),
                "fewer": (
                    "t < 1/(εα) = {match}. λ가 작은 곳에서는 조기 종료가 벌칙항보다 적게 남긴다."
                ),
                "more": (
                    "t > 1/(εα) = {match}. λ가 작은 곳에서는 조기 종료가 벌칙항보다 많이 남긴다."
                ),
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the axes of the filters, and J's contours with both whole paths."""
        left, right = panel_axes(width=4.2), plane(panel_axes(width=4.2), limits=(-0.6, 2.9))
        right.set(xlim=(-1.6, 3.05), ylim=(-0.5, 2.93))
        left.set(xscale="log", xlim=(1e-3, 10), ylim=(-0.03, 1.16), xlabel=r"$\lambda$")
        left.set_xticks([1e-3, 1e-2, 1e-1, 1, 10])
        left.minorticks_off()
        left.set_yticks([0, 0.5, 1])
        green, purple = ({"color": COLOURS[name]} for name in ("descent", "regularized"))
        above = {"transform": left.transAxes}
        left.text(0, 1.04, r"$\lambda\,/\,(\lambda + \alpha)$", **above, **purple)
        left.text(1, 1.04, r"$1 - (1 - \varepsilon\lambda)^t$", ha="right", **above, **green)
        right.set(xticks=[-1, 0, 1, 2, 3], yticks=[0, 1, 2])
        for i, value in enumerate(problem["eigenvalues"], start=1):
            left.axvline(value, color=COLOURS["grid"], linewidth=0.8, zorder=0)
            left.text(value * 1.06, 1.08, rf"$\lambda_{i}$", color=COLOURS["muted"], fontsize=10)
        w_star, angle = problem["w_star"], problem["angle"]
        loss = Quadratic(matrix(problem["eigenvalues"], angle), w_star)
        contours(right, loss.value, levels=[0.02 * 2.0**k for k in range(8)])
        star(right, w_star, (-5, 6), size=11, ha="right")
        # Both whole paths, from 0 to w*: strengths α, and numbers of steps t.
        eigenvalues, ratios = problem["eigenvalues"], 10 ** np.linspace(-4, 4, 161)
        path = [regularized_minimum(eigenvalues, angle, w_star, alpha) for alpha in ratios]
        right.plot(*np.transpose(path), linewidth=1.2, **purple)
        rate = problem["learning_rate"]
        kept = [[stopping(value, rate, t) for value in eigenvalues] for t in ratios]
        path = [multiply(factors, angle, w_star) for factors in kept]
        right.plot(*np.transpose(path), linewidth=1.2, **green)
        curves = {
            "gap": line(left, "ink", linewidth=3, solid_capstyle="butt"),
            "penalty_curve": line(left, "regularized"),
            "stopping_curve": line(left, "descent"),
            "penalty_kept": marker(left, "o", 7, "regularized"),
            "stopping_kept": marker(left, "o", 7, "descent"),
        }
        ends = {
            "w_tilde": marker(right, "D", 7, "regularized"),
            "w_tilde_label": word(right, r"$\tilde{w}$  ", "regularized", va="top", ha="right"),
            "w_stopped": marker(right, "o", 7, "descent"),
            "w_stopped_label": word(right, "  $w_t$", "descent", va="top"),
        }
        return {"filters": Panel(left, curves), "paths": Panel(right, ends)}

    @staticmethod
    def update(alpha, steps, problem):
        """Draw both filters, find their largest gap, and place what they leave of w*."""
        eigenvalues, angle, w_star = problem["eigenvalues"], problem["angle"], problem["w_star"]
        rate = problem["learning_rate"]
        # From 10⁻³ to 10, where 1 − ελ is zero.
        places = log_spaced(181)[:121]
        penalty_curve = [[value, shrinkage(value, alpha)] for value in places]
        stopping_curve = [[value, stopping(value, rate, steps)] for value in places]
        gap, widest = 0.0, 0
        for i in range(len(places)):
            apart = abs(stopping_curve[i][1] - penalty_curve[i][1])
            if apart > gap:
                gap, widest = apart, i
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        kept = [stopping(eigenvalue, rate, steps) for eigenvalue in eigenvalues]
        w_stopped = multiply(kept, angle, w_star)
        match = 1 / (rate * alpha)
        excess = steps / match - 1
        said = "more" if excess > 0 else "fewer"
        return {
            "artists": {
                "gap": [penalty_curve[widest], stopping_curve[widest]],
                "penalty_curve": penalty_curve,
                "stopping_curve": stopping_curve,
                "penalty_kept": [[value, shrinkage(value, alpha)] for value in eigenvalues],
                "stopping_kept": [[eigenvalues[i], kept[i]] for i in range(2)],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
                "w_stopped": [w_stopped],
                "w_stopped_label": [w_stopped],
            },
            "readouts": {
                "gap": gap,
                "gap_at": places[widest],
                "w_tilde": w_tilde,
                "w_stopped": w_stopped,
            },
            "landmarks": {"alpha": [1 / (rate * steps)], "steps": [match]},
            "statuses": [
                ["agree", {"gap": gap}]
                if abs(excess) < problem["agree"]
                else [said, {"match": match}]
            ],
        }


def stopping(eigenvalue: float, learning_rate: float, steps: float) -> float:
    """Return 1 − (1−ελ)ᵗ, for λ up to 1/ε; t need not be whole, so that a curve has no steps."""
    return 1 - max(0.0, 1 - learning_rate * eigenvalue) ** steps
